"""Which packet lines hold for a case, on a route, on a day: yes, no, or a fact is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from formgen.ground.problems import Problem, problem
from formgen.ground.terms import TERMS
from formgen.library.rules import Rules
from formgen.planning.model import FormHeader
from formgen.profile.facts import Facts
from formgen.profile.model import Route
from formgen.spec.rules import ROUTES, SILENT, PacketLine, Words

ACCEPTED = "permission.accepted_on"

ROUTE_WORDS = {route: Words(ja=TERMS[route][0], en=TERMS[route][1]) for route in ROUTES}


@dataclass(frozen=True)
class Verdict:
    """A line that holds for a case, or may hold: `unknown` names the facts that would tell.

    `case` has those client institutions that the line is about.
    """

    line: PacketLine
    case: Facts
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What the lines about one paper come to. `found` is what decides; None when only questions are left."""

    found: Verdict | None
    open: tuple[Verdict, ...] = ()

    @property
    def line(self) -> PacketLine | None:
        """The line that decides."""
        return self.found.line if self.found else None

    @property
    def silent(self) -> bool:
        """Whether no line speaks of the case at all, on this route and day."""
        return self.found is None and not self.open


def verdict(line: PacketLine, case: Facts, route: Route | None, day: date) -> Verdict | None:
    """Whether a line holds; None when it does not. Without a route only lines for every route are asked."""
    # As long as the route is open, a line for one route only is no answer.
    if (route not in line.routes) if route else not line.every_route:
        return None
    if line.by == "filing" and not line.in_force(day):
        return None
    unknown: tuple[str, ...] = ()
    # What goes with a fee follows the day the application was accepted (受付日), whatever day it is now.
    if line.by == "acceptance" and line.dated:
        accepted = case.get(ACCEPTED)
        # A missing fact is a question, never "no": the line stays open.
        if accepted is None:
            unknown = (ACCEPTED,)
        elif not line.in_force(accepted):
            return None
    case = case.with_clients(line.clients)
    listed = bool(case.profile.institutions)
    if line.clients and listed and not case.client_numbers:
        return None
    if (line.clients or line.per == "institution") and not listed:
        unknown += ("institutions",)
    if case.holds(line.when) is False:
        return None
    return Verdict(line, case, case.unknown(line.when) + unknown)


def decide(lines: Iterable[PacketLine], case: Facts, route: Route | None, day: date) -> Decision:
    """What the lines about one paper come to for a case. A closed route comes before everything."""
    found = [v for v in (verdict(line, case, route, day) for line in lines) if v]
    certain = [v for v in found if not v.unknown]
    open_ = tuple(v for v in found if v.unknown)
    # No other line can make possible what a closed route forbids.
    closed = [v for v in certain if v.line.need == "not-possible"]
    if closed:
        return Decision(closed[0])
    if certain:
        # What is certain settles the paper; only whether the route is closed is still worth asking.
        return Decision(certain[0], tuple(v for v in open_ if v.line.need == "not-possible"))
    return Decision(None, open_)


def lines_of(form: FormHeader) -> dict[str, list[PacketLine]]:
    """The packet lines by paper, in filing order of the first line of each."""
    out: dict[str, list[PacketLine]] = {}
    for line in form.packet:
        out.setdefault(line.paper, []).append(line)
    return out


def both(**texts: Words | None) -> dict[str, str]:
    """The words of a message in both languages: `title` and `title_en`; none where there are none."""
    said = {k: w or SILENT for k, w in texts.items()}
    return {k: w.ja for k, w in said.items()} | {f"{k}_en": w.en for k, w in said.items()}


def title_of(form: FormHeader, case: Facts | None = None) -> Words:
    """The title of a form in both languages, for a case the one that is printed for it."""
    for special in form.titles:
        if case is not None and case.holds(special.when):
            return Words(ja=special.title, en=special.title_en)
    return Words(ja=form.title, en=form.title_en)


def questions(asked: Iterable[tuple[Words, Verdict]], form: str, rules: Rules) -> Iterator[Problem]:
    """W-UNKNOWN for every missing fact, once for each, with the titles of all papers that wait for it.

    A line that has no question of its own asks as the catalogue does.
    """
    waiting: dict[str, _Waiting] = {}
    for title, found in asked:
        # One question at a time: the answer may make the next one needless.
        name = found.unknown[0]
        # By place in the profile: one answer serves every paper that waits for it.
        one = waiting.setdefault(found.case.pointer(name), _Waiting(found, name))
        if title not in one.titles:
            one.titles.append(title)
    alike: dict[object, list[str]] = {}
    for place, one in waiting.items():
        # Of many client institutions that want the same answer, one question with their places.
        same = (one.name, tuple(one.titles)) if one.name.startswith("institution.") else place
        alike.setdefault(same, []).append(place)
    for places in alike.values():
        yield _question(places, waiting[places[0]], form, rules)


