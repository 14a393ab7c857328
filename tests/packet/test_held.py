"""What a packet holds: the same bytes whether in memory or in a file without a name."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.files import held
from formgen.files import holding as holding_module
from formgen.files.held import Held, ReadFiles, pieces_of, sha256_of, size_of
from formgen.files.holding import Holding, held_of
from formgen.files.writing import write_new


def holding(*pieces: bytes) -> Held:
    out = Holding()
    for number, piece in enumerate(pieces):
        assert out.tell() == sum(map(len, pieces[:number]))
        assert out.write(piece) == len(piece)
    return out.held()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 300), st.integers(0, 50))
def test_any_pieces_come_back_as_they_were(sizes: list[int], start: int, count: int) -> None:
    # A limit and a step as small as this, so that every way across them is gone.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holding_module, "LARGE", 64)
        for module in (held, holding_module):
            patch.setattr(module, "_PIECE", 7)
        pieces = [bytes([n + 1]) * size for n, size in enumerate(sizes)]
        whole, made = b"".join(pieces), holding(*pieces)
        assert (made.size, made.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
        assert made.read() == whole == b"".join(made.pieces())
        with made.opened() as file:
            assert file.seek(start) == start
            assert file.read(count) == whole[start : start + count]
            assert file.seek(0, 2) == len(whole)
            assert file.read() == b""


LARGE = b"0123456789" * 200_000


def test_large_ones_are_in_a_file_that_has_no_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    small, large = held_of(b"x"), held_of(LARGE)
    assert large.read() == LARGE
    assert small.read() == b"x"
    assert list(tmp_path.iterdir()) == []
    assert os.fstat(large._file.fileno()).st_size == len(LARGE)
    with pytest.raises(OSError, match="fileno"):
        small._file.fileno()


@pytest.mark.parametrize("data", [b"", b"short", LARGE])
def test_it_is_written_behind_what_was_written_before(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "out"
    with path.open("wb") as out:
        out.write(b"first ")
        held_of(data).write_to(out)
        out.write(b" last")
    assert path.read_bytes() == b"first " + data + b" last"


@pytest.mark.parametrize("done", [0, 1_234_567])
def test_where_the_system_copies_no_files_or_only_begins_it_is_written(
    done: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def begins(ours: int, theirs: int, count: int, at: int) -> int:
        if at or not done:
            raise OSError
        return os.write(theirs, LARGE[:done])

    monkeypatch.setattr(os, "copy_file_range", begins, raising=False)
    path = tmp_path / "out"
    with path.open("wb") as out:
        held_of(LARGE).write_to(out)
    assert path.read_bytes() == LARGE


def kept_near(folder: Path, data: bytes) -> Held:
    out = Holding(folder)
    out.write(data)
    return out.held()


needs_links = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="no files without names here")


@needs_links
def test_a_large_file_that_is_kept_near_gets_its_name_without_being_copied(tmp_path: Path) -> None:
    made = kept_near(tmp_path, LARGE)
    assert list(tmp_path.iterdir()) == []
    write_new(tmp_path / "one", made)
    assert os.fstat(made._file.fileno()).st_ino == (tmp_path / "one").stat().st_ino
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600
    # Two names for one file would be a surprise to whoever changes one of them.
    write_new(tmp_path / "two", made)
    assert (tmp_path / "one").stat().st_ino != (tmp_path / "two").stat().st_ino
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() == LARGE


@needs_links
def test_a_file_that_is_there_is_not_replaced_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", kept_near(tmp_path, LARGE))
    assert (tmp_path / "one").read_bytes() == b"mine"


def test_what_cannot_be_kept_near_or_linked_is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for near in (tmp_path / "none", tmp_path / "file", None):
        (tmp_path / "file").touch()
        out = Holding(near)
        out.write(LARGE)
        assert not out.held().put_at(tmp_path / "x")
    made = kept_near(tmp_path, LARGE)

    def never(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", never)
    write_new(tmp_path / "copy", made)
    assert (tmp_path / "copy").read_bytes() == LARGE
    # A small one has no file.
    assert not kept_near(tmp_path, b"x").put_at(tmp_path / "small")


def test_without_a_place_for_files_all_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> None:
        raise OSError

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert holding(LARGE[:700_000], LARGE[700_000:], b"!").read() == LARGE + b"!"


def test_what_more_files_than_may_be_open_would_hold_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next attachment could not be opened."""
    monkeypatch.setattr(holding_module, "_most_files", lambda: 0)
    made = kept_near(Path(tempfile.gettempdir()), LARGE)
    assert isinstance(made._file, io.BytesIO)
    assert made.read() == LARGE
    monkeypatch.undo()
    resource = pytest.importorskip("resource")
    assert 0 < holding_module._most_files() < resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_two_readers_do_not_disturb_each_other() -> None:
    made = held_of(LARGE)
    with made.opened() as one, made.opened() as other:
        assert one.read(5) + other.read(3) + one.read(5) == b"0123401256789"
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: hashlib.sha256(made.read()).hexdigest(), range(16))) == {made.sha256}


def test_the_same_bytes_are_equal_and_others_are_not() -> None:
    assert held_of(b"a") == held_of(b"a") != held_of(b"b")
    assert len({held_of(b"a"), held_of(b"a"), held_of(b"b")}) == 2
    assert held_of(b"a") != b"a"


def test_files_are_read_when_they_are_asked_for() -> None:
    files = ReadFiles({"a.pdf": held_of(b"secret"), "b.json": b"{}"})
    assert dict(files) == {"a.pdf": b"secret", "b.json": b"{}"}
    assert "secret" not in repr(files) + repr(held_of(b"secret"))
    with pytest.raises(KeyError):
        files["c"]
    assert [(size_of(c), b"".join(pieces_of(c))) for c in (b"xy", held_of(b"xy"))] == [(2, b"xy")] * 2
    assert sha256_of(b"xy") == sha256_of(held_of(b"xy"))


def pdf(content: bytes, size: int = 0) -> bytes:
    """A PDF without an identifier; `size`: bytes of something before its end that cannot be packed."""
    made = pikepdf.new()
    made.add_blank_page().Contents = made.make_stream(content)
    made.Root.Something = made.make_stream(Random(1).randbytes(size))
    out = io.BytesIO()
    made.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def identified(data: bytes, step: int = 1 << 16) -> Held:
    out = Holding()
    for at in range(0, len(data), step):
        out.write(data[at : at + step])
    out.identified()
    return out.held()


NONE = b"<31415926535897932384626433832795>"


@pytest.mark.parametrize("size", [0, 900_000, 1_048_000, 3_000_000])
@pytest.mark.parametrize("step", [5_000, 1 << 20, 1 << 24])
def test_the_identifier_is_made_of_the_content(size: int, step: int) -> None:
    # What looks like one in a page is the page's own.
    made = identified(pdf(NONE, size), step)
    data = made.read()
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    with pikepdf.open(io.BytesIO(data)) as found:
        one, other = (bytes(part) for part in found.trailer.ID)
        assert found.pages[0].Contents.read_bytes() == NONE
        assert found.get_warnings() == []
    assert one == other == bytes.fromhex(hashlib.sha256(pdf(NONE, size)).hexdigest()[:32])
    assert identified(pdf(NONE, size)).sha256 == made.sha256 != identified(pdf(b"n", size)).sha256


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"startxref\n99999999999999\n%%EOF", b"startxref\nx\n%%EOF" + NONE])
def test_what_has_no_place_for_an_identifier_stays_as_it_is(data: bytes) -> None:
    assert (identified(data).read(), identified(data).sha256) == (data, hashlib.sha256(data).hexdigest())
