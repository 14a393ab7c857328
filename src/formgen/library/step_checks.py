"""Whether the words of steps can be filled: kinds, sorts and placeholders that exist, a wording that always holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import get_args

from formgen.files.located import Located
from formgen.ground.problems import Problem
from formgen.library.faults import fault, unknown
from formgen.library.name_checks import template_faults
from formgen.spec.packets import EVERYWHERE, IN_A_PLACE, REPEATS, Each, Repeats, Stage, StepKind, StepRule, placeholders
from formgen.spec.rules import Words


def stage_faults(
    located: Located, stages: Iterable[tuple[str, Stage]], places: Iterable[tuple[str, Words]]
) -> Iterator[Problem]:
    """Every kind of step stands in exactly one stage, and the place of an office can always be written."""
    seen: set[str] = set()
    for place, stage in stages:
        for kind, label in stage.kinds.items():
            if kind in seen or not label:
                ja, en = f"「{kind}」が2回あるか空です。", f"{kind!r} stands twice or is empty"
                yield fault(located, f"{place}/kinds/{kind}", ja, en)
            seen.add(kind)
    if left := [k for k in get_args(StepKind) if k not in seen]:
        yield fault(located, "/stages", f"足りない種類：{', '.join(left)}", f"no stage has {', '.join(left)}")
    yield from _place_faults(located, list(places))


def _place_faults(located: Located, places: Sequence[tuple[str, Words]]) -> Iterator[Problem]:
    for place, words in places:
        yield from template_faults(located, place, words, IN_A_PLACE)
    if not places or placeholders(places[-1][1].ja + places[-1][1].en):
        ja, en = "最後の書き方は、何も分からなくても書けるものにします。", "the last wording must need nothing"
        yield fault(located, "/places", ja, en)


def step_faults(
    located: Located,
    place: str,
    step: StepRule,
    stages: Iterable[Stage],
    documents: Collection[str],
    forms: Collection[str],
) -> Iterator[Problem]:
    """What is wrong with one step."""
    each: Each = next((s.each for s in stages if step.kind in s.kinds), "filing")
    about = REPEATS[each]
    if step.of is not None and step.of not in about.sorts:
        yield unknown(located, f"{place}/of", ("区別", "sort"), step.of, about.sorts)
    if about.sorts and step.of is None:
        yield fault(
            located, place, "どの場合か（of）がありません。", f"of which sort (of): {', '.join(sorted(about.sorts))}"
        )
    if step.document is not None and step.document not in documents:
        yield unknown(located, f"{place}/document", ("書類", "document"), step.document, documents)
    if step.sheet is not None and step.sheet not in forms:
        yield unknown(located, f"{place}/sheet", ("様式", "form"), step.sheet, forms)
    yield from _text_faults(located, place, step, about)


def _text_faults(located: Located, place: str, step: StepRule, about: Repeats) -> Iterator[Problem]:
    """Placeholders that nobody fills, and a last wording that cannot always be written."""
    always, maybe = about.always | EVERYWHERE.always, about.maybe | EVERYWHERE.maybe
    for number, words in enumerate(step.texts):
        here = f"{place}/text" if isinstance(step.text, Words) else f"{place}/text/{number}"
        yield from template_faults(located, here, words, always | maybe)
    # When nothing is known the last wording is written: with a gap in it, it would be a sentence with a hole.
    last = placeholders(step.texts[-1].ja + step.texts[-1].en) if step.texts else None
    if last and last & maybe:
        ja, en = "いつも書ける文が最後に要ります。", "the last wording must need nothing that may be unknown"
        yield fault(located, f"{place}/text", ja, en)
    if not step.texts:
        yield fault(located, f"{place}/text", "文がありません。", "no text")
