"""One edition of one form: what it is, who says so, what stands on it, and what must go with it."""

from datetime import date
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr

from formgen.ground.dates import lasts_on
from formgen.ground.marks import Box
from formgen.spec.base import Provenance, source_ids
from formgen.spec.derivations import Derivations
from formgen.spec.items import AnyBlank, Model, Option, Print, Sources, Status, When, facts_of, is_blank
from formgen.spec.packets import PacketRules
from formgen.spec.placed import Grid, Placed
from formgen.spec.rules import TitleWhen


class Form(Model):
    """What a paper is: its official name and number, its dates, how far its layout is known; and what stands on it.

    `defaults` hold for everything on the sheet that says nothing of its own; `blank_as` are facts that an empty form
    takes as given. `draft_when` names the cases in which its wording is a draft (案), as the official one is not known.
    """

    form: str
    since: date = Field(alias="from")
    until: date | None = None
    system: Literal["law", "online", "toritsugi", "free"]
    number: str = ""
    title: str
    title_en: str
    titles: tuple[TitleWhen, ...] = ()
    layout: Literal["official", "reconstructed", "free"]
    internal: bool = False
    per: Literal["person", "permission", "filing"] = "filing"
    person: Literal["applying", "approved", "left"] | None = "applying"
    source: Sources
    status: Status
    defaults: dict[Literal["status", "source"], Any] = {}
    blank_as: dict[str, Any] = {}
    draft_when: When | None = None
    _items: tuple[Placed, ...] = PrivateAttr(())
    _grids: tuple[Grid, ...] = PrivateAttr(())
    _digest: str = PrivateAttr("")
    _packet: PacketRules = PrivateAttr(default_factory=PacketRules)
    _law: Derivations = PrivateAttr(default_factory=Derivations)

    def in_force(self, day: date) -> bool:
        """Whether this edition is that of a day."""
        return lasts_on(day, self.since, self.until)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of the form itself."""
        return source_ids(self.source)

    def sources_of(self, item: Provenance) -> tuple[str, ...]:
        """The ids of the sources of one thing on it: its own, else those that hold for the sheet."""
        return source_ids(item.source) or source_ids(self.defaults.get("source"))

    @property
    def items(self) -> tuple[Placed, ...]:
        """Every single thing on the sheet with its place, in reading order."""
        return self._items

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The outlines of its tables."""
        return self._grids

    def with_things(self, items: tuple[Placed, ...], outlines: tuple[Grid, ...]) -> Self:
        """The form, on which from now on these things stand."""
        # Private attributes are open in a frozen model: what a form is made from is no part of what it says.
        self._items, self._grids = items, outlines
        return self

    @property
    def digest(self) -> str:
        """A hash of the file it was read from; empty for a form that was made otherwise."""
        return self._digest

    def with_digest(self, digest: str) -> Self:
        """The form, which from now on knows this hash."""
        self._digest = digest
        return self

    @property
    def packet(self) -> PacketRules:
        """What goes with it when it is handed in by itself; empty for a sheet that leads no filing."""
        return self._packet

    @property
    def law(self) -> Derivations:
        """How facts follow from others, by the rules of its library."""
        return self._law

    @property
    def lead(self) -> bool:
        """Whether it is handed in by itself, with papers around it."""
        return bool(self._packet)

    def with_law(self, packet: PacketRules, law: Derivations) -> Self:
        """The form, which from now on knows its packet and how facts follow from others."""
        self._packet, self._law = packet, law
        return self

    @cached_property
    def blanks(self) -> tuple[AnyBlank, ...]:
        """The blanks, in reading order."""
        return tuple(placed.item for _, placed in self.numbered_blanks)

    @cached_property
    def numbered_blanks(self) -> tuple[tuple[int, Placed], ...]:
        """The blanks with their places among the items."""
        return tuple((n, placed) for n, placed in enumerate(self.items) if is_blank(placed.item))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of all facts the form asks for."""
        return frozenset(name for placed in self.items for name in facts_of(placed.item))

    @cached_property
    def shows_plan(self) -> bool:
        """Whether it shows something of the plan (the check sheet, the list of enclosures)."""
        return any(name.startswith("plan.") for name in self.asked)

    @cached_property
    def conditional(self) -> tuple[int, ...]:
        """The numbers of the items that are printed for some cases only."""
        return tuple(n for n, placed in enumerate(self.items) if placed.item.when is not None)

    @cached_property
    def pages(self) -> int:
        """How many sides the sheet has."""
        # A sheet with nothing on it has a side all the same.
        return max([1, *(int(placed.item.page) for placed in self.items)])

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The rectangle of every blank that has one."""
        return {p.item.blank: p.box for _, p in self.numbered_blanks if p.box is not None}

    @cached_property
    def apart(self) -> dict[str, tuple[tuple[Any, Print], ...]]:
        """For each choice printed apart: its values in reading order, each with the text that stands for it."""
        found: dict[str, list[tuple[Any, Print]]] = {}
        for placed in self.items:
            for name, values in getattr(placed.item, "chooses", {}).items():
                every = values if isinstance(values, tuple) else (values,)
                found.setdefault(name, []).extend((value, placed.item) for value in every)
        return {name: tuple(pairs) for name, pairs in found.items()}

    def options(self, blank: Any) -> tuple[Option, ...]:
        """What a choice can be: its own options, or the texts that stand for them."""
        return blank.options or tuple(Option(value=value) for value, _ in self.apart.get(blank.blank, ()))
