"""The cache folder: believed only when whole and ours, done without when it cannot be had, empty of any profile."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from formgen.files import cache, memo

ROOT = Path(__file__).resolve().parent.parent
RENDER = (
    "import sys, formgen, hashlib;"
    "pdf = formgen.render('usage-request', formgen.sample('usage-request'));"
    "print(hashlib.sha256(pdf).hexdigest())"
)


def rendered(folder: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", RENDER],
        env={**os.environ, "FORMGEN_CACHE": folder},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def test_round_trip(folder: Path) -> None:
    cache.store("k", b"payload")
    assert cache.load("k") == b"payload"
    assert (folder / "k").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in folder.iterdir()] == ["k"]


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other-version", "writable-by-others"])
def test_a_damaged_entry_is_as_if_it_were_not_there(folder: Path, damage: str) -> None:
    cache.store("k", b"payload")
    path = folder / "k"
    data = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(data[:-1])
        case "changed":
            path.write_bytes(data[:-1] + b"!")
        case "empty":
            path.write_bytes(b"")
        case "other-version":
            path.write_bytes(data.replace(b"cache 1", b"cache 0"))
        case "writable-by-others":
            path.chmod(0o666)
    assert cache.load("k") is None


def test_what_cannot_be_read_is_made_again(folder: Path) -> None:
    cache.store("k", b"no pickle at all")
    assert memo.memoised("k", lambda: {1, 2}) == {1, 2}
    assert memo.memoised("k", lambda: {3}) == {1, 2}


class Harmful:
    def __reduce__(self):
        return os.mkdir, ("should-not-exist",)


def test_an_entry_builds_nothing_but_forms_and_rules(folder: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache.store("k", pickle.dumps(Harmful()))
    assert memo.memoised("k", lambda: "made") == "made"
    assert not (tmp_path / "should-not-exist").exists()


def test_a_full_folder_loses_its_oldest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST", 3)
    for number in range(5):
        cache.store(f"k{number}", b"x")
        os.utime(folder / f"k{number}", (number, number)) if (folder / f"k{number}").exists() else None
    assert cache.load("k0") is None
    assert cache.load("k4") == b"x"


def test_same_bytes_with_cold_warm_broken_and_no_cache(tmp_path: Path) -> None:
    warm = str(tmp_path / "warm")
    broken = tmp_path / "broken"
    first = rendered(warm)
    entries = list(Path(warm).iterdir())
    assert entries
    broken.mkdir(mode=0o700)
    for path in entries:
        (broken / path.name).write_bytes(path.read_bytes()[:100])
    nowhere = tmp_path / "file"
    nowhere.write_text("not a folder")
    assert {rendered(warm), rendered(str(broken)), rendered("off"), rendered(str(nowhere / "x"))} == {first}


def test_nothing_of_a_profile_is_kept(tmp_path: Path) -> None:
    """Not one word of the sample person or company is in the folder, in any encoding that is used."""
    rendered(str(tmp_path / "c"))
    kept_bytes = b"".join(p.read_bytes() for p in (tmp_path / "c").iterdir())
    ink_only = b"".join(p.read_bytes() for p in (tmp_path / "c").iterdir() if b"formgen.pdf.ink" in p.read_bytes())
    assert ink_only
    assert len(kept_bytes) > len(ink_only)
    for word in ("髙橋 花子", "hanako@example.jp", "株式会社さくら精機"):
        assert word.encode() not in ink_only
        assert word.encode("utf-16-be") not in ink_only
        assert word.encode("utf-16-be").hex().upper().encode() not in ink_only
