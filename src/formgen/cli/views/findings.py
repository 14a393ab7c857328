"""Problems for people: errors first, each with where, what and what to do; what is the same, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.ground.problems import Problem

_COLOUR = {"error": "red", "warning": "yellow"}


def findings(here: Console, problems: Iterable[Problem], report: Report) -> Report:
    """Every problem on the report, errors before warnings, otherwise in their order."""
    for same in together(problems):
        found = _as_one(same)
        report.text(place(here, same), colour="bold", hang=f"{found.code}  ", mark=_COLOUR[found.severity])
        report.text(found.message(here.lang), indent=4)
        values = dict.fromkeys(p.value for p in same if p.value is not None)
        if here.show_values and values:
            report.text(here.t("値：", "value: ") + " / ".join(values), indent=4)
        if cure := found.fix(here.lang):
            report.text(cure, indent=4, hang="→ ", mark="cyan")
    return report


def together(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems, errors first, in groups to be told as one.

    Errors stand together when one change of the profile mends them; warnings when they are the same sentence.
    """
    groups: dict[object, list[Problem]] = {}
    for number, found in enumerate(sorted(problems, key=lambda p: p.severity != "error")):
        # What differs only in the paper or blank it is about reads as the same sentence.
        bare = replace(found, label="", field="", titled=None, words={**found.words, "title": "", "title_en": ""})
        told = (found.key, bare.message(), bare.fix())
        # Without a pointer nobody knows that two errors have one cause.
        key = (*told, found.pointer or number) if found.severity == "error" else told
        groups.setdefault(key, []).append(found)
    return list(groups.values())


def _as_one(same: list[Problem]) -> Problem:
    """The first of them, with the titles of all; of several files the place says whose they are."""
    ja = dict.fromkeys(p.words["title"] for p in same if "title" in p.words)
    en = dict.fromkeys(p.words["title_en"] for p in same if "title_en" in p.words)
    titles = {"title": "」「".join(ja), "title_en": '", "'.join(en)} if ja else {}
    alone = same[0].titled if len(same) == 1 else None
    return replace(same[0], titled=alone, words={**same[0].words, **titles})


def place(here: Console, same: list[Problem]) -> str:
    """Labels by form, whose, JSON Pointer, file and line, as far as they are known."""
    found = same[0]
    lines = ", ".join(dict.fromkeys(str(p.line) for p in same if p.line))
    file = f"{found.file or ''}:{lines}" if lines else found.file
    where = dict.fromkeys(_on_form(here, p, len(same) > 1) for p in same)
    whose = dict.fromkeys(_whose(here, p) for p in same if here.show_values or len(same) > 1 or not p.titled)
    pointers = ", ".join(filter(None, dict.fromkeys(p.place(show_values=here.show_values) or "" for p in same)))
    return "  ".join(part for part in (*where, *whose, pointers, file) if part)


def _whose(here: Console, found: Problem) -> str:
    return found.whose.text(here.lang, show_values=here.show_values) if found.whose else ""


def _on_form(here: Console, found: Problem, together: bool) -> str:
    # A document is named in the message itself, unless that is told once for several.
    label = found.label or found.field or (found.titled.text(here.lang) if found.titled and together else "")
    return (found.form or "") + (f"「{label}」" if label else "")


def summary(here: Console, problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, in one line."""
    kinds = [same[0].severity for same in together(problems)]
    bad, mild = kinds.count("error"), kinds.count("warning")
    if not kinds:
        return here.t("問題はありません。", "No problems.")
    return here.t(f"誤り {bad}件、注意 {mild}件", f"{bad} error(s), {mild} warning(s)")
