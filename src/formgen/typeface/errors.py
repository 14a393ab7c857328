"""What can go wrong with fonts: a damaged file, or a character no font may draw."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.ground.problems import Broken, problem

RARE_PACKAGE = "formgen-fonts-rare"


class FontBroken(Broken):
    """A font file or its index is absent, damaged or of another version (E-FONT)."""

    def __init__(self, name: str, why: str, *, absent: bool = False) -> None:
        super().__init__([problem("E-FONT.missing" if absent else "E-FONT.broken", face=name)])
        self.why = why

    def __str__(self) -> str:
        return self.why


class MissingGlyphs(ValueError):
    """No font of the chain may draw some of the clusters; every one of them is listed."""

    def __init__(self, clusters: Iterable[str], faces_tried: Iterable[str], rare_absent: bool = False) -> None:
        self.clusters = tuple(dict.fromkeys(clusters))
        self.faces_tried = tuple(faces_tried)
        self.rare_absent = rare_absent
        super().__init__(self._message())

    def _message(self) -> str:
        named = ", ".join(code_points(cluster) for cluster in self.clusters)
        text = f"no glyph for {named}; fonts tried: {', '.join(self.faces_tried)}"
        if self.rare_absent:
            text += f"; install the package {RARE_PACKAGE}, which has it"
        return text


def code_points(cluster: str) -> str:
    """Return a cluster as ``U+908A U+E0102``."""
    return " ".join(f"U+{ord(char):04X}" for char in cluster)
