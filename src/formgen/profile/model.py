"""The facts of one submission, as the user states them. Nothing is normalised, guessed or filled in."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from formgen.profile.base import Day, Lax, ProfilePart, StatedPeriod, Text, Word, several

Route = Literal["counter", "mail", "online"]


class PreparedBy(ProfilePart):
    """Who prepared the papers (書類を作成した者)."""

    name: Text = None
    kind: Literal["organization", "gyosei-shoshi", "lawyer", "support"] | None = None
    for_fee: bool | None = None


class FilingFacts(ProfilePart):
    """The filing itself (申出・届出の内容)."""

    kind: Literal["new", "additional", "renewal", "reissue"] | None = None
    user: Annotated[int, Field(ge=0)] | None = None
    left_on: Day = None
    reason: Literal["resignation", "reassignment", "other"] | None = None
    reason_other: Text = None
    others_remain: bool | None = None
    pending_applications: bool | None = None
    brought_by_another: bool | None = None
    category_review: bool | None = None
    category2_treatment: bool | None = None
    terms_accepted: bool | None = None
    agent_requirements_met: bool | None = None
    acceptance_reported: bool | None = None
    registration_changed: bool | None = None
    new_clients_only: bool | None = None
    prepared_by: PreparedBy = PreparedBy()


class Representative(ProfilePart):
    """代表者."""

    title: Text = None
    name: Text = None


class Contact(ProfilePart):
    """担当者."""

    department: Text = None
    name: Text = None
    phone: Text = None


class Organization(ProfilePart):
    """The organisation that files (所属機関, 公益法人, 登録支援機関, ...)."""

    kind: Literal["employer", "education", "supervising", "public-interest", "support", "travel-agency"] | None = None
    legal_form: Literal["corporation", "individual"] = "corporation"
    category: Literal[1, 2, 3, 4, "none"] | None = None
    name: Text = None
    name_kana: Text = None
    postal_code: Text = None
    prefecture: Text = None
    address: Text = None
    phone: Text = None
    corporate_number: Text = None
    corporate_name: Text = None
    head_office_address: Text = None
    registration_number: Text = None
    representative: Representative = Representative()
    contact: Contact = Contact()


class ResidenceCard(ProfilePart):
    """在留カード."""

    number: Text = None
    status_of_residence: Text = None
    stay_until: Day = None
    expires_on: Day = None


class AgentCertificate(ProfilePart):
    """申請等取次者証明書."""

    number: Text = None
    expires_on: Day = None
    lost: bool | None = None
    returned: bool | None = None
    not_returned_because: Text = None


class Approval(ProfilePart):
    """The approval to use the online system (利用の承認)."""

    approved_on: Day = None
    password_set_on: Day = None
    expires_on: Day = None


class Training(ProfilePart):
    """研修会."""

    name: Text = None
    organizer: Text = None
    completed_on: Day = None


class Employment(ProfilePart):
    """雇用."""

    joined_on: Day = None
    form: Text = None


class CareerEntry(ProfilePart):
    """One line of the career (経歴); `from` is a month, as in 2011-04."""

    # `from` is a word of Python.
    since: Text = Field(default=None, alias="from")
    kind: Literal["education", "work", "immigration", "qualification"] | None = None
    text: Text = None


Capacity = Literal[
    "staff",
    "public-interest",
    "support",
    "lawyer",
    "gyosei-shoshi",
    "foreign-national",
    "legal-representative",
    "relative",
]
"""In which capacity a person uses the online system (利用者の区分)."""


class User(ProfilePart):
    """A member of staff (利用者, 利用申出人)."""

    name: Text = None
    name_kana: Text = None
    birth_date: Day = None
    sex: Literal["male", "female"] | None = None
    nationality: Text = None
    address: Text = None
    department: Text = None
    title: Text = None
    phone: Text = None
    email: Text = None
    user_id: Text = None
    status: Literal["applying", "approved", "left"] | None = None
    capacity: Capacity | None = None
    approval: Approval | None = None
    roster: Literal["keep", "erase"] | None = None
    residence_card: ResidenceCard | None = None
    agent_certificate: AgentCertificate | None = None
    training: Training | None = None
    employment: Employment | None = None
    career: Annotated[tuple[CareerEntry, ...], Lax] = ()
    photo: Text = None


class Institution(ProfilePart):
    """A client institution of a public-interest corporation or support organisation."""

    name: Text = None
    address: Text = None
    corporate_number: Text = None
    representative: Text = None
    # Whether its pledge is with the office already; not stated, an earlier day of the pledge says yes.
    pledged: bool | None = None
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
    # Known so that it can be said where these are changed: no form takes them.
    "user.email",
    "user.password",
]


class Change(ProfilePart):
    """One changed item of a user's data (利用者情報); whether 利用者情報変更届出 takes it, its packet says."""

    item: ChangeItem
    before: Text = None
    after: Text = None
    changed_on: Day = None


