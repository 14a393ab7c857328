"""Pictures as they go into a PDF: plain data between the reader of foreign files, layout and PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of 8 bits a sample, grey (`colours` 1) or RGB (3).

    `width` and `height` are those of `data`, in dots: a JPEG file, or the deflated samples. `turn` is the Exif
    orientation (1 to 8) in which it is to be seen, `profile` the ICC profile of its colours, empty for none.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    colours: int
    jpeg: bool
    turn: int = 1
    profile: bytes = field(default=b"", repr=False)

    @property
    def seen(self) -> tuple[int, int]:
        """Width and height as it is seen, in dots."""
        return (self.width, self.height) if self.turn < 5 else (self.height, self.width)

    @property
    def digest(self) -> str:
        """A hash of what it shows, in hexadecimal digits."""
        about = f"{self.width} {self.height} {self.colours} {self.jpeg} {len(self.profile)} ".encode()
        return sha256(about + self.profile + self.data).hexdigest()
