"""The list of forms, and one form in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from formgen.api import blank_facts, routes_of, said_of, used_sources
from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.words import dates, source_line, title, word, words

if TYPE_CHECKING:
    from formgen.api import AnyBlank, Form, KnownLimit, Library, PacketLine, PacketRules


def number_of(here: Console, form: Form) -> str:
    """System and number: the number alone says nothing."""
    numbers = dict.fromkeys(n for n in (form.number, *(t.number for t in form.titles)) if n)
    return " ".join(part for part in (word(here, f"system.{form.system}"), "・".join(numbers)) if part)


def forms_report(here: Console, forms: Sequence[Form], library: Library, day: date) -> Report:
    """Every form: id, system and number, title, editions, routes, layout."""
    report = here.report()
    for form in forms:
        report.text(number_of(here, form), hang=f"{form.form:<26}", mark="bold")
        report.text(title(here, form), indent=4)
        editions = ", ".join(dates(e.since, e.until) for e in library.editions(form.form))
        ways = words(here, routes_of(form, forms, day)) or "—"
        report.text(f"{editions}  {ways}  {word(here, form.layout)}", indent=4, colour="dim")
    return report


def form_json(form: Form, forms: Iterable[Form], library: Library, day: date) -> dict[str, Any]:
    """What a form is, for programs."""
    editions = [
        {"from": e.since.isoformat(), "until": e.until.isoformat() if e.until else None, "layout": e.layout}
        for e in library.editions(form.form)
    ]
    return {
        "form": form.form,
        "system": form.system,
        "number": form.number,
        "title": form.title,
        "title_en": form.title_en,
        "layout": form.layout,
        "status": form.status,
        "source": list(form.sources),
        "lead": form.lead,
        "routes": list(routes_of(form, forms, day)),
        "editions": editions,
        "pages": form.pages,
    }


def show_report(here: Console, form: Form, forms: Sequence[Form], library: Library, day: date) -> Report:
    """One form: what it is, its fields, what goes with it, its sources."""
    report = forms_report(here, [form], library, day)
    # The last line tells the editions of a form; here one of them is shown.
    report.lines[-1:] = []
    about = (dates(form.since, form.until), words(here, routes_of(form, forms, day)) or "—", word(here, form.layout))
    report.text("  ".join(about), indent=4, colour="dim")
    _fields(here, form, library, report)
    _packet(here, form.packet, form.since, forms, library, day, report)
    _limits(here, library.rules.limits_about(form.form, form.packet, day), report)
    report.heading(here.t("出典", "Sources"))
    for name in every_source(form):
        report.text(source_line(here, library.rules.sources[name]), indent=2, hang=f"{name}: ")
    return report


def _fields(here: Console, form: Form, library: Library, report: Report) -> None:
    report.heading(here.t("欄", "Fields"))
    for blank in form.blanks:
        needed = here.t("＊", "*") if blank.required or blank.required_when else ""
        report.text(f"{blank.label}{needed}", indent=2, hang=f"{blank.item or '':<7}")
        meanings = _meanings(blank, library, here.lang)
        facts = here.t("、", ", ").join(f"{name} {means}".rstrip() for name, means in meanings.items()) or "—"
        status = blank.status or str(form.defaults.get("status", ""))
        source = ", ".join(form.sources_of(blank))
        report.text(f"{facts}  {blank.kind}  {blank.size:g}pt", indent=9, colour="cyan")
        report.text(f"{word(here, status)}  {source}", indent=9, colour="dim")
    report.text(here.t("＊ 必須（場合によるものを含む）", "* required, always or in some cases"), indent=2)


def _meanings(blank: AnyBlank, library: Library, lang: str) -> dict[str, str]:
    """The facts a blank is filled from, with what they mean."""
    found = {name: library.facts.meaning(name) for name in blank_facts(blank)}
    return {name: words.text(lang) if words else "" for name, words in found.items()}


def procedures(here: Console, library: Library) -> dict[str, str]:
    """The procedures that no form of ours leads, with their titles."""
    return {name: library.procedure(name).title.text(here.lang) for name in library.procedure_files}


def procedure_report(here: Console, name: str, forms: Sequence[Form], library: Library, day: date) -> Report:
    """A procedure that no form of ours leads: what is handed in with it, and its limits."""
    report, found = here.report(), library.procedure(name)
    report.heading(f"{found.title.text(here.lang)}  [{name}]")
    _packet(here, found.packet, None, forms, library, day, report)
    _limits(here, library.rules.limits_about(name, found.packet, day), report)
    return report


def procedure_json(name: str, library: Library, day: date, lang: str) -> dict[str, Any]:
    """A procedure for programs."""
    found = library.procedure(name)
    return {
        "procedure": name,
        "title": found.title.text(lang),
        "packet": [_line_json(line, library, lang) for line in found.packet],
        "limits": _limits_json(library.rules.limits_about(name, found.packet, day), lang),
    }


def _limits(here: Console, limits: Sequence[KnownLimit], report: Report) -> None:
    if limits:
        report.heading(here.t("期間・上限などのきまり", "Limits"))
    for limit in limits:
        told = said_of(limit)
        about = f"{limit.title.text(here.lang)}{here.t('：', ': ')}"
        report.text(told.says.text(here.lang), indent=2, hang=here.t("・", "- ") + about)
        if told.why:
            report.text(told.why.text(here.lang), indent=4)
        unsure = here.t("（未確認）", " (inferred)") if limit.status == "inferred" else ""
        report.text(", ".join(limit.sources) + unsure, indent=4, colour="dim")


def _limits_json(limits: Iterable[KnownLimit], lang: str) -> list[dict[str, Any]]:
    return [
        {
            **limit.model_dump(mode="json", by_alias=True, exclude={"about", "title", "words", "note", "source"}),
            "title": limit.title.text(lang),
            "says": said_of(limit).says.text(lang),
            "note": limit.note.text(lang) if limit.note else None,
            "source": list(limit.sources),
        }
        for limit in limits
    ]


def _packet(
    here: Console,
    packet: PacketRules,
    since: date | None,
    forms: Iterable[Form],
    library: Library,
    day: date,
    report: Report,
) -> None:
    if packet:
        report.heading(here.t("一緒に出す書類", "What goes with it"))
    titles = {f.form: title(here, f) for f in forms}
    # A case that was over before this edition began is none of its cases.
    for line in (x for x in packet if not (since and x.until and x.until < since)):
        name = titles.get(line.paper) or library.rules.title(line.paper, here.lang)
        report.text(f"{name} [{line.paper}]", indent=2, hang=here.t("・", "- "))
        ways = words(here, line.routes)
        # A line without a first day has held since the form itself has.
        until = dates(line.since or since, line.until) if line.dated else ""
        old = here.t("（今は使わない）", " (not in force)") if not line.in_force(day) else ""
        facts = [f"{k}={_shown(v)}" for k, v in (line.when or {}).items()]
        need = word(here, "alternative" if line.group else line.need)
        report.text("  ".join(p for p in (ways, need, until + old, *facts) if p), indent=4, colour="cyan")
        report.text(line.because.text(here.lang), indent=4)


def show_json(form: Form, forms: Iterable[Form], library: Library, day: date, lang: str) -> dict[str, Any]:
    """One form for programs."""
    return {
        **form_json(form, forms, library, day),
        "edition": {"from": form.since.isoformat(), "until": form.until.isoformat() if form.until else None},
        "fields": [_field_json(form, b, library, lang) for b in form.blanks],
        "packet": [_line_json(line, library, lang) for line in form.packet],
        "limits": _limits_json(library.rules.limits_about(form.form, form.packet, day), lang),
        "sources": [library.rules.sources[s].model_dump(mode="json") for s in every_source(form)],
    }


def _field_json(form: Form, blank: AnyBlank, library: Library, lang: str) -> dict[str, Any]:
    return {
        "field": blank.blank,
        "item": blank.item,
        "label": blank.label,
        "facts": list(blank_facts(blank)),
        "meanings": _meanings(blank, library, lang),
        "kind": blank.kind,
        "size_pt": blank.size,
        "required": blank.required,
        "required_when": blank.required_when,
        "filled_when": blank.filled_when,
        "when": blank.when,
        "page": blank.page,
        "status": blank.status or form.defaults.get("status"),
        "source": list(form.sources_of(blank)),
    }


def _line_json(line: PacketLine, library: Library, lang: str) -> dict[str, Any]:
    return {
        "form": line.sheet,
        "document": line.document,
        "title": library.rules.title(line.document, lang) if line.document else None,
        "routes": list(line.routes),
        "need": line.need,
        "group": line.group,
        "when": line.when,
        "from": line.since.isoformat() if line.since else None,
        "until": line.until.isoformat() if line.until else None,
        "max_age": line.max_age,
        "because": line.because.text(lang),
        "status": line.status,
        "source": list(line.sources),
    }


def every_source(form: Form) -> list[str]:
    """The ids of every source the sheet and its packet rest on, each once."""
    return list(dict.fromkeys((*used_sources(form), *(s for line in form.packet for s in line.sources))))


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "|".join(map(_shown, value))
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
