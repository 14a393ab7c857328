"""What is left to do by hand, in order: for the page that never goes into the filing.

The words stand in the rules (`steps.yaml`) and in packets. Here is what fills their placeholders, and once per what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formgen.ground.problems import Problem
from formgen.planning.findings import DeadlineFound, Fee, FeePart, OfficeFound, StampsToBuy, Step
from formgen.planning.missing import Lacking
from formgen.planning.model import PlannedDocument
from formgen.planning.papers import Papers
from formgen.planning.situation import Situation
from formgen.planning.stamps import in_words
from formgen.spec.packets import Each, Marking, Stage, StepRule, placeholders
from formgen.spec.rules import Words, in_force

Filling = Mapping[str, Words]
Whose = tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True)
class Result:
    """What the plan has come to before its steps are written."""

    now: Situation
    found: Papers
    office: OfficeFound | None
    markings: tuple[Marking, ...]
    deadlines: tuple[DeadlineFound, ...]
    fees: tuple[Fee, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Lacking, ...] = ()
    stamps: StampsToBuy | None = None


@dataclass(frozen=True)
class _Turn:
    """One turn of a stage: what its steps may name, of which sort it is, and whom it is about."""

    filling: Filling = field(default_factory=dict)
    sort: str | None = None
    whose: Whose = ()


def next_steps(result: Result) -> tuple[Step, ...]:
    """Everything that is left to do by hand."""
    # Without papers (a closed route, an edition not in force) there is nothing to do with them.
    if not result.found.sheets and not result.found.documents:
        return ()
    now = result.now
    own = [s for s in in_force(now.form.packet.steps, now.day) if now.route in s.routes]
    instead = {s.kind for s in own if s.instead}
    shared = (s for s in in_force(now.rules.steps, now.day) if now.route in s.routes and s.kind not in instead)
    steps = [s for s in (*shared, *own) if _has(result, s)]
    everywhere = _everywhere(result)
    return _together(step for stage in now.rules.stages for step in _of_stage(result, stage, steps, everywhere))


def _together(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Each line once, with everybody it is about."""
    of: dict[Step, dict[tuple[int | None, int | None], None]] = {}
    for step in steps:
        # Steps that say the same are equal but for whom they are about.
        of.setdefault(replace(step, of=()), {}).update(dict.fromkeys(step.of))
    return tuple(replace(step, of=tuple(everybody)) for step, everybody in of.items())


def _of_stage(result: Result, stage: Stage, steps: Iterable[StepRule], everywhere: Filling) -> Iterator[Step]:
    own = [(s, _whom(result.now, s)) for s in steps if s.kind in stage.kinds]
    # By turn, then by step: what is to be done with one paper stands together.
    for turn in _TURNS[stage.each](result):
        for step, whom in own:
            if step.of == turn.sort and whom is not None:
                yield _written(step, stage, {**everywhere, **turn.filling}, turn.whose or whom)


def _whom(now: Situation, step: StepRule) -> Whose | None:
    """The cases a step is for; empty when it is for all of them, None when it is for none."""
    meant = [case for case in now.cases if case.holds(step.when) is True]
    if len(meant) == len(now.cases):
        return ()
    return tuple((case.user, case.permission) for case in meant) or None


def _has(result: Result, step: StepRule) -> bool:
    """Whether the filing has the document, and the sheet, that a step is about."""
    made = step.sheet is None or any(s.form == step.sheet for s in result.found.sheets)
    return made and (step.document is None or _has_document(result, step.document))


def _has_document(result: Result, document: str) -> bool:
    found = result.found.documents
    # Of a choice only what was chosen, once something was.
    chosen = {d.line.group for d in found if d.need == "alternative" and d.supplied}
    asked = (d for d in found if d.supplied or d.need != "alternative" or d.line.group not in chosen)
    return any(d.document == document and d.need != "not-needed" for d in asked)


def _written(step: StepRule, stage: Stage, filling: Filling, whose: Whose) -> Step:
    found = _filled(step.texts, filling)
    label = stage.kinds[step.kind]
    return Step(step.kind, found.ja, found.en, label, step.sources, step.status, whose, stage.duty)


def _filled(texts: Sequence[Words], filling: Filling) -> Words:
    """The first of several texts whose placeholders are all known, filled in; the last needs nothing unknown."""
    chosen = next((t for t in texts if _named(t) <= filling.keys()), texts[-1])
    if not (named := _named(chosen)):
        return chosen
    ja, en = ({name: filling[name].text(lang) for name in named} for lang in ("ja", "en"))
    return Words(ja=chosen.ja.format_map(ja), en=chosen.en.format_map(en))


def _named(text: Words) -> frozenset[str]:
    return placeholders(text.ja + text.en) or frozenset()


def _same(text: object) -> Words:
    return Words(ja=str(text), en=str(text))


# What the words may name everywhere


