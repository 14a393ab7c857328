"""Paperless-ngx: what a document is filed by, what makes it no, what is never sent twice."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from answering import Answering, Asked
from paperless_fake import PaperlessFake, Upload

from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal
from formgen.handover.receivers import Later
from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.paperless import ACCEPT, Paperless, upload_name
from formgen.handover.receivers.paperless.answers import pages

DATA = b"%PDF-1.7 " + bytes(range(256)) * 40
ABOUT = About(
    title="誓約書（𠮷田﨑子）",
    document_type="入管への提出書類",
    day="2026-10-01",
    correspondent="東京出入国在留管理局",
    tags=("利用申出", "未完"),
    fields={"機関": "髙橋商事㈱", "手数料（円）": "33000"},
)


def item_of(data: bytes = DATA, name: str = "誓約書_﨑𠮷.pdf", **about: Any) -> Item:
    return Item(data, name, "application/pdf", dataclasses.replace(ABOUT, **about))


@pytest.fixture
def fake() -> Iterator[PaperlessFake]:
    with PaperlessFake() as running:
        yield running


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite")


def receiver_of(fake: PaperlessFake, *, token: str = "t0ken", seconds: float = 5, port: int | None = None) -> Paperless:
    url = f"http://127.0.0.1:{port}" if port else fake.url
    return Paperless(Http(url, authorization=token_header(token), accept=ACCEPT, seconds=seconds), settling=0.2)


def hand(fake: PaperlessFake, journal: Journal, item: Item, seconds: float = 5, **more: Any) -> Delivery:
    return deliver(item, receiver_of(fake), journal, seconds=seconds, **more)


def told(delivery: Delivery) -> list[str]:
    return [p.key for p in delivery.problems]


def filed(fake: PaperlessFake, number: Any) -> dict[str, Any]:
    document = fake.documents[int(number)]
    fields = {fake.things["custom_fields"][f["field"]]["name"]: f["value"] for f in document["custom_fields"]}
    return {
        "title": document["title"],
        "created": document["created"],
        "document_type": fake.names("document_types", document["document_type"]),
        "correspondent": fake.names("correspondents", document["correspondent"]),
        "tags": fake.names("tags", document["tags"]),
        "fields": fields,
    }


WHOLE = {
    "title": ABOUT.title,
    "created": ABOUT.day,
    "document_type": [ABOUT.document_type],
    "correspondent": [ABOUT.correspondent],
    "tags": sorted(ABOUT.tags),
    "fields": dict(ABOUT.fields),
}


def test_everything_said_of_a_document_arrives_with_it(fake, journal, tmp_path) -> None:
    item = item_of()
    first = hand(fake, journal, item)
    assert (first.did, told(first)) == ("sent", [])
    assert filed(fake, first.remote) == WHOLE
    assert fake.files[int(first.remote)] == DATA
    assert fake.uploads[0].name == f"誓約書_﨑𠮷_{item.key[:8]}.pdf"
    second = hand(fake, Journal(tmp_path / "other.sqlite"), item)
    assert (second.did, second.completed, fake.copies(item.key)) == ("found", (), 1)
    assert not [line for line in fake.asked if line.startswith("PATCH")]


def test_what_is_not_stated_is_not_said(fake, journal) -> None:
    about = {"document_type": None, "correspondent": None, "day": None, "tags": (), "fields": {"機関": ""}}
    hand(fake, journal, item_of(**about))
    assert fake.uploads[0].form == {"title": [ABOUT.title]}


def test_tags_are_a_field_each_and_what_is_made_takes_nothing_to_itself(fake, journal) -> None:
    hand(fake, journal, item_of())
    assert len(fake.uploads[0].form["tags"]) == 2
    made = [one for kind in ("tags", "document_types", "correspondents") for one in fake.things[kind].values()]
    assert {(one["matching_algorithm"], one["match"]) for one in made} == {(0, "")}


def test_what_is_there_is_used_on_whichever_page_it_stands(journal) -> None:
    with PaperlessFake(page_size=1) as fake:
        for name in ("利用申出 ", "利用", "利用申出"):
            there = fake.add("tags", name)
        # A parameter that is not looked at gives every tag.
        fake.answer_of = fake.answer
        fake.answer = lambda m, p, q, b: fake.answer_of(m, p, {k: v for k, v in q.items() if k != "name__iexact"}, b)
        hand(fake, journal, item_of())
        assert str(there) in fake.uploads[0].form["tags"]
        assert [one["name"] for one in fake.things["tags"].values()].count("利用申出") == 1


def test_two_machines_that_make_the_same_tag(fake, journal) -> None:
    def other(method: str, path: str) -> None:
        if (method, path) == ("POST", "/api/tags/") and not fake.things["tags"]:
            fake.add("tags", "利用申出")

    fake.before = other
    assert hand(fake, journal, item_of()).done
    assert filed(fake, max(fake.documents))["tags"] == sorted(ABOUT.tags)


def test_spaces_around_a_name_are_none_of_it(fake, journal) -> None:
    for number in (b"1", b"2"):
        item = item_of(DATA + number, tags=("　利用申出 ", "  "), fields={" 機関": "髙橋商事㈱"})
        assert told(deliver(item, receiver_of(fake), journal, seconds=5)) == []
    assert [one["name"] for one in fake.things["tags"].values()] == ["利用申出"]
    assert [one["name"] for one in fake.things["custom_fields"].values()] == ["機関"]


def test_a_name_of_another_user_is_told(fake, journal) -> None:
    fake.add("correspondents", ABOUT.correspondent, hidden=True)
    found = hand(fake, journal, item_of())
    assert (told(found), fake.uploads) == (["E-SEND.named"], [])
    assert ABOUT.correspondent not in found.problems[0].message("ja")


@pytest.mark.parametrize(
    "kind, more, text, value",
    [
        ("integer", {}, "33000", 33000),
        ("float", {}, "1.5", 1.5),
        ("date", {}, "2026-10-01", "2026-10-01"),
        ("boolean", {}, "true", True),
        ("monetary", {}, "JPY300.00", "JPY300.00"),
        ("longtext", {}, "あ" * 200, "あ" * 200),
        ("select", {"extra_data": {"select_options": [{"id": "x1", "label": "新規"}]}}, "新規", "x1"),
        ("integer", {}, "三", None),
        ("float", {}, "nan", None),
        ("date", {}, "令和8年", None),
        ("select", {"extra_data": {"select_options": []}}, "新規", None),
        ("documentlink", {}, "3", None),
        ("string", {}, "あ" * 129, None),
    ],
)
def test_a_field_has_its_own_type(fake, journal, kind, more, text, value) -> None:
    number = fake.add("custom_fields", "項目", data_type=kind, **more)
    found = hand(fake, journal, item_of(fields={"項目": text}))
    if value is None:
        assert (told(found), fake.uploads) == (["E-SEND.field"], [])
        assert text not in found.problems[0].message("ja") + found.problems[0].fix("ja")
    else:
        assert fake.documents[int(found.remote)]["custom_fields"] == [{"field": number, "value": value}]


# Found, and completed


def test_what_is_missing_is_filled_in_and_what_a_person_wrote_stays(fake, journal, tmp_path) -> None:
    item = item_of()
    number = fake.store("scan.pdf", DATA)
    own, field = fake.add("tags", "総務"), fake.add("custom_fields", "メモ", data_type="string")
    kind = fake.add("document_types", "契約書")
    mine = fake.add("custom_fields", "機関", data_type="string")
    fake.documents[number].update(
        title="山田さんの件",
        created="2020-01-01",
        document_type=kind,
        tags=[own],
        custom_fields=[{"field": field, "value": "急ぎ"}, {"field": mine, "value": None}],
    )
    found = hand(fake, journal, item)
    assert (found.did, found.completed) == ("found", ("correspondent", "tags", "fields"))
    assert filed(fake, number) == {
        "title": "山田さんの件",
        "created": "2020-01-01",
        "document_type": ["契約書"],
        "correspondent": [ABOUT.correspondent],
        "tags": sorted(("総務", *ABOUT.tags)),
        "fields": {"メモ": "急ぎ", **ABOUT.fields},
    }
    assert hand(fake, Journal(tmp_path / "other.sqlite"), item).completed == ()
    # Once it was there, what a person takes away stays away.
    fake.documents[number]["tags"] = [own]
    assert hand(fake, journal, item).completed == ()
    assert fake.documents[number]["tags"] == [own]


def test_a_title_that_nobody_gave_and_the_day_of_intake_give_way(fake, journal) -> None:
    number = fake.store("scan.0001.pdf", DATA)
    found = hand(fake, journal, item_of())
    assert set(found.completed) == {"document_type", "correspondent", "tags", "fields", "title", "date"}
    assert filed(fake, number) == WHOLE


def test_a_day_that_was_read_from_the_paper_stays(fake, journal) -> None:
    number = fake.store("scan.pdf", DATA, {"created": ["2021-02-03"]})
    hand(fake, journal, item_of())
    assert filed(fake, number) == {**WHOLE, "created": "2021-02-03"}


def test_what_may_not_be_changed_is_told_and_is_there(fake, journal) -> None:
    fake.store("scan.pdf", DATA)
    fake.forbidden = "PATCH"
    found = hand(fake, journal, item_of())
    assert (found.did, told(found), found.there, found.done) == ("found", ["E-SEND.incomplete"], True, False)


def test_a_later_version_hides_ours_from_nobody(fake, journal) -> None:
    item = item_of()
    number = int(hand(fake, journal, item).remote)
    newer = fake.number()
    fake.files[newer] = b"%PDF signed"
    fake.documents[number]["versions"].insert(0, {"id": newer, "checksum": "0" * 64, "is_root": False})
    assert hand(fake, journal, item).did == "found"


# Never twice


def test_twice_there_is_told(fake, journal) -> None:
    fake.store("a.pdf", DATA)
    fake.store("b.pdf", DATA)
    found = hand(fake, journal, item_of())
    assert (told(found), fake.uploads, len(fake.documents)) == (["E-SEND.twice"], [], 2)


def test_two_machines_at_the_same_moment_are_told(fake, journal) -> None:
    """Neither could see what the other was about to do."""
    fake.before = lambda _, path: fake.store("b.pdf", DATA) if "post_document" in path else None
    found = hand(fake, journal, item_of())
    assert (found.did, told(found), found.there) == ("sent", ["E-SEND.twice"], True)


def test_a_receiver_that_does_not_look_at_checksums_is_found_out(fake, journal) -> None:
    fake.looks_at_checksums = False
    fake.store("other.pdf", b"%PDF other")
    found = hand(fake, journal, item_of())
    assert (told(found), fake.uploads) == (["E-SEND.lookup"], [])


def test_what_a_look_up_finds_is_compared(fake, journal) -> None:
    """A receiver that matches parts of a checksum, or that tells none in its lists."""
    fake.store("other.pdf", b"%PDF other")
    fake._documents = lambda query: [] if query["checksum__iexact"] == ["f" * 64] else list(fake.documents.values())
    item = item_of()
    assert hand(fake, journal, item).did == "sent"
    for document in fake.documents.values():
        document["sum"] = document.pop("versions")[0]["checksum"]
    fake._document = _with_sums(fake)
    assert receiver_of(fake).find(item) == str(max(fake.documents))


def _with_sums(fake: PaperlessFake) -> Any:
    def document(method: str, number: int, part: str | None, query: Any, body: Any) -> tuple[int, Any]:
        told = fake.documents[number]
        return 200, {"original_checksum": told["sum"]} if part == "metadata" else told

    return document


def test_a_stopped_worker_is_later_and_done_when_it_works_again(fake, journal, tmp_path) -> None:
    fake.worker.clear()
    item = item_of()
    assert told(hand(fake, journal, item, seconds=0.3)) == ["W-SEND.in-work"]
    # Neither with its journal nor without it is anything sent a second time.
    assert hand(fake, journal, item, seconds=0.3).did == "later"
    assert hand(fake, Journal(tmp_path / "other.sqlite"), item, seconds=0.3).did == "later"
    threading.Timer(0.3, fake.worker.set).start()
    assert hand(fake, Journal(tmp_path / "third.sqlite"), item).did == "waited"
    assert (fake.copies(item.key), len(fake.uploads)) == (1, 1)
    assert filed(fake, max(fake.documents)) == WHOLE


@pytest.mark.parametrize("state", ["pending", "started", "received", "retry", "STARTED", "of a later version"])
def test_a_state_that_is_no_end_is_waited_for(fake, journal, state) -> None:
    fake.worker.clear()
    item, receiver = item_of(), receiver_of(fake)
    hand(fake, journal, item, seconds=0.1)
    (task,) = fake.tasks.values()
    task["status"] = state
    assert receiver.pending(item) == task["task_id"]
    with pytest.raises(Later):
        receiver.wait(task["task_id"], item, 0.1)


def test_a_task_is_found_though_the_receiver_changed_the_name(fake, journal, tmp_path) -> None:
    fake.worker.clear()
    item = item_of(name="CON.pdf")
    hand(fake, journal, item, seconds=0.1)
    (task,) = fake.tasks.values()
    task["input_data"]["filename"] = f"CON__{item.key[:8]}_.pdf"
    assert hand(fake, Journal(tmp_path / "other.sqlite"), item, seconds=0.1).did == "later"
    assert len(fake.uploads) == 1


def test_tasks_of_others_are_no_concern_of_ours(fake, journal) -> None:
    fake.worker.clear()
    fake.begin(Upload("other.pdf", b"%PDF other", {}))
    fake._tasks_of = fake._tasks
    # A parameter that is not looked at gives every task.
    fake._tasks = lambda query: fake._tasks_of({k: v for k, v in query.items() if k != "name"})
    assert receiver_of(fake).pending(item_of()) is None


def test_a_script_that_changes_the_file_is_told_and_nothing_is_sent_again(fake, journal, tmp_path) -> None:
    fake.script = lambda data: data + b"% stamped"
    item = item_of()
    for one in (journal, journal, Journal(tmp_path / "other.sqlite")):
        found = hand(fake, one, item)
        assert (found.did, told(found), len(fake.documents)) == ("changed", ["E-SEND.changed"], 1)
    assert len(fake.uploads) == 1


def test_a_deleted_document_is_told_and_sent_again_when_asked(fake, journal) -> None:
    item = item_of()
    fake.delete(int(hand(fake, journal, item).remote))
    found = hand(fake, journal, item)
    assert (found.did, told(found), len(fake.uploads)) == ("gone", ["E-SEND.gone"], 1)
    assert hand(fake, journal, item, again=True).did == "sent"
    assert fake.copies(item.key) == 1


def test_a_document_its_user_may_not_see_is_not_sent_again(fake, journal) -> None:
    fake.forbidden = r"GET /api/documents/\d+/$"
    item = item_of()
    assert hand(fake, journal, item).did == "gone"
    fake._documents = lambda _: []
    assert hand(fake, journal, item).did == "gone"
    assert len(fake.uploads) == 1


def test_a_task_that_was_cleaned_away(fake, journal) -> None:
    item, receiver = item_of(), receiver_of(fake)
    remote = hand(fake, journal, item).remote
    ticket = next(iter(fake.tasks))
    fake.tasks.clear()
    assert receiver.wait(ticket, item, 1) == remote


# No


@pytest.mark.parametrize(
    "result, key",
    [
        ({"duplicate_of": 3, "duplicate_in_trash": True}, "E-SEND.in-trash"),
        ({"duplicate_of": 3, "duplicate_in_trash": False}, "E-SEND.duplicate"),
        (
            {"error_message": "Not consuming 秘密 (#3), a duplicate. Note: existing document is in the trash."},
            "E-SEND.in-trash",
        ),
        ({"error_message": "Given archive serial number 秘密 already exists"}, "E-SEND.archive-number"),
        ({"error_message": "[Errno 36] File name too long: '秘密'"}, "E-SEND.name-refused"),
        ({"error_type": "ParseError", "error_message": "秘密"}, "E-SEND.task"),
        ({"reason": "秘密"}, "E-SEND.task"),
        ({}, "E-SEND.task"),
    ],
)
def test_a_task_that_fails_is_told_in_our_words(fake, journal, result, key) -> None:
    fake.fails_with = result
    item = item_of()
    found = hand(fake, journal, item)
    assert (found.did, told(found)) == ("refused", [key])
    (problem,) = found.problems
    said = problem.message("ja") + problem.fix("ja") + problem.message("en") + problem.fix("en")
    assert next(iter(fake.tasks)) in said
    assert "秘密" not in said
    # Mended, it is handed over.
    fake.fails_with = None
    assert hand(fake, journal, item).did == "sent"
    assert fake.copies(item.key) == 1


def test_a_duplicate_that_is_ours_is_ours(fake, journal) -> None:
    """Another machine was faster, and the receiver refuses duplicates."""
    fake.refuses_duplicates = True

    def other(method: str, path: str) -> None:
        if path == "/api/documents/post_document/" and not fake.documents:
            fake.store("other.pdf", DATA)

    fake.before = other
    found = hand(fake, journal, item_of())
    assert (found.did, fake.copies(item_of().key)) == ("sent", 1)
    assert filed(fake, found.remote) == WHOLE


@pytest.mark.parametrize("data, key", [(b"PK\x03\x04 zip", "E-SEND.file-type"), (b"{}", "E-SEND.file-type")])
def test_a_file_it_does_not_take(fake, journal, data, key) -> None:
    found = hand(fake, journal, item_of(data))
    assert (found.did, told(found), fake.documents) == ("refused", [key], {})


def test_a_tag_deleted_meanwhile_is_made_again(fake, journal) -> None:
    receiver, item, other = receiver_of(fake), item_of(), item_of(DATA + b"2")
    assert deliver(item, receiver, journal, seconds=5).done
    fake.things["tags"].clear()
    assert told(deliver(other, receiver, journal, seconds=5)) == ["E-SEND.refused"]
    assert deliver(other, receiver, journal, seconds=5).done
    assert filed(fake, max(fake.documents))["tags"] == sorted(ABOUT.tags)


@pytest.mark.parametrize(
    "more, key",
    [
        ({"name": "あ" * 90 + ".pdf"}, "E-SEND.long-name"),
        ({"title": "あ" * 128}, "E-SEND.long-title"),
        ({"tags": ("あ" * 129,)}, "E-SEND.named"),
    ],
)
def test_what_would_be_cut_or_fail_later_is_not_sent(fake, journal, more, key) -> None:
    found = hand(fake, journal, item_of(**more))
    assert (told(found), fake.uploads) == ([key], [])


def test_an_older_paperless_is_told(fake, journal) -> None:
    fake.api_versions = ("8", "9")
    assert told(hand(fake, journal, item_of())) == ["E-SEND.paperless-version"]


@pytest.mark.parametrize("what", [".", "GET /api/tasks", "GET /api/tags", "POST /api/documents"])
def test_what_is_forbidden_is_told(fake, journal, what) -> None:
    fake.forbidden = what
    found = hand(fake, journal, item_of())
    assert (told(found), fake.documents) == (["E-SEND.credentials"], {})


def test_a_tag_that_may_not_be_made_is_told(fake, journal) -> None:
    fake.forbidden = "POST /api/tags"
    assert told(hand(fake, journal, item_of())) == ["E-SEND.named"]


def test_a_wrong_token_is_told_and_not_shown(fake, journal) -> None:
    receiver = receiver_of(fake, token="s3cret")
    found = deliver(item_of(), receiver, journal, seconds=1)
    assert told(found) == ["E-SEND.credentials"]
    assert "s3cret" not in repr(receiver) + repr(vars(receiver)) + repr(found)


@pytest.mark.parametrize("answer", [None, [], "", {"task_id": 1}, "../x", "a b"])
def test_an_answer_that_is_no_ticket_is_a_doubt(fake, journal, answer) -> None:
    fake.begin_of = fake.begin
    fake.begin = lambda upload: (fake.begin_of(upload), answer)[1]
    item = item_of()
    assert told(hand(fake, journal, item)) == ["W-SEND.no-answer"]
    assert hand(fake, journal, item).did in ("found", "waited")
    assert fake.copies(item.key) == 1


def test_names_have_the_key_in_them_once() -> None:
    key = item_of().key[:8]
    for name, sent in (
        ("a.pdf", f"a_{key}.pdf"),
        (f"a_{key}.pdf", f"a_{key}.pdf"),
        ("a", f"a_{key}"),
        ("a.b.pdf", f"a.b_{key}.pdf"),
    ):
        assert upload_name(item_of(name=name)) == sent


def test_what_was_cut_and_came_late_is_waited_for(fake) -> None:
    asked = receiver_of(fake)
    with pytest.raises(Later):
        asked.arrived(item_of(), 0.1)
    assert asked.arrived(item_of(), 0.3) is False


def test_a_list_whose_next_page_is_the_same_has_an_end() -> None:
    def answers(asked: Asked):
        # Should it be asked for ever.
        return 200 if len(server.asked) < 5 else 503, {}, b'{"results": [{"id": 1}], "next": "http://x/?page=1"}'

    with Answering(answers) as server, Http(server.url) as http:
        assert list(pages(http, "/api/tags/")) == [{"id": 1}]
