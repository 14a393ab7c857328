from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import making
import pytest
from making import case, cases, codes, driver, files, made, states, strays

from formgen import make_packet
from formgen.batch.cases import Finding
from formgen.batch.driver import Outcome, Output
from formgen.batch.engines import Engine, engine_for
from formgen.batch.journal import NAME, Journal, output_key
from formgen.batch.tables.cells import Place
from formgen.files import temporary
from formgen.ground.problems import Refused, problem


def test_a_row_becomes_the_packet_that_is_made_alone(tmp_path: Path) -> None:
    one = cases(2)[1]
    outcome = made(tmp_path / "out", cases(2), form="usage-request")
    os.chdir(making.EXAMPLE)
    make_packet(dict(one.data)).write(tmp_path / "alone")
    assert files(tmp_path / "out" / "0001") == files(tmp_path / "alone")
    assert states(outcome) == ["made", "made"]
    assert outcome.outputs[0].pages == 16


@pytest.mark.parametrize("kind", ["zip", "pdf"])
def test_a_packet_as_one_file(tmp_path: Path, kind: str) -> None:
    every = cases(1)
    os.chdir(making.EXAMPLE)
    make_packet(dict(every[0].data)).write(tmp_path / f"alone.{kind}")
    assert states(made(tmp_path / "out", every, form="usage-request", kind=kind)) == ["made"]
    assert (tmp_path / "out" / f"0000.{kind}").read_bytes() == (tmp_path / f"alone.{kind}").read_bytes()
    assert states(made(tmp_path / "out", every, form="usage-request", kind=kind)) == ["unchanged"]


def test_what_is_there_and_unchanged_is_left_alone(tmp_path: Path) -> None:
    every = cases(3)
    assert states(made(tmp_path, every)) == ["made"] * 3
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")}
    (tmp_path / "0001.pdf").unlink()
    assert states(made(tmp_path, every)) == ["unchanged", "made", "unchanged"]
    assert {p: p.stat().st_mtime_ns for p in before if p.stem != "0001"} == {
        p: at for p, at in before.items() if p.stem != "0001"
    }


def test_a_row_that_has_changed_is_made_anew_and_no_other(tmp_path: Path) -> None:
    every = cases(3)
    made(tmp_path, every)
    before = files(tmp_path)
    every[1] = case(1, name="別 花子")
    assert states(made(tmp_path, every)) == ["unchanged", "replaced", "unchanged"]
    after = files(tmp_path)
    assert [name for name in before if before[name] != after[name]] == ["0001.pdf"]


def test_an_attachment_that_has_changed_is_a_changed_row(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "scans").mkdir(parents=True)
    for scan in (making.EXAMPLE / "scans").iterdir():
        (home / "scans" / scan.name).write_bytes(scan.read_bytes())
    by = driver(tmp_path / "out", form="usage-request")
    by.recipe = replace(by.recipe, folder=home)
    every = cases(1)
    assert states(by.run(every, every)) == ["made"]
    assert states(by.run(every, every)) == ["unchanged"]
    first, second, *_ = sorted(p for p in (home / "scans").iterdir() if p.suffix == ".pdf")
    first.write_bytes(second.read_bytes())
    assert states(by.run(every, every)) == ["replaced"]


def test_another_day_and_another_form_are_other_inputs(tmp_path: Path) -> None:
    every = cases(1)
    by = driver(tmp_path)
    by.run(every, every)
    journal = _lines(tmp_path)
    by.as_of = date(2026, 11, 20)
    by.run(every, every)
    assert [line.inputs for line in _lines(tmp_path)] != [line.inputs for line in journal]


def _lines(folder: Path) -> list[object]:
    with Journal(folder) as journal:
        return list(journal.lines.values())


@pytest.mark.parametrize("form", ["pledge", "usage-request"])
def test_what_somebody_has_changed_is_told_and_stays(tmp_path: Path, form: str) -> None:
    every = cases(2)
    made(tmp_path, every, form=form)
    mine = tmp_path / ("0001.pdf" if form == "pledge" else "0001/packet.pdf")
    mine.write_bytes(b"%PDF mine")
    again = made(tmp_path, every, form=form)
    assert states(again) == ["unchanged", "refused"]
    assert codes(again) == ["E-BATCH.changed"]
    assert mine.read_bytes() == b"%PDF mine"
    every[1] = case(1, name="別 花子")
    assert codes(made(tmp_path, every, form=form)) == ["E-BATCH.changed"]
    assert mine.read_bytes() == b"%PDF mine"
    assert states(made(tmp_path, every, form=form, force=True)) == ["same", "replaced"]
    assert mine.read_bytes() != b"%PDF mine"


