"""JPEG, PNG and TIFF."""

from __future__ import annotations

import foreign
from PIL import Image

_CARD = (1012, 638)  # 85.6 by 54 mm at 300 dpi


def jpeg_turned_by_exif() -> bytes:
    return foreign.as_file(foreign.marked(_CARD), "JPEG", dpi=(300, 300), exif=foreign.exif(t274=6))


def tiff_of_three_pages() -> bytes:
    frames = [foreign.marked(_CARD), Image.new("1", _CARD, 1), foreign.marked(_CARD).convert("L")]
    return foreign.as_file(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(300, 300))
