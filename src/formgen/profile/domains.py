"""What kind of value a fact holds, and which values it can take: for checking what forms and rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from formgen.profile import changes, facts
from formgen.profile.base import is_period
from formgen.profile.derived import DERIVED
from formgen.profile.model import Capacity, Institution, Permission, Profile, User, part_of

FactKind = Literal[
    "text", "day", "bool", "int", "choice", "choices", "period", "list", "group", "form", "document", "documents"
]
Scalar = str | int | bool
BY_LIBRARY: tuple[FactKind, ...] = ("form", "document", "documents")
"""Kinds of facts that name what a library holds; `FactCatalogue.with_ids` says what that is."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values of one fact. `group` is a part with facts of its own, `list` a list of such parts.

    `values` are the values of a `choice`; `choices` holds any number of them, and a condition on it holds when one
    it names is among those. `columns` are the facts of one entry of a `list`.
    `many` marks a fact inside a list (`users.name`): it has no single value and cannot be asked for by itself.
    `form` is the id of a form, `document` that of a document, `documents` any number of those; which there are, only
    the library knows: until it has said so, the fact takes none.
    """

    kind: FactKind
    values: tuple[Scalar, ...] = ()
    columns: Mapping[str, Domain] = field(default_factory=dict)
    many: bool = False

    def allows(self, value: object) -> bool:
        """Whether the fact can take a value. Days and periods never equal a written value: they are not chosen."""
        if self.many or self.kind in ("list", "group", "day", "period"):
            return False
        if self.values or self.kind in ("choice", *BY_LIBRARY):
            # In Python 1 == True, so the type is compared as well.
            return any(value == v and type(value) is type(v) for v in self.values)
        return type(value) is {"bool": bool, "int": int}.get(self.kind, str)


def domain_of(name: str) -> Domain | None:
    """The values of a fact by its dotted name; None for a name nobody knows."""
    return _domains().get(name)


def domains() -> Mapping[str, Domain]:
    """Every fact a form or a rule may ask for, with its values."""
    return _domains()


def asked_for() -> frozenset[str]:
    """The names a form or rule may ask for by itself: all but those inside lists."""
    return frozenset(name for name, found in _domains().items() if not found.many)


_TEXT, _BOOL, _INT = Domain("text"), Domain("bool"), Domain("int")
_OF_A_FEE = dict.fromkeys(("receipt_number", "applicant", "kind", "payment", "amount"), _TEXT)
_ROUTE_MARKS = dict.fromkeys(("counter", "mail", "online"), _TEXT)

_OF_CHANGE: Mapping[changes.Part, Domain] = {
    "named": _BOOL,
    "before": _TEXT,
    "after": _TEXT,
    "changed_on": Domain("day"),
}

#: Facts that follow from others or that rules work out. What they can be is said here; how, is not.
_DECLARED: Mapping[str, Domain] = {
    "filing.kind": Domain("choice", ("new", "additional", "renewal", "reissue")),
    "filing.agent_kind": Domain("choice", ("new", "renewal", "reissue")),
    "organization.user_type": Domain("choice", ("staff", "public-interest", "support", "travel-agency")),
    "organization.prefecture": _TEXT,
    "user.prefecture": _TEXT,
    "user.capacity": Domain("choice", get_args(Capacity)),
    "user.foreign": _BOOL,
    "user.holds_agent_certificate": _BOOL,
    "user.photo_given": _BOOL,
    "filing.has_left": _BOOL,
    "filing.others_remain": _BOOL,
    "filing.affected_users": Domain("list", columns={"name": _TEXT, "user_id": _TEXT}),
    "filing.roster": Domain(
        "list",
        columns={
            **dict.fromkeys(("name", "user_id", "certificate_number"), _TEXT),
            "certificate_expires_on": Domain("day"),
            "roster": Domain("choice", ("keep", "erase")),
        },
    ),
    "user.approval.ends_on": Domain("day"),
    "institution.pledged": _BOOL,
    "institutions.listed": Domain(
        "list",
        columns={
            **dict.fromkeys(("name", "address", "corporate_number", "representative"), _TEXT),
            "pledged_on": Domain("day"),
        },
    ),
    "institutions.count": _INT,
    "institutions.several": _BOOL,
    "permission.short_stay": _BOOL,
    "permission.applicant.old_card": _BOOL,
    "permission.applicant.designation_paper": _BOOL,
    "application.materials_now": Domain("list", columns={"title": _TEXT, "pages": _INT}),
    "application.materials_later": Domain("list", columns={"title": _TEXT, "pages": _INT}),
    "attachments.given": Domain("documents"),
    "office.name": _TEXT,
    "office.head": _TEXT,
    "office.postal_code": _TEXT,
    "office.address": _TEXT,
    "office.section": _TEXT,
    "fee.amount": _INT,
    "plan.checklist": Domain(
        "list",
        columns={
            "number": _INT,
            "title": _TEXT,
            "form": _TEXT,
            **_ROUTE_MARKS,
            "check": _BOOL,
            "given": _BOOL,
            "note": _TEXT,
        },
    ),
    "plan.enclosures": Domain("list", columns={"number": _INT, "title": _TEXT, "copies": _INT}),
    "plan.envelope": _TEXT,
    "plan.lead_title": _TEXT,
    "plan.unfinished": _TEXT,
    "plan.fees": Domain("list", columns={"check": _BOOL, "number": _INT, **_OF_A_FEE}),
    "plan.fee_count": _INT,
    "plan.fee_total": _TEXT,
    "plan.fee_subtotals": _TEXT,
    "plan.stamps": _TEXT,
    "plan.next_steps": Domain("list", columns={"check": _BOOL, "kind": _TEXT, "text": _TEXT}),
    "form": Domain("form"),
    "attachments.document": Domain("document", many=True),
} | {name: _OF_CHANGE[part] for name, (_, part) in changes.FACTS.items()}


@cache
def _domains() -> Mapping[str, Domain]:
    found = dict(_of_model(Profile, "", many=False))
    # `user`, `permission` and `institution` are those a case is about, out of the lists of the profile.
    found |= {"user": Domain("group"), "permission": Domain("group"), "institution": Domain("group")}
    found |= dict(_of_model(User, "user.", many=False))
    found |= dict(_of_model(Permission, "permission.", many=False))
    found |= dict(_of_model(Institution, "institution.", many=False))
    # By their names, so that a new derived fact without its values here fails at once.
    declared = {n: _DECLARED[n] for n in (*DERIVED, *facts.WORKED_OUT)}
    # Texts in the profile, of which the library knows more.
    ids = {n: _DECLARED[n] for n in ("form", "attachments.document")}
    return found | ids | declared


def _of_model(model: type[BaseModel], prefix: str, *, many: bool) -> Iterator[tuple[str, Domain]]:
    for name, about in model.model_fields.items():
        period = any(is_period(m) for m in about.metadata)
        found = Domain("period") if period else _of_type(about.annotation)
        inner = part_of(model, name)
        if inner is not None:
            yield from _of_model(inner, f"{prefix}{name}.", many=many or found.kind == "list")
        yield prefix + name, Domain(found.kind, found.values, found.columns, many)


def _of_type(annotation: Any) -> Domain:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return Domain("period") if any(is_period(m) for m in inner[1:]) else _of_type(inner[0])
    if origin is Literal:
        return Domain("choice", inner)
    if origin is Mapping:
        return Domain("group")
    if origin is tuple and get_origin(inner[0]) is Literal:
        return Domain("choices", get_args(inner[0]))
    if origin is tuple:
        return Domain("list", columns=_columns(inner[0]))
    if isinstance(annotation, type):
        return Domain("group") if issubclass(annotation, BaseModel) else Domain(_PLAIN[annotation.__name__])
    return _of_type(next(one for one in inner if one is not type(None)))


_PLAIN: Mapping[str, FactKind] = {"str": "text", "bool": "bool", "int": "int", "date": "day"}


def _columns(model: type[BaseModel]) -> dict[str, Domain]:
    return {name: found for name, found in _of_model(model, "", many=False) if "." not in name}