def test_a_file_that_was_added_is_not_lost_even_by_force(tmp_path: Path) -> None:
    every = cases(1)
    made(tmp_path, every, form="usage-request")
    (tmp_path / "0000" / "memo.txt").write_text("mine")
    assert codes(made(tmp_path, every, form="usage-request")) == ["E-BATCH.changed"]
    again = made(tmp_path, every, form="usage-request", force=True)
    assert codes(again) == ["E-OUTPUT.added-files"]
    assert all("0000" not in f.problem.message() + f.problem.fix() for f in again.findings)
    assert "0000" in [f.problem.value for f in again.findings]
    assert (tmp_path / "0000" / "memo.txt").read_text() == "mine"


def test_without_the_journal_what_is_there_is_compared(tmp_path: Path) -> None:
    every = cases(2)
    made(tmp_path, every)
    (tmp_path / NAME).unlink()
    (tmp_path / "0001.pdf").write_bytes(b"%PDF mine")
    again = made(tmp_path, every)
    assert states(again) == ["same", "refused"]
    assert (tmp_path / "0001.pdf").read_bytes() == b"%PDF mine"
    assert states(made(tmp_path, every)) == ["unchanged", "refused"]


def test_a_broken_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(Refused, match="E-BATCH"):
        made(tmp_path, cases(1))


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(Refused) as refused:
        made(tmp_path, cases(1))
    assert [p.key for p in refused.value.problems] == ["E-BATCH.busy"]
    assert states(made(tmp_path, cases(1))) == ["made"]


def test_a_link_that_leads_nowhere_is_not_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "0000.pdf"
    mine.symlink_to(tmp_path / "nowhere")
    outcome = made(tmp_path, cases(1))
    assert (states(outcome), codes(outcome)) == (["refused"], ["E-BATCH.changed"])
    assert mine.is_symlink()


def test_what_was_there_before_is_there(tmp_path: Path) -> None:
    every = cases(2)
    assert [output.there for output in made(tmp_path, every).outputs] == [True, True]
    every[1] = case(1, name="名前" * 200)
    assert [output.there for output in made(tmp_path, every).outputs] == [True, False]


def test_the_day_of_the_rules_is_that_of_the_profile_before_today(tmp_path: Path) -> None:
    dated = cases(1)
    undated = [replace(dated[0], data={k: v for k, v in dated[0].data.items() if k != "date"})]
    for every, second in ((dated, "unchanged"), (undated, "same")):
        out = tmp_path / second
        made(out, every)
        by = driver(out)
        by.today = date(2026, 11, 20)
        assert states(by.run(every, every)) == [second]


def test_an_input_is_not_written_over_even_by_force(tmp_path: Path) -> None:
    scan = next(p for p in sorted((making.EXAMPLE / "scans").iterdir()) if p.suffix == ".pdf")
    (tmp_path / "0000.pdf").write_bytes(scan.read_bytes())
    one = case(0)
    one = replace(one, data={**one.data, "attachments": [{"document": "company-registry", "file": "0000.pdf"}]})
    by = driver(tmp_path, force=True)
    by.recipe = replace(by.recipe, folder=tmp_path)
    outcome = by.run([one], [one])
    assert (states(outcome), codes(outcome)) == (["refused"], ["E-OUTPUT.input"])
    assert (tmp_path / "0000.pdf").read_bytes() == scan.read_bytes()


def test_outputs_are_told_apart_by_their_whole_names() -> None:
    assert len({output_key(Path(name)) for name in ("a.1", "a.2", "a", "a.pdf", "a.zip")}) == 5
    assert output_key(Path("here/a.pdf")) == output_key(Path("there/a.pdf"))


def test_what_has_its_place_is_written_down_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    real = Journal.write

    def write(self, lines):
        written.append(len(lines))
        real(self, lines)

    monkeypatch.setattr(Journal, "write", write)
    made(tmp_path, cases(23))
    assert sum(written) == 23
    assert max(written) <= 10


