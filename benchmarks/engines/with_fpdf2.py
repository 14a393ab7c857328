"""fpdf2: fonts are added to each document, as its manual asks; one call for each mark."""

from fpdf import FPDF, __version__

VERSION = f"fpdf2 {__version__}"


def start(data):
    def draw(people):
        pdf = FPDF(unit="pt", format=tuple(data["size"]))
        pdf.set_auto_page_break(False)
        for name, face in data["faces"].items():
            pdf.add_font(name, fname=face["file"])
        for person in people:
            for ink, values in zip(data["order"], person, strict=True):
                pdf.add_page()
                for one in (*data["inks"][ink], *values):
                    mark(pdf, *one)
        return bytes(pdf.output())

    return draw


def mark(pdf, kind, *m):
    if kind == "text":
        x, y, text, face, size, spacing = m
        pdf.set_font(face, size=size)
        pdf.set_char_spacing(spacing)
        pdf.text(x, y, text)
        return
    *places, weight = m
    pdf.set_line_width(weight)
    if kind == "line":
        pdf.line(*places)
    elif kind == "ring":
        x, y, rx, ry = places
        pdf.ellipse(x - rx, y - ry, 2 * rx, 2 * ry)
    else:
        points = places[0]
        for i in range(0, len(points) - 1, 3):
            pdf.bezier(points[i : i + 4])