def _everywhere(result: Result) -> Filling:
    now = result.now
    out = {"place": _place(result.office, now.rules.places)}
    # Hours are those of an office: of one that is not known, nobody can say when it is open.
    if result.office and (hours := in_force(now.rules.hours, now.day)):
        out["hours"] = hours[0].hours
    if letter := now.rules.registered_letter(now.day):
        out["postage"] = _same(letter.value)
    for name, limit in (("files", now.file_limits.of("files")), ("megabytes", now.file_limits.of("total"))):
        if limit:
            out[f"upload_{name}"] = _same(limit.number)
    for sort in ("plus", "light"):
        if pack := now.rules.letter_pack(sort, now.day):
            out[f"letter_pack_{sort}"] = _same(pack.value)
    return out


def _place(office: OfficeFound | None, places: Sequence[Words]) -> Words:
    if office is None:
        return _filled(places, {})
    whole = f"{office.name}{office.section or ''}"
    named = {"office": whole, "address": office.address, "postal_code": office.postal_code}
    return _filled(places, {name: _same(value) for name, value in named.items() if value})


# What each stage goes through


def _filing(_: Result) -> Iterator[_Turn]:
    yield _Turn()


def _unfinished(result: Result) -> Iterator[_Turn]:
    for found, document in result.missing:
        yield _Turn(_told(found), whose=_whose(document))
    for found in result.problems:
        # A certificate that is too old must be got again, which is a thing to do like a missing one.
        if found.code == "E-DOCUMENT-AGE":
            yield _Turn(_told(found))


def _told(found: Problem) -> Filling:
    return {"problem": Words(ja=found.message("ja"), en=found.message("en"))}


def _whose(found: PlannedDocument) -> Whose:
    """The person or the permission a document is of; empty when it is of the whole filing."""
    return ((found.user, found.permission),) if (found.user, found.permission) != (None, None) else ()


def _draft_wordings(result: Result) -> Iterator[_Turn]:
    """Sheets whose text is not the official one."""
    for sheet in result.found.sheets:
        if sheet.draft_wording:
            yield _Turn({"title": sheet.titles})


def _fees(result: Result) -> Iterator[_Turn]:
    for fee in result.fees:
        of = () if fee.permission is None else ((None, fee.permission),)
        known = {"amount": _same(f"{fee.amount:,}")} if fee.amount else {}
        known |= {"stamps": in_words(fee.stamps)} if fee.stamps else {}
        known |= {"left_out": _parts(fee.left_out)} if fee.left_out else {}
        yield _Turn(known, fee.payment, of)


def _parts(parts: Sequence[FeePart]) -> Words:
    return Words(
        ja="、".join(f"{p.what.ja} {p.amount:,}円" for p in parts),
        en=", ".join(f"{p.what.en} {p.amount:,} yen" for p in parts),
    )


def _purchase(result: Result) -> Iterator[_Turn]:
    """All stamps together, where more than one sheet needs some."""
    if (bought := result.stamps) and bought.sheets > 1:
        named = {"amount": _same(f"{bought.amount:,}"), "count": _same(bought.sheets)}
        yield _Turn({**named, "stamps": in_words(bought.stamps)})


def _masking(result: Result) -> Iterator[_Turn]:
    for document in result.found.documents:
        kind = result.now.rules.documents.get(document.document)
        given = [result.now.profile.attachments[i] for i in document.attachments]
        # Not stated counts as not done: a number that goes out unmasked cannot be taken back.
        if kind and kind.masking and document.need != "show" and any(not g.masked for g in given):
            yield _Turn({"masking": kind.masking}, whose=_whose(document))


def _papers(result: Result) -> Iterator[_Turn]:
    given = result.now.profile.attachments
    for document in result.found.documents:
        by_hand = any(given[i].enclosed for i in document.attachments)
        original = document.supplied and document.handed == "original" and document.need != "show"
        if by_hand or original:
            yield _Turn(_about(document, document.words), "by-hand", _whose(document))
        elif document.need == "unknown" and not document.supplied:
            yield _Turn(_about(document, document.words), "doubtful", _whose(document))


def _shown(result: Result) -> Iterator[_Turn]:
    for document in result.found.documents:
        if document.need == "show":
            # A copy given for what is only shown is bound in all the same.
            bound = {"bound": document.titles} if document.attachments else {}
            yield _Turn(_about(document, document.line.because) | bound, whose=_whose(document))


def _about(document: PlannedDocument, why: Words) -> dict[str, Words]:
    return {"title": document.titles, "why": why}


def _markings(result: Result) -> Iterator[_Turn]:
    for marking in result.markings:
        doubt = {"doubt": marking.because} if marking.status == "inferred" and marking.because else {}
        yield _Turn({"marking": _same(marking.text), **doubt})


def _deadlines(result: Result) -> Iterator[_Turn]:
    for deadline in result.deadlines:
        day = deadline.on
        name = "past_day" if deadline.past else "day"
        known = {name: Words(ja=f"{day.year}年{day.month}月{day.day}日", en=day.isoformat())} if day else {}
        yield _Turn({"because": deadline.because, **known}, deadline.kind)


_TURNS: Mapping[Each, Callable[[Result], Iterator[_Turn]]] = {
    "filing": _filing,
    "unfinished": _unfinished,
    "draft-wording": _draft_wordings,
    "purchase": _purchase,
    "fee": _fees,
    "masking": _masking,
    "paper": _papers,
    "shown": _shown,
    "marking": _markings,
    "deadline": _deadlines,
}
