"""Which facts the packet of a form asks for on a route, as a user states them, and which documents go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from formgen.library import Library
from formgen.library.samples import sample_of
from formgen.profile.changes import FACTS as CHANGES
from formgen.profile.derived import DERIVED
from formgen.profile.facts import WORKED_OUT
from formgen.schema import fact_of
from formgen.spec.form import Form
from formgen.spec.items import facts_of, is_blank
from formgen.spec.rules import PacketLine, in_force

Need = Literal["always", "sometimes", "free"]
_ORDER: tuple[Need, ...] = ("always", "sometimes", "free")

#: What every profile says in a way of its own: no column of a table by itself.
_APART = ("form", "attachments", "users", "institutions", "changes", "custom")
#: Facts of the rows of a list of users, and what the user states for them.
_OF_A_ROW = {
    "certificate_number": "user.agent_certificate.number",
    "certificate_expires_on": "user.agent_certificate.expires_on",
}


@dataclass(frozen=True)
class Asking:
    """A form with its packet on a route (None: on any) and a day."""

    library: Library
    form: Form
    route: str | None
    day: date

    def names(self) -> Mapping[str, Need]:
        """The facts a user states, and whether a blank is refused without one."""
        found: dict[str, Need] = {}
        if self.form.lead:
            found |= {"date": "free", "office": "free"}
            if self.route is None:
                found["route"] = "always"
        for name, need in self._wanted():
            for stated in self._stated(name):
                found[stated] = min(found.get(stated, "free"), need, key=_ORDER.index)
        # Whether somebody is a user or asks to be one decides whom the papers are about.
        if any(name.startswith("user.") for name in found):
            found["user.status"] = "free"
        return found

    def documents(self) -> tuple[PacketLine, ...]:
        """A line for each document that may be handed in, in filing order."""
        found: dict[str, PacketLine] = {}
        for line in self._lines():
            if line.document and line.filed:
                found.setdefault(line.document, line)
        return tuple(found.values())

    @property
    def sample(self) -> Mapping[str, Any]:
        """The fictional profile of the form."""
        return sample_of(self.library, self.form.form)

    def _wanted(self) -> Iterator[tuple[str, Need]]:
        for sheet in self._sheets():
            for name, need in _on_sheet(sheet):
                # Of a sheet that goes with some cases only, the plan knows whether it is made at all.
                yield name, need if sheet is self.form or need == "free" else "sometimes"
        yield from ((name, "free") for name in self._deciding())
        # What the form's sample states was wanted by somebody who filled it in.
        yield from ((name, "free") for name in stated_in(self.sample))

    def _lines(self) -> tuple[PacketLine, ...]:
        lines = in_force(self.form.packet.lines, self.day)
        made = (x for x in lines if x.need not in ("not-needed", "not-possible"))
        return tuple(x for x in made if self.route is None or self.route in x.routes)

    def _sheets(self) -> tuple[Form, ...]:
        sheets = dict.fromkeys(x.sheet for x in self._lines() if x.sheet and x.sheet != self.form.form)
        return (self.form, *(self.library.form(sheet, self.day) for sheet in sheets if sheet))

    def _deciding(self) -> Iterator[str]:
        """The facts that decide what goes into the packet, where it goes and by when."""
        packet = self.form.packet
        for line in self._lines():
            yield from (*(line.when or {}), *(line.clients or {}))
            yield from (line.copies,) if isinstance(line.copies, str) else ()
        for rule in in_force((*packet.deadlines, *packet.steps, *packet.offices, *packet.addresses), self.day):
            routes: Iterable[str] | None = getattr(rule, "routes", None)
            if self.route is None or routes is None or self.route in routes:
                yield from (*(getattr(rule, "when", None) or {}), *getattr(rule, "days", ()))

    def _stated(self, name: str) -> Iterator[str]:
        """What the user writes for a fact: itself, or what it follows from."""
        if name.startswith("office."):
            yield "office"
        elif name in CHANGES:
            item, part = CHANGES[name]
            parts = ("before", "after", "changed_on") if part == "named" else (part,)
            yield from (f"change.{item}.{p}" for p in parts)
        elif name in DERIVED:
            yield from self._behind(name, DERIVED[name].stated_as)
        elif name not in WORKED_OUT and name not in _APART and name != "route":
            yield name

    def _behind(self, name: str, stated: str) -> Iterator[str]:
        domain = self.library.facts.domain_of(stated)
        if domain is None or stated in ("attachments", "changes"):
            return
        if stated in ("users", "institutions"):
            columns = (self.library.facts.domain_of(name) or domain).columns
            yield from (_OF_A_ROW.get(column, f"{stated.removesuffix('s')}.{column}") for column in columns)
        # Of a part with facts of its own, the one that tells whether there is such a thing.
        elif domain.kind == "group":
            yield f"{stated}.number"
        else:
            yield stated


def _on_sheet(sheet: Form) -> Iterator[tuple[str, Need]]:
    for placed in sheet.items:
        item = placed.item
        for name in facts_of(item):
            own = is_blank(item) and name == item.fact
            yield name, _need_of(item) if own else "free"


def _need_of(item: Any) -> Need:
    if item.required:
        return "sometimes" if item.when else "always"
    return "sometimes" if item.required_when else "free"


def stated_in(data: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The facts that a profile states, each once: those of a person as `user.name`, a list in it by its own name."""
    for key, value in data.items():
        name = f"{prefix}{key}"
        several = isinstance(value, list | tuple)
        inside = value[0] if several and value else value
        if not isinstance(inside, Mapping) or (several and prefix):
            yield fact_of(name)
        # What has columns of its own kind: documents, and changes by their items.
        elif name not in ("attachments", "changes"):
            yield from stated_in(inside, f"{name}.")
