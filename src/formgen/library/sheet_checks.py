"""Whether everything a sheet names is there: facts and their kinds, values, sources, places, characters.

A sheet of a user's own is checked exactly like ours. What is wrong is told all at once, each with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.files.located import Located
from formgen.ground.marks import A4, Box
from formgen.ground.problems import Problem
from formgen.library.faults import fault, unknown
from formgen.library.rules import Rules
from formgen.profile.domains import Domain, asked_for, domain_of
from formgen.spec.form import Form
from formgen.spec.items import CheckBlank, ChoiceBlank, Item, Print, RowsBlank, TextBlank, facts_of, is_blank
from formgen.spec.placing import Placed
from formgen.typeface import MissingGlyphs, runs

_FACT = ("事実", "fact")
_VALUE = ("値", "value")


@dataclass(frozen=True)
class Checked:
    """A sheet that is being checked; `origin` finds where something was written."""

    form: Form
    path: Path
    located: Located
    rules: Rules
    origin: Callable[[str], str]

    def fault(self, place: str, ja: str, en: str) -> Problem:
        """A fault at a place of the expanded sheet."""
        return fault(self.located, self.origin(place), ja, en)

    def unknown(self, place: str, what: tuple[str, str], word: str, known: Any) -> Problem:
        """A name nobody knows, at a place of the expanded sheet."""
        return unknown(self.located, self.origin(place), what, word, known)


def sheet_faults(sheet: Checked) -> Iterator[Problem]:
    """Everything that is wrong with a sheet whose words pydantic has found in order."""
    yield from _head(sheet)
    for placed in sheet.form.items:
        yield from _facts(sheet, placed)
        yield from _values(sheet, placed)
        yield from _sources(sheet, placed)
        yield from _place(sheet, placed)
        yield from _writable(sheet, placed)
    yield from _choices_apart(sheet)
    yield from _names_of_labels(sheet)
    yield from _overlaps(sheet)


def _head(sheet: Checked) -> Iterator[Problem]:
    form = sheet.form
    expected = f"{form.form}@{form.since.isoformat()}"
    if sheet.path.stem != expected:
        yield sheet.fault(
            "/form", f"ファイル名を {expected}.yaml にします。", f"the file should be called {expected}.yaml"
        )
    if form.until is not None and form.until < form.since:
        yield sheet.fault("/until", "until が from より前です。", "until lies before from")
    yield from _wanted(sheet, "/blank_as", form.blank_as)
    yield from _named_sources(sheet, "/source", form.source)
    yield from _named_sources(sheet, "/defaults/source", form.defaults.get("source"))
    if form.defaults.get("status") not in (None, "confirmed", "inferred"):
        yield sheet.unknown("/defaults/status", _VALUE, str(form.defaults["status"]), ("confirmed", "inferred"))


def _facts(sheet: Checked, placed: Placed) -> Iterator[Problem]:
    item: Item = placed.item
    for name in dict.fromkeys(facts_of(item)):
        if name not in asked_for():
            yield sheet.unknown(placed.origin, _FACT, name, asked_for())
    found = domain_of(getattr(item, "fact", None) or "")
    if is_blank(item) and found is not None and found.kind not in _FITTING[item.kind]:
        ja = f"「{item.fact}」は{_KINDS.get(found.kind, found.kind)}なので、{item.kind} の欄には書けません。"
        yield sheet.fault(
            placed.origin, ja, f"{item.fact!r} is a {found.kind}; it cannot stand in a blank of kind {item.kind}"
        )
    if isinstance(item, RowsBlank) and found is not None and found.kind == "list":
        yield from _columns(sheet, placed, item, found)


#: The kinds of fact that a kind of blank can show.
_FITTING: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "choice", "int", "form"),
    "template": ("text",),
    "date": ("day",),
    "amount": ("int",),
    "choice": ("choice", "bool", "int", "form"),
    "check": ("bool", "choice", "int"),
    "boxes": ("text", "int"),
    "list": ("list",),
}
_KINDS = {
    "text": "文字列", "day": "日付", "bool": "はい・いいえ", "int": "整数", "choice": "選択肢", "period": "期間",
    "list": "一覧", "group": "まとまり", "form": "様式のid",
}  # fmt: skip


def _columns(sheet: Checked, placed: Placed, item: RowsBlank, found: Domain) -> Iterator[Problem]:
    for number, column in enumerate(item.columns):
        place = f"{placed.origin}/columns/{number}"
        inner = found.columns.get(column.key)
        if inner is None:
            yield sheet.unknown(f"{place}/key", ("列", "column"), column.key, found.columns)
        elif column.kind not in _COLUMN_KINDS[inner.kind]:
            ja = f"「{column.key}」は{_KINDS.get(inner.kind, inner.kind)}なので、{column.kind} の列には書けません。"
            en = f"{column.key!r} is a {inner.kind}; it cannot stand in a column of kind {column.kind}"
            yield sheet.fault(place, ja, en)


_COLUMN_KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "number", "month"),
    "day": ("date", "text"),
    "bool": ("check",),
    "int": ("number", "text"),
    "choice": ("text",),
    "period": ("text",),
    "list": (),
    "group": (),
    "form": ("text",),
}


def _values(sheet: Checked, placed: Placed) -> Iterator[Problem]:
    """Values of conditions and of choices that the profile can never state."""
    item = placed.item
    yield from _wanted(sheet, f"{placed.origin}/when", item.when or {})
    if is_blank(item):
        yield from _wanted(sheet, f"{placed.origin}/required_when", item.required_when or {})
    found = domain_of(getattr(item, "fact", None) or "")
    if isinstance(item, ChoiceBlank) and found is not None:
        for option in item.options:
            yield from _possible(sheet, f"{placed.origin}/options", found, option.value)
    if isinstance(item, CheckBlank) and found is not None:
        yield from _possible(sheet, f"{placed.origin}/is_value", found, item.is_value)


def _wanted(sheet: Checked, place: str, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    for name, values in wanted.items():
        found = domain_of(name)
        if found is None or name not in asked_for():
            yield sheet.unknown(f"{place}/{name}", _FACT, name, asked_for())
            continue
        for value in values if isinstance(values, list | tuple) else (values,):
            if value is not None:
                yield from _possible(sheet, f"{place}/{name}", found, value)


def _possible(sheet: Checked, place: str, found: Domain, value: Any) -> Iterator[Problem]:
    if found.allows(value):
        return
    known = ("true", "false") if found.kind == "bool" else tuple(map(str, found.values))
    if known:
        yield sheet.unknown(place, _VALUE, str(value), known)
    else:
        ja = f"{_KINDS.get(found.kind, found.kind)}の事実は「{value}」という値になりません。"
        yield sheet.fault(place, ja, f"a fact of kind {found.kind} is never {value!r}")


def _sources(sheet: Checked, placed: Placed) -> Iterator[Problem]:
    item, defaults = placed.item, sheet.form.defaults
    if item.status is None and "status" not in defaults:
        yield sheet.fault(
            placed.origin, "status（confirmed か inferred）がありません。", "no status (confirmed or inferred)"
        )
    if item.source is None and "source" not in defaults:
        yield sheet.fault(placed.origin, "出所（source）がありません。", "no source")
    yield from _named_sources(sheet, f"{placed.origin}/source", item.source)


def _named_sources(sheet: Checked, place: str, source: Any) -> Iterator[Problem]:
    for name in (source,) if isinstance(source, str) else source or ():
        if name not in sheet.rules.sources:
            yield sheet.unknown(place, ("出所", "source"), str(name), sheet.rules.sources)


def _place(sheet: Checked, placed: Placed) -> Iterator[Problem]:
    """Things with no place, and things off the page."""
    if placed.box is None and _needs_box(placed.item):
        yield sheet.fault(placed.origin, "場所（box か at）がありません。", "it has no place (box or at)")
    boxes = [b for b in (placed.box, placed.label.box if placed.label else None) if b]
    boxes += [Box(*r) for name in ("frame", "brace") if (r := getattr(placed.item, name, None))]
    points = [p for p in (getattr(placed.item, "at", None), *_ends(placed.item)) if p]
    if not all(map(_on_page, boxes)) or not all(0 <= x <= A4[0] and 0 <= y <= A4[1] for x, y in points):
        yield sheet.fault(
            placed.origin, "用紙（210×297mm）からはみ出しています。", "it lies off the page (210 x 297 mm)"
        )
    if placed.box and (placed.box.w <= 0 or placed.box.h <= 0):
        yield sheet.fault(placed.origin, "幅か高さがありません。", "it has no width or no height")


def _needs_box(item: Any) -> bool:
    if isinstance(item, Print):
        return item.at is None
    apart = isinstance(item, ChoiceBlank) and not item.options
    return (is_blank(item) and not getattr(item, "parts", None) and not apart) or hasattr(item, "stamp")


def _ends(item: Any) -> tuple[tuple[float, float], ...]:
    rule = getattr(item, "rule", None)
    parts = getattr(item, "parts", None) or {}
    return ((rule[:2], rule[2:]) if rule else ()) + tuple(parts.values())


def _on_page(box: Box) -> bool:
    return box.x >= 0 and box.y >= 0 and box.right <= A4[0] + 0.01 and box.bottom <= A4[1] + 0.01


def _writable(sheet: Checked, placed: Placed) -> Iterator[Problem]:
    """Printed characters that no font has."""
    for text, style in _inks(placed):
        try:
            runs(text.replace("\n", ""), style)
        except MissingGlyphs as missing:
            codes = ", ".join(f"U+{ord(c[0]):04X}" for c in missing.clusters)
            yield sheet.fault(placed.origin, f"{codes} を書ける書体がありません。", f"no font can draw {codes}")


def _inks(placed: Placed) -> Iterator[tuple[str, str]]:
    item = placed.item
    if placed.label:
        yield placed.label.text, "mincho"
    style = getattr(item, "style", "mincho")
    for name in ("print", "prefix", "suffix", "separator", "otherwise", "stamp", "after"):
        if isinstance(text := getattr(item, name, ""), str) and text:
            yield text, style
    yield from ((option.print, style) for option in getattr(item, "options", ()) if option.print)
    if isinstance(item, RowsBlank):
        yield from ((column.label, "mincho") for column in item.columns if column.label)


def _choices_apart(sheet: Checked) -> Iterator[Problem]:
    """Choices whose words are printed apart: every word belongs to one, and stands for a value it can have."""
    blanks = {b.blank: b for b in sheet.form.blanks if isinstance(b, ChoiceBlank)}
    for placed in sheet.form.items:
        chooses = getattr(placed.item, "chooses", {})
        for name, values in chooses.items():
            place = f"{placed.origin}/chooses"
            if name not in blanks:
                yield sheet.unknown(place, ("選択の欄", "choice"), name, blanks)
                continue
            if placed.item.at is None:
                yield sheet.fault(place, "選択肢の語には at が要ります。", "a word of a choice needs `at`")
            found = domain_of(blanks[name].fact)
            for value in values if isinstance(values, tuple) else (values,):
                if found is not None:
                    yield from _possible(sheet, place, found, value)
    for blank in blanks.values():
        if not sheet.form.options(blank):
            place = _origin_of_blank(sheet, blank.blank)
            yield sheet.fault(place, "選択肢（options）がありません。", "a choice without options")


def _origin_of_blank(sheet: Checked, name: str) -> str:
    return next((p.origin for _, p in sheet.form.numbered_blanks if p.item.blank == name), "")


def _names_of_labels(sheet: Checked) -> Iterator[Problem]:
    names = {b.blank for b in sheet.form.blanks}
    for placed in sheet.form.items:
        label = getattr(placed.item, "labels", None)
        if label and label not in names:
            yield sheet.unknown(f"{placed.origin}/labels", ("欄", "blank"), label, names)
        if is_blank(placed.item) and not placed.item.label:
            yield sheet.fault(placed.origin, "欄の名前（label）がありません。", "a blank without a label")
        if isinstance(placed.item, TextBlank) and placed.item.ruby and placed.item.template:
            yield sheet.fault(placed.origin, "template の欄に ruby は付けられません。", "a template takes no ruby")


def _overlaps(sheet: Checked) -> Iterator[Problem]:
    """Two blanks on one place, unless they can never be filled at once."""
    blanks = [(p.item, p.box, p.origin) for _, p in sheet.form.numbered_blanks if p.box]
    for number, (one, a, origin) in enumerate(blanks):
        for other, b, _ in blanks[:number]:
            if one.page == other.page and _overlap(a, b) and not _exclude(one, other):
                ja, en = f"欄「{other.blank}」と重なっています。", f"it overlaps the blank {other.blank!r}"
                yield sheet.fault(origin, ja, en)


def _overlap(a: Box, b: Box) -> bool:
    apart = a.right <= b.x + 0.01 or b.right <= a.x + 0.01 or a.bottom <= b.y + 0.01 or b.bottom <= a.y + 0.01
    return not apart


def _exclude(one: Item, other: Item) -> bool:
    """Whether two conditions never hold together: one fact, no value in common."""
    for name, values in (one.when or {}).items():
        if name in (other.when or {}):
            first, second = (v if isinstance(v, list | tuple) else (v,) for v in (values, (other.when or {})[name]))
            if not any(v in second for v in first):
                return True
    return False
