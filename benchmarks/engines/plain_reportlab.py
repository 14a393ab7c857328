"""Plain ReportLab: its own TTFont, its defaults, one call for each mark."""

import io

from reportlab import Version
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

VERSION = f"ReportLab {Version}"


def start(faces, page):
    width, height = page["size"]
    for name, face in faces.items():
        pdfmetrics.registerFont(TTFont(name, face["file"]))

    def mark(canvas, m):
        kind, *m = m
        if kind == "text":
            x, y, text, face, size, spacing = m
            canvas.setFont(face, size)
            canvas.drawString(x, height - y, text, charSpace=spacing)
        else:
            *places, weight = m
            canvas.setLineWidth(weight)
            if kind == "line":
                x0, y0, x1, y1 = places
                canvas.line(x0, height - y0, x1, height - y1)
            elif kind == "ring":
                x, y, rx, ry = places
                canvas.ellipse(x - rx, height - y - ry, x + rx, height - y + ry)
            else:
                points = [(x, height - y) for x, y in places[0]]
                path = canvas.beginPath()
                path.moveTo(*points[0])
                for i in range(1, len(points), 3):
                    path.curveTo(*points[i], *points[i + 1], *points[i + 2])
                canvas.drawPath(path)

    def draw(pages):
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=(width, height))
        for one in pages:
            for m in one["ink"]:
                mark(canvas, m)
            for m in one["values"]:
                mark(canvas, m)
            canvas.showPage()
        canvas.save()
        return target.getvalue()

    return draw
