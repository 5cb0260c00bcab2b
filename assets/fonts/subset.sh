#!/usr/bin/env bash
# Cuts the Noto fonts down to what the six official languages need, and writes them beside this script.
#
#   assets/fonts/subset.sh FOLDER
#
# FOLDER holds the six whole files, anywhere below it (TrueType, static, not variable): NotoSans, NotoSansArabic and
# NotoSansSC, each as *Regular.ttf and *Bold.ttf, with their weight in the name as packaged (_400Regular, _700Bold) or
# without (-Regular, -Bold). README.md names the versions. Needs python3 and fonttools (pip install fonttools).
# The same files and the same fonttools give the same bytes.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: subset.sh FOLDER (that holds the whole Noto fonts)" >&2; exit 2; }
from=$1
here=$(cd "$(dirname "$0")" && pwd)
command -v pyftsubset >/dev/null || { echo "subset.sh: no pyftsubset; pip install fonttools" >&2; exit 1; }

# Punctuation, super- and subscripts, currency, letterlike signs, arrows, the minus and other signs of arithmetic.
signs="U+2000-206F,U+2070-209F,U+20A0-20C0,U+2100-214F,U+2190-2199,U+2200-2265,U+25CC,U+FFFD"
# Latin with all its accents (names of States and people in any language), Greek, Cyrillic.
european="U+0020-007E,U+00A0-024F,U+0250-02FF,U+0300-036F,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,$signs"
arabic="U+0020-007E,U+00A0-00FF,U+0600-06FF,U+0750-077F,U+FDFA-FDFD,$signs"
# Chinese: the common standard set, GB 2312, with ASCII and the forms of punctuation that its typesetting uses.
chinese=$(python3 - <<'PYTHON'
points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0xFF01, 0xFF5F)) | {0x2013, 0x2014, 0x2022, 0x2212}
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        try:
            points.add(ord(bytes([high, low]).decode("gb2312")))
        except UnicodeDecodeError:
            pass
print(",".join(f"U+{p:04X}" for p in sorted(points)))
PYTHON
)

cut() { # family, weight, code points
  local whole
  whole=$(find "$from" -type f \( -name "$1_[0-9][0-9][0-9]$2.ttf" -o -name "$1-$2.ttf" \) | sort | head -n 1)
  [ -n "$whole" ] || { echo "subset.sh: no $1 $2 below $from" >&2; exit 1; }
  pyftsubset "$whole" --output-file="$here/$1-$2.ttf" --unicodes="$3" --no-hinting --notdef-outline \
    --name-IDs=0,1,2,3,4,5,6,13,14 --layout-features-=vert,vrt2,vhal,vpal,valt,vkna,ruby --drop-tables+=vhea,vmtx,VORG,BASE,DSIG
}
for weight in Regular Bold; do
  cut NotoSans "$weight" "$european"
  cut NotoSansArabic "$weight" "$arabic"
  cut NotoSansSC "$weight" "$chinese"
done
ls -l "$here"/*.ttf
