"""What is printed is read back before it is handed over: a value lost on the way to the paper stops everything."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import formgen
from example_profiles import EXAMPLES
from formgen.ground.marks import Text
from formgen.pdf.draw import Drawing
from test_many import profiles

RESIGNATION = EXAMPLES / "resignation" / "profile.json"


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple]]:
    """A printer that leaves out the last text of the pages it is told to; gives back the values of all pages."""
    page = Drawing.page

    def lose(which: Callable[[int, tuple], bool]) -> list[tuple]:
        drawn: list[tuple] = []

        def losing_page(self, ink, values, *size):
            drawn.append(tuple(values))
            lost = [mark for mark in drawn[-1] if isinstance(mark, Text)][-1] if which(len(drawn), drawn[-1]) else None
            return page(self, ink, [mark for mark in drawn[-1] if mark is not lost], *size)

        monkeypatch.setattr(Drawing, "page", losing_page)
        return drawn

    return lose


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(formgen.Refused) as found:
        call()
    return [p.code for p in found.value.problems]


def test_every_page_of_a_packet_is_read_back(losing) -> None:
    pages = losing(lambda *_: False)
    packet = formgen.make_packet(RESIGNATION)
    drawn = len(pages)
    assert drawn == sum(e.pages for e in packet.entries if e.role in ("sheet", "next-steps"))
    for lost in range(1, drawn + 1):
        losing(lambda number, _, lost=lost: number == lost)
        assert refused(lambda: formgen.make_packet(RESIGNATION)) == ["E-VERIFY"], f"page {lost}"


def test_a_packet_is_not_read_back_when_nobody_asks(losing) -> None:
    losing(lambda *_: True)
    assert formgen.make_packet(RESIGNATION, verify=False).pdf


def test_every_sheet_of_many_is_read_back_when_asked(losing, tmp_path: Path) -> None:
    for lost in range(3):
        losing(lambda _, values, lost=lost: any(f"{lost:05}" in getattr(mark, "text", "") for mark in values))
        target = tmp_path / f"{lost}.pdf"
        ask = lambda: formgen.render_many("fee-payment-sheet", profiles(3), target, verify=True)  # noqa: E731, B023
        with pytest.raises(formgen.Refused) as found:
            ask()
        assert [(p.code, p.form) for p in found.value.problems] == [("E-VERIFY", "fee-payment-sheet")]
        assert not target.exists()
        assert formgen.render_many("fee-payment-sheet", profiles(3), io.BytesIO()) == 3


def test_many_that_read_back_are_written(tmp_path: Path) -> None:
    assert formgen.render_many("fee-payment-sheet", profiles(3), tmp_path / "many.pdf", verify=True) == 3
    assert (tmp_path / "many.pdf").exists()


def test_one_form_is_read_back_when_asked(losing) -> None:
    losing(lambda *_: True)
    profile = next(profiles(1))
    assert refused(lambda: formgen.render("fee-payment-sheet", profile, verify=True)) == ["E-VERIFY"]
    assert formgen.render("fee-payment-sheet", profile)
