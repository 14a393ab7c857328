"""Fonts: which one draws what, how wide it is, and what no font may draw."""

from formgen.typeface.chain import STYLES, Chain, Run, missing, one_face, runs, simplified, upright, who_draws
from formgen.typeface.cluster import clusters
from formgen.typeface.errors import RARE_PACKAGE, FontBroken, MissingGlyphs, code_points
from formgen.typeface.faces import VERTICAL, Face, face
from formgen.typeface.locate import CORE, RARE, font_file
from formgen.typeface.measure import advances, ink, width
from formgen.typeface.subset import build_subset

__all__ = [
    "CORE",
    "RARE",
    "RARE_PACKAGE",
    "STYLES",
    "VERTICAL",
    "Chain",
    "Face",
    "FontBroken",
    "MissingGlyphs",
    "Run",
    "advances",
    "build_subset",
    "clusters",
    "code_points",
    "face",
    "font_file",
    "ink",
    "missing",
    "one_face",
    "runs",
    "simplified",
    "upright",
    "who_draws",
    "width",
]
