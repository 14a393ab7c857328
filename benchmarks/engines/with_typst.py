"""Typst at its best: one warm compiler, the printed part as a PDF in the background, the values as source of its own.

Other ways are slower: values as `sys.inputs` of a template, interpreted mark by mark, take half as long again on one
sheet; the printed part in the template instead of the background takes two to five times as long.
"""

import json
import tempfile
from importlib.metadata import version
from pathlib import Path

import typst

VERSION = f"Typst {version('typst')} (PyPI typst)"
HEAD = """\
#set page(width: {}pt, height: {}pt, margin: 0pt)
#set text(lang: "ja", top-edge: "baseline", bottom-edge: "baseline", cjk-latin-spacing: none, kerning: false,
  ligatures: false, hyphenate: false)
"""


def start(data, tagged=False):
    folder = Path(tempfile.mkdtemp(prefix="typst-"))
    places = sorted({str(Path(face["file"]).parent) for face in data["faces"].values()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=places)
    compiler = typst.Compiler(root=folder, font_paths=fonts)
    head = HEAD.format(*data["size"])

    def marks(several):
        return "".join(mark(data["faces"], *one) for one in several)

    blank = head + "".join(f"#page[{marks(ink)}]\n" for ink in data["inks"])
    (folder / "blank.pdf").write_bytes(compiler.compile(blank.encode(), format="pdf", pdf_tags=False))
    backgrounds = [f'#page(background: image("/blank.pdf", page: {ink + 1}))' for ink in data["order"]]

    def draw(people):
        filled = (zip(backgrounds, person, strict=True) for person in people)
        source = head + "".join(f"{page}[{marks(values)}]\n" for pages in filled for page, values in pages)
        return compiler.compile(source.encode(), format="pdf", pdf_tags=tagged)

    return draw


def mark(faces, kind, *m):
    if kind == "text":
        x, y, text, face, size, spacing = m
        font = f'font: "{faces[face]["family"]}", weight: {faces[face]["weight"]}'
        words = json.dumps(text, ensure_ascii=False)
        return f"#place(dx: {x}pt, dy: {y}pt, text({font}, size: {size}pt, tracking: {spacing}pt, {words}))"
    *places, weight = m
    if kind == "line":
        x0, y0, x1, y1 = places
        return f"#place(line(start: {at(x0, y0)}, end: {at(x1, y1)}, stroke: {weight}pt))"
    if kind == "ring":
        x, y, rx, ry = places
        size = f"width: {2 * rx}pt, height: {2 * ry}pt, stroke: {weight}pt"
        return f"#place(dx: {x - rx}pt, dy: {y - ry}pt, ellipse({size}))"
    first, *rest = (at(*point) for point in places[0])
    pieces = "".join(f", curve.cubic({', '.join(rest[i : i + 3])})" for i in range(0, len(rest), 3))
    return f"#place(curve(stroke: {weight}pt, curve.move({first}){pieces}))"


def at(x, y):
    return f"({x}pt, {y}pt)"