def test_rows_that_have_gone_are_told_and_never_removed(tmp_path: Path) -> None:
    made(tmp_path, cases(3))
    outcome = made(tmp_path, cases(2))
    assert codes(outcome) == ["W-BATCH.left"]
    assert (tmp_path / "0002.pdf").exists()
    # What was merely not chosen is in the table.
    every = cases(3)
    assert codes(driver(tmp_path).run(every, every[:1])) == []


def test_bad_rows_are_told_by_their_cells_and_good_ones_made(tmp_path: Path) -> None:
    every = [case(0), case(1, name="名前" * 200), case(2)]
    outcome = made(tmp_path, every)
    assert states(outcome) == ["made", "refused", "made"]
    found = [f for f in outcome.findings if f.problem.severity == "error"]
    assert {(f.case, f.place, f.rows) for f in found} == {("0001", Place(3, 3), (3,))}
    assert sorted(p.name for p in tmp_path.glob("*.pdf")) == ["0000.pdf", "0002.pdf"]


def test_a_row_with_a_fault_of_the_table_is_checked_and_not_made(tmp_path: Path) -> None:
    every = [case(0), case(1, name=None, birth_date="1990-13-01")]
    told = [Finding(problem("E-REQUIRED", pointer="/users/0/name"), "0001", Place(3, 3), (3,))]
    outcome = driver(tmp_path).run(every, every, told, bad={"0001"})
    assert states(outcome) == ["made", "refused"]
    more = [f for f in outcome.findings if f.problem.severity == "error" and f not in told]
    # The cell that is told already is not told a second time.
    assert more
    assert all(f.place != Place(3, 3) for f in more)
    assert not (tmp_path / "0001.pdf").exists()


def test_of_a_row_with_a_fault_of_the_table_nothing_is_made_though_the_rest_is_whole(tmp_path: Path) -> None:
    every = cases(2)
    told = [Finding(problem("E-TABLE.number-for-text"), "0001", Place(3, 4), (3,))]
    outcome = driver(tmp_path).run(every, every, told, bad={"0001"})
    assert states(outcome) == ["made", "refused"]
    assert sorted(p.name for p in tmp_path.glob("*.pdf")) == ["0000.pdf"]


def test_what_is_told_of_a_whole_column_is_told_of_none_of_its_cells_again(tmp_path: Path) -> None:
    every = [case(number, name="名前" * 200) for number in range(3)]
    told = [Finding(problem("E-TABLE.number-for-text"), None, Place(2, 3), (2, 3, 4))]
    outcome = driver(tmp_path).run(every, every, told, bad={one.name for one in every})
    assert states(outcome) == ["refused"] * 3
    assert [f for f in outcome.findings if f.place and f.place.column == 3] == told


def test_a_fault_of_the_whole_table_lets_nothing_be_made(tmp_path: Path) -> None:
    every = cases(2)
    told = [Finding(problem("E-SCHEMA.unknown-key"), place=Place(1, 4))]
    outcome = driver(tmp_path).run(every, every, told, stopped=True)
    assert states(outcome) == ["refused", "refused"]
    assert not list(tmp_path.glob("*.pdf"))


def test_to_check_writes_nothing(tmp_path: Path) -> None:
    every = [case(0), case(1, name="名前" * 200)]
    for form in ("pledge", "usage-request"):
        outcome = driver(None, form=form, check=True).run(every, every)
        assert states(outcome) == ["checked", "refused"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["pledge", "usage-request"])
def test_to_check_is_of_the_day_that_is_given(form: str) -> None:
    every = cases(1)
    by = driver(None, form=form, check=True)
    by.as_of = date(2000, 1, 1)
    outcome = by.run(every, every)
    assert (states(outcome), codes(outcome)) == (["refused"], ["E-EDITION.none"])


def test_a_sheet_that_is_not_what_was_meant_has_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.batch import work

    monkeypatch.setattr(work, "differences", lambda *_: (problem("E-VERIFY"),))
    outcome = made(tmp_path, cases(1))
    assert (states(outcome), codes(outcome), files(tmp_path)) == (["refused"], ["E-VERIFY"], {})


def test_what_an_earlier_run_has_left_is_gone_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / ".formgen-0123456789abcdef.tmp").write_bytes(b"half")
    seen: list[list[str]] = []
    by = driver(tmp_path)
    by.progress = lambda *_: seen.append(strays(tmp_path))
    every = cases(1)
    by.run(every, every)
    assert seen == [[]]


