"""The report of attached files for people: one line for each, and the whole of it for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.terminal import columns
from formgen.cli.views.words import whose

if TYPE_CHECKING:
    from formgen.api import Attached, PageSize, Profile

# In mm, upright, and how far a page may be off and still be called so.
_NAMED = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "B4": (257, 364), "B5": (182, 257)}
_NEARLY = 3.0


def attached_files(here: Console, files: Sequence[Attached], profile: Profile, report: Report) -> None:
    """A table of the files that were read: for what, how many pages of what size, how heavy, and what is in them."""
    if not files:
        return
    report.heading(here.t("添付のファイル", "Attached files"))
    rows = [_row(here, one, profile) for one in files]
    widths = [max(columns(row[n]) for row in rows) + 2 for n in range(4)]
    for *front, last in rows:
        cells = [(text, width if width > 2 else 0) for text, width in zip(front, widths, strict=True)]
        report.row(*cells, (last, 0), indent=2)


def _row(here: Console, one: Attached, profile: Profile) -> tuple[str, str, str, str, str]:
    about = one.document
    who = whose(here, profile, about.user, about.permission, about.institution)
    found = one.intake
    if found is None:
        return about.titles.text(here.lang), who, "", "", here.t("使えません", "cannot be used")
    pages = here.t(f"{found.pages}頁", f"{found.pages} p.")
    told = here.t("・", ", ").join(_told(here, one))
    return about.titles.text(here.lang), who, pages, _bytes(found.size), told


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}MB" if size >= 100_000 else f"{size / 1_000:.1f}KB"


def _told(here: Console, one: Attached) -> Iterator[str]:
    if (found := one.intake) is None:
        return
    report, shown = found.report, one.as_json()
    yield from dict.fromkeys(_size(size) for size in report.sizes[:3])
    if report.dots:
        yield here.t(f"{report.dots[0]}×{report.dots[1]}ドット", f"{report.dots[0]} x {report.dots[1]} dots")
    if report.dpi:
        yield "-".join(dict.fromkeys(str(dpi) for dpi in report.dpi)) + "dpi"
    if report.encryption:
        yield here.t(f"暗号化（{report.encryption}）", f"encrypted ({report.encryption})")
    if report.fonts and report.fonts[1]:
        yield here.t(f"入っていない書体{report.fonts[1]}", f"fonts not in the file: {report.fonts[1]}")
    for key, ja, en in (("signatures", "署名", "signatures"), ("removed", "取り除いたもの", "removed")):
        counts = shown[key]
        if isinstance(counts, dict) and counts:
            yield here.t(f"{ja}{sum(counts.values())}", f"{en}: {sum(counts.values())}")
    if shown["repaired"]:
        yield here.t("直して読んだ", "mended")


def _size(size: PageSize) -> str:
    sides = sorted((size.width, size.height))
    for name, wanted in _NAMED.items():
        if all(abs(has - wants) < _NEARLY for has, wants in zip(sides, wanted, strict=True)):
            return name
    return f"{size.width:g}×{size.height:g}mm"
