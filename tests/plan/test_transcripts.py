"""Whole plans, word for word, so that a change of any word, place, day or amount of a plan is seen in a diff."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from plan_data import HERE, read

from formgen.planning.naming import on_page

SITUATIONS = read(HERE / "transcripts.yaml")
TEXTS = HERE / "transcripts"
PARTS = ("head", "cases", "sheets", "documents", "office", "envelope", "deadlines", "fees")
PARTS += ("problems", "missing", "steps", "facts")


def line(**told: Any) -> str:
    """`name: value` for everything that says anything; a value that is no plain text is JSON."""
    return "; ".join(f"{name}: {_plain(value)}" for name, value in told.items() if value not in (None, "", [], ()))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def problem(found: Any) -> Iterable[str]:
    yield line(key=found.key, pointer=found.pointer, form=found.form, value=found.value)
    yield f"  {found.message('ja')} {found.fix('ja')}"
    yield f"  {found.message('en')} {found.fix('en')}"


def paper(one: Any, **more: Any) -> str:
    told = one.as_json()
    told |= {"title_en": one.titles.en, "because_en": one.as_json("en")["because"], "certain": one.certain, **more}
    return line(**{k: v for k, v in told.items() if v is not False})


def transcript(plan: Any, shown: Iterable[str]) -> str:
    return "".join(
        f"== {part}\n" + "".join(f"{text}\n" for text in _PARTS[part](plan)) for part in PARTS if part in shown
    )


def _head(plan: Any) -> Iterable[str]:
    yield line(form=plan.form, title=plan.title, title_en=plan.title_en, route=plan.route, as_of=str(plan.as_of))
    yield line(as_of_from=plan.as_of_from, **plan.filing.as_json())


def _sheets(plan: Any) -> Iterable[str]:
    return (paper(s, wrapper=s.wrapper) for s in plan.sheets)


def _documents(plan: Any) -> Iterable[str]:
    return (paper(d, attachments=list(d.attachments)) for d in plan.documents)


def _office(plan: Any) -> Iterable[str]:
    return [line(**plan.office.as_json(), phone=plan.office.phone)] if plan.office else []


def _steps(plan: Any) -> Iterable[str]:
    for step in plan.next_steps:
        yield line(kind=step.kind, label=step.label, source=list(step.source), status=step.status, of=list(step.of))
        yield f"  {on_page(step, plan.profile, plan.cases)}"
        yield f"  {step.en}"


def _facts(plan: Any) -> Iterable[str]:
    """Of the second case and those after it, what differs from the first."""
    first = plan.facts(plan.cases[0])
    for number, case in enumerate(plan.cases):
        yield line(user=case.user, permission=case.permission)
        for name, value in plan.facts(case).items():
            if name != "plan.next_steps" and (number == 0 or value != first[name]):
                yield from _fact(name, value)


def _fact(name: str, value: Any) -> Iterable[str]:
    rows = value if isinstance(value, list) else ()
    yield f"  {name}: {'' if rows else _plain(value)}".rstrip()
    for row in rows:
        yield "    " + line(**row)


_PARTS: Mapping[str, Any] = {
    "head": _head,
    "cases": lambda plan: (line(user=c.user, permission=c.permission, as_of=str(c.as_of)) for c in plan.cases),
    "sheets": _sheets,
    "documents": _documents,
    "office": _office,
    "envelope": lambda plan: (line(**one) for one in plan.as_json()["envelope_details"]),
    "deadlines": lambda plan: (line(ja=d.as_json(), en=d.as_json("en")) for d in plan.deadlines),
    "fees": lambda plan: (line(ja=f.as_json(), en=f.because.en) for f in plan.fees),
    "problems": lambda plan: (text for found in plan.problems for text in problem(found)),
    "missing": lambda plan: (text for found in plan.missing for text in problem(found)),
    "steps": _steps,
    "facts": _facts,
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_transcript(name: str, plan_of: Any, update_goldens: bool) -> None:
    given = SITUATIONS[name]
    assert set(given) <= {"start", "change", "route", "day", "show"}
    assert set(given.get("show", ())) <= set(PARTS)
    plan = plan_of(given["start"], given.get("change"), route=given.get("route"), day=given.get("day"))
    text = transcript(plan, given.get("show", PARTS))
    path = TEXTS / f"{name}.txt"
    if update_goldens:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert plan.facts(plan.cases[0])["plan.next_steps"] == [
        {"check": False, "kind": step.label, "text": on_page(step, plan.profile, plan.cases)}
        for step in plan.next_steps
    ]
    every = (replace(one.case, institution=None, clients=None) for one in (*plan.sheets, *plan.documents))
    assert all(case in plan.cases for case in every)


def test_no_transcript_is_left_over() -> None:
    assert {path.stem for path in TEXTS.iterdir()} == set(SITUATIONS)
