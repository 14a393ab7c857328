"""Whether the words of steps can be filled: kinds, sorts and placeholders that exist, a wording that always holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import get_args

from formgen.files.located import Located
from formgen.ground.problems import Problem
from formgen.library.faults import fault, unknown
from formgen.library.name_checks import template_faults
from formgen.spec.packets import EVERYWHERE, IN_A_PLACE, REPEATS, Each, Stage, StepKind, StepRule, placeholders
from formgen.spec.rules import Words


def stage_faults(
    located: Located, stages: Iterable[tuple[str, Stage]], places: Iterable[tuple[str, Words]]
) -> Iterator[Problem]:
    """Every kind of step stands in exactly one stage, and the place of an office can always be written."""
    seen: set[str] = set()
    for place, stage in stages:
        for kind, label in stage.kinds.items():
            if kind in seen or not label:
                yield fault(
                    located,
                    f"{place}/kinds/{kind}",
                    f"「{kind}」が2回あるか空です。",
                    f"{kind!r} stands twice or is empty",
                )
            seen.add(kind)
    if left := [k for k in get_args(StepKind) if k not in seen]:
        yield fault(located, "/stages", f"足りない種類：{', '.join(left)}", f"no stage has {', '.join(left)}")
    every = list(places)
    for place, words in every:
        yield from template_faults(located, place, words, IN_A_PLACE)
    if not every or placeholders(every[-1][1].ja + every[-1][1].en):
        yield fault(
            located,
            "/places",
            "最後の書き方は、何も分からなくても書けるものにします。",
            "the last wording must need nothing",
        )


def step_faults(
    located: Located, place: str, step: StepRule, stages: Iterable[Stage], documents: Collection[str]
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
    always = about.always | EVERYWHERE.always
    for number, words in enumerate(step.texts):
        here = f"{place}/text" if isinstance(step.text, Words) else f"{place}/text/{number}"
        yield from template_faults(located, here, words, always | about.maybe | EVERYWHERE.maybe)
    last = placeholders(step.texts[-1].ja + step.texts[-1].en) if step.texts else None
    if last and last & (about.maybe | EVERYWHERE.maybe):
        yield fault(
            located,
            f"{place}/text",
            "いつも書ける文が最後に要ります。",
            "the last wording must need nothing that may be unknown",
        )
    if not step.texts:
        yield fault(located, f"{place}/text", "文がありません。", "no text")
