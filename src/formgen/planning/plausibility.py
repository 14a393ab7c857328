"""Values that cannot be right: a warning where a person may know better, else an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from formgen.ground.problems import Problem, problem
from formgen.planning.situation import Situation
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, User

_POSTAL = re.compile(r"[0-9]{7}\Z", re.ASCII)
# The many dashes that people and input methods put into a postal code.
_BESIDE_DIGITS = str.maketrans("", "", " -‐‑–—―−ー〒")
# A reading (フリガナ) may have spaces, ・ and ー; ァ-ヴ alone would leave the rarer ヷ-ヺ out.
_KATAKANA = re.compile(r"[ァ-ヴヵヶヷ-ヺ・ーヽヾ\s]+\Z")
# In Japan a number has ten or eleven, also 0120, 050 and 0570; one from abroad, or with an extension, has more.
_PHONE_DIGITS = 10
_CARD_NUMBER = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}\Z", re.ASCII)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")


def implausible(now: Situation) -> Iterator[Problem]:
    """Everything about the organisation and the people that cannot be right on the day of filing."""
    yield from _organization(now.profile)
    for number, user in enumerate(now.profile.users):
        yield from _person(user, f"/users/{number}")
        yield from _days(now, user, f"/users/{number}")
    for case in now.cases:
        given = case.fee_case()
        yield from _receipt_number(given.receipt_number if given else None, case.pointer("permission.receipt_number"))
    yield from _receipt_number(now.profile.application.receipt_number, "/application/receipt_number")
    for case in now.cases if now.form.person == "applying" else ():
        yield from _papers_of(now, case)


def _organization(profile: Profile) -> Iterator[Problem]:
    given = profile.organization
    if given.postal_code and not _is_postal_code(given.postal_code):
        # An error: the form has seven boxes, and what is not seven digits cannot be written into them.
        yield problem("E-VALUE.postal-code", pointer="/organization/postal_code", value=given.postal_code)
    yield from _phone(given.phone, "/organization/phone")
    yield from _phone(given.contact.phone, "/organization/contact/phone")
    yield from _reading(given.name_kana, "/organization/name_kana")


def _is_postal_code(text: str) -> bool:
    """Seven digits, in half or full width; the form drops the hyphen itself."""
    # NFKC for this look only; what is printed stays as it was written.
    return bool(_POSTAL.match(unicodedata.normalize("NFKC", text).translate(_BESIDE_DIGITS)))


def _person(user: User, place: str) -> Iterator[Problem]:
    yield from _phone(user.phone, f"{place}/phone")
    yield from _reading(user.name_kana, f"{place}/name_kana")
    if user.email and not _MAIL.match(user.email):
        # A warning, as here and below a person may know better than a pattern.
        yield problem("W-VALUE.email", pointer=f"{place}/email", value=user.email)
    if user.user_id and any(c.isspace() for c in user.user_id):
        yield problem("W-VALUE.user-id", pointer=f"{place}/user_id", value=user.user_id)
    card = user.residence_card.number if user.residence_card else None
    if card and not _CARD_NUMBER.match(card):
        yield problem("W-VALUE.residence-card", pointer=f"{place}/residence_card/number", value=card)


def _phone(text: str | None, place: str) -> Iterator[Problem]:
    digits = sum(c.isdecimal() for c in text or "")
    if text and digits < _PHONE_DIGITS:
        yield problem("W-VALUE.phone-short" if digits else "W-VALUE.phone", pointer=place, value=text)


def _receipt_number(text: str | None, place: str) -> Iterator[Problem]:
    """申請受付番号: no grammar is published, but all that were seen begin with the office and its section."""
    if text and "".join(unicodedata.normalize("NFKC", text).split()).isdecimal():
        yield problem("W-VALUE.receipt-number", pointer=place, value=text)


def _reading(text: str | None, place: str) -> Iterator[Problem]:
    if text and not _KATAKANA.match(text):
        yield problem("W-VALUE.reading", pointer=place, value=text)


def _days(now: Situation, user: User, place: str) -> Iterator[Problem]:
    born, joined = user.birth_date, user.employment.joined_on if user.employment else None
    if born and born > now.day:
        yield problem("E-DATE.born-later", pointer=f"{place}/birth_date", value=born.isoformat())
    elif born and joined and joined < born:
        yield problem("E-DATE.joined-before-birth", pointer=f"{place}/employment/joined_on", value=joined.isoformat())


def _papers_of(now: Situation, case: Facts) -> Iterator[Problem]:
    """What a person needs who applies: a certificate that is still good, and a residence card if foreign."""
    user, place = case.person(), f"/users/{case.user}"
    if user is None:
        return
    yield from _expired(now, user, place)
    # A person whose nationality is not stated is not said to lack a card.
    if user.residence_card is None and case.get("user.foreign"):
        yield problem("W-UNKNOWN.residence-card", pointer=f"{place}/residence_card")


def _expired(now: Situation, user: User, place: str) -> Iterator[Problem]:
    """Days that are over: of the certificate, of the card, of the stay; and a certificate said to outlast the stay."""
    held, card = user.agent_certificate, user.residence_card
    ends = held.expires_on if held else None
    days = (
        ("W-VALUE.expired-certificate", "agent_certificate/expires_on", ends),
        ("W-VALUE.expired-card", "residence_card/expires_on", card.expires_on if card else None),
        ("W-VALUE.expired-stay", "residence_card/stay_until", card.stay_until if card else None),
    )
    for key, about, day in days:
        if day and day < now.day:
            yield problem(key, pointer=f"{place}/{about}", value=day.isoformat())
    if ends and card and card.stay_until and ends > card.stay_until:
        pointer = f"{place}/agent_certificate/expires_on"
        yield problem("W-CONTRADICTION.certificate-after-stay", pointer=pointer, value=ends.isoformat())
