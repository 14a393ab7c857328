"""Exactly once, whatever happens: any sequence of faults at any step ends with one copy that is proved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import Clock, Killed, System

from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal

ITEM = Item(b"%PDF-1.7 " + b"x" * 500, "a.pdf", "application/pdf", About("題"))
PATIENCE = 20.0


class KilledJournal(Journal):
    """A journal whose process may be killed right before or after a line of it is on the disk."""

    faults: list[str]

    def write(self, *line, **more) -> None:
        before = self.faults.pop(0) if self.faults else ""
        if before == "before":
            raise Killed
        super().write(*line, **more)
        if before == "after":
            raise Killed


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.rule(monkeypatch)
    return clock


@pytest.fixture
def system(clock: Clock) -> System:
    return System(clock)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KilledJournal]:
    made = KilledJournal(tmp_path / "j.sqlite")
    made.faults = []
    return made


def hand(system: System, journal: Journal, *faults: tuple[str, str], again: bool = False) -> Delivery | None:
    """One run; None where it was killed."""
    system.faults = list(faults)
    with suppress(Killed):
        return deliver(ITEM, system, journal, seconds=PATIENCE, again=again)
    return None


def until_done(system: System, journal: Journal) -> Delivery:
    for _ in range(12):
        found = hand(system, journal)
        assert found is not None
        if found.done:
            return found
        assert found.did in ("later", "refused"), found
    raise AssertionError(found)


def prove(system: System, journal: Journal) -> None:
    """One copy, now and after everything has arrived that may still be under way; dressed; written down."""
    system.clock.sleep(1000)
    assert hand(system, journal).did == "found"
    (remote,) = system.documents
    assert hashlib.sha256(system.documents[remote]).hexdigest() == ITEM.key
    assert system.dressed == {remote}
    line = journal.line(ITEM.key, system.name)
    assert (line.state, line.remote) == ("verified", remote)


ANY = ("killed", "lost", "no-connection", "no")
FAULTS = (
    *((method, what) for method in ("pending", "find", "prepare", "wait", "fetch", "complete") for what in ANY),
    ("arrived", "killed"),
    ("arrived", "lost"),
    *(("commit", what) for what in (*ANY, "killed-there", "killed-late", "unanswered", "unanswered-late", "rejected")),
    ("fetch", "half"),
    ("fetch", "broken"),
)
RUNS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(FAULTS), max_size=4),
        st.lists(st.sampled_from(["", "", "before", "after"]), max_size=4),
        st.sampled_from([0.0, 0.0, 5.0, 50.0, 200.0]),
        st.booleans(),
    ),
    max_size=5,
)


@given(runs=RUNS, work=st.sampled_from([0.0, 3.0, 30.0]))
@settings(max_examples=250)
def test_any_sequence_of_faults_ends_with_one_copy(tmp_path_factory, runs, work) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        clock.rule(patch)
        system = System(clock, work=work)
        folder = tmp_path_factory.mktemp("once")
        journal = KilledJournal(folder / "j.sqlite")
        for number, (faults, written, pause, lost) in enumerate(runs):
            journal.faults = list(written)
            hand(system, journal, *faults)
            clock.sleep(pause)
            # What is on its way to a receiver only a journal can know.
            if lost and not system.in_flight:
                journal = KilledJournal(folder / f"j{number}.sqlite")
        journal.faults = []
        until_done(system, journal)
        prove(system, journal)


@pytest.mark.parametrize("method", ["pending", "find", "prepare", "commit", "wait", "fetch", "complete"])
@pytest.mark.parametrize("what", ["killed", "lost", "no-connection", "no"])
def test_each_step_fails_once(system, journal, method, what) -> None:
    hand(system, journal, (method, what))
    until_done(system, journal)
    prove(system, journal)
    assert system.uploads == 1


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_beside_each_line_of_the_journal(system, journal, number, when) -> None:
    journal.faults = [""] * number + [when]
    assert hand(system, journal) is None
    until_done(system, journal)
    prove(system, journal)


@pytest.mark.parametrize("what", ["killed-late", "unanswered-late", "killed-there", "unanswered"])
def test_what_may_still_arrive_is_waited_for(system, journal, what) -> None:
    hand(system, journal, ("commit", what))
    until_done(system, journal)
    prove(system, journal)
    assert system.uploads == 1


def test_doubt_counts_from_the_end_of_an_upload(system, journal, clock) -> None:
    """An upload of an hour that ended without an answer: it has had no time yet to show up."""
    real, system.settling = system.commit, 100.0

    def slow(item: Item) -> str:
        clock.sleep(3600)
        return real(item)

    system.commit = slow
    found = hand(system, journal, ("commit", "unanswered-late"))
    assert [p.key for p in found.problems] == ["W-SEND.no-answer"]
    assert hand(system, journal).did == "later"
    assert system.uploads == 1
    until_done(system, journal)
    prove(system, journal)


def test_who_was_killed_in_an_upload_ended_now(system, journal, clock) -> None:
    hand(system, journal, ("commit", "killed"))
    clock.sleep(10_000)
    # Nobody knows when it ended: perhaps a moment ago.
    assert hand(system, journal).did == "later"
    clock.sleep(100)
    assert hand(system, journal).did == "sent"


def test_an_end_that_is_known_is_not_waited_for_twice(system, journal, clock) -> None:
    hand(system, journal, ("commit", "lost"))
    clock.sleep(100)
    assert hand(system, journal).did == "sent"


def test_a_clock_that_was_put_back(system, journal, clock) -> None:
    hand(system, journal, ("commit", "lost"))
    clock.now -= 1_000_000
    assert hand(system, journal).did == "later"
    clock.sleep(100)
    assert hand(system, journal).did == "sent"


def test_the_doubt_is_waited_out_within_the_patience(system, journal) -> None:
    system.settling = 10.0
    hand(system, journal, ("commit", "lost"))
    assert hand(system, journal).did == "sent"


def test_nothing_sent_is_no_doubt(system, journal) -> None:
    found = hand(system, journal, ("commit", "no-connection"))
    assert [p.key for p in found.problems] == ["W-SEND.no-connection"]
    assert journal.line(ITEM.key, system.name) is None
    assert hand(system, journal).did == "sent"


def test_refused_is_no_doubt(system, journal) -> None:
    found = hand(system, journal, ("commit", "no"))
    assert (found.did, [p.key for p in found.problems]) == ("refused", ["E-SEND.refused"])
    assert journal.line(ITEM.key, system.name).state == "refused"
    assert hand(system, journal).did == "sent"


def test_rejected_in_its_task_is_sent_again_and_a_refused_question_is_not(system, journal) -> None:
    assert hand(system, journal, ("commit", "rejected")).did == "refused"
    assert hand(system, journal, ("wait", "no")).did == "refused"
    assert journal.line(ITEM.key, system.name).state == "sent"
    assert hand(system, journal).done
    assert system.uploads == 2
    prove(system, journal)


def test_what_is_in_work_is_later_and_then_there(system, journal) -> None:
    system.work = 30.0
    found = hand(system, journal)
    assert (found.did, [p.key for p in found.problems]) == ("later", ["W-SEND.in-work"])
    assert hand(system, journal).did == "waited"
    assert system.uploads == 1


def test_without_a_journal_the_queue_is_asked(system, journal, tmp_path) -> None:
    system.work = 30.0
    hand(system, journal)
    assert hand(system, Journal(tmp_path / "other.sqlite")).did == "waited"
    assert system.uploads == 1


def test_what_goes_from_the_queue_to_the_shelf_between_two_questions_is_seen(system, journal, tmp_path, clock) -> None:
    hand(system, journal, ("wait", "killed"))
    (task,) = system.tasks
    # The first question comes right before it is done, the second one after that.
    clock.now = task.done - 0.3 - 0.1
    assert hand(system, Journal(tmp_path / "other.sqlite")).done
    assert system.uploads == 1


def test_changed_is_told_and_not_sent_again(system, journal) -> None:
    assert hand(system, journal, ("commit", "changed")).did == "changed"
    found = hand(system, journal)
    assert (found.did, [p.key for p in found.problems], found.done) == ("changed", ["E-SEND.changed"], False)
    assert system.uploads == 1
    # Somebody has put the right file there.
    system.documents["1"] = ITEM.content
    assert hand(system, journal).did == "found"


def test_changed_is_not_sent_again_when_what_has_gone_is(system, journal) -> None:
    hand(system, journal, ("commit", "changed"))
    assert hand(system, journal, again=True).did == "changed"
    assert system.uploads == 1


def test_changed_and_deleted_is_gone(system, journal) -> None:
    hand(system, journal, ("commit", "changed"))
    system.documents.clear()
    assert hand(system, journal).did == "gone"
    assert hand(system, journal, again=True).did == "sent"


def test_a_document_that_reads_back_short_once_is_not_changed(system, journal) -> None:
    found = hand(system, journal, ("fetch", "half"))
    assert [p.key for p in found.problems] == ["W-SEND.cut"]
    assert journal.line(ITEM.key, system.name).state == "sent"
    assert hand(system, journal).did == "waited"


def test_a_document_without_end_is_not_read_to_its_end(system, journal) -> None:
    def endless(remote: str, item: Item) -> Iterator[bytes]:
        while True:
            yield b"x" * 1000

    system.fetch = endless
    assert hand(system, journal).did == "changed"


def test_gone_is_told_and_sent_again_when_asked(system, journal) -> None:
    hand(system, journal)
    system.documents.clear()
    found = hand(system, journal)
    assert (found.did, [p.key for p in found.problems]) == ("gone", ["E-SEND.gone"])
    assert system.uploads == 1
    assert hand(system, journal, again=True).did == "sent"
    assert len(system.documents) == 1


def test_a_ticket_that_nobody_knows_any_more(system, journal) -> None:
    hand(system, journal, ("wait", "killed"))
    system.clock.sleep(100)
    system.find(ITEM)
    system.documents.clear()
    assert hand(system, journal).did == "gone"
    assert hand(system, journal, again=True).did == "sent"


def test_again_does_not_send_what_is_there_or_may_arrive(system, journal) -> None:
    assert hand(system, journal, ("commit", "unanswered-late"), again=True).did == "later"
    assert hand(system, journal, again=True).did == "later"
    system.clock.sleep(100)
    assert hand(system, journal, again=True).did == "found"
    assert hand(system, journal, again=True).did == "found"
    assert system.uploads == 1


def test_what_a_watcher_takes_is_taken(system, journal) -> None:
    system.watched = True
    assert hand(system, journal, ("wait", "taken")).did == "taken"
    system.clock.sleep(100)
    system.find(ITEM)
    system.documents.clear()
    assert hand(system, journal).did == "taken"
    assert hand(system, journal).done
    assert system.uploads == 1


@pytest.mark.parametrize("what, key", [("no", "E-SEND.refused"), ("lost", "W-SEND.cut")])
def test_without_its_tags_it_is_there_all_the_same(system, journal, what, key) -> None:
    found = hand(system, journal, ("complete", what))
    assert (found.did, found.there, found.done, [p.key for p in found.problems]) == ("sent", True, False, [key])
    assert journal.line(ITEM.key, system.name).state == "verified"
    found = hand(system, journal)
    assert (found.did, found.completed, found.done) == ("found", ("tags",), True)


def test_what_a_person_has_taken_away_of_it_stays_away(system, journal, tmp_path) -> None:
    hand(system, journal)
    system.dressed.clear()
    for _ in range(2):
        found = hand(system, journal)
        assert (found.did, found.completed, found.done, system.dressed) == ("found", (), True, set())
    # What is said of it now was not said before.
    other = Item(ITEM.content, ITEM.name, ITEM.media_type, About("題", tags=("札",)))
    assert deliver(other, system, journal, seconds=PATIENCE).completed == ("tags",)
    system.dressed.clear()
    assert deliver(other, system, journal, seconds=PATIENCE, again=True).completed == ("tags",)
    # Another document with these bytes: of that one nothing was said.
    system.documents = {"9": ITEM.content}
    assert deliver(other, system, journal, seconds=PATIENCE).completed == ("tags",)
    assert system.dressed == {"1", "9"}


@pytest.mark.parametrize("method", ["wait", "fetch", "complete"])
def test_after_it_was_sent_nobody_says_that_nothing_was(system, journal, method) -> None:
    found = hand(system, journal, (method, "no-connection"))
    assert [p.key for p in found.problems] == ["W-SEND.unreached"]
    assert [p.key for p in hand(system, journal, ("pending", "no-connection")).problems] == ["W-SEND.unreached"]


@pytest.mark.parametrize("what", ["no", "lost"])
def test_what_fails_before_the_step_that_counts_leaves_no_doubt(system, journal, what) -> None:
    assert not hand(system, journal, ("prepare", what)).there
    assert journal.line(ITEM.key, system.name) is None
    began = system.clock.now
    assert hand(system, journal).did == "sent"
    assert system.clock.now - began < system.settling


def test_what_was_known_stays_known_where_sending_again_found_no_connection(system, journal) -> None:
    hand(system, journal)
    system.documents.clear()
    assert hand(system, journal, ("commit", "no-connection"), again=True).did == "later"
    assert journal.line(ITEM.key, system.name).state == "verified"
    # A person has deleted it, and asks for it no more.
    assert hand(system, journal).did == "gone"
    assert system.uploads == 1


def test_sending_again_sends_once_though_its_ticket_is_not_known(system, journal) -> None:
    hand(system, journal)
    system.documents.clear()
    assert hand(system, journal, ("wait", "gone"), again=True).did == "gone"
    assert system.uploads == 2


def test_a_ticket_is_asked_by_though_no_queue_shows_it(system, journal, monkeypatch) -> None:
    assert hand(system, journal, ("wait", "lost")).did == "later"
    assert journal.line(ITEM.key, system.name).ticket == "t0"
    monkeypatch.setattr(system, "pending", lambda item: None)
    assert hand(system, journal).did == "waited"
    assert system.uploads == 1


def test_of_a_file_that_does_not_end_no_more_is_read_than_its_length(system, journal, monkeypatch) -> None:
    read = []

    def endless(remote: str, item: Item) -> Iterator[bytes]:
        read.append(0)
        while True:
            read[-1] += 1
            yield b"x"

    monkeypatch.setattr(system, "fetch", endless)
    assert hand(system, journal).did == "changed"
    assert set(read) == {ITEM.size + 1}


def test_a_journal_that_takes_nothing_stops_before_anything_is_sent(system, journal, tmp_path) -> None:
    from formgen.ground.problems import Refused

    (tmp_path / "j.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(Refused) as caught:
        hand(system, journal)
    assert [p.key for p in caught.value.problems] == ["E-SEND.journal"]
    assert system.calls == []
