"""fpdf2: fonts are added to each document, as its manual asks; one call for each mark."""

from fpdf import FPDF, __version__

VERSION = f"fpdf2 {__version__}"


def start(faces, page):
    def mark(pdf, m):
        kind, *m = m
        if kind == "text":
            x, y, text, face, size, spacing = m
            pdf.set_font(face, size=size)
            pdf.set_char_spacing(spacing)
            pdf.text(x, y, text)
        else:
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

    def draw(pages):
        pdf = FPDF(unit="pt", format=tuple(page["size"]))
        pdf.set_auto_page_break(False)
        for name, face in faces.items():
            pdf.add_font(name, fname=face["file"])
        for one in pages:
            pdf.add_page()
            for m in one["ink"]:
                mark(pdf, m)
            for m in one["values"]:
                mark(pdf, m)
        return bytes(pdf.output())

    return draw
