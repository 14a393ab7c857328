"""WeasyPrint: absolutely placed HTML, rules as one SVG, one font configuration kept for all documents."""

from html import escape

from weasyprint import HTML, __version__
from weasyprint.text.fonts import FontConfiguration

VERSION = f"WeasyPrint {__version__}"


def start(data, tagged=False):
    (width, height), faces = data["size"], data["faces"]
    fonts = FontConfiguration()
    css = f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }}"
    css += f"div {{ position: relative; width: {width}pt; height: {height - 0.01}pt; break-after: page }}"
    css += "div:last-child { break-after: auto } svg { position: absolute; left: 0; top: 0 }"
    css += "p { position: absolute; margin: 0; line-height: 1; white-space: pre; font-kerning: none }"
    for n, (name, face) in enumerate(faces.items()):
        css += f"@font-face {{ font-family: {name}; src: url(file://{face['file']}) }} .f{n} {{ font-family: {name} }}"
    number = {name: n for n, name in enumerate(faces)}
    # From the top of a line of height 1 to its baseline.
    drop = {name: 0.5 + (f["ascent"] + f["descent"]) / 2 for name, f in faces.items()}

    def text(_, x, y, words, face, size, spacing):
        place = f"left:{x}pt;top:{y - size * drop[face]:.3f}pt;font-size:{size}pt;letter-spacing:{spacing}pt"
        return f'<p class=f{number[face]} style="{place}">{escape(words)}</p>'

    def one_page(marks):
        shapes = "".join(shape(*m) for m in marks if m[0] != "text")
        box = f'width="{width}pt" height="{height - 0.01}pt" viewBox="0 0 {width} {height}" fill="none" stroke="black"'
        return f"<div><svg {box}>{shapes}</svg>{''.join(text(*m) for m in marks if m[0] == 'text')}</div>"

    def draw(people):
        filled = (zip(data["order"], person, strict=True) for person in people)
        body = "".join(one_page([*data["inks"][ink], *values]) for pages in filled for ink, values in pages)
        html = f'<html lang="ja"><head><meta charset="utf-8"><style>{css}</style></head><body>{body}</body></html>'
        return HTML(string=html).write_pdf(font_config=fonts, pdf_tags=tagged)

    return draw


def shape(kind, *m):
    *places, weight = m
    if kind == "ring":
        x, y, rx, ry = places
        return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" stroke-width="{weight}"/>'
    if kind == "line":
        x0, y0, x1, y1 = places
        return f'<path d="M{x0} {y0}L{x1} {y1}" stroke-width="{weight}"/>'
    first, *rest = (f"{x} {y}" for x, y in places[0])
    return f'<path d="M{first}C{" ".join(rest)}" stroke-width="{weight}"/>'
