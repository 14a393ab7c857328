"""The one door to formgen: whatever the command, a page or a batch needs, by name. Loaded when first used.

- what is needed: `plan`, `check`, `who`, `certificate_number`, `changes` (then `notice_of`), `calendar`
- the papers: `render`, `rendered` (with its warnings), `render_many`, `make_packet`, `preview`, `blank`
- a packet that was made leaves: `bundle`, `send` (then `handovers`)
- what there is: `forms`, `handed_in`, `routes_of`, `sample`, `schema`, `sources`, `differences`; what is wrong in form
  and rule files: `lint_library`, `lint_files`
- many at once, from a table: `make_batch`
- profiles and libraries read once and used often: `read_profile`, `open_library`; one filing step by step: `begin`

Whoever only makes papers finds the first of these in `formgen` itself. Days are `date` or text (`2026-11-24`), amounts
yen, places on a page millimetres, type sizes points. What the user can mend raises `Refused` with every `Problem` at
once (`code`, `pointer`, `line`, `message("en")`, `fix("en")`); what is broken in forms, rules or fonts raises `Broken`.

Everywhere `forms` is a folder of the user's own forms, added to ours. Raises `Refused` (E-FILE.forms) when it cannot
be read and `Broken` (E-SPEC) for what is wrong in it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formgen.api.applicants import Who, certificate_number, who
    from formgen.api.batches import (
        Batch,
        BatchFinding,
        BatchOutput,
        BatchPlace,
        MarkedTable,
        make_batch,
        write_marked,
        write_template,
    )
    from formgen.api.catalogue import (
        blank_facts,
        fact_of,
        forms,
        handed_in,
        routes_of,
        sample,
        sample_files,
        sample_words,
        schema,
    )
    from formgen.api.comparing import changes, listed_changes, notice_of
    from formgen.api.deadlines import calendar
    from formgen.api.ending import abandon
    from formgen.api.fonts import DrawnCharacter, characters
    from formgen.api.making import Rendered, blank, preview, render, render_many, rendered
    from formgen.api.planning import Checked, check, plan, spoken_of, step_label, suggest_attachments
    from formgen.api.register import Register, Stale, differences, sources, used_sources
    from formgen.api.writing import write_beside, write_calendar, write_pdf, write_pictures, write_text
    from formgen.attachments.report import PageSize
    from formgen.doctor import Finding, examine
    from formgen.files.reasons import reasons
    from formgen.filing.attached import Attached
    from formgen.filing.begin import begin
    from formgen.filing.filing import Filing
    from formgen.filing.fitting import Adapted, FittedBlank
    from formgen.filing.packet import Packet, make_packet, writable
    from formgen.filing.suggesting import Suggestion, Suggestions
    from formgen.ground.problems import Broken, Problem, Refused
    from formgen.handover.bundle import Bundle, BundledFile, bundle
    from formgen.handover.deliver import Delivery
    from formgen.handover.send import HandedOver, Sent, handovers, send
    from formgen.library import Library, open_library
    from formgen.library.lint import lint_files, lint_library
    from formgen.library.own import own_folder
    from formgen.outputs.manifest import Entry
    from formgen.planning.comparison import ChangedItem, Comparison
    from formgen.planning.findings import DeadlineFound, Fee, Step
    from formgen.planning.model import Plan, PlannedDocument
    from formgen.profile.model import Profile, Route
    from formgen.profile.reading import ProfileFile, read_profile
    from formgen.register.differences import Change
    from formgen.register.entries import RuleEntry
    from formgen.register.saying import said_of
    from formgen.spec.facts import Fact, FactCatalogue
    from formgen.spec.form import Form
    from formgen.spec.items import AnyBlank
    from formgen.spec.limits import KnownLimit
    from formgen.spec.packets import PacketRules
    from formgen.spec.rules import PacketLine, Source

# Editors and type checkers read the imports above, the program this table: the same names, loaded when asked for.
_PLACES = {
    "formgen.api.deadlines": ("calendar",),
    "formgen.api.catalogue": (
        "blank_facts",
        "fact_of",
        "forms",
        "handed_in",
        "routes_of",
        "sample",
        "sample_files",
        "sample_words",
        "schema",
    ),
    "formgen.api.batches": (
        "Batch",
        "BatchFinding",
        "BatchOutput",
        "BatchPlace",
        "MarkedTable",
        "make_batch",
        "write_marked",
        "write_template",
    ),
    "formgen.api.comparing": ("changes", "listed_changes", "notice_of"),
    "formgen.api.ending": ("abandon",),
    "formgen.api.fonts": ("DrawnCharacter", "characters"),
    "formgen.api.making": ("Rendered", "blank", "preview", "render", "render_many", "rendered"),
    "formgen.api.planning": ("Checked", "check", "plan", "spoken_of", "step_label", "suggest_attachments"),
    "formgen.api.register": ("Register", "Stale", "differences", "sources", "used_sources"),
    "formgen.api.writing": ("write_beside", "write_calendar", "write_pdf", "write_pictures", "write_text"),
    "formgen.api.applicants": ("Who", "certificate_number", "who"),
    "formgen.doctor": ("Finding", "examine"),
    "formgen.files.reasons": ("reasons",),
    "formgen.attachments.report": ("PageSize",),
    "formgen.filing.attached": ("Attached",),
    "formgen.filing.begin": ("begin",),
    "formgen.filing.filing": ("Filing",),
    "formgen.filing.fitting": ("Adapted", "FittedBlank"),
    "formgen.filing.packet": ("Packet", "make_packet", "writable"),
    "formgen.filing.suggesting": ("Suggestion", "Suggestions"),
    "formgen.ground.problems": ("Broken", "Problem", "Refused"),
    "formgen.handover.bundle": ("Bundle", "BundledFile", "bundle"),
    "formgen.handover.deliver": ("Delivery",),
    "formgen.handover.send": ("HandedOver", "Sent", "handovers", "send"),
    "formgen.library": ("Library", "open_library"),
    "formgen.library.lint": ("lint_files", "lint_library"),
    "formgen.library.own": ("own_folder",),
    "formgen.outputs.manifest": ("Entry",),
    "formgen.planning.comparison": ("ChangedItem", "Comparison"),
    "formgen.planning.findings": ("DeadlineFound", "Fee", "Step"),
    "formgen.planning.model": ("Plan", "PlannedDocument"),
    "formgen.profile.model": ("Profile", "Route"),
    "formgen.profile.reading": ("ProfileFile", "read_profile"),
    "formgen.register.differences": ("Change",),
    "formgen.register.entries": ("RuleEntry",),
    "formgen.register.saying": ("said_of",),
    "formgen.spec.facts": ("Fact", "FactCatalogue"),
    "formgen.spec.form": ("Form",),
    "formgen.spec.items": ("AnyBlank",),
    "formgen.spec.limits": ("KnownLimit",),
    "formgen.spec.packets": ("PacketRules",),
    "formgen.spec.rules": ("PacketLine", "Source"),
}
_NAMES = {name: place for place, names in _PLACES.items() for name in names}

__all__ = [
    "Adapted",
    "AnyBlank",
    "Attached",
    "Batch",
    "BatchFinding",
    "BatchOutput",
    "BatchPlace",
    "Broken",
    "Bundle",
    "BundledFile",
    "Change",
    "ChangedItem",
    "Checked",
    "Comparison",
    "DeadlineFound",
    "Delivery",
    "DrawnCharacter",
    "Entry",
    "Fact",
    "FactCatalogue",
    "Fee",
    "Filing",
    "Finding",
    "FittedBlank",
    "Form",
    "HandedOver",
    "KnownLimit",
    "Library",
    "MarkedTable",
    "Packet",
    "PacketLine",
    "PacketRules",
    "PageSize",
    "Plan",
    "PlannedDocument",
    "Problem",
    "Profile",
    "ProfileFile",
    "Refused",
    "Register",
    "Rendered",
    "Route",
    "RuleEntry",
    "Sent",
    "Source",
    "Stale",
    "Step",
    "Suggestion",
    "Suggestions",
    "Who",
    "abandon",
    "begin",
    "blank",
    "blank_facts",
    "bundle",
    "calendar",
    "certificate_number",
    "changes",
    "characters",
    "check",
    "differences",
    "examine",
    "fact_of",
    "forms",
    "handed_in",
    "handovers",
    "lint_files",
    "lint_library",
    "listed_changes",
    "make_batch",
    "make_packet",
    "notice_of",
    "open_library",
    "own_folder",
    "plan",
    "preview",
    "read_profile",
    "reasons",
    "render",
    "render_many",
    "rendered",
    "routes_of",
    "said_of",
    "sample",
    "sample_files",
    "sample_words",
    "schema",
    "send",
    "sources",
    "spoken_of",
    "step_label",
    "suggest_attachments",
    "used_sources",
    "who",
    "writable",
    "write_beside",
    "write_calendar",
    "write_marked",
    "write_pdf",
    "write_pictures",
    "write_template",
    "write_text",
]


def __getattr__(name: str) -> Any:
    """Names are loaded when they are first used, so that a command loads only what it needs."""
    if name not in _NAMES:
        raise AttributeError(f"module 'formgen.api' has no attribute {name!r}")
    return getattr(import_module(_NAMES[name]), name)
