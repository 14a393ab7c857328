"""Facts into blanks: what stands in each blank of a form, and which facts are still needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from formgen.ground.bitmaps import Bitmap
from formgen.ground.problems import Problem, problem
from formgen.ground.values import Heading, Row, Value
from formgen.profile.facts import Facts, is_among
from formgen.spec.blanks import Option
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, BoxesBlank, CheckBlank, ChoiceBlank, Item, PictureBlank, RowsBlank, TextBlank

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Filled:
    """The items of a form that are printed for this case, and the values of its blanks by name."""

    active: tuple[int, ...]
    values: dict[str, Value]


ReadPicture = Callable[[str, str], Bitmap | tuple[Problem, ...]]
"""Reads the file of a picture: the path as the profile names it, the pointer of where it does."""


def unread(file: str, pointer: str) -> tuple[Problem, ...]:
    """Where no file is read: none is found."""
    return (problem("E-FILE.not-found", pointer=pointer, value=file),)


def fill(form: Form, facts: Facts, pictures: ReadPicture = unread) -> tuple[Filled, tuple[Problem, ...]]:
    """What to print in which blank. Problems: E-REQUIRED, E-VALUE for a choice that is not on the sheet, E-FILE and
    E-PICTURE for the file of a picture.
    """
    # Unknown is not enough to print something; the plan asks for the fact.
    absent = {n for n in form.conditional if facts.holds(form.items[n].item.when) is not True}
    active = tuple(n for n in range(len(form.items)) if n not in absent)
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for number, placed in form.numbered_blanks:
        blank = placed.item
        if number not in absent:
            # What only other cases ask for would contradict the sheet (研修会 in a renewal).
            content = _content(blank, facts) if facts.holds(blank.filled_when) is True else None
            problems += _not_concerned(form, blank, facts)
            if isinstance(blank, PictureBlank) and content is not None:
                content = pictures(content, _pointer(blank, facts))
                if not isinstance(content, Bitmap):
                    problems += (replace(p, form=form.form, field=blank.blank, label=blank.label) for p in content)
                    continue
            if content is None:
                problems += _asked(form, blank, facts)
            else:
                values[blank.blank] = Value(content, _pointer(blank, facts), _reading(blank, facts))
                problems += _choices(form, blank, content, facts)
    return Filled(active, values), tuple(problems)


def blank_form(form: Form) -> Filled:
    """The form with every blank empty, in the case the form file names for this."""
    active = (n for n, placed in enumerate(form.items) if _assumed(placed.item, form.blank_as))
    return Filled(tuple(active), {})


def _assumed(item: Item, facts: Mapping[str, object]) -> bool:
    """Whether an item is printed when only these facts hold."""
    wanted = ((facts.get(n), v if isinstance(v, list | tuple) else (v,)) for n, v in (item.when or {}).items())
    return all(fact in allowed for fact, allowed in wanted)


def _pointer(blank: AnyBlank, facts: Facts) -> str:
    return facts.pointer(blank.fact) if blank.fact else ""


def _content(blank: AnyBlank, facts: Facts) -> Any:
    if isinstance(blank, TextBlank) and blank.template is not None:
        return _templated(blank.template, facts)
    value = facts.get(blank.fact or "")
    if isinstance(blank, TextBlank) and (blank.led_by or blank.followed_by):
        return _joined(blank, value, facts)
    # An empty list is nothing to show: the blank stays blank, and is asked for if it is required.
    if value is None or value in ((), []):
        return None
    if isinstance(blank, CheckBlank):
        # A box that is not ticked is an empty blank, not a value.
        return True if is_among(value, blank.is_value) else None
    if isinstance(blank, BoxesBlank) and blank.drop:
        return str(value).translate({ord(c): None for c in blank.drop})
    if isinstance(blank, TextBlank):
        return str(value)
    if isinstance(blank, RowsBlank):
        return _rows(blank, tuple(dict(row) for row in value))
    return value


def _joined(blank: TextBlank, value: object, facts: Facts) -> str | None:
    """A value with what stands before and after it (職 before 氏名), as one text; what is not stated is left out."""
    # Without its own value a required blank is empty: a post without a name would look filled in.
    if value is None and blank.required:
        return None
    every = (*map(facts.get, blank.led_by), value, *map(facts.get, blank.followed_by))
    return blank.joint.join(str(one) for one in every if one) or None


def _rows(blank: RowsBlank, entries: tuple[Row, ...]) -> tuple[Row, ...]:
    """The lines of a list: its entries, parted into sections where the form says so, and what closes it."""
    out = list(entries)
    if parted := blank.sections:
        out = [e for e in entries if e.get(parted.by) not in parted.heads]
        for value, words in parted.heads.items():
            own = [e for e in entries if e.get(parted.by) == value]
            out += [Heading(words), *own] if own else []
    return (*out, Heading(blank.closing, closes=True)) if blank.closing else tuple(out)


def _reading(blank: AnyBlank, facts: Facts) -> str:
    named = blank.ruby if isinstance(blank, TextBlank) else None
    return str(facts.get(named) or "") if named else ""


def _asked(form: Form, blank: AnyBlank, facts: Facts) -> Iterator[Problem]:
    needed = blank.required or (blank.required_when is not None and facts.holds(blank.required_when) is True)
    if needed:
        name = blank.fact or ""
        place = facts.pointer(name) if name else ""
        yield problem(
            "E-REQUIRED.field",
            form=form.form,
            field=blank.blank,
            label=blank.label,
            pointer=place,
        )


def _not_concerned(form: Form, blank: AnyBlank, facts: Facts) -> Iterator[Problem]:
    """A box that would be ticked if it concerned this case: that it is not must be told."""
    if isinstance(blank, CheckBlank) and facts.holds(blank.filled_when) is False and _content(blank, facts):
        about = {"field": blank.blank, "label": blank.label, "pointer": _pointer(blank, facts)}
        yield problem("W-CONTRADICTION.not-concerned", form=form.form, **about)


def _choices(form: Form, blank: AnyBlank, content: object, facts: Facts) -> Iterator[Problem]:
    # A value without a word on the sheet would leave every choice unmarked, and nobody would notice.
    if isinstance(blank, ChoiceBlank) and content not in [o.value for o in form.options(blank)]:
        yield problem(
            "E-VALUE.option",
            form=form.form,
            field=blank.blank,
            label=blank.label,
            pointer=_pointer(blank, facts),
            choices=", ".join(_said(o) for o in form.options(blank)),
        )


def _said(option: Option) -> str:
    """The value as a profile states it, with the word on the sheet: new（新規）."""
    value = str(option.value).lower() if isinstance(option.value, bool) else str(option.value)
    return f"{value}（{option.print}）" if option.print else value


class _Names:
    """Facts for a template, step by step; remembers whether one was not stated."""

    def __init__(self, facts: Facts, prefix: str, unstated: list[str]) -> None:
        self._facts, self._prefix, self._unstated = facts, prefix, unstated

    def __getattr__(self, name: str) -> _Names:
        return _Names(self._facts, f"{self._prefix}.{name}", self._unstated)

    def __str__(self) -> str:
        value = self._facts.get(self._prefix)
        if value is None:
            self._unstated.append(self._prefix)
            return ""
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)


#: What the name of a fact in a template may begin with.
_ROOTS = (
    "organization",
    "user",
    "filing",
    "office",
    "permission",
    "application",
    "fee",
    "plan",
    "date",
    "route",
    "custom",
)


def _templated(template: str, facts: Facts) -> str | None:
    unstated: list[str] = []
    # The names a template may begin with; each is followed step by step,
    # so that a missing one is noticed, not printed.
    text = _compiled(template).render({r: _Names(facts, r, unstated) for r in _ROOTS})
    # Half a sentence would look filled in: one fact that is missing leaves the blank empty.
    return None if unstated or not text else text


@cache
def _compiled(template: str) -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # A form of somebody else's may read facts and nothing more. The text goes on paper, where & stays &.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False).from_string(template)
