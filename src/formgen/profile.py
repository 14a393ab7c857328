"""The facts of one submission, as the user states them. Nothing is normalised, guessed or filled in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from formgen.dates import Period, parse_day
from formgen.problems import Problem, Refused, escape, problem

Route = Literal["counter", "mail", "online"]


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError:
            raise PydanticCustomError("iso_day", "not a day") from None
    if value is None or isinstance(value, date):
        return value
    raise PydanticCustomError("iso_day", "not a day")


def _period(value: object) -> object:
    if isinstance(value, str):
        try:
            Period.parse(value)
        except ValueError:
            raise PydanticCustomError("iso_period", "not a period") from None
    return value


def _several(value: object) -> object:
    return value if isinstance(value, tuple) else () if value is None else (value,)


Day = Annotated[date | None, BeforeValidator(_day)]
PeriodText = Annotated[str | None, BeforeValidator(_period)]
Text = str | None


class Part(BaseModel):
    """What every part of the profile keeps to: no unknown keys, no change after reading, no coercion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Filing(Part):
    """The filing itself (申出・届出の内容)."""

    kind: Literal["new", "additional", "renewal"] | None = None
    user: Annotated[int, Field(ge=0)] | None = None
    left_on: Day = None
    reason: Literal["resignation", "reassignment", "other"] | None = None
    others_remain: bool | None = None
    category_review: bool | None = None
    category2_treatment: bool | None = None
    terms_accepted: bool | None = None


class Representative(Part):
    """代表者."""

    title: Text = None
    name: Text = None


class Contact(Part):
    """担当者."""

    department: Text = None
    name: Text = None
    phone: Text = None


class Organization(Part):
    """The organisation that files (所属機関, 公益法人, 登録支援機関, ...)."""

    kind: Literal["employer", "supervising", "public-interest", "support", "travel-agency"] | None = None
    legal_form: Literal["corporation", "individual"] = "corporation"
    category: Literal[1, 2, 3, 4] | None = None
    name: Text = None
    name_kana: Text = None
    postal_code: Text = None
    address: Text = None
    phone: Text = None
    corporate_number: Text = None
    corporate_name: Text = None
    head_office_address: Text = None
    registration_number: Text = None
    representative: Representative = Representative()
    contact: Contact = Contact()


class ResidenceCard(Part):
    """在留カード."""

    number: Text = None
    status_of_residence: Text = None
    expires_on: Day = None


class AgentCertificate(Part):
    """申請等取次者証明書."""

    number: Text = None
    expires_on: Day = None


class Training(Part):
    """研修会."""

    name: Text = None
    organizer: Text = None
    completed_on: Day = None


class Employment(Part):
    """雇用."""

    joined_on: Day = None
    form: Text = None


class CareerEntry(Part):
    """One line of the career (経歴); `from` is a month, as in 2011-04."""

    since: Text = Field(default=None, alias="from")
    text: Text = None


class User(Part):
    """A member of staff (利用者, 利用申出人)."""

    name: Text = None
    name_kana: Text = None
    birth_date: Day = None
    sex: Literal["male", "female"] | None = None
    nationality: Text = None
    department: Text = None
    title: Text = None
    phone: Text = None
    email: Text = None
    user_id: Text = None
    status: Literal["applying", "approved", "left"] | None = None
    residence_card: ResidenceCard | None = None
    agent_certificate: AgentCertificate | None = None
    training: Training | None = None
    employment: Employment | None = None
    career: tuple[CareerEntry, ...] = ()
    photo: Text = None


class Institution(Part):
    """A client institution of a public-interest corporation or support organisation."""

    name: Text = None
    address: Text = None
    corporate_number: Text = None
    representative: Text = None
    pledged_on: Day = None


ChangeItem = Literal[
    "organization.name",
    "organization.address",
    "organization.phone",
    "corporation.trade_name",
    "corporation.head_office_address",
    "corporation.number",
    "user.name",
    "user.nationality",
    "user.phone",
]


class Change(Part):
    """One changed item of 利用者情報変更届出."""

    item: ChangeItem
    before: Text = None
    after: Text = None
    changed_on: Day = None


class Applicant(Part):
    """The foreign national who applied (申請人)."""

    name: Text = None


PermissionKind = Literal[
    "change",
    "extension",
    "permanent",
    "reentry-single",
    "reentry-multiple",
    "registered-user-card",
    "registered-user-card-reissue",
    "work-certificate",
    "card-reissue",
    "refugee-travel-document",
]


class Permission(Part):
    """A permission for which a fee is paid (手数料納付書)."""

    kind: PermissionKind | None = None
    application_route: Literal["counter", "online"] | None = None
    accepted_on: Day = None
    granted_period: PeriodText = None
    receipt_number: Text = None
    applicant: Applicant = Applicant()
    pickup: Literal["counter", "mail"] | None = None
    amount: Annotated[int, Field(ge=0)] | None = None


