// pdfme draws the same pages: the ink as read-only fields of the template, the values as its inputs.
// node run.mjs TASK PAGES.json AMOUNT OUT.pdf; prints one line of JSON. TASK: warm | pages | single | cold.
import fs from "node:fs";
import { generate } from "@pdfme/generator";
import { text, line, svg, ellipse } from "@pdfme/schemas";

const [task, file, amount, out] = process.argv.slice(2);
const data = JSON.parse(fs.readFileSync(file, "utf8"));
const mm = (pt) => (pt * 25.4) / 72;
const font = {};
for (const [name, face] of Object.entries(data.faces))
  font[name] = { data: fs.readFileSync(face.file), fallback: name === "BIZUDMincho-Regular", subset: true };

const readonly = (name, field, content) => ({ name, readOnly: true, content, ...field });

function field(m, name, fixed) {
  const kind = m[0];
  if (kind === "text") {
    const [, x, y, words, face, size, spacing] = m;
    const { ascent, descent } = data.faces[face];
    const box = {
      type: "text", position: { x: mm(x), y: mm(y - size * ascent) }, width: 400,
      height: mm(size * (ascent - descent)), fontName: face, fontSize: size, characterSpacing: spacing,
      alignment: "left", verticalAlignment: "top", lineHeight: 1, fontColor: "#000000",
    };
    return fixed ? readonly(name, box, words) : { name, content: words, ...box };
  }
  const weight = m[m.length - 1];
  if (kind === "line" && (m[1] === m[3] || m[2] === m[4])) {
    const [, x0, y0, x1, y1] = m;
    const length = Math.abs(x1 - x0) + Math.abs(y1 - y0); // one of the two is 0; turned about its middle
    const place = {
      type: "line", color: "#000000", rotate: x0 === x1 ? 90 : 0, width: mm(length), height: mm(weight),
      position: { x: mm((x0 + x1 - length) / 2), y: mm((y0 + y1 - weight) / 2) },
    };
    return readonly(name, place, "");
  }
  if (kind === "ring") {
    const [, x, y, rx, ry] = m;
    const place = {
      type: "ellipse", color: "", borderColor: "#000000", borderWidth: mm(weight),
      position: { x: mm(x - rx - weight / 2), y: mm(y - ry - weight / 2) },
      width: mm(2 * rx + weight), height: mm(2 * ry + weight),
    };
    return readonly(name, place, "");
  }
  const [width, height] = data.size;
  const points = kind === "curve" ? m[1] : [[m[1], m[2]], [m[3], m[4]]];
  const path = `M${points[0].join(" ")}${kind === "curve" ? "C" : "L"}${points.slice(1).flat().join(" ")}`;
  const drawing = `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<path d="${path}" fill="none" stroke="black" stroke-width="${weight}"/></svg>`;
  return readonly(name, { type: "svg", position: { x: 0, y: 0 }, width: mm(width), height: mm(height) }, drawing);
}

// A field has one face and one place: a value that changes its face from person to person is as many fields.
const where = (m, i, page) =>
  `${page} value${i} ${m[0] === "text" ? JSON.stringify([m[1], m[2], ...m.slice(4)]) : ""}`;
const named = (person) =>
  person.flatMap((marks, page) => marks.map((m, i) => [where(m, i, page), m[0] === "text" ? m[3] : ""]));
const schemas = data.order.map((ink, page) => {
  const fields = new Map(data.people.flatMap((person) => person[page].map((m, i) => [where(m, i, page), m])));
  return [
    ...data.inks[ink].map((m, i) => field(m, `${page} ink${i}`, true)),
    ...[...fields].map(([name, m]) => field(m, name, false)),
  ];
});
const template = {
  basePdf: { width: mm(data.size[0]), height: mm(data.size[1]), padding: [0, 0, 0, 0] }, schemas,
};
const nothing = Object.fromEntries(data.people.flatMap(named).map(([name]) => [name, ""]));
const input = (person) => ({ ...nothing, ...Object.fromEntries(named(person)) });
const inputs = (from, n) =>
  Array.from({ length: n }, (_, i) => input(data.people[(from + i) % data.people.length]));
const draw = (from, n) =>
  generate({ template, inputs: inputs(from, n), options: { font }, plugins: { text, line, svg, ellipse } });
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
const peak = () => process.resourceUsage().maxRSS / 1024;

if (task === "warm") {
  const start = cpu();
  for (let n = 0; n < 3 && (n === 0 || cpu() - start < Number(amount)); n++) await draw(n, 1);
  const begin = cpu(), clock = performance.now();
  let docs = 0, bytes = 0;
  while (docs < 1 || cpu() - begin < Number(amount)) bytes = (await draw(3 + docs++, 1)).length;
  console.log(JSON.stringify({ docs, cpu: cpu() - begin, wall: (performance.now() - clock) / 1e3, bytes, peak: peak() }));
} else {
  if (task === "pages") await draw(0, 1);
  const begin = cpu(), clock = performance.now();
  const pdf = task === "single" ? await draw(Number(amount), 1) : await draw(0, Number(amount));
  fs.writeFileSync(out, pdf);
  const used = { cpu: cpu() - begin, wall: (performance.now() - clock) / 1e3 };
  console.log(JSON.stringify({ docs: 1, ...used, bytes: pdf.length, peak: peak() }));
}
