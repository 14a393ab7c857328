"""Typst: one compiler kept for all documents, the form as its template, the values as `sys.inputs`."""

import json
import tempfile
from importlib.metadata import version
from pathlib import Path

import typst

VERSION = f"Typst {version('typst')} (PyPI typst)"

TEMPLATE = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(lang: "ja", top-edge: "baseline", bottom-edge: "baseline", cjk-latin-spacing: none, kerning: false,
  ligatures: false, hyphenate: false)
#let at(x, y) = (x * 1pt, y * 1pt)
#let pieces(points) = range(1, points.len(), step: 3).map(i =>
  curve.cubic(at(..points.at(i)), at(..points.at(i + 1)), at(..points.at(i + 2))))
#let mark(m) = {{
  let (kind, ..m) = m
  if kind == "text" {{
    let (x, y, words, face, size, spacing) = m
    let (family, weight) = faces.at(face)
    place(dx: x * 1pt, dy: y * 1pt, box(width: 600pt,
      text(font: family, weight: weight, size: size * 1pt, tracking: spacing * 1pt, words)))
  }} else if kind == "line" {{
    let (x0, y0, x1, y1, weight) = m
    place(line(start: at(x0, y0), end: at(x1, y1), stroke: weight * 1pt))
  }} else if kind == "ring" {{
    let (x, y, rx, ry, weight) = m
    place(dx: (x - rx) * 1pt, dy: (y - ry) * 1pt,
      ellipse(width: 2pt * rx, height: 2pt * ry, stroke: weight * 1pt))
  }} else {{
    let (points, weight) = m
    place(curve(stroke: weight * 1pt, curve.move(at(..points.first())), ..pieces(points)))
  }}
}}
#let ink = json("ink.json").map(mark).join()
#for (i, values) in json(bytes(sys.inputs.values)).enumerate() {{
  if i > 0 {{ pagebreak() }}
  ink
  values.map(mark).join()
}}
"""


def start(faces, page):
    folder = Path(tempfile.mkdtemp(prefix="formgen-bench-typst-"))
    width, height = page["size"]
    known = ", ".join(f'"{name}": ("{f["family"]}", {f["weight"]})' for name, f in faces.items())
    source = f"#let faces = ({known})\n" + TEMPLATE.format(width=width, height=height)
    (folder / "form.typ").write_text(source, encoding="utf-8")
    (folder / "ink.json").write_text(json.dumps(page["ink"]), encoding="utf-8")
    places = sorted({str(Path(face["file"]).parent) for face in faces.values()})
    compiler = typst.Compiler(str(folder / "form.typ"), root=str(folder), font_paths=places, ignore_system_fonts=True)

    def draw(pages):
        values = json.dumps([one["values"] for one in pages])
        return compiler.compile(format="pdf", sys_inputs={"values": values})

    return draw
