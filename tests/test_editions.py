"""Which edition of a sheet counts on a day: its first and its last day are days of it."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import formgen
from example_profiles import ROOT

OLD, NEW = date(2019, 7, 25), date(2024, 4, 1)


def with_days(text: str, since: date, until: str) -> str:
    """The form file with other first and last days."""
    days = f'from: "{since}"\nuntil: "{until}"\n'
    found, count = re.subn(r"^from: .*\n(until: .*\n)?", days, text, count=1, flags=re.M)
    assert count == 1
    return found


@pytest.fixture
def library(tmp_path: Path) -> formgen.Library:
    """Ours with a second edition of the envelope sheet from 2024-04-01, which itself ends in 2025."""
    folder = tmp_path / "form_specs"
    shutil.copytree(ROOT / "form_specs", folder)
    (path,) = folder.rglob("envelope-label@*.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(with_days(text, OLD, "2024-03-31"), encoding="utf-8")
    path.with_name(f"envelope-label@{NEW}.yaml").write_text(with_days(text, NEW, "2025-12-31"), encoding="utf-8")
    return formgen.Library(folder)


@pytest.mark.parametrize(
    ("day", "since"),
    [("2019-07-25", OLD), ("2024-03-30", OLD), ("2024-03-31", OLD), ("2024-04-01", NEW), ("2025-12-31", NEW)],
)
def test_the_edition_in_force(library: formgen.Library, day: str, since: date) -> None:
    assert library.form("envelope-label", date.fromisoformat(day)).since == since


@pytest.mark.parametrize("day", ["2019-07-24", "2026-01-01"])
def test_outside_every_edition_there_is_none(library: formgen.Library, day: str) -> None:
    with pytest.raises(formgen.Refused) as refused:
        library.form("envelope-label", date.fromisoformat(day))
    assert [p.code for p in refused.value.problems] == ["E-EDITION"]


def test_a_blank_sheet_is_of_the_day_asked_for() -> None:
    """The sheets that come with formgen, on the first day of each and on the day before."""
    for form in formgen.forms():
        first = formgen.open_library().editions(form.form)[0].since
        assert formgen.blank(form.form, as_of=first)
        with pytest.raises(formgen.Refused) as refused:
            formgen.blank(form.form, as_of=date.fromordinal(first.toordinal() - 1))
        assert [p.code for p in refused.value.problems] == ["E-EDITION"], form.form
