"""Layout: a form and its values as marks on pages, and every text that cannot be drawn or does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from formgen.layout.blanks import NoEra, TooMany, marks
from formgen.layout.ink import label, printed, tables
from formgen.layout.setting import TooLong
from formgen.marks import Box, Mark, Page, Text
from formgen.problems import Problem, problem
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, Item, RowsBlank, TextBlank, is_blank
from formgen.typeface import MissingGlyphs, code_points, simplified
from formgen.values import Value

__all__ = ["LaidOut", "lay_out"]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of one sheet, what went wrong, and the smallest type size used in each blank (pt)."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    sizes: Mapping[str, float]
    state: object = ()


def lay_out(form: Form, active: Iterable[int], values: Mapping[str, Value], *, ink: bool = True) -> LaidOut:
    """Every mark of a sheet, in reading order. Problems: E-GLYPH, E-FIT, E-DATE, W-GLYPH; nothing is cut.

    Without `ink` the form's own pages hold values only. `state` is all that its ink depends on: the same state,
    the same ink.
    """
    active = tuple(active)
    items: list[Item] = [form.content[i] for i in active]
    problems: list[Problem] = []
    pages = tuple(_page(form, items, values, number, problems, ink) for number in range(1, form.pages + 1))
    states = tuple(ink_state(i, values.get(i.blank)) for i in items if is_blank(i))
    return LaidOut(pages, tuple(problems), _smallest(pages), (active, states))


def _page(
    form: Form, items: list[Item], values: Mapping[str, Value], number: int, problems: list[Problem], ink: bool
) -> Page:
    here = [item for item in items if item.page == number]
    printed_marks: list[Mark] = list(tables(form, here, number)) if ink else []
    filled: list[Mark] = []
    for item in here:
        if is_blank(item):
            if not ink and item.blank not in values:
                continue
            found = _blank(form, item, values.get(item.blank), problems)
            printed_marks += label(form, item) if ink else ()
        else:
            found = list(printed(form, item)) if ink else []
        filled += [m for m in found if m.role == "value"]
        if ink:
            printed_marks += [m for m in found if m.role == "ink"]
    return Page(tuple(printed_marks), tuple(filled))


def ink_state(blank: AnyBlank, value: Value | None) -> object:
    """What the ink of a blank depends on, beside its form: whether a text stands there, how many rows a list has."""
    if isinstance(blank, TextBlank):
        return value is None and bool(blank.otherwise)
    if isinstance(blank, RowsBlank):
        return len(value.content) if value is not None else 0  # type: ignore[arg-type]
    return None


def _blank(form: Form, blank: AnyBlank, value: Value | None, problems: list[Problem]) -> list[Mark]:
    box = form.place(blank) if blank.box or blank.cell else Box(0, 0, 0, 0)
    if value is None:
        return list(marks(blank, box, None))
    try:
        found = list(marks(blank, box, value.content))
    except (TooLong, TooMany, MissingGlyphs, NoEra) as error:
        problems.append(_told(form, blank, value, error))
        return []
    problems += _simplified(form, blank, value)
    return found


def _told(form: Form, blank: AnyBlank, value: Value, error: Exception) -> Problem:
    where: dict[str, Any] = {
        "form": form.form,
        "field": blank.blank,
        "label": blank.label,
        "pointer": value.pointer,
    }
    match error:
        case TooLong(smallest, over):
            return problem("E-FIT.too-long", **where, smallest=f"{smallest:g}", over=over)
        case TooMany(key, room, count):
            return problem(key, **where, boxes=room, rows=room, count=count)
        case MissingGlyphs():
            return problem("E-GLYPH.missing", **where, **missing_words(error))
    return problem("E-DATE.era", **where)


def missing_words(error: MissingGlyphs) -> dict[str, str]:
    """What to say about characters no font has: which, what was tried, what to do."""
    cure, cure_en = _cure(error)
    return {
        "characters": ", ".join(code_points(c) for c in error.clusters),
        "faces": ", ".join(error.faces_tried),
        "cure": cure,
        "cure_en": cure_en,
    }


def _cure(error: MissingGlyphs) -> tuple[str, str]:
    if error.rare_absent:
        return (
            "書体の包み formgen-fonts-rare を入れてください。",
            "Install the package formgen-fonts-rare, which has it.",
        )
    if any(not c.isprintable() or c.isspace() for c in error.clusters):
        return ("目に見えない文字を消してください。", "Delete the invisible character.")
    return (
        "日本の書類では旅券のローマ字氏名を書きます。漢字なら在留カードの字体を確かめてください。",
        "Japanese papers take the Latin name of the passport; for kanji, compare with the residence card.",
    )


def _simplified(form: Form, blank: AnyBlank, value: Value) -> Iterator[Problem]:
    if isinstance(value.content, str) and (found := simplified(value.content)):
        yield problem(
            "W-GLYPH.simplified",
            form=form.form,
            field=blank.blank,
            label=blank.label,
            pointer=value.pointer,
            characters=", ".join(code_points(c) for c in found),
        )


def _smallest(pages: Iterable[Page]) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for mark in (m for page in pages for m in page.values):
        if isinstance(mark, Text) and mark.field:
            sizes[mark.field] = min(mark.size, sizes.get(mark.field, mark.size))
    return sizes