def test_what_came_back_and_found_no_place_has_no_hash(tmp_path: Path) -> None:
    every = cases(1)
    (tmp_path / "0000.pdf").write_bytes(b"%PDF mine")
    with ThreadPoolExecutor(1) as threads:
        outcome = made(tmp_path, every, engine_for(threads, 1, None))
    assert (states(outcome), codes(outcome)) == (["refused"], ["E-BATCH.changed"])
    assert outcome.outputs[0].sha256 is None


def test_a_place_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        made(tmp_path / "file" / "out", cases(1))
    assert [p.code for p in refused.value.problems] == ["E-OUTPUT"]


def test_a_full_disk_ends_it_and_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, real = [2], temporary.file_in

    def file_in(folder: Path):
        if folder == tmp_path:
            room[0] -= 1
            if room[0] < 0:
                raise OSError(errno.ENOSPC, "full")
        return real(folder)

    monkeypatch.setattr(temporary, "file_in", file_in)
    every = cases(5)
    outcome = made(tmp_path, every)
    assert states(outcome) == ["made", "made", "refused", "left", "left"]
    assert codes(outcome) == ["E-OUTPUT.full"]
    assert strays(tmp_path) == []
    room[0] = 100
    assert states(made(tmp_path, every)) == ["unchanged", "unchanged", "made", "made", "made"]


def test_what_a_worker_that_died_was_writing_is_gone_at_the_end(tmp_path: Path) -> None:
    by = driver(tmp_path)
    by.progress = lambda *_: (tmp_path / ".formgen-0123456789abcdef.tmp").write_bytes(b"half")
    every = cases(2)
    by.run(every, every)
    assert strays(tmp_path) == []


def test_a_fault_of_ours_is_told_of_its_row_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.batch import work

    real = work.read_profile

    def read_profile(data, **about):
        if data["users"][0]["name"].endswith("0001"):
            raise RuntimeError("見本 太郎0001")
        return real(data, **about)

    monkeypatch.setattr(work, "read_profile", read_profile)
    monkeypatch.delenv("FORMGEN_DEBUG", raising=False)
    outcome = made(tmp_path, cases(3))
    assert states(outcome) == ["made", "refused", "made"]
    (found,) = [f.problem for f in outcome.findings if f.problem.severity == "error"]
    assert found.key == "E-BATCH.internal"
    assert "見本" not in found.message() + repr(found)


def test_progress_counts_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    by = driver(tmp_path)
    by.progress = lambda done, total: seen.append((done, total))
    every = cases(3)
    by.run(every, every)
    by.run(every, every)
    assert seen == [(1, 3), (2, 3), (3, 3)] * 2


def test_the_journal_holds_no_value(tmp_path: Path) -> None:
    made(tmp_path, cases(2))
    content = (tmp_path / NAME).read_bytes()
    assert "見本".encode() not in content
    # The name of an output may be that of a person.
    assert b"0001" not in content
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_nothing_shows_a_value_in_a_log() -> None:
    from formgen.batch.work import Job, Made

    # The name of a case may be that of a person.
    one = replace(cases(1)[0], name="0002-見本 太郎")
    output = Output(one.name, (2,), Path("out") / one.name, "made")
    found = Finding(problem("E-DATE.iso"), one.name, Place(2, 3), (2,))
    jobs = Job(one.name, one.data, files={"a": b"x"}), Made(one.name, product={"": b"x"})
    for thing in (one, *jobs, Engine(), output, found, Outcome((output,), (found,))):
        assert "見本" not in repr(thing)


def test_an_input_where_a_packet_would_go_is_told_without_its_name(tmp_path: Path) -> None:
    one = replace(case(0), name="0002-見本 太郎")
    by = driver(tmp_path / "out", form="usage-request", kind="pdf")
    by.recipe = replace(by.recipe, folder=tmp_path)
    file = tmp_path / "out" / "0002-見本 太郎.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF mine")
    one.data["attachments"] = [{"document": "identity-document", "file": "out/0002-見本 太郎.pdf"}]  # type: ignore[index]
    outcome = by.run([one], [one])
    (found,) = [f.problem for f in outcome.findings if f.problem.key == "E-OUTPUT.input"]
    assert "見本" not in found.message() + found.fix() + repr(found)
    assert file.read_bytes() == b"%PDF mine"
