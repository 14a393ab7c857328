"""The words for identifiers: routes, systems, needs, layouts, kinds. Japanese and English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.ground.terms import TERMS

if TYPE_CHECKING:
    from formgen.api import Form, Plan, Profile, Source


def word(here: Console, name: str) -> str:
    """The word for an identifier; the identifier itself when there is none."""
    ja, en = TERMS.get(name, (name, name))
    return here.t(ja, en)


def words(here: Console, names: Iterable[str]) -> str:
    """Several words."""
    return here.t("・", ", ").join(word(here, n) for n in names)


def title(here: Console, form: Form) -> str:
    """The title of a form."""
    return here.t(form.title, form.title_en)


def dates(since: date | None, until: date | None) -> str:
    """From when until when."""
    return f"{since or ''}〜{until or ''}"


def whose(
    here: Console, profile: Profile, user: int | None, permission: int | None, institution: int | None = None
) -> str:
    """Of several, the person, permission or institution: by place and role, or by name where values are shown."""
    of = profile.users if permission is None else profile.permission
    if len(of if institution is None else profile.institutions) < 2 and not here.show_values:
        return ""
    from formgen.api import spoken_of  # the list of forms has these words too, and no plan

    return spoken_of(profile, user, permission, here.lang, institution=institution, named=here.show_values)


def rules_day(here: Console, plan: Plan) -> str:
    """Whose rules were used, and where that day comes from."""
    came = word(here, plan.as_of_from)
    return here.t(f"規則の基準日：{plan.as_of}（{came}）", f"Rules as of {plan.as_of} ({came})")


def source_line(here: Console, source: Source) -> str:
    """A source with its issuer and date."""
    about = " ".join(part for part in (source.issuer, source.date) if part)
    # A reader must see at once which rules rest on a private site.
    official = "" if source.official else here.t("／公式の資料ではない", "; not official")
    return here.t(f"{source.title}（{about}{official}）", f"{source.title} ({about}{official})")
