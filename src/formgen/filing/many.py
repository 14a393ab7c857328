"""Many profiles, one PDF: pages are written as they are made, and nothing of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from formgen.files.writing import opened
from formgen.ground.problems import Refused, problem
from formgen.pdf.draw import Drawing
from formgen.sheet.make import FilledSheet, about, add_pages, as_pdf

MakeSheets = Callable[[Any], tuple[FilledSheet, ...]]


def draw_many(
    form: str, profiles: Iterable[Any], out: str | Path | BinaryIO, make: MakeSheets, *, verify: bool, force: bool
) -> int:
    """Draw the sheets of every profile into one file; return the number of pages."""
    with _opened(out, force) as target:
        pages = 0
        drawing: Drawing | None = None
        for number, profile in enumerate(profiles):
            for sheet in _made(make, profile, number):
                # Only now: the title of the file is that of the first sheet.
                drawing = drawing or Drawing(target, about(sheet.form, sheet.case))
                add_pages(drawing, sheet)
                pages += len(sheet.laid.pages)
                if verify:
                    _verified(sheet, form)
        if drawing is None:
            raise Refused([problem("E-REQUIRED.profiles", form=form)])
        drawing.close()
    return pages


def _made(make: MakeSheets, profile: Any, number: int) -> tuple[FilledSheet, ...]:
    try:
        return make(profile)
    except Refused as refused:
        raise refused.with_problems(
            replace(p, pointer=f"/{number}{p.pointer or ''}", exact=f"/{number}{p.exact or p.pointer or ''}")
            for p in refused.problems
        ) from None


def _verified(sheet: FilledSheet, form: str) -> None:
    """Read a sheet back from a PDF of its own: the large one is not finished yet."""
    from formgen.sheet.verify import differences

    if found := differences(as_pdf([sheet]), sheet.pages, form):
        raise Refused(found)


def _opened(out: str | Path | BinaryIO, force: bool) -> AbstractContextManager[Any]:
    return opened(Path(out), force=force) if isinstance(out, str | Path) else nullcontext(out)
