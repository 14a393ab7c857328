"""ReportLab as far as its own switches go: C code, no ASCII85, small subsets, the printed part as one form object."""

import io
import sys
from importlib.metadata import PackageNotFoundError, version

sys.path.insert(0, f"{sys.prefix}/accel")  # beside the others: the extension would speed up whoever finds it

from reportlab import Version, rl_config
from reportlab.pdfgen.canvas import Canvas

from engines.plain_reportlab import marks, register

rl_config.useA85 = 0
rl_config.ttfAsciiReadable = 0
try:
    VERSION = f"ReportLab {Version} with rl_accel {version('rl_accel')}"
except PackageNotFoundError:
    VERSION = f"ReportLab {Version}, rl_accel could not be installed"


def start(data):
    register(data["faces"])
    height = data["size"][1]

    def printed(canvas, ink):
        if not canvas.hasForm(f"ink{ink}"):
            canvas.beginForm(f"ink{ink}")
            marks(canvas, height, data["inks"][ink])
            canvas.endForm()
        canvas.doForm(f"ink{ink}")

    def draw(people):
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=data["size"])
        for person in people:
            for ink, values in zip(data["order"], person, strict=True):
                printed(canvas, ink)
                marks(canvas, height, values)
                canvas.showPage()
        canvas.save()
        return target.getvalue()

    return draw
