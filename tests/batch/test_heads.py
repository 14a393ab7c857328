"""The columns that a table has for a form: one for each fact its packet asks for, each with a head of its own."""

from __future__ import annotations

from typing import Any

import pytest

from formgen.batch.heads import GROUPS, Column, cell_text, columns_for
from formgen.library import open_library
from formgen.profile.derived import DERIVED
from formgen.profile.facts import WORKED_OUT

LIBRARY = open_library()
FORMS = sorted(form for form in LIBRARY.files if not LIBRARY.editions(form)[-1].internal)
ROUTES = (None, "counter", "mail", "online")


def test_every_stated_fact_has_a_head_of_its_own() -> None:
    facts = LIBRARY.facts.facts
    heads = [fact.column for fact in facts.values() if fact.column]
    assert len(heads) == len(set(heads))
    assert all(len(head) <= 16 for head in heads)
    assert not [name for name in WORKED_OUT if facts[name].column]


def test_no_fact_that_is_stated_is_left_without_a_head() -> None:
    facts = LIBRARY.facts

    def stated(name: str) -> bool:
        derived = DERIVED.get(name)
        domain = facts.domain_of(name)
        single = domain is not None and domain.kind not in ("group", "list")
        return single and name not in WORKED_OUT and (derived is None or derived.stated_as == name)

    left = [n for n in facts.facts if stated(n) and not facts.facts[n].column and not n.startswith("attachments.")]
    assert left == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("route", ROUTES)
def test_heads_and_names_are_unique_and_in_groups(form: str, route: str | None) -> None:
    columns = columns_for(LIBRARY, form, route)
    assert columns
    assert len({c.label for c in columns}) == len({c.name for c in columns}) == len(columns)
    groups = [list(GROUPS).index(c.group) for c in columns]
    assert groups == sorted(groups)


@pytest.mark.parametrize("form", sorted(LIBRARY.packet_files))
def test_every_blank_that_is_refused_when_empty_has_a_column(form: str) -> None:
    edition = LIBRARY.editions(form)[-1]
    named = {c.name: c for c in columns_for(LIBRARY, form)}
    facts = {b.fact for b in edition.blanks if b.required and LIBRARY.facts.facts[b.fact or ""].column}
    assert facts
    assert {f for f in facts if named[f or ""].needed == "free"} == set()


def test_the_route_is_a_column_only_where_the_table_has_to_say_it() -> None:
    assert "route" in _named("usage-request", None)
    assert "route" not in _named("usage-request", "mail")


def test_documents_of_the_route_with_the_day_of_issue_where_it_matters() -> None:
    counter, mail = _named("usage-request", "counter"), _named("usage-request", "mail")
    assert {"attachment.training-certificate", "attachment.registry-certificate.issued_on"} <= set(mail)
    assert "attachment.identity-document.masked" in mail
    assert "attachment.identity-document" not in counter


def test_addresses_of_the_organisation_and_of_the_person_have_different_heads() -> None:
    named = _named("agent-request", None)
    assert (named["organization.address"].label, named["user.address"].label) == ("機関・所在地", "本人・住所")


def test_entries_of_a_list_are_counted_from_one() -> None:
    named = _named("attachment-statement", None)
    assert named["application.materials.1.title"].label == "資料・名称（2）"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("user.sex", "female", "女"),
        ("filing.category_review", False, "いいえ"),
        ("organization.category", 3, "カテゴリー3"),
    ],
)
def test_values_are_written_in_words(name: str, value: Any, text: str) -> None:
    assert cell_text(_named("usage-request", None)[name], value) == text


def _named(form: str, route: str | None) -> dict[str, Column]:
    return {c.name: c for c in columns_for(LIBRARY, form, route)}
