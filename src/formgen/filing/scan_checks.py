"""What is wrong with the files a profile attaches: each told with the document and the person it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from formgen.attachments import remarks
from formgen.attachments.found import Note
from formgen.attachments.intake import Intake, Taken, warnings
from formgen.attachments.report import PageSize, Report
from formgen.filing.scans import file_for
from formgen.filing.weight import too_heavy
from formgen.ground.problems import Problem, Titled, problem
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.profile.people import whose
from formgen.spec.limits import Check, FileLimits

# Two percent off for the rounding of sizes.
_NEARLY_DPI = 0.98
# Dots come in whole numbers, and a picture is cut by hand.
_NEARLY_RATIO = 0.01
# What is made smaller by less than this (US Letter on A4) reads as well as before.
_SMALLER = 0.9
# So many sizes are told.
_SHOWN = 3
#: What a file may not have, as rules name it.
_BANS: tuple[Check, ...] = ("password", "printing", "copying")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file is for: the id of its document, and how problems tell of it."""

    document: str
    place: Mapping[str, object]


def scan_problems(
    plan: Plan, taken: Mapping[int, Taken], limits: FileLimits, *, fit: bool = False
) -> Iterator[Problem]:
    """What is wrong with them, one by one and together, held against what the rules say of files.

    `fit`: their scans were made as light as they can be.
    """
    for number, one in taken.items():
        of = wanted(plan, number)
        found = (*_of_one(number, one, limits, of.document), *_unsigned(number, one, plan.route))
        yield from (replace(p, **of.place) for p in found)  # type: ignore[arg-type]
    yield from _twice(plan, taken)
    # The sheets are not drawn yet: see `weight.upload_problems`.
    filed = {n for document in plan.documents if document.line.filed for n in document.attachments}
    files = (t for n, t in taken.items() if n in filed and isinstance(t, Intake))
    yield from too_heavy(sum(file_for(one, plan.route).size for one in files), limits, fit)


def wanted(plan: Plan, number: int) -> Wanted:
    """The document that an attachment supplies, and whose it is."""
    given = plan.profile.attachments[number]
    found = next((d for d in plan.documents if number in d.attachments), None)
    if found is None:
        return Wanted(given.document, {"form": plan.form})
    titled = Titled(found.title, found.title_en)
    of = whose(plan.profile, found.user, found.permission, found.institution)
    return Wanted(found.document, {"form": plan.form, "titled": titled, "whose": of})


def _of_one(number: int, one: Taken, limits: FileLimits, document: str) -> Iterator[Problem]:
    if not isinstance(one, Intake):
        yield from one
        return
    place = {"pointer": f"/attachments/{number}/file", "value": one.original_name}
    yield from warnings(one, place["pointer"], _forbidden(limits))
    yield from (replace(p, **place) for p in _of_pages(one.report, limits))  # type: ignore[arg-type]
    yield from _of_document(one, limits, document, place)


def _unsigned(number: int, one: Taken, route: Route) -> Iterator[Problem]:
    """On paper nothing else than a copy can be handed in; online the file itself could be."""
    if route == "online" and isinstance(one, Intake) and one.original and not one.untouched:
        yield problem("W-FILE.unsigned-copy", pointer=f"/attachments/{number}/file", value=one.original_name)


def _forbidden(limits: FileLimits) -> frozenset[str]:
    banned = any(limit.allowed is False for check in _BANS if (limit := limits.of(check)))
    return frozenset({"protected"} if banned else ())


def _of_pages(report: Report, limits: FileLimits) -> Iterator[Problem]:
    """Scans that are coarse, and pages that are made much smaller to fit on the sheet."""
    if (limit := limits.of("resolution")) and limit.number:
        coarse = {page: dpi for page, dpi in report.scans if dpi < limit.number * _NEARLY_DPI}
        if coarse:
            where = remarks.words(Note("coarse", pages=tuple(coarse)))
            yield problem("W-FILE.coarse", dpi=min(coarse.values()), limit=limit.number, **where)
    if limit := limits.of("page"):
        sheet = sorted(limit.numbers)
        large = [s for s in report.sizes if any(a * _SMALLER > b for a, b in zip(_sides(s), sheet, strict=True))]
        if large:
            shown = "、".join(f"{s.width:g}×{s.height:g}mm" for s in large[:_SHOWN])
            pages = sum(s.pages for s in large)
            yield problem("W-FILE.shrunk", sizes=shown, sizes_en=shown.replace("、", ", "), pages=pages)


def _sides(size: PageSize) -> list[float]:
    return sorted((size.width, size.height))


def _of_document(one: Intake, limits: FileLimits, document: str, place: Mapping[str, str]) -> Iterator[Problem]:
    """What is said of the file of one document alone: its type, its proportions and its size."""
    kind = one.media_type.rpartition("/")[2]
    if (limit := limits.of("type", document)) and kind not in limit.types:
        yield problem("E-FILE.other-type", **place, types="・".join(limit.types), types_en=", ".join(limit.types))
    # What a kilobyte is nobody says either: see `weight`.
    if (limit := limits.of("ratio", document)) and (dots := one.report.dots) and min(dots):
        high, wide = limit.numbers
        if abs(dots[1] * wide / (dots[0] * high) - 1) > _NEARLY_RATIO:
            words = {"wide": dots[0], "high": dots[1], "height": high, "width": wide}
            yield problem("E-FILE.ratio", **place, **words)
    if (limit := limits.of("size", document)) and limit.number is not None and one.size > limit.number * 1_000:
        key = "E-LIMIT.size" if one.size > limit.number * 1_024 else "W-LIMIT.size"
        yield problem(key, **place, size=f"{one.size / 1_000:.1f}", limit=limit.number)


def _twice(plan: Plan, taken: Mapping[int, Taken]) -> Iterator[Problem]:
    """The same content given again: perhaps the wrong file. One file as two documents of a person was meant."""
    first: dict[str, int] = {}
    for number, one in taken.items():
        if not isinstance(one, Intake):
            continue
        other = first.setdefault(one.sha256, number)
        mine, theirs = plan.profile.attachments[number], plan.profile.attachments[other]
        of_two = None not in (mine.user, theirs.user) and mine.user != theirs.user
        meant = mine.file == theirs.file and mine.document != theirs.document and not of_two
        if other != number and not meant:
            place = wanted(plan, number).place
            yield problem("W-FILE.twice", pointer=f"/attachments/{number}/file", **place, **_named(plan, other))


def _named(plan: Plan, number: int) -> dict[str, str]:
    """Another attachment in words: its document, whose it is, and where it stands in the profile."""
    other = Problem("W-FILE.twice", **wanted(plan, number).place)  # type: ignore[arg-type]
    return {"other": other.about("ja"), "other_en": other.about("en"), "at": f"/attachments/{number}/file"}
