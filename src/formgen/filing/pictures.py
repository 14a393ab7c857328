"""The pictures of a profile that stand on its sheets: each file is read once, inside the profile's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.files.confined import resolve
from formgen.ground.problems import Problem

if TYPE_CHECKING:
    from formgen.attachments.intake import TakenPicture


@dataclass(frozen=True)
class Pictures:
    """The pictures beside a profile, by the paths it names."""

    folder: Path
    _taken: dict[str, TakenPicture] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, file: str, pointer: str) -> TakenPicture:
        """The picture of a file, or the problems that forbid it."""
        if file not in self._taken:
            self._taken[file] = self._read(file, pointer)
        return self._taken[file]

    def _read(self, file: str, pointer: str) -> TakenPicture:
        from formgen.attachments.intake import Given, take_picture  # most sheets have no picture

        path = resolve(self.folder, file, pointer=pointer)
        return (path,) if isinstance(path, Problem) else take_picture(Given(path, file, pointer))
