"""A sheet file as its author wrote it: the head of the form, and tables, notes and single things in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Tag, model_validator

from formgen.spec.form import Form
from formgen.spec.ink import Notes
from formgen.spec.items import ITEMS, KINDS, Model, kind_of_item
from formgen.spec.placing import grids, placed_items
from formgen.spec.tables import Either, Gap, Inside, Side, Table


def _kind_of_entry(value: Any) -> str:
    # As written, or as a model already: pydantic asks in both states.
    for key, model in (("table", Table), ("notes", Notes)):
        if isinstance(value, model) or (isinstance(value, Mapping) and key in value):
            return key
    return kind_of_item(value)


AnyEntry = Annotated[
    Annotated[Table, Tag("table")] | Annotated[Notes, Tag("notes")] | ITEMS,
    Discriminator(_kind_of_entry),
]


#: What the first key of a thing on a sheet may be; `part` stands for what parts.yaml holds under a name.
ENTRY_KEYS = (*KINDS, "table", "notes", "part")
#: And of a row of a table, besides.
ROW_KEYS = ("gap", "inside", "either", "side")


def model_of_entry(value: Any) -> type[Model] | None:
    """The model of a thing on a sheet or of a row of a table, as written; None for anything else."""
    others: dict[str, type[Model]] = {"table": Table, "notes": Notes, "gap": Gap, "inside": Inside}
    others |= {"either": Either, "side": Side}
    if not isinstance(value, Mapping):
        return None
    return next((model for key, model in others.items() if key in value), None) or KINDS.get(kind_of_item(value))


class SheetFile(Form):
    """A sheet file, whole. `content` is everything on the sheet in reading order; `styles` are what `like` may name."""

    styles: dict[str, dict[str, Any]] = {}
    content: tuple[AnyEntry, ...]

    @model_validator(mode="after")
    def _everything_has_its_place(self) -> SheetFile:
        # Placed while it is read, so that a thing without a place is an error of the file, not of a drawing.
        self.with_things(tuple(placed_items(self.content)), grids(self.content))
        return self

    def as_form(self) -> Form:
        """The form that the file describes, without how it was written."""
        about = {name: getattr(self, name) for name in Form.model_fields}
        # Nothing to check again: it was, when the file was read.
        return Form.model_construct(**about).with_things(self.items, self.grids)
