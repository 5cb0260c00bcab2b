// Turns a compiled style sheet from left and right into start and end, so that one file serves both directions of writing.
// Reads standard input, writes standard output. Widths of `border-width` stay: they draw triangles and ticks, which `theme.css` turns.
import { readFileSync } from "node:fs";

const side = { left: "start", right: "end" };
const corner = { "top-left": "start-start", "top-right": "start-end", "bottom-left": "end-start", "bottom-right": "end-end" };

function declaration(text) {
  const [, name, value] = text.match(/^([\w-]+):(.*)$/s) ?? [];
  if (name === undefined) return text;
  let m;
  if ((m = name.match(/^(margin|padding)-(left|right)$/))) return `${m[1]}-inline-${side[m[2]]}:${value}`;
  if ((m = name.match(/^border-(left|right)(-\w+)?$/))) return `border-inline-${side[m[1]]}${m[2] ?? ""}:${value}`;
  if ((m = name.match(/^border-(\w+-\w+)-radius$/))) return `border-${corner[m[1]]}-radius:${value}`;
  if (name in side) return `inset-inline-${side[name]}:${value}`;
  if (name === "text-align") return `${name}:${value.replace(/left|right/, (word) => side[word])}`;
  if (name === "float" || name === "clear") return `${name}:${value.replace(/left|right/, (word) => `inline-${side[word]}`)}`;
  if (name === "margin" || name === "padding") {
    const [top, right, bottom, left] = value.split(" ");
    if (left !== undefined && left !== right) return `${name}-block:${top} ${bottom};${name}-inline:${left} ${right}`;
  }
  return text;
}

const css = readFileSync(0, "utf8").replace(/^\uFEFF/, "");
process.stdout.write(css.replace(/(?<=[;{])[\w-]+:[^;{}]*(?=[;}])/g, declaration).trim() + "\n");
