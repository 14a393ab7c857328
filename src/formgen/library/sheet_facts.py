"""Whether a sheet asks for facts there are, of the kind it shows, and only for values they can have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from formgen.ground.problems import Problem
from formgen.library.name_checks import is_null_misspelt
from formgen.library.sheet_check import SheetCheck
from formgen.profile.domains import Domain
from formgen.spec.items import CheckBlank, ChoiceBlank, Item, RowsBlank, facts_in, facts_of, is_blank
from formgen.spec.placed import Placed

_FACT = ("事実", "fact")
_VALUE = ("値", "value")


def fact_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Facts that nobody knows, and facts of another kind than their blank or column."""
    item: Item = placed.item
    for name in dict.fromkeys(facts_of(item)):
        if name not in sheet.names:
            yield sheet.unknown(placed.origin, _FACT, name, sheet.names)
    found = sheet.domain_of(getattr(item, "fact", None) or "")
    if is_blank(item) and found is not None and found.kind not in FITTING[item.kind]:
        ja = f"「{item.fact}」は{_KINDS.get(found.kind, found.kind)}なので、{item.kind} の欄には書けません。"
        en = f"{item.fact!r} is a {found.kind}; it cannot stand in a blank of kind {item.kind}."
        better = ("", "") if item.kind != "text" else _INSTEAD.get(found.kind, ("", ""))
        yield sheet.fault(placed.origin, ja + better[0], f"{en} {better[1]}".rstrip())
    if isinstance(item, RowsBlank) and found is not None and found.kind == "list":
        yield from _columns(sheet, placed, item, found)


#: The kinds of fact that a kind of blank can show.
# A day is no text: how it is written (era, 年 月 日) is said by a blank of its own kind.
FITTING: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "int"),
    "date": ("day",),
    "amount": ("int",),
    "choice": ("choice", "bool", "int", "form"),
    "check": ("bool", "choice", "choices", "documents", "int"),
    "boxes": ("text", "int"),
    "list": ("list",),
    # The path of its file.
    "picture": ("text",),
}
#: What shows a kind of fact that a text would print as its code.
_CODE = (
    "そのままでは符号が印字されます。choice（options に語を書く）か、値ごとに when を付けた print にします。",
    "Its code would be printed: use a choice with a word for each value, or a print with `when` for each.",
)
_INSTEAD: Mapping[str, tuple[str, str]] = {
    "choice": _CODE,
    "bool": _CODE,
    "day": ("date で書きます。", "Use date."),
    "list": ("list で書きます。", "Use list."),
}
_KINDS = {
    "text": "文字列", "day": "日付", "bool": "はい・いいえ", "int": "整数",
    "choice": "選択肢", "choices": "選択肢（いくつでも）", "period": "期間",
    "list": "一覧", "group": "まとまり", "form": "様式のid",
    "document": "書類のid", "documents": "書類のid（いくつでも）",
}  # fmt: skip


def _columns(sheet: SheetCheck, placed: Placed, item: RowsBlank, found: Domain) -> Iterator[Problem]:
    for number, column in enumerate(item.columns):
        if column.kind == "ordinal":
            continue
        place = f"{placed.origin}/columns/{number}"
        inner = found.columns.get(column.key)
        if inner is None:
            yield sheet.unknown(f"{place}/key", ("列", "column"), column.key, found.columns)
        elif column.kind not in _COLUMN_KINDS[inner.kind]:
            ja = f"「{column.key}」は{_KINDS.get(inner.kind, inner.kind)}なので、{column.kind} の列には書けません。"
            en = f"{column.key!r} is a {inner.kind}; it cannot stand in a column of kind {column.kind}"
            yield sheet.fault(place, ja, en)
        elif column.options:
            yield from (f for o in column.options for f in possible(sheet, f"{place}/options", inner, o.value))
    if parted := item.sections:
        place = f"{placed.origin}/sections"
        key = found.columns.get(parted.by)
        if key is None:
            yield sheet.unknown(f"{place}/by", ("列", "column"), parted.by, found.columns)
            return
        yield from (f for value in parted.heads for f in possible(sheet, f"{place}/heads", key, value))


_COLUMN_KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "number", "month"),
    "day": ("date", "text"),
    "bool": ("check", "choice"),
    "int": ("number", "text"),
    "choice": ("choice",),
    "choices": (),
    "period": ("text",),
    "list": (),
    "group": (),
    "form": ("text",),
    "document": ("text",),
    "documents": (),
}


def value_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Values of conditions and of choices that the profile can never state."""
    item = placed.item
    yield from condition_faults(sheet, f"{placed.origin}/when", item.when or {})
    if is_blank(item):
        yield from condition_faults(sheet, f"{placed.origin}/required_when", item.required_when or {})
        yield from condition_faults(sheet, f"{placed.origin}/filled_when", item.filled_when or {})
    found = sheet.domain_of(getattr(item, "fact", None) or "")
    if isinstance(item, ChoiceBlank) and found is not None:
        for option in item.options:
            yield from possible(sheet, f"{placed.origin}/options", found, option.value)
    if isinstance(item, CheckBlank) and found is not None:
        yield from possible(sheet, f"{placed.origin}/is_value", found, item.is_value)


def condition_faults(sheet: SheetCheck, place: str, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    """Facts of a condition that nobody knows, and values they never have."""
    for name, values in wanted.items():
        found = sheet.domain_of(name)
        if found is None or name not in sheet.names:
            yield sheet.unknown(f"{place}/{name}", _FACT, name, sheet.names)
            continue
        for value in values if isinstance(values, list | tuple) else (values,):
            # null asks whether the fact is stated.
            if value is not None:
                yield from possible(sheet, f"{place}/{name}", found, value)
            if found.kind == "text" and is_null_misspelt(value):
                yield sheet.unknown(f"{place}/{name}", _VALUE, str(value), ("null",))


def possible(sheet: SheetCheck, place: str, found: Domain, value: Any) -> Iterator[Problem]:
    """A value that a fact never has, with those it can have."""
    if found.allows(value):
        return
    known = ("true", "false") if found.kind == "bool" else tuple(map(str, found.values))
    if known:
        yield sheet.unknown(place, _VALUE, str(value), known)
    else:
        ja = f"{_KINDS.get(found.kind, found.kind)}の事実は「{value}」という値になりません。"
        yield sheet.fault(place, ja, f"a fact of kind {found.kind} is never {value!r}")


_BRACES = re.compile(r"\{\{\s*[\w.]+\s*\}\}")


def template_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """A template without a fact, or with signs that look like one and would be printed as they stand."""
    template = getattr(placed.item, "template", None)
    if template is None:
        return
    rest = _BRACES.sub("", template)
    if rest == template or any(sign in rest for sign in "{}$"):
        ja = "template の事実は {{ organization.name }} の形で書きます（かっこは2つずつ）。"
        yield sheet.fault(placed.origin, ja, "a template names facts as {{ organization.name }}, in two braces")
    for name in dict.fromkeys(facts_in(template)):
        found = sheet.domain_of(name)
        if found is not None and found.kind in ("choice", "bool"):
            ja = f"「{name}」は{_KINDS[found.kind]}なので、template には書けません。{_CODE[0]}"
            yield sheet.fault(
                placed.origin, ja, f"{name!r} is a {found.kind}; it cannot stand in a template. {_CODE[1]}"
            )