class Attachment(Part):
    """A document that goes with the papers: a file, or paper put in by hand (`enclosed`)."""

    document: str
    user: Annotated[int, Field(ge=0)] | None = None
    permission: Annotated[int, Field(ge=0)] | None = None
    file: Text = None
    enclosed: bool | None = None
    issued_on: Day = None
    masked: bool | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Attachment:
        if bool(self.file) == bool(self.enclosed):
            raise PydanticCustomError("file_or_enclosed", "either file or enclosed")
        return self


class Profile(Part):
    """Everything the user states about one submission; see README for the keys."""

    form: Text = None
    route: Route | None = None
    date: Day = None
    office: Text = None
    filing: Filing = Filing()
    organization: Organization = Organization()
    users: tuple[User, ...] = ()
    institutions: tuple[Institution, ...] = ()
    changes: tuple[Change, ...] = ()
    permission: Annotated[tuple[Permission, ...], BeforeValidator(_several)] = ()
    attachments: tuple[Attachment, ...] = ()
    pledge_text: Text = None
    pledge_text_file: Text = None


def validate(data: object) -> Profile:
    """A profile from plain data (as read from JSON). Raises `Refused` with every fault at once."""
    if not isinstance(data, Mapping):
        raise Refused([_wrong_type("model_type", "")])
    try:
        return Profile.model_validate(_tuples(data))
    except ValidationError as error:
        raise Refused(tuple(_problems(error.errors(include_url=False), data))) from None
    except RecursionError:
        raise Refused([problem("E-SCHEMA.alias", pointer="")]) from None


def _tuples(value: Any) -> Any:
    """Lists become tuples, for strict models; nothing else changes."""
    if isinstance(value, Mapping):
        return {k: _tuples(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return tuple(map(_tuples, value))
    return value


def pointer(steps: Iterable[str | int], data: object) -> str:
    """JSON Pointer of a place in the model, as it stands in `data` (one permission need not be a list)."""
    out, here = "", data
    for step in steps:
        if isinstance(step, int) and isinstance(here, Mapping):
            continue
        if isinstance(here, Mapping) and step not in here and step == "since":
            step = "from"
        out += "/" + escape(step)
        here = _child(here, step)
    return out


def _child(here: object, step: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


_EXPECTED = {
    "string_type": ("文字列", "text"),
    "int_type": ("整数", "a whole number"),
    "bool_type": ("true か false", "true or false"),
    "tuple_type": ("一覧 […]", "a list […]"),
    "model_type": ("オブジェクト {…}", "an object {…}"),
    "model_attributes_type": ("オブジェクト {…}", "an object {…}"),
}


def _problems(errors: Iterable[ErrorDetails], data: object) -> Iterator[Problem]:
    for error in errors:
        steps = [s for s in error["loc"] if not (isinstance(s, str) and "[" in s)]
        place = pointer(steps, data)
        kind = error["type"]
        if kind == "extra_forbidden":
            yield _unknown_key(str(steps[-1]), steps[:-1], place)
        elif kind == "iso_day":
            yield problem("E-DATE.iso", pointer=place)
        elif kind == "iso_period":
            yield problem("E-DATE.period", pointer=place)
        elif kind == "file_or_enclosed":
            yield problem("E-VALUE.attachment", pointer=place)
        elif kind == "missing":
            yield problem("E-VALUE.missing-key", pointer=place.rpartition("/")[0], name=steps[-1])
        elif kind == "literal_error":
            yield problem("E-SCHEMA.choice", pointer=place, choices=error["ctx"]["expected"])
        elif kind == "greater_than_equal":
            yield problem("E-VALUE.range", pointer=place, expected="0以上の整数", expected_en="0 or more")
        else:
            yield _wrong_type(kind, place)


def _wrong_type(kind: str, place: str) -> Problem:
    ja, en = _EXPECTED.get(kind, ("別の種類の値", "another kind of value"))
    return problem("E-SCHEMA.type", pointer=place, expected=ja, expected_en=en)


def _unknown_key(key: str, parents: list[str | int], place: str) -> Problem:
    known = keys_of(parents)
    ja, en = did_you_mean(key, known)
    return problem("E-SCHEMA.unknown-key", pointer=place, name=key, suggestion=ja, suggestion_en=en)


def keys_of(steps: Iterable[str | int]) -> tuple[str, ...]:
    """The keys a part of the profile may have; `steps` as in a JSON Pointer."""
    model: type[BaseModel] = Profile
    for step in steps:
        if isinstance(step, str):
            model = part_of(model, step) or model
    return tuple(f.alias or name for name, f in model.model_fields.items())


def part_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model behind a key, through lists and optional values; None for a plain value."""
    found = model.model_fields.get(name)
    return _model_in(found.annotation) if found else None


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _model_in(inner):
            return found
    return None


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """A suggestion in Japanese and English: the nearest known words, or all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        listed = " / ".join(near)
        return f"「{listed}」の誤りではありませんか。", f"Did you mean {listed}?"
    listed = ", ".join(names)
    return f"使えるもの：{listed}", f"Known: {listed}"
