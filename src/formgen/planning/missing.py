"""Required documents that the profile does not give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.ground.problems import Problem, problem
from formgen.planning.decisions import both
from formgen.planning.model import PlannedDocument
from formgen.planning.papers import Papers
from formgen.planning.situation import Situation
from formgen.profile.people import place_of
from formgen.spec.rules import Words

Lacking = tuple[Problem, PlannedDocument]


def missing(now: Situation, found: Papers) -> Iterator[Lacking]:
    """Required documents that the profile does not give; of alternatives one is enough."""
    groups: dict[tuple[str | None, int | None, int | None], list[PlannedDocument]] = {}
    for document in found.documents:
        if document.need == "required" and not document.supplied:
            yield _missing_one(now, document), document
        elif document.need == "alternative":
            groups.setdefault((document.line.group, document.user, document.permission), []).append(document)
    made = {(s.line.group, s.user, s.permission) for s in found.sheets}
    for key, group in groups.items():
        # Told once for the group: any one of them will do, also a sheet that is made.
        if not any(d.supplied for d in group) and key not in made:
            yield _missing_all(now, group), group[0]


def _missing_all(now: Situation, group: Sequence[PlannedDocument]) -> Problem:
    return problem(
        "E-MISSING-DOCUMENT.alternative",
        form=now.form.form,
        pointer="/attachments",
        documents=" / ".join(d.document for d in group),
        **_whose(now, group[0]),
        **both(titles=_listed(group), because=group[0].line.because),
    )


def _listed(group: Sequence[PlannedDocument]) -> Words:
    return Words(ja="、".join(f"「{d.title}」" for d in group), en=", ".join(d.title_en for d in group))


def _missing_one(now: Situation, found: PlannedDocument) -> Problem:
    paper = now.route != "online"
    original = paper and _original(found)
    either = paper and not original
    return problem(
        "E-MISSING-DOCUMENT.one",
        form=now.form.form,
        pointer="/attachments",
        document=found.document,
        **_whose(now, found),
        of=_of(found),
        **both(title=found.titles, because=found.line.because, how=_how(found, paper=paper)),
        given='"enclosed": true' if original else '"file": "…"',
        enclosed='（紙のまま入れるなら file の代わりに "enclosed": true）' if either else "",
        enclosed_en=' (for paper put in by hand, "enclosed": true instead of file)' if either else "",
    )


def _original(found: PlannedDocument) -> bool:
    """An original is paper in any case: a scan of it would not do."""
    return found.handed == "original"


def _how(found: PlannedDocument, *, paper: bool) -> Words:
    """What is written into the column of a table for it."""
    if not paper:
        return Words(ja="ファイルの名前", en="the name of its file")
    if _original(found):
        return Words(ja="「同封」", en="同封 (it is put in)")
    return Words(ja="「同封」か、ファイルの名前", en="同封 (paper that is put in) or the name of its file")


def _of(found: PlannedDocument) -> str:
    """The JSON Pointer of whom it is of; empty where it is of the filing."""
    of = (("institutions", found.institution), ("permission", found.permission), ("users", found.user))
    return next((f"/{listed}/{index}" for listed, index in of if index is not None), "")


def _whose(now: Situation, found: PlannedDocument) -> dict[str, str]:
    """Of several persons or permissions, the one whose paper is missing."""
    several = now.several_cases or found.institution is not None
    ja, en = place_of(now.profile, found.user, found.permission, found.institution) if several else ("", "")
    return {"who": f"（{ja}）" if ja else "", "who_en": f" ({en})" if en else ""}
