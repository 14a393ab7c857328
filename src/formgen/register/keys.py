"""What a rule says under its own keys, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from formgen.register.names import Names, listed, period, term
from formgen.spec.items import Model
from formgen.spec.rules import Words

#: What every rule has, and what is said of it elsewhere.
_APART = frozenset({"since", "until", "status", "source", "because", "id", "title", "question", "checklist"})


def in_keys(rule: Model, names: Names, apart: set[str]) -> Words | None:
    """What a rule says under its own keys, except for these; None when it says nothing."""
    stated = ((n, getattr(rule, n)) for n in rule.model_fields_set if n not in _APART | apart)
    # In the order of the model, whatever the order of the file.
    order = list(type(rule).model_fields)
    parts = [_key(name, value, names) for name, value in sorted(stated, key=lambda s: order.index(s[0]))]
    return listed(parts, "、", "; ") if parts else None


def _key(name: str, value: Any, names: Names) -> Words:
    word, shown = term(name), _value(value, names)
    return Words(ja=f"{word.ja}：{shown.ja}", en=f"{word.en}: {shown.en}")


def _value(value: Any, names: Names) -> Words:
    if isinstance(value, Words):
        return value
    if isinstance(value, Mapping):
        return names.condition(value)
    if isinstance(value, str) and value in names.rules.facts.facts:
        return names.fact(value)
    if isinstance(value, str) and value.startswith("P"):
        with suppress(ValueError):
            return period(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return listed(_value(v, names) for v in value)
    return names.value("", value)