@dataclass
class _Waiting:
    """A fact that is not stated, and the papers that wait for it."""

    found: Verdict
    name: str
    titles: list[Words] = field(default_factory=list)


def _question(places: Sequence[str], one: _Waiting, form: str, rules: Rules) -> Problem:
    about = both(title=_joined(one.titles), question=one.found.line.question or rules.facts.question(one.name))
    if len(places) == 1:
        return problem("W-UNKNOWN.rule", form=form, pointer=places[0], **about)
    key = one.name.partition(".")[2]
    numbers = [int(place.split("/")[2]) for place in places]
    return problem(
        "W-UNKNOWN.rule-of-several",
        form=form,
        pointer="/institutions",
        key=f"institutions.N.{key}",
        places=ranges(numbers),
        **about,
    )


def ranges(numbers: Iterable[int]) -> str:
    """Whole numbers in rising order, those that follow each other as a range: 0-3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _joined(titles: Iterable[Words]) -> Words:
    every = tuple(titles)
    return Words(ja="」「".join(t.ja for t in every), en='", "'.join(t.en for t in every))


def route_problem(header: FormHeader, line: PacketLine, route: Route | None, case: Facts) -> Problem:
    """Why a form is not made: the route is closed, or the case does not need it."""
    if line.need == "not-possible" and line.when and line.every_route:
        # Closed on every route: what is in the way is the fact that closes it.
        place = case.pointer(next(iter(line.when)))
        return problem(
            "E-ROUTE.never", form=header.form, pointer=place, **both(title=title_of(header), because=line.because)
        )
    closed = "E-ROUTE.closed" if line.need == "not-possible" else "E-ROUTE.case"
    key = "E-ROUTE.form" if not line.every_route and not line.when else closed
    return problem(
        key,
        form=header.form,
        pointer=_about(case),
        **both(title=title_of(header), route=ROUTE_WORDS[route] if route else SILENT, because=line.because),
    )


def closed_for(
    form: FormHeader, *, route: Route | None, as_of: date, all_cases: Iterable[Facts]
) -> tuple[Problem, ...]:
    """Why a lead form must not be made on this route and day: E-EDITION or E-ROUTE, empty when it may.

    Any other form is never refused: its own lines stand with the lead form.
    """
    if early := edition_problems(form, as_of):
        return early
    own = lines_of(form).get(form.form, [])
    out = []
    for case in all_cases:
        found = decide(own, case, route, as_of)
        if found.line is not None and found.line.need in ("not-needed", "not-possible"):
            out.append(route_problem(form, found.line, route, case))
        # A sheet that stands alone has no lines at all, and goes every way.
        elif own and route and found.silent:
            out.append(silence_problem(form, route, as_of, case))
    return tuple(out)


def silence_problem(form: FormHeader, route: Route | None, as_of: date, case: Facts) -> Problem:
    """Why a lead form is not made of which no line speaks on this route and day; with the routes that have one."""
    own = lines_of(form).get(form.form, [])
    ways = [ROUTE_WORDS[way] for way in ROUTES if not decide(own, case, way, as_of).silent]
    ja = (
        f"使える提出方法：{'、'.join(w.ja for w in ways)}。"
        if ways
        else "日付と、packets のこの書類の行を確かめてください。"
    )
    en = f"Routes it has: {', '.join(w.en for w in ways)}." if ways else "Check the day, and its line in packets."
    said = both(title=title_of(form), route=ROUTE_WORDS[route] if route else SILENT, suggestion=Words(ja=ja, en=en))
    return problem("E-ROUTE.nothing", form=form.form, pointer=_about(case), **said)


def _about(case: Facts) -> str:
    # Another permission of the same filing may be fine on this route: then the route is not what is wrong.
    several = case.permission is not None and len(case.profile.permission) > 1
    return f"/permission/{case.permission}" if several else "/route"


def edition_problems(form: FormHeader, as_of: date) -> tuple[Problem, ...]:
    """E-EDITION when this edition is not in force on the day."""
    if form.in_force(as_of):
        return ()
    return (problem("E-EDITION.none", form=form.form, pointer="/date", first=form.since),)
