"""Layout: a form and its values as marks on pages, and every text that cannot be drawn or does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from formgen.ground.marks import Box, Mark, Page, Text
from formgen.ground.problems import Problem, problem
from formgen.ground.values import Value
from formgen.layout.blanks import NoEra, marks
from formgen.layout.completeness import lost
from formgen.layout.continuation import attached_sheet, further_page, numbered, reference, sheet_name
from formgen.layout.fitting import TooLong, TooMany
from formgen.layout.ink import label, printed, tables
from formgen.layout.letters import letters
from formgen.layout.pictures import Misfit, coarse
from formgen.layout.refusals import missing_words, refusal, warning
from formgen.layout.rows import Part, parts
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, RowsBlank, TextBlank, is_blank
from formgen.spec.placed import Placed
from formgen.typeface import MissingGlyphs

__all__ = ["Adaptation", "LaidOut", "lay_out", "missing_words"]


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What was done to a value so that it stands on the form as the form asks; no fault.

    `attached`: it stands on the sheet named in `words` (別紙１). `further`: its rows go on over that many pages
    more. `letters`: its characters were made `full` or `half` wide.
    """

    kind: Literal["attached", "further", "letters"]
    blank: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of one sheet, what went wrong, the smallest type size in each blank (pt), and what was adapted."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    sizes: Mapping[str, float]
    adaptations: tuple[Adaptation, ...] = ()
    state: object = ()


_NOWHERE = Box(0, 0, 0, 0)
"""For a blank whose parts have places of their own."""


@dataclass(slots=True)
class _Composition:
    """A sheet while it is laid out: its values, and what they lead to beside marks on the page at hand."""

    form: Form
    values: Mapping[str, Value]
    ink: bool
    problems: list[Problem] = field(default_factory=list)
    adaptations: list[Adaptation] = field(default_factory=list)
    attached: list[Page] = field(default_factory=list)
    continued: list[tuple[Placed, Part]] = field(default_factory=list)
    part: Part | None = None


def lay_out(form: Form, active: Iterable[int], values: Mapping[str, Value], *, ink: bool = True) -> LaidOut:
    """Every mark of a sheet, in reading order. Problems: E-GLYPH, E-FIT, E-DATE, E-PICTURE and the
    like as warnings; nothing is cut.

    Without `ink` the form's own pages hold values only. `state` is all that their ink depends on: the same state,
    the same ink. Further pages, which only this profile has, always have theirs.
    """
    active = tuple(active)
    sheet = _Composition(form, values, ink)
    # A blank that belongs to another case is not printed, and its value is looked for nowhere.
    printed_here = set(active)
    placed = [one for number, one in form.numbered_blanks if number in printed_here]
    blanks = [one.item for one in placed]
    # Without ink only blanks can have anything to say.
    items = [form.items[i] for i in active] if ink else placed
    pages = [_page(sheet, items, number) for number in range(1, form.pages + 1)]
    if sheet.continued:
        whole = [form.items[i] for i in active]
        pages = list(numbered([*pages, *_further(sheet, whole)]))
    # After the form's own pages: what has no room there goes on behind them.
    pages += sheet.attached
    problems = (*sheet.problems, *_losses(sheet, blanks, pages))
    states = tuple(ink_state(blank, values.get(blank.blank)) for blank in blanks)
    return LaidOut(tuple(pages), problems, _smallest(pages), tuple(sheet.adaptations), (active, states))


def ink_state(blank: AnyBlank, value: Value | None) -> object:
    """What the ink of a blank depends on, beside its form: whether a text stands there, how many rows a list has."""
    if isinstance(blank, TextBlank):
        return value is None and bool(blank.otherwise)
    if isinstance(blank, RowsBlank):
        # A list that grows is ruled for as many rows as it has entries.
        return None if value is None else len(value.content)  # type: ignore[arg-type]
    return None


def _page(sheet: _Composition, items: Sequence[Placed], number: int) -> Page:
    here = [placed for placed in items if placed.item.page == number]
    if not sheet.ink:
        found = (mark for p in here if p.item.blank in sheet.values for mark in _blank(sheet, p))
        return Page((), tuple(mark for mark in found if mark.role == "value"))
    # Rules first: the words stand over them. All the rest comes in reading order.
    ink: list[Mark] = list(tables(sheet.form, here, number))
    filled: list[Mark] = []
    for placed in here:
        ink += label(placed)
        ink += printed(placed if placed.below is None else _raised(sheet, placed))
        for mark in _blank(sheet, placed) if is_blank(placed.item) else ():
            (filled if mark.role == "value" else ink).append(mark)
    return Page(tuple(ink), tuple(filled))


def _raised(sheet: _Composition, placed: Placed) -> Placed:
    """What stands under a list that grows, higher by the rows that it has not."""
    found = next(p.item for _, p in sheet.form.numbered_blanks if p.item.blank == placed.below)
    value = sheet.values.get(found.blank)
    count = len(value.content) if value else 0  # type: ignore[arg-type]
    up = max(0, found.rows - count) * found.row_height if count else 0.0
    at = getattr(placed.item, "at", None)
    item = placed.item.model_copy(update={"at": (at[0], at[1] - up)}) if at else placed.item
    return replace(placed, item=item, box=placed.box and replace(placed.box, y=placed.box.y - up))


