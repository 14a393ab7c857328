"""Every known fact about papers, fees and limits is covered by a rule with its days, its status and its source.

`tests/data/dossier-coverage/` lists them by key, each with the rule that covers it or the reason why none does. With
the variable FORMGEN_DOSSIER the lists are compared with the tables they were taken from, in a folder of one's own.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formgen import api
from formgen.files.located import read_yaml
from formgen.library.name_checks import compatible
from formgen.spec.fees import FeeRule, Payment
from formgen.spec.limits import KnownLimit
from formgen.spec.packets import Deadline
from formgen.spec.rules import PacketLine

HERE = Path(__file__).parent / "data" / "dossier-coverage"
TODAY = date(2026, 11, 24)
#: Tables and their keys; a row whose key stands twice is told by its number.
TABLES = {
    "attachments": ("procedure", "user_type", "category", "route", "document", "valid_from"),
    "fees": ("procedure", "route", "valid_from"),
    "limits": ("rule", "valid_from"),
}


def rows(table: str) -> list[dict[str, Any]]:
    path = HERE / f"{table}.yaml"
    return list(read_yaml(path.read_text(encoding="utf-8"), path.name).data["rows"])


ROWS = [(table, row) for table in TABLES for row in rows(table)]
COVERED = [(table, row) for table, row in ROWS if "rules" in row]


def first_day(key: str) -> date | None:
    said = key.rpartition("/")[2].partition("#")[0]
    return None if said == "-" else date.fromisoformat(said)


def days_of(row: dict[str, Any]) -> list[date]:
    """The first and the last day of a row, as far as it has them, and a day between."""
    until = date.fromisoformat(row["until"]) if row["until"] else TODAY
    since = first_day(row["key"]) or min(until, date(2022, 3, 16))
    return [since, since + (until - since) / 2, until]


@cache
def entries() -> dict[tuple[str, str, str], list[api.RuleEntry]]:
    found: dict[tuple[str, str, str], list[api.RuleEntry]] = {}
    for entry in api.sources().rules:
        for subject in entry.said.subjects:
            found.setdefault((entry.file, entry.section, subject.key), []).append(entry)
    return found


def covering(rule: str, row: dict[str, Any], route: str, day: date) -> list[api.RuleEntry]:
    """The entries of a rule that hold for a row on a day."""
    file, section, key = rule.split(" ", 2)
    assert (file, section, key) in entries(), f"no rule {rule}"
    stated = row.get("when", {})
    found = [e for e in entries()[file, section, key] if e.in_force(day) and holds(e.rule, stated, route)]
    # Rules for cases that the row does not speak of count only where no other rule holds.
    plain = [e for e in found if set(getattr(e.rule, "when", None) or ()) <= set(stated)]
    return plain or found


def holds(rule: object, when: dict[str, Any] | None, route: str) -> bool:
    if isinstance(rule, PacketLine) and route != "any" and route not in rule.routes:
        return False
    return compatible(getattr(rule, "when", None), when)


def value(rule: object, row: dict[str, Any]) -> Any:
    """What a rule says, in the words of a row."""
    if isinstance(rule, FeeRule):
        return rule.amounts[row["tier"]] if rule.amounts else rule.amount
    if isinstance(rule, KnownLimit):
        found = rule.number or rule.period or list(rule.numbers) or "・".join(rule.types)
        return found or ("no" if rule.allowed is False else rule.words.ja if rule.words else None)
    if isinstance(rule, PacketLine):
        return rule.max_age
    if isinstance(rule, Deadline):
        return rule.within
    if isinstance(rule, Payment):
        return rule.way
    return next(
        (found for name in ("value", "lasts", "amount") if (found := getattr(rule, name, None)) is not None), None
    )


@pytest.mark.parametrize("table, row", COVERED, ids=[f"{t}:{r['key']}" for t, r in COVERED])
def test_covered(table: str, row: dict[str, Any]) -> None:
    route = row.get("route") or (row["key"].split("/")[3] if table == "attachments" else "any")
    for rule in row["rules"]:
        for day in days_of(row):
            found = covering(rule, row, route, day)
            if row.get("gone"):
                assert found == [], f"{rule} still holds on {day}"
                continue
            assert found, f"{rule}: nothing holds on {day}"
            assert_says(row, rule, found)


def assert_says(row: dict[str, Any], rule: str, found: list[api.RuleEntry]) -> None:
    differs = row.get("differs", {})
    statuses = {entry.status for entry in found}
    assert (row["status"] in statuses) != ("status" in differs), f"{rule}: {statuses}"
    named = set().union(*(entry.sources for entry in found))
    assert set(row.get("source", named)) & named or "source" in differs, f"{rule}: {named}"
    wanted = row.get("yen", row.get("value"))
    if wanted is not None:
        assert wanted in [value(entry.rule, row) for entry in found], rule
    lines = [entry.rule for entry in found if isinstance(entry.rule, PacketLine)]
    documents = [line for line in lines if line.document]
    if documents and "as" in row:
        # A copy that is uploaded is a scan; nothing at all is a line that says so.
        wanted_as = {"copy", "scan"} if row["as"] in ("copy", "scan") else {row["as"]}
        handed = {line.handed for line in documents if line.need != "show"}
        # What is shown at the counter is the thing itself, or what shows it.
        shown = {row["as"]} if any(line.need == "show" for line in documents) else set()
        assert row["as"] is None or "as" in differs or (handed | shown) & wanted_as, f"{rule}: {handed}"


def test_what_no_rule_covers_says_why() -> None:
    for table, row in ROWS:
        told = [name for name in ("rules", "dropped") if row.get(name)]
        assert len(told) == 1, (table, row["key"])
        assert set(row.get("differs", {})) <= {"status", "source", "as"}, row["key"]
        assert all(why.endswith(".") for why in (*row.get("differs", {}).values(), row.get("dropped", "."))), row["key"]


def test_every_key_stands_once() -> None:
    for table in TABLES:
        keys = [row["key"] for row in rows(table)]
        assert len(keys) == len(set(keys))
    assert [len(rows(table)) for table in TABLES] == [188, 93, 99]


@pytest.mark.skipif("FORMGEN_DOSSIER" not in os.environ, reason="the tables are not part of this repository")
@pytest.mark.parametrize("table", TABLES)
def test_the_list_is_that_of_the_tables(table: str) -> None:
    path = Path(os.environ["FORMGEN_DOSSIER"]) / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        theirs = {key: (r["valid_to"] or None, r["status"].lower()) for key, r in keyed(table, csv.DictReader(file))}
    ours = {row["key"]: (row["until"], row["status"]) for row in rows(table)}
    assert ours == theirs


def keyed(table: str, read: Any) -> list[tuple[str, dict[str, str]]]:
    out: list[tuple[str, dict[str, str]]] = []
    count: dict[str, int] = {}
    for row in read:
        key = "/".join(row[name] or "-" for name in TABLES[table])
        count[key] = count.get(key, 0) + 1
        # A source with a comma in it, not quoted, has moved the status further to the right.
        if more := row.pop(None, None):  # type: ignore[call-overload]
            row["status"] = more[-1]
        out.append((key if count[key] == 1 else f"{key}#{count[key]}", row))
    return out
