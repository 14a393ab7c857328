"""A packet to receivers: the receipt, the journal, several targets at once, the index last, and the words for it."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import nullcontext
from pathlib import Path

import pytest
from answering import Answering
from simulated import Clock, System
from small_packets import PAPERS, written
from typer.testing import CliRunner

import formgen
from formgen import api
from formgen.cli.app import app
from formgen.cli.terminal import columns
from formgen.ground.problems import Refused
from formgen.handover import deliver as engine
from formgen.handover import send as sending
from formgen.handover.packets import open_packet
from formgen.handover.receipt import receipt_path


@pytest.fixture
def packet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORMGEN_JOURNAL", str(tmp_path / "state" / "j.sqlite"))
    for name in [name for name in os.environ if name.startswith(("FORMGEN_DAV", "FORMGEN_PAPER", "FORMGEN_MAYAN"))]:
        monkeypatch.delenv(name)
    (tmp_path / "in").mkdir()
    return written(tmp_path / "out")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def command(*words: object):
    done = CliRunner().invoke(app, ["send", *map(str, words)], prog_name="formgen")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_folder_has_the_file_and_then_its_index(packet: Path) -> None:
    sent = formgen.send(packet, ["folder=in"])
    assert [(one.did, one.item.media_type) for one in sent.deliveries] == [
        ("sent", "application/pdf"),
        ("sent", "text/csv"),
    ]
    assert sent.done
    assert not sent.later
    assert len(names(packet.parent / "in")) == 2
    receipt = json.loads(sent.receipt.read_text())
    assert sent.receipt == packet.parent / "out.receipt.json"
    assert sent.receipt.stat().st_mode & 0o777 == 0o600
    assert {(e["path"], e["state"]) for e in receipt["deliveries"]} == {("packet.pdf", "verified"), (None, "verified")}


def test_a_watched_folder_gets_nothing_twice_though_the_journal_was_lost(packet: Path) -> None:
    formgen.send(packet, ["folder=in"])
    for path in (packet.parent / "in").iterdir():
        path.unlink()
    (packet.parent / "state" / "j.sqlite").unlink()
    sent = formgen.send(packet, ["folder=in"])
    assert [one.did for one in sent.deliveries] == ["taken", "taken"]
    assert names(packet.parent / "in") == []
    # Without both proofs nobody can know.
    sent.receipt.unlink()
    (packet.parent / "state" / "j.sqlite").unlink()
    assert [one.did for one in formgen.send(packet, ["folder=in"]).deliveries] == ["sent", "sent"]


def test_the_index_waits_for_what_it_lists(packet: Path, tmp_path: Path) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    first = formgen.send(packet, ["folder=in"], settings=settings).deliveries[0].item
    (tmp_path / "in2").mkdir()
    (tmp_path / "in2" / first.name).write_bytes(b"another file")
    sent = formgen.send(packet, ["folder=in2"], settings=settings)
    # Not the file right before it alone.
    assert [one.did for one in sent.deliveries] == ["refused", "sent", "sent", "sent", "held"]
    assert not sent.done
    assert not sent.later
    assert not [name for name in names(tmp_path / "in2") if name.endswith(".csv")]
    (tmp_path / "in2" / first.name).unlink()
    sent = formgen.send(packet, ["folder=in2"], settings=settings)
    assert sent.done
    assert sent.deliveries[-1].did == "sent"


def test_targets_do_not_hinder_each_other(packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMGEN_PAPERLESS_TOKEN", "t0ken")
    (packet.parent / "in2").mkdir()
    sent = formgen.send(packet, ["folder=nowhere", "paperless=http://127.0.0.1:9", "folder=in", "folder=in"])
    assert [one.did for one in sent.deliveries] == ["refused", "held", "later", "sent", "sent"]
    found = json.loads(sent.receipt.read_text())["deliveries"]
    assert {e["state"] for e in found} == {"refused", "held", "later", "verified"}
    # What was proved stays proved when a later run cannot reach it.
    (packet.parent / "in").rename(packet.parent / "away")
    formgen.send(packet, ["folder=in"])
    found = json.loads(sent.receipt.read_text())["deliveries"]
    assert {e["state"] for e in found if e["receiver"].endswith("/in")} == {"verified"}


def test_who_cannot_be_reached_is_asked_once(packet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMGEN_PAPERLESS_TOKEN", "t0ken")
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    with Answering(lambda _: (401, {}, b"{}")) as server:
        sent = formgen.send(packet, [f"paperless={server.url}"], settings=settings)
        assert len(server.asked) == 1
    assert [one.did for one in sent.deliveries] == ["refused"] * 4
    assert [p.key for p in sent.problems if p.code == "E-SEND"] == ["E-SEND.credentials"]


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    """A system in its own time, whatever the target."""
    clock = Clock()
    clock.rule(monkeypatch)
    made = System(clock)
    monkeypatch.setattr(sending, "opened", lambda *_: nullcontext(made))
    return made


def test_who_takes_no_tags_of_one_gets_the_others(packet: Path, tmp_path: Path, system: System) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    for what, left in (("forbidden", ["E-SEND.credentials"]), ("no-connection", ["W-SEND.unreached"])):
        system.documents.clear()
        system.faults = [("complete", what)]
        sent = formgen.send(packet, ["folder=in"], settings=settings, again=True)
        assert [p.key for p in sent.problems if "SEND" in p.code] == left
        there = {hashlib.sha256(data).hexdigest() for data in system.documents.values()}
        assert there == {one.item.key for one in sent.deliveries}
        assert {one.did for one in sent.deliveries} == {"sent", "waited"}


def test_all_are_handed_over_before_one_is_waited_for(packet: Path, tmp_path: Path, system: System) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    system.work = 30.0
    sent = formgen.send(packet, ["folder=in"], settings=settings, seconds=40)
    assert sent.done
    assert system.uploads == 5
    commits = [place for place, call in enumerate(system.calls) if call == "commit"]
    assert len([call for call in system.calls[: commits[3]] if call == "fetch"]) == 0
    # The index only when all of them are there.
    assert len([call for call in system.calls[: commits[4]] if call == "fetch"]) == 4


@pytest.mark.parametrize("given, did", [(None, "waited"), (5, "later")])
def test_who_is_at_work_is_waited_for_as_the_settings_say_or_the_caller(
    packet: Path, tmp_path: Path, system: System, given: float | None, did: str
) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("wait_seconds: 200\nindex: null\ndocuments: papers\n")
    system.work = 150.0
    sent = formgen.send(packet, ["folder=in"], settings=settings, seconds=given)
    assert sent.deliveries[0].did == did


def test_what_is_refused_before_anything_is_asked_is_not_left_to_time(
    packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMGEN_MAYAN_USER", "u")
    monkeypatch.setenv("FORMGEN_MAYAN_PASSWORD", "wrong")
    with Answering(lambda _: (400, {}, b"{}")) as server:
        sent = formgen.send(packet, [f"mayan={server.url}"])
    assert {one.did for one in sent.deliveries} == {"refused"}
    assert [p.key for p in sent.problems] == ["E-SEND.credentials"]
    assert not sent.later


def test_two_that_hand_over_at_once_write_one_receipt(packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (packet.parent / "in2").mkdir()
    real = sending.deliver

    def meanwhile(*given, **named):
        monkeypatch.setattr(sending, "deliver", real)
        formgen.send(packet, ["folder=in2"])
        return real(*given, **named)

    monkeypatch.setattr(sending, "deliver", meanwhile)
    found = json.loads(formgen.send(packet, ["folder=in"]).receipt.read_text())["deliveries"]
    assert sorted(Path(e["receiver"]).name for e in found) == ["in", "in", "in2", "in2"]


@pytest.mark.parametrize("header", [{"papers": PAPERS[1:]}, {"people": 5}])
def test_a_manifest_that_formgen_does_not_write_is_no_packet(packet: Path, header: dict) -> None:
    other = written(packet.parent / "other", **header)
    for hand_over in (lambda: formgen.send(other, ["folder=in"]), lambda: formgen.bundle(other, "bag.zip")):
        with pytest.raises(Refused) as caught:
            hand_over()
        assert [p.key for p in caught.value.problems] == ["E-PACKET.nothing"]


def test_where_nobody_answers_the_other_files_are_not_tried(packet: Path, tmp_path: Path, system: System) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    system.faults = [("pending", "no-connection")]
    sent = formgen.send(packet, ["folder=in"], settings=settings)
    assert {one.did for one in sent.deliveries} == {"later"}
    assert system.uploads == 0
    assert system.calls.count("pending") == 1


def test_of_files_with_the_same_bytes_the_receipt_names_the_first(tmp_path: Path) -> None:
    same = {"packet.pdf": b"same", "sheets/01-usage-request.pdf": b"same"}
    found = sending.paths_of(open_packet(written(tmp_path / "out", same)))
    assert found[hashlib.sha256(b"same").hexdigest()] == "packet.pdf"


def test_a_receipt_that_is_none_is_not_written_over(packet: Path) -> None:
    place = receipt_path(packet)
    place.write_text('{"kind": "my own", "deliveries": []}')
    with pytest.raises(Refused) as caught:
        formgen.send(packet, ["folder=in"])
    assert [p.key for p in caught.value.problems] == ["E-SEND.receipt"]
    assert place.read_text() == '{"kind": "my own", "deliveries": []}'
    assert names(packet.parent / "in") == []


def test_a_receipt_that_cannot_be_written_is_told(packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.ground.problems import problem

    def no_room(*_: object, **__: object) -> None:
        raise Refused([problem("E-OUTPUT.full", path="x")])

    monkeypatch.setattr("formgen.handover.receipt.write_file", no_room)
    sent = formgen.send(packet, ["folder=in"])
    assert sent.done
    assert [p.key for p in sent.problems] == ["W-SEND.receipt"]


def test_nothing_is_sent_of_a_packet_that_was_changed(packet: Path) -> None:
    (packet / "packet.pdf").write_bytes(b"other")
    with pytest.raises(Refused) as caught:
        formgen.send(packet, ["folder=in"])
    assert [p.key for p in caught.value.problems] == ["E-PACKET.changed"]
    assert names(packet.parent / "in") == []


def test_everything_is_looked_at_before_anything_is_sent(packet: Path) -> None:
    settings = packet.parent / "s.yaml"
    settings.write_text("ca: nowhere.pem")
    for wrong in (
        "dav=http://paper.example/",
        "mayan",
        "paperless=https://paper.example/",
        "dav=https://paper.example",
    ):
        with pytest.raises(Refused):
            formgen.send(packet, ["folder=in", wrong], settings=settings)
        assert names(packet.parent / "in") == []


def test_interrupted_it_goes_on(packet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("documents: papers\n")
    real, calls = engine.deliver, []

    def interrupted(item, *rest, **more):
        calls.append(item.key)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(item, *rest, **more)

    monkeypatch.setattr(sending, "deliver", interrupted)
    with pytest.raises(KeyboardInterrupt):
        formgen.send(packet, ["folder=in"], settings=settings)
    assert len(json.loads(receipt_path(packet).read_text())["deliveries"]) == 2
    sent = formgen.send(packet, ["folder=in"], settings=settings)
    assert [one.did for one in sent.deliveries] == ["found", "found", "sent", "sent", "sent"]


def test_where_the_receipt_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert receipt_path(Path("out.zip")) == tmp_path / "out.zip.receipt.json"
    assert receipt_path(Path()) == tmp_path.parent / f"{tmp_path.name}.receipt.json"
    assert receipt_path(Path("out/")) == tmp_path / "out.receipt.json"


def test_the_journal_lies_in_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORMGEN_JOURNAL", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/x")
    assert sending.journal_path() == Path("/x/formgen/handovers.sqlite")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/home/u")
    assert sending.journal_path() == Path("/home/u/.local/state/formgen/handovers.sqlite")


# --- the command


@pytest.mark.parametrize("lang, said", [("ja", "SHA-256が一致"), ("en", "proved")])
def test_the_command_tells_each_file_and_no_names(packet: Path, lang: str, said: str) -> None:
    done = command(packet, "folder=in", "--lang", lang)
    assert done.exit_code == 0
    assert "packet.pdf" in done.stdout
    assert said in done.stdout
    assert str(packet.parent / "out.receipt.json") in done.stdout.replace("\n", "")
    assert "佐藤" not in done.output
    assert "佐藤" in command(packet, "folder=in", "--show-values").stdout
    assert "もうありました" in command(packet, "folder=in", "--lang", "ja").stdout


def test_as_json(packet: Path) -> None:
    told = json.loads(command(packet, "folder=in", "--json").stdout)
    assert (told["schema_version"], told["done"]) == (1, True)
    assert [(one["did"], one["path"], one["name"]) for one in told["deliveries"]] == [
        ("sent", "packet.pdf", None),
        ("sent", None, None),
    ]
    assert json.loads(command("--status", "--json").stdout)["handovers"][0]["state"] == "verified"


def test_exit_codes(packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMGEN_PAPERLESS_TOKEN", "t0ken")
    assert command(packet, "paperless=http://127.0.0.1:9").exit_code == 75
    assert command(packet, "folder=nowhere").exit_code == 1
    # A fault that a person has to mend outweighs one that time mends.
    assert command(packet, "folder=nowhere", "paperless=http://127.0.0.1:9").exit_code == 1
    for words in ((packet,), (), (packet, "folde=in"), ("--status", packet, "folder=in"), ("nowhere", "folder=in")):
        assert command(*words).exit_code == 2, words


def test_an_address_with_a_password_is_refused_and_not_repeated(packet: Path) -> None:
    done = command(packet, "dav=https://hanako:p4ssw0rd@paper.example/")
    assert done.exit_code == 2
    assert "p4ssw0rd" not in done.output
    assert "p4ssw0rd" not in command(packet, "https://hanako:p4ssw0rd@paper.example/?a=b").output


def test_status_is_a_table_in_80_columns(packet: Path) -> None:
    assert "何も" in command("--status", "--lang", "ja").stdout
    command(packet, "folder=in")
    told = command("--status", packet, "--lang", "ja").stdout
    assert "packet.pdf" in told
    assert "確認済み" in told
    assert "索引（CSV）" in told
    assert told.count("folder=") == 1
    assert all(columns(line) <= 80 for line in told.splitlines())


def test_a_kind_that_was_misspelt(packet: Path) -> None:
    done = command(packet, "folde=in", "--lang", "ja")
    assert "「folder」の誤りではありませんか" in done.output.replace("\n", "").replace(" ", "")


def test_an_address_that_is_empty_as_a_variable_may_be(packet: Path) -> None:
    done = command(packet, "paperless=", "--lang", "ja")
    assert done.exit_code == 2
    assert "「=」のあとが空です" in done.output.replace("\n", "").replace(" ", "")


def test_the_door(packet: Path) -> None:
    assert api.send is formgen.send
    assert [path for _, path in api.handovers()] == []
    formgen.send(packet, ["folder=in"])
    assert {path for _, path in api.handovers(packet)} == {"packet.pdf", None}
