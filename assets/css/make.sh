#!/usr/bin/env bash
# Makes govuk.css anew from GOV.UK Frontend. Needs node and npm; the result is committed, so that building para11 needs neither.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-save --no-package-lock govuk-frontend@6.6.0 sass@1.108.2
npx sass --no-source-map --style=compressed --load-path=node_modules/govuk-frontend/dist/govuk "$here/components.scss" components.css
{
  echo "/* GOV.UK Frontend 6.6.0 without its brand, made logical: see README.md. Copyright Crown, MIT licence (LICENCE-govuk-frontend.txt). */"
  node "$here/logical.mjs" < components.css
} > "$here/govuk.css"