def _blank(sheet: _Composition, placed: Placed) -> list[Mark]:
    blank: AnyBlank = placed.item
    box, apart = placed.box or _NOWHERE, sheet.form.apart.get(blank.blank, ())
    value = sheet.values.get(blank.blank)
    if value is None:
        return list(marks(blank, box, None, apart=apart))
    where = _where(sheet.form, blank, value)
    try:
        found = _filled(sheet, placed, box, value)
    # Told and left empty; the other blanks go on, so that every fault is found at once.
    except (TooLong, TooMany, MissingGlyphs, NoEra, Misfit) as error:
        sheet.problems.append(refusal(error, where))
        return []
    sheet.problems += (*warning(value.content, where), *coarse(blank, box, value.content, where))
    _note_letters(sheet, blank, value)
    return found


def _filled(sheet: _Composition, placed: Placed, box: Box, value: Value) -> list[Mark]:
    """The marks in the cell; what has no room there is put on further pages, where the form allows it."""
    blank: AnyBlank = placed.item
    content: Any = value.content
    if isinstance(blank, RowsBlank):
        content = sheet.part or _first_part(sheet, placed, content)
    apart = sheet.form.apart.get(blank.blank, ())
    try:
        return list(marks(blank, box, content, value.reading, apart=apart, ink=sheet.ink))
    # Only a text for which the form allows it; every other one is refused, never cut.
    except TooLong:
        if not isinstance(blank, TextBlank) or blank.fit != "continue":
            raise
        number = sum(a.kind == "attached" for a in sheet.adaptations) + 1
        found: list[Mark] = list(reference(blank, box, number))
        sheet.attached += attached_sheet(sheet.form, blank, content, number)
        sheet.adaptations.append(Adaptation("attached", blank.blank, blank.label, sheet_name(number)))
        return found


def _first_part(sheet: _Composition, placed: Placed, entries: Sequence[Any]) -> Part:
    """The part of a list that stands on the form; the others are noted, to be set when the form's pages are."""
    first, *others = parts(placed.item, entries)
    if others:
        sheet.continued += [(placed, part) for part in others]
        sheet.adaptations.append(Adaptation("further", placed.item.blank, placed.item.label, str(len(others))))
    return first


def _further(sheet: _Composition, whole: Sequence[Placed]) -> Iterator[Page]:
    """The pages of lists that go on."""
    for placed, part in sheet.continued:
        blank: RowsBlank = placed.item
        if blank.further == "alike":
            yield _again(sheet, whole, placed, part)
            continue
        try:
            yield further_page(sheet.form, blank, part, placed.box.x if placed.box else 0)
        except (TooLong, MissingGlyphs) as error:
            sheet.problems.append(refusal(error, _where(sheet.form, blank, sheet.values[blank.blank])))


def _again(sheet: _Composition, whole: Sequence[Placed], placed: Placed, part: Part) -> Page:
    """The page of a list once more, with its next entries in the place of the first ones."""
    here = placed.item
    more = _Composition(sheet.form, sheet.values, ink=True, part=part)
    page = _page(more, whole, here.page)
    sheet.problems += [p for p in more.problems if p.field == here.blank]
    # What stands on every page is no second value: only the list goes on.
    values = (m if m.field == here.blank else replace(m, field=f"{m.field}.again") for m in page.values)
    return replace(page, values=tuple(values))


def _note_letters(sheet: _Composition, blank: AnyBlank, value: Value) -> None:
    if isinstance(blank, TextBlank) and blank.letters and letters(str(value.content), blank.letters) != value.content:
        sheet.adaptations.append(Adaptation("letters", blank.blank, blank.label, blank.letters))


def _where(form: Form, blank: AnyBlank, value: Value) -> dict[str, Any]:
    return {"form": form.form, "field": blank.blank, "label": blank.label, "pointer": value.pointer}


def _losses(sheet: _Composition, blanks: Iterable[AnyBlank], pages: Iterable[Page]) -> Iterator[Problem]:
    """E-VERIFY for each value that is drawn, but not whole: a fault of formgen, found before anything is written."""
    # What was refused was not drawn, and has been told already.
    refused = {p.field for p in sheet.problems if p.severity == "error"}
    drawn = [blank for blank in blanks if blank.blank not in refused]
    for blank in lost(drawn, sheet.values, pages):
        yield problem("E-VERIFY.differs", **_where(sheet.form, blank, sheet.values[blank.blank]))


def _smallest(pages: Iterable[Page]) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for mark in (m for page in pages for m in page.values):
        if isinstance(mark, Text) and mark.field:
            sizes[mark.field] = min(mark.size, sizes.get(mark.field, mark.size))
    return sizes
