"""Whether two pictures of a page show the same: nothing gone, nothing come, up to the breadth of a dot."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageStat

# Of the whole range, over the whole page; and of the ink of the original.
MOST_CHANGED = 0.01
MOST_GONE = 0.15
# A square of so many dots (3 mm at 50 dpi), and how much of it may be ink that is gone or has come: a stamp on
# a full page is far less than one in a hundred of its dots. A page that was moved may stand between the dots, where
# each line of a scan falls a little otherwise.
_SQUARE = 6
_MOST_OF_A_SQUARE = 16 / 255
_MOST_WHEN_MOVED = 32 / 255


class Likeness(NamedTuple):
    """How far two pictures are apart, in parts of one: of the whole, of the ink, of the square that changed most."""

    changed: float
    gone: float
    square: float

    def alike(self, *, moved: bool = False) -> bool:
        """Whether a reader would find the same on both."""
        most = _MOST_WHEN_MOVED if moved else _MOST_OF_A_SQUARE
        return self.changed <= MOST_CHANGED and self.gone <= MOST_GONE and self.square <= most


def likeness(original: Image.Image, result: Image.Image) -> Likeness:
    """Of two pictures in RGB of the same size."""
    box = ImageChops.difference(original, result).getbbox()
    if not box:
        return Likeness(0.0, 0.0, 0.0)
    around = _squares(*box)
    there, here = original.crop(around), result.crop(around)
    gone, come = _missing(there, here), _missing(here, there)
    return Likeness(
        (_total(gone) + _total(come)) / (3 * original.width * original.height),
        # Ink that is gone was there.
        _total(gone) / max(_total(ImageChops.invert(original)), 1.0),
        max(_most(gone), _most(come)),
    )


def _squares(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """As many whole squares as cover what changed, and a dot around it. Beyond the edge both pictures are black."""
    left, top = max(0, left - 1), max(0, top - 1)
    wide, high = (ceil((end + 1 - start) / _SQUARE) * _SQUARE for start, end in ((left, right), (top, bottom)))
    return left, top, left + wide, top + high


def _missing(there: Image.Image, here: Image.Image) -> Image.Image:
    """The ink of the first that the second has neither at the same dot nor beside it.

    A picture or a letter that is drawn by way of a form may come to stand a dot aside; that is no loss.
    """
    return ImageChops.subtract(here.filter(ImageFilter.MinFilter(3)), there)


def _total(picture: Image.Image) -> float:
    return float(sum(ImageStat.Stat(picture).sum)) / 255


def _most(picture: Image.Image) -> float:
    bands = picture.reduce(_SQUARE).getextrema()
    return max(float(band[1]) for band in bands if isinstance(band, tuple)) / 255
