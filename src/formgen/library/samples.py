"""The fictional profile of a form; without one of its own, the facts it asks for with the catalogue's examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from formgen.library import Library
from formgen.profile.derived import DERIVED
from formgen.profile.facts import WORKED_OUT, Facts
from formgen.profile.reading import read_profile
from formgen.spec.facts import FactCatalogue
from formgen.spec.form import Form
from formgen.spec.rules import ROUTES

#: What every such sample says itself; the files of attachments lie with a profile, so no example can name one.
_APART = ("form", "route", "date", "attachments")


#: Whose sample fills a sheet of formgen's own that shows a plan and goes with no lead form (next-steps).
_USUAL = "usage-request"


def sample_of(library: Library, form: str) -> dict[str, Any]:
    """The fictional profile that fills a form: its own, that of a lead form it goes with, or one of examples.

    Raises `Refused` (E-VALUE) for an unknown id, `Broken`.
    """
    edition = library.editions(form)[-1]
    every = {lead: found for lead in (form, _USUAL, *library.packet_files) if (found := library.sample(lead))}
    if form in every:
        return every[form]
    with_it = (s for lead, s in every.items() if _goes_with(library, form, lead, s.get("route")))
    if found := next(with_it, None):
        return found
    if edition.internal and edition.shows_plan:
        return every.get(_USUAL, {})
    # The examples are the library's own: whoever changes a sample must not change the next one.
    return deepcopy(built_sample(edition, library.facts, _packed_with(library, edition)))


def _goes_with(library: Library, form: str, lead: str, route: Any) -> bool:
    return any(line.sheet == form and route in line.routes for line in library.packet(lead))


def _packed_with(library: Library, form: Form) -> tuple[Form, ...]:
    """The other sheets of its packet, which need facts of their own."""
    named = dict.fromkeys(line.sheet for line in form.packet.lines if line.sheet not in (None, form.form))
    return tuple(library.editions(name)[-1] for name in named if name)


def sample_folder(library: Library, form: str) -> Path:
    """Where the files lie that the fictional profile of a form names (a photograph): beside it, else with ours."""
    names = (form, str(sample_of(library, form).get("form")))
    folders = [folder / "samples" for folder in (library.folder, library.own) if folder]
    with_one = (f for f in folders if any((f / f"{name}.json").is_file() for name in names))
    return next(with_one, folders[0])


def built_sample(form: Form, facts: FactCatalogue, packed: Iterable[Form] = ()) -> dict[str, Any]:
    """A profile with an example for each fact the form and its packet ask for; without an example it is left out.

    `packed` are the other sheets of its packet. Documents it needs stand among its attachments, as put in by hand.
    """
    out: dict[str, Any] = {"form": form.form}
    if route := _route(form):
        out["route"] = route
    if day := _day(form, facts):
        out["date"] = day
    on_route = {line.sheet for line in form.packet.lines if route in line.routes}
    asked = {name for one in (form, *(f for f in packed if f.form in on_route)) for name in _stated(one)}
    # In the order of the catalogue, as a person would fill in a profile.
    for name in facts.facts:
        if name in asked and (value := _example(name, facts)) not in (None, []):
            _put(out, _path(name), value)
    if form.per == "person" or "users" in out:
        people = out.setdefault("users", [{}])
        people[0]["status"] = "applying"
    if attachments := list(_enclosed(form, out, facts)):
        out["attachments"] = attachments
    return out


def _enclosed(form: Form, profile: dict[str, Any], facts: FactCatalogue) -> Iterator[dict[str, Any]]:
    """The documents the packet needs, as paper put in by hand: no example can name a file."""
    if not form.packet:
        return
    stated = read_profile(profile, declared=facts.own).profile
    person = 0 if stated.users else None
    case = Facts(stated, stated.date or form.since, user=person, law=form.law)
    groups: set[str] = set()
    for line in form.packet.lines:
        needed = line.document and line.need == "required" and line.group not in groups
        if needed and profile.get("route") in line.routes and line.in_force(case.as_of) and case.holds(line.when):
            groups |= {line.group} if line.group else set()
            issued = {"issued_on": case.as_of.isoformat()} if line.max_age else {}
            yield {"document": line.document, "enclosed": True, **issued}


def _route(form: Form) -> str | None:
    """At the counter, where nothing is posted or uploaded; None for a sheet that is the same on all routes."""
    if form.packet:
        made = {route for line in form.packet.lines if line.sheet == form.form for route in line.routes}
        return next((route for route in ROUTES if route in made), "counter")
    return "counter" if any(name == "route" or name.startswith("office.") for name in form.asked) else None


def _day(form: Form, facts: FactCatalogue) -> str | None:
    """The day of the examples, or the nearest one on which the edition is in force."""
    known = facts.facts.get("date")
    if known is None or not known.example:
        return None
    day = max(date.fromisoformat(str(known.example)), form.since)
    return (day if form.until is None else min(day, form.until)).isoformat()


def _stated(form: Form) -> Iterator[str]:
    """The facts a user would state; what follows from others as what it follows from."""
    lines = form.packet.lines
    asked = {*form.asked, *(name for line in lines for name in line.when or {})}
    asked |= {line.copies for line in lines if isinstance(line.copies, str)}
    if form.packet:
        # Where the papers go is asked of every packet.
        yield "office"
    if form.per == "permission":
        yield "permission.kind"
    for name in asked:
        if name.startswith("office."):
            # The office itself is stated, what is known of it is not.
            yield "office"
        elif name in DERIVED:
            yield from {DERIVED[name].stated_as}.difference(_APART)
        elif name not in WORKED_OUT and name not in _APART:
            yield name


def _example(name: str, facts: FactCatalogue) -> Any:
    found = facts.domain_of(name)
    if found is None or found.kind != "list":
        return facts.facts[name].example
    # A list has no example of its own, its columns have: they make one entry.
    inside = {"users": "user", "institutions": "institution"}.get(name, name)
    said = {column: facts.facts.get(f"{inside}.{column}") for column in found.columns}
    entry = {_key(column): fact.example for column, fact in said.items() if fact and fact.example is not None}
    return [entry] if entry else []


def _path(name: str) -> list[str | int]:
    keys = name.split(".")
    if keys[0] == "custom":
        return list(keys)
    listed = {"user": ("users", 0), "institution": ("institutions", 0)}
    return [*listed.get(keys[0], (keys[0],)), *map(_key, keys[1:])]


def _key(name: str) -> str:
    # `from` is a word of Python, so the model calls it `since`.
    return "from" if name == "since" else name


def _put(data: Any, path: list[str | int], value: Any) -> None:
    for key, following in pairwise(path):
        inside: Any = [{}] if isinstance(following, int) else {}
        data = data[key] if isinstance(key, int) else data.setdefault(key, inside)
    data[path[-1]] = value