class Applicant(ProfilePart):
    """The foreign national who applied (申請人)."""

    name: Text = None
    status_of_residence: Text = None
    card_issued_on: Day = None
    holds_combined_card: bool | None = None
    designation_paper: bool | None = None


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
    "combined-card",
    "refugee-travel-document",
]


Together = Literal["reentry", "extra-activity", "combined-card"]
"""What can be filed together with an application."""


class Permission(ProfilePart):
    """A permission for which a fee is paid (手数料納付書)."""

    kind: PermissionKind | None = None
    application_route: Literal["counter", "online"] | None = None
    accepted_on: Day = None
    granted_period: StatedPeriod = None
    receipt_number: Text = None
    applicant: Applicant = Applicant()
    together: Annotated[tuple[Together, ...], Lax] | None = None
    new_kanji_name: bool | None = None
    pickup: Literal["counter", "mail"] | None = None
    result_mail_on: Day = None
    amount: Annotated[int, Field(ge=0)] | None = None


Procedure = Literal[
    "eligibility", "change", "extension", "acquisition", "work-certificate", "extra-activity", "reentry"
]
"""What can be applied for in the online system (手続)."""


class PendingApplicant(ProfilePart):
    """The foreign national whose application is with the office (申請人)."""

    name: Text = None
    nationality: Text = None
    birth_date: Day = None


class Material(ProfilePart):
    """A material of an application (添付する資料); `later` when it follows in a further upload."""

    title: Text = None
    pages: Annotated[int, Field(ge=1)] | None = None
    later: bool | None = None


class Application(ProfilePart):
    """An application that was made online or is being made (申請), for the statement on its materials."""

    kind: Procedure | None = None
    status_of_residence: Text = None
    receipt_number: Text = None
    applicant: PendingApplicant = PendingApplicant()
    over_limit: bool | None = None
    asked_by_office: bool | None = None
    materials: Annotated[tuple[Material, ...], Lax] = ()


class Attachment(ProfilePart):
    """A document that goes with the papers: a file, or paper put in by hand (`enclosed`)."""

    document: Word
    user: Annotated[int, Field(ge=0)] | None = None
    permission: Annotated[int, Field(ge=0)] | None = None
    institution: Annotated[int, Field(ge=0)] | None = None
    file: Text = None
    # Paper that the user puts in by hand: the packet has no page for it, the next steps name it.
    enclosed: bool | None = None
    issued_on: Day = None
    # Not stated is not "no": it is asked for, as a number that goes out cannot be taken back.
    masked: bool | None = None

    # A file is bound into the packet, paper is put in by hand: the plan has to know which.
    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.file) == bool(self.enclosed):
            raise PydanticCustomError("file_or_enclosed", "either file or enclosed")
        return self


class Profile(ProfilePart):
    """Everything the user states about one submission; see README for the keys.

    `custom` holds facts of the user's own as plain data; what may stand there is declared in their forms folder.
    """

    form: Text = None
    route: Route | None = None
    date: Day = None
    office: Text = None
    filing: FilingFacts = FilingFacts()
    organization: Organization = Organization()
    users: Annotated[tuple[User, ...], Lax] = ()
    institutions: Annotated[tuple[Institution, ...], Lax] = ()
    changes: Annotated[tuple[Change, ...], Lax] = ()
    # Fee sheets are mostly made one at a time, so one permission may stand without its list.
    permission: Annotated[tuple[Permission, ...], Lax, BeforeValidator(several)] = ()
    application: Application = Application()
    attachments: Annotated[tuple[Attachment, ...], Lax] = ()
    # The official wording is not known to formgen: without it the pledge prints a draft (案) that says so.
    pledge_text: Text = None
    pledge_text_file: Text = None
    custom: Mapping[str, Any] = {}

    # Asked for once for each person: counted anew each time, thousands of people would take minutes.
    @cached_property
    def approved(self) -> int:
        """How many of the users are approved."""
        return sum(user.status == "approved" for user in self.users)

    @cached_property
    def places_among_alike(self) -> tuple[int, ...]:
        """The place of each user, from 1, among those of the same status."""
        seen: Counter[str | None] = Counter()
        places = []
        for user in self.users:
            seen[user.status] += 1
            places.append(seen[user.status])
        return tuple(places)


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
