"""Plain ReportLab: its own TTFont, its defaults, one call for each mark."""

import io

from reportlab import Version
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

VERSION = f"ReportLab {Version}"


def start(data):
    register(data["faces"])
    height = data["size"][1]

    def draw(people):
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=data["size"])
        for person in people:
            for ink, values in zip(data["order"], person, strict=True):
                marks(canvas, height, data["inks"][ink])
                marks(canvas, height, values)
                canvas.showPage()
        canvas.save()
        return target.getvalue()

    return draw


def register(faces):
    for name, face in faces.items():
        pdfmetrics.registerFont(TTFont(name, face["file"]))


def marks(canvas, height, several):
    for one in several:
        mark(canvas, height, *one)


def mark(canvas, height, kind, *m):
    if kind == "text":
        x, y, text, face, size, spacing = m
        canvas.setFont(face, size)
        canvas.drawString(x, height - y, text, charSpace=spacing)
        return
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
