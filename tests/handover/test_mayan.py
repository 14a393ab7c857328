"""Mayan EDMS: whatever breaks, one document with the file once, and what a person has written there stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from faulty import Fault, Faulty
from small_mayan import RECORDED, Document, SmallMayan
from small_packets import written

import formgen
from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.mayan import Api, Mayan, searching
from formgen.handover.receivers.mayan.receiver import label_of

CONTENT = b"%PDF-1.7 of somebody\n" * 99
ABOUT = About(
    title="誓約書（髙橋 花子）",
    document_type="入管への提出書類",
    cabinet="株式会社サンプル",
    tags=("利用申出", "未完"),
    fields={"日付": "2026-11-20", "手数料（円）": "33000"},
)


def item(content: bytes = CONTENT, name: str = "誓約書.pdf", about: About = ABOUT) -> Item:
    return Item(content, name, "application/pdf", about)


def quick(seconds: float) -> None:
    time.sleep(seconds / 50)


@contextmanager
def receiver(port: int, *, token: str = "0123", seconds: float = 0.3) -> Iterator[Mayan]:
    url = f"http://127.0.0.1:{port}"
    with Http(url, authorization=token_header(token), seconds=seconds) as http:
        api = Api(http, sleep=quick)
        # Under one name, whichever port it is asked by.
        api.base = "http://mayan.example"
        yield Mayan(api, settled=0.1)


def handed(port: int, folder: Path, seconds: float = 5, one: Item | None = None) -> Delivery:
    with receiver(port) as mayan:
        return deliver(one or item(), mayan, Journal(folder / "journal"), seconds=seconds)


@pytest.fixture
def mayan() -> Iterator[SmallMayan]:
    with SmallMayan() as small:
        yield small


def kind_of(small: SmallMayan) -> int:
    return next(number for number, label in small.kinds.items() if label == ABOUT.document_type)


def complete(small: SmallMayan) -> None:
    assert small.copies(CONTENT) == 1
    [one] = small.seen()
    assert len(one.files) == 1
    assert one.description == ABOUT.title
    assert [small.tags[tag] for tag in one.tags] == list(ABOUT.tags)
    assert {small.metadata_types[key][1]: value for key, value in one.metadata.items()} == ABOUT.fields
    assert [small.cabinets[number] for number, inside in small.inside if inside == one.id] == [ABOUT.cabinet]
    for made in (small.tags, small.cabinets, small.kinds):
        assert len(set(made.values())) == len(made)


MAKING, FILE = r"/documents/$", r"/files/$"
FAULTS = [
    None,
    Fault("down", path=MAKING),
    Fault("cut", path=MAKING, amount=250),
    Fault("mute", path=MAKING),
    Fault("late", path=MAKING, amount=0.5),
    Fault("busy", path=MAKING),
    Fault("down", path=FILE),
    Fault("cut", path=FILE, amount=500),
    Fault("cut", path=FILE, amount=1200),
    Fault("mute", path=FILE),
    Fault("late", path=FILE, amount=0.5),
    Fault("busy", path=FILE),
    Fault("half", method="GET", path="/download/", amount=400),
    Fault("mute", path="/metadata/$"),
    Fault("mute", path="/attach/$"),
    Fault("mute", path="/add/$"),
    Fault("mute", path="/cabinets/$"),
    Fault("mute", path="/document_types/$"),
]


@pytest.mark.parametrize("journal", ["kept", "deleted"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one and f"{one.way}-{one.path}-{one.amount:.0f}")
def test_a_connection_that_breaks(mayan, tmp_path, fault, journal) -> None:
    faults = [Fault(fault.way, fault.method, fault.path, fault.amount)] if fault else []
    with Faulty(mayan.port, *faults) as proxy:
        first = handed(proxy.port, tmp_path)
        assert not faults or (faults[0].met == 1 and not first.done), first
    if journal == "deleted":
        (tmp_path / "journal").unlink()
    if fault and fault.way == "late":
        time.sleep(0.3)
    assert handed(mayan.port, tmp_path).done
    complete(mayan)


@pytest.mark.parametrize("fault", [None, Fault("mute", path=FILE), Fault("cut", path=FILE, amount=500)])
def test_nothing_is_sent_again_while_the_workers_stand_still(mayan, tmp_path, fault) -> None:
    mayan.working = mayan.indexing = False
    with Faulty(mayan.port, *([Fault(fault.way, path=fault.path, amount=fault.amount)] if fault else [])) as proxy:
        assert handed(proxy.port, tmp_path, 0.5).did == "later"
    for _ in range(2):
        assert handed(mayan.port, tmp_path, 0.5).did == "later"
    mayan.working = mayan.indexing = True
    assert handed(mayan.port, tmp_path).did in ("found", "waited")
    complete(mayan)


def test_two_machines_at_once(mayan, tmp_path) -> None:
    done: list[Delivery] = []
    folders = [tmp_path / name for name in "ab"]
    threads = [Thread(target=lambda f=folder: done.append(handed(mayan.port, f))) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one.there for one in done)
    for folder in folders:
        assert handed(mayan.port, folder).done
    complete(mayan)


def test_of_two_empty_documents_the_older_one_gets_the_file(mayan, tmp_path) -> None:
    with receiver(mayan.port) as slow:
        slow.prepare(item())
        mayan.documents.append(Document(1, kind_of(mayan), label_of(item()), ABOUT.title))
        assert slow.commit(item()) == "1"
    assert [one.id for one in mayan.seen()] == [1]
    assert all(not one.queued and not one.files for one in mayan.documents)
    assert handed(mayan.port, tmp_path).did == "waited"
    complete(mayan)


def test_of_two_empty_documents_the_older_one_is_gone_on_with(mayan) -> None:
    with receiver(mayan.port) as asked:
        asked.prepare(item())
        mayan.documents += [Document(number, kind_of(mayan), label_of(item()), "") for number in (8, 7, 9)]
        assert asked.pending(item()) == "7"


def test_what_lies_empty_under_another_type_is_not_ours(mayan) -> None:
    """A person may name theirs as they like; what came of our hand-over has the type we gave it."""
    with receiver(mayan.port) as asked:
        asked.prepare(item())
        mayan.documents.append(Document(7, 1, label_of(item()), "", indexed=True))
        assert asked.pending(item()) is None


def test_who_has_the_file_it_waits_for_looks_for_no_other(mayan) -> None:
    with receiver(mayan.port) as asked:
        asked.prepare(item())
        for number in (7, 8):
            one = Document(number, kind_of(mayan), label_of(item()), "", indexed=True, files_indexed=1)
            one.files.append((number + 10, "", CONTENT))
            mayan.documents.append(one)
        assert asked.wait("8", item(), 1) == "8/18"


def test_a_cabinet_within_another_is_not_the_one_of_that_name(mayan, tmp_path) -> None:
    mayan.cabinets |= {501: "ほかの所", 502: str(ABOUT.cabinet)}
    mayan.parents[502] = 501
    assert handed(mayan.port, tmp_path).done
    [(number, _)] = mayan.inside
    assert (mayan.cabinets[number], mayan.parents.get(number)) == (ABOUT.cabinet, None)


def test_of_two_cabinets_made_at_once_the_older_one_stays(mayan, monkeypatch) -> None:
    with receiver(mayan.port) as asked:
        post = asked.api.post

        def another_was_faster(path, data, **more):
            if path == "/cabinets/":
                mayan.cabinets[1] = data["label"]
            return post(path, data, **more)

        monkeypatch.setattr(asked.api, "post", another_was_faster)
        asked.prepare(item())
    assert mayan.cabinets == {1: ABOUT.cabinet}


def test_what_is_refused_when_it_is_sent_once_more_leaves_no_empty_document(mayan, tmp_path, monkeypatch) -> None:
    """Its workers had taken the file and lost it."""
    mayan.working = False
    assert handed(mayan.port, tmp_path, 0.3).did == "later"
    mayan.documents[0].queued.clear()
    mayan.working = True
    with monkeypatch.context() as patched:
        patched.setitem(RECORDED, "taken", {"status": 413, "body": None})
        assert handed(mayan.port, tmp_path).problems[0].key == "E-SEND.too-large"
    assert mayan.seen() == []
    # And once it is mended, it comes.
    assert handed(mayan.port, tmp_path).did == "sent"
    complete(mayan)


def test_what_a_person_has_written_stays(mayan, tmp_path) -> None:
    handed(mayan.port, tmp_path)
    [one] = mayan.documents
    one.label, one.description, other = "名前", "説明", max(mayan.cabinets) + 100
    mayan.cabinets[other] = "ほかの所"
    mayan.inside = {(other, one.id)}
    key = next(iter(one.metadata))
    one.metadata = {key: "直した"}
    one.tags.pop()
    again = handed(mayan.port, tmp_path)
    assert (again.did, again.completed, len(one.tags)) == ("found", (), 1)
    # Who knows nothing of it adds what is not there.
    again = handed(mayan.port, tmp_path / "other")
    assert (again.did, again.completed) == ("found", ("metadata", "tags"))
    assert (one.label, one.description, one.metadata[key]) == ("名前", "説明", "直した")
    assert mayan.inside == {(other, one.id)}
    assert (len(one.metadata), len(one.tags)) == (2, 2)


def test_another_type_that_a_person_has_given_it_keeps_its_own_metadata(mayan, tmp_path) -> None:
    handed(mayan.port, tmp_path)
    [one] = mayan.documents
    one.kind, one.metadata = 1, {}
    assert handed(mayan.port, tmp_path / "other").completed == ()
    assert one.metadata == {}


def test_a_newer_file_that_a_person_has_added(mayan, tmp_path) -> None:
    handed(mayan.port, tmp_path)
    [one] = mayan.documents
    one.files.append((10_000, "", b"signed"))
    for known in (2, 0):
        one.files_indexed, mayan.indexing = known, False
        assert handed(mayan.port, tmp_path).remote == f"{one.id}/{one.files[0][0]}"
    assert len(mayan.documents) == 1


def test_what_was_deleted_is_told_and_comes_again_only_when_asked_for(mayan, tmp_path) -> None:
    handed(mayan.port, tmp_path)
    mayan.documents[0].trashed = True
    assert handed(mayan.port, tmp_path).did == "gone"
    with receiver(mayan.port) as again:
        done = deliver(item(), again, Journal(tmp_path / "journal"), seconds=5, again=True)
    assert done.did == "sent"
    complete(mayan)


def test_what_was_deleted_while_it_was_in_work_is_told(mayan, tmp_path) -> None:
    mayan.working = False
    handed(mayan.port, tmp_path, 0.3)
    mayan.documents[0].trashed = True
    assert handed(mayan.port, tmp_path).did == "gone"


def test_another_machine_that_has_done_it_meanwhile(mayan) -> None:
    with receiver(mayan.port) as slow:
        slow.prepare(item())
        one = Document(1, kind_of(mayan), label_of(item()), "")
        one.files.append((5, "", CONTENT))
        mayan.documents.append(one)
        assert slow.commit(item()) == "1"
        assert slow.wait("1", item(), 1) == "1/5"
    assert mayan.copies(CONTENT) == 1


def test_other_bytes_are_told_and_not_sent_again(mayan, tmp_path) -> None:
    mayan.working = False
    handed(mayan.port, tmp_path, 0.3)
    mayan.documents[0].queued = [("", b"rewritten")]
    mayan.working = True
    mayan.work()
    for _ in range(2):
        assert handed(mayan.port, tmp_path).did == "changed"
    assert len(mayan.documents) == 1


def of_others(small: SmallMayan, count: int) -> None:
    kind = max(small.kinds)
    for number in range(count):
        one = Document(next(small._ids), kind, f"{number}.pdf", "", indexed=True, files_indexed=1)
        one.files.append((next(small._ids), "", str(number).encode()))
        small.documents.append(one)


def test_the_list_is_read_as_far_as_the_index_lags(mayan, tmp_path, monkeypatch) -> None:
    handed(mayan.port, tmp_path)
    mayan.indexing = False
    mayan.documents[0].files_indexed = 0
    of_others(mayan, 250)
    # The index knows the newest: it is believed.
    with receiver(mayan.port) as asked:
        assert asked.find(item()) is None
        for one in mayan.documents:
            one.files_indexed = 0
        assert asked.find(item()) == f"{mayan.documents[0].id}/{mayan.documents[0].files[0][0]}"
        monkeypatch.setattr(searching, "_MOST_PAGES", 2)
        with pytest.raises(NotTaken) as caught:
            asked.find(item())
    assert caught.value.problem.key == "E-SEND.index"


def test_an_old_empty_document_is_found_by_its_label(mayan, tmp_path) -> None:
    with Faulty(mayan.port, Fault("down", path=FILE)) as proxy:
        assert handed(proxy.port, tmp_path).did == "later"
    of_others(mayan, 150)
    assert handed(mayan.port, tmp_path).did == "waited"
    assert mayan.copies(CONTENT) == 1
    assert all(one.files for one in mayan.seen())


def test_a_search_that_finds_too_much_is_not_believed(mayan, tmp_path) -> None:
    handed(mayan.port, tmp_path)
    with receiver(mayan.port) as asked:
        assert searching.filed(asked.api, asked_for := item().key, None) is not None
        assert searching.filed(asked.api, asked_for[:20], None) is None
        assert searching.filed(asked.api, "0" * 64, None) is None


def test_too_many_requests_a_second_are_asked_again(mayan, tmp_path) -> None:
    mayan.throttled = 5
    assert handed(mayan.port, tmp_path).done
    complete(mayan)
    mayan.throttled = 10_000
    assert handed(mayan.port, tmp_path).problems[0].key == "W-SEND.busy"


def test_a_value_that_is_too_long_is_refused_before_anything_is_sent(mayan, tmp_path) -> None:
    long = About(title="x", fields={"対象者": "髙" * 256})
    done = handed(mayan.port, tmp_path, one=item(about=long))
    assert (done.did, done.problems[0].key) == ("refused", "E-SEND.metadata")
    assert "髙" not in done.problems[0].message("ja") + done.problems[0].message("en")
    assert mayan.documents == []


def test_a_wrong_token_and_an_account_that_may_not_make_documents(mayan, tmp_path) -> None:
    with receiver(mayan.port, token="4567") as wrong:
        done = deliver(item(), wrong, Journal(tmp_path / "journal"), seconds=1)
    assert (done.did, done.problems[0].key) == ("refused", "E-SEND.credentials")
    with receiver(mayan.port) as asked:
        asked.prepare(item())
        mayan.kinds.clear()
        with pytest.raises(NotTaken) as caught:
            asked.commit(item())
    assert caught.value.problem.key == "E-SEND.credentials"


def test_an_account_that_may_not_see_what_it_has_made_makes_it_once(mayan, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(mayan, "listed", lambda _documents, query, *_: (200, {}, b'{"results": [], "next": null}'))
    for _ in range(2):
        done = handed(mayan.port, tmp_path)
        assert (done.did, done.problems[0].key) == ("refused", "E-SEND.credentials")
    assert mayan.seen() == []


def test_what_is_refused_leaves_no_empty_document(mayan, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(RECORDED, "taken", {"status": 413, "body": None})
    assert handed(mayan.port, tmp_path).problems[0].key == "E-SEND.too-large"
    assert mayan.seen() == []


def test_labels_hold_what_a_document_is_found_by() -> None:
    key = item().key[:8]
    assert label_of(item()) == f"誓約書_{key}.pdf"
    assert label_of(item(name=f"{key}_誓約書.pdf")) == f"{key}_誓約書.pdf"
    for name in ("長" * 300 + ".pdf", "長" * 300, f"{'長' * 300}{key}.pdf"):
        assert len(label_of(item(name=name))) <= 255
        assert key in label_of(item(name=name))


def test_what_was_cut_and_came_late_is_waited_for(mayan) -> None:
    with receiver(mayan.port) as asked:
        with pytest.raises(Later):
            asked.arrived(item(), 0.05)
        assert asked.arrived(item(), 0.15) is False


@pytest.mark.parametrize("by", ["token", "password"])
def test_a_packet_by_the_door_that_users_take(mayan, tmp_path, monkeypatch, by) -> None:
    packet = written(tmp_path / "packet")
    given = {"TOKEN": "0123"} if by == "token" else {"USER": "admin", "PASSWORD": "right"}
    for name, value in given.items():
        monkeypatch.setenv(f"FORMGEN_MAYAN_{name}", value)
    for did in ("sent", "found"):
        sent = formgen.send(packet, [f"mayan={mayan.url}"], journal=tmp_path / "journal", seconds=5)
        assert [(one.did, one.problems) for one in sent.deliveries] == [(did, ())]
    [one] = mayan.seen()
    assert one.files[0][2] == b"packet.pdf"
    assert mayan.kinds[one.kind] == "入管への提出書類"
    monkeypatch.setenv("FORMGEN_MAYAN_PASSWORD", "wrong")
    if by == "password":
        sent = formgen.send(packet, [f"mayan={mayan.url}"], journal=tmp_path / "journal", seconds=5)
        assert [p.key for one in sent.deliveries for p in one.problems] == ["E-SEND.credentials"]
