"""No content stream of any PDF asks for glyph 0, the box that stands for a lost character."""

from __future__ import annotations

import pytest
from reading import glyph_codes

from formgen.filing.packet import make_packet
from formgen.sheet.make import as_pdf, blank_sheet
from formgen.typeface import CORE, RARE, face
from forms_under_test import NAMES, ROOT, filled, form

PROFILES = sorted((ROOT / "examples").glob("*/profile.json"))


@pytest.mark.parametrize("name", NAMES)
def test_forms(name: str) -> None:
    for pdf in (as_pdf(list(filled(name))), as_pdf([blank_sheet(form(name))])):
        codes = set(glyph_codes(pdf))
        assert len(codes) > 10
        assert "0000" not in codes


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.parent.name)
def test_packets(profile) -> None:
    packet = make_packet(profile, draft=True)
    ours = [path for path in packet.files if path.endswith(".pdf")]
    assert len(ours) > 2
    for path in ours:
        assert "0000" not in set(glyph_codes(packet.files[path]))


@pytest.mark.parametrize("name", CORE + RARE)
def test_no_character_leads_to_glyph_0(name: str) -> None:
    index = face(name).index
    assert 0 not in set(index.char_glyphs)
    assert 0 not in set(index.sequence_glyphs)
    assert 0 not in set(index.vertical_glyphs)
