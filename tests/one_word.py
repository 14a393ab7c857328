"""Plans of many situations, stripped of their words: what a misspelt word in a file must not change silently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from formgen.ground.problems import Refused
from formgen.library import Library
from formgen.planning import Plan, make_plan
from formgen.profile.validation import validate

ROUTES = ("counter", "mail", "online")
DAYS = (date(2023, 5, 1), date(2025, 6, 1), date(2026, 11, 22))
CHANGES: dict[str, list[dict[str, Any]]] = {
    "usage-request": [
        {"organization": {"kind": kind, "category": category}, "filing": {"kind": filing, "category_review": True}}
        for kind, category, filing in (
            ("employer", 3, "new"), ("employer", 4, "additional"), ("support", 1, "new"),
            ("public-interest", 1, "additional"),
        )
    ],
    "fee-payment-sheet": [
        {"permission": {"kind": kind, "application_route": route, "granted_period": "P1Y"}}
        for kind, route in (
            ("extension", "counter"), ("change", "online"), ("permanent", "counter"), ("reentry-single", "counter"),
            ("work-certificate", "online"), ("card-reissue", "counter"),
        )
    ],
}  # fmt: skip


def over(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """A profile with some of its keys changed, part by part."""
    out = dict(base)
    for key, value in change.items():
        out[key] = {**out.get(key, {}), **value} if isinstance(value, dict) else value
    return out


def plans_of(library: Library) -> Iterator[Any]:
    """Every situation's plan without its words. Raises `Broken`."""
    for lead in library.packet_files:
        sample = library.sample_of(lead)
        for route, day, change in product(ROUTES, DAYS, CHANGES.get(lead, [{}])):
            profile = validate(over({**sample, "date": day.isoformat()}, change))
            plan = make_plan(
                profile,
                library.form(lead, day),
                library.rules,
                route=route,  # type: ignore[arg-type]
                as_of=day,
                as_of_from="profile",
                exists=lambda name, on: _exists(library, name, on),
            )
            yield lead, route, day, skeleton(plan)


def _exists(library: Library, name: str, day: date) -> Any:
    try:
        return library.form(name, day) if name in library.files else None
    except Refused:
        return None


_SHEET = ("form", "copies", "layout", "user", "permission", "source", "status")
_DOCUMENT = ("document", "need", "form", "copies", "user", "max_age", "source", "status", "supplied")


def skeleton(plan: Plan) -> Any:
    """What a plan asks for and does, none of its words."""
    told = plan.as_json()
    return {
        "sheets": [
            _some(s, "form", "copies", "layout", "user", "permission", "source", "status") for s in told["sheets"]
        ],
        "documents": [
            _some(d, "document", "need", "form", "copies", "user", "max_age", "source", "status", "supplied")
            for d in told["documents"]
        ],
        "office": _some(told["office"] or {}, "name", "postal_code", "status", "source"),
        "envelope": len(told["envelope"]),
        "deadlines": [_some(d, "on", "source") for d in told["deadlines"]],
        "fees": [_some(f.as_json(), "amount_jpy", "payment", "settlement_jpy", "source", "status") for f in plan.fees],
        "steps": [s["kind"] for s in told["next_steps"]],
        "problems": sorted((p.key, p.pointer or "") for p in plan.problems),
        "checklist": [
            [(row["counter"], row["mail"], row["online"]) for row in facts.get("plan.checklist", ())]
            for facts in plan.worked_out.values()
        ],
    }


def _alternatives(documents: Any) -> list[list[str]]:
    """Which documents stand for one another; what their group is called is of no account."""
    groups: dict[Any, list[str]] = {}
    for document in documents:
        if document["group"]:
            groups.setdefault((document["group"], document["user"]), []).append(document["document"])
    return list(groups.values())


def _some(told: Any, *keys: str) -> tuple[Any, ...]:
    return tuple(told.get(key) for key in keys)
