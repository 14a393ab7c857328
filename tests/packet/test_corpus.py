"""Every crafted file of corpus/ through the process that reads attachments: exactly what corpus.yaml says."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import foreign
import pikepdf
import pypdfium2
import pytest
import yaml
from corpus import FILES
from PIL import Image, ImageChops, ImageOps, ImageSequence, ImageStat

from formgen.attachments.found import Note
from formgen.attachments.intake import Given, Intake, Taken, take_in_all
from formgen.attachments.process import server, worker
from formgen.outputs.merge import Bookmarked, merge

EXPECTED: dict[str, dict[str, Any]] = {
    f"{part}.{name}": entry
    for part, entries in yaml.safe_load(Path(__file__).with_name("corpus.yaml").read_text("utf-8")).items()
    for name, entry in entries.items()
}
SECONDS, BYTES = 5.0, 1 << 30


class Cost(NamedTuple):
    """What a worker used until it was ended."""

    seconds: float
    bytes: int


@contextmanager
def measured() -> Iterator[list[Cost]]:
    """The cost of every worker that is still there when it is ended (a killed one has met its limits)."""
    found: list[Cost] = []
    end = server.Forked.end

    def watched(self: server.Forked) -> None:
        found.extend(_cost(self.number))
        end(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.Forked, "end", watched)
        yield found


def _cost(number: int) -> list[Cost]:
    try:
        times = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        most = next(v for v in Path(f"/proc/{number}/status").read_text().splitlines() if v.startswith("VmHWM"))
    except (OSError, StopIteration):
        return []
    # utime and stime: proc(5), fields 14 and 15; the name before them was cut away.
    ticks = int(times[11]) + int(times[12])
    return [Cost(ticks / os.sysconf("SC_CLK_TCK"), int(most.split()[1]) << 10)]


def given(name: str) -> Given:
    return Given(FILES[name](), EXPECTED[name].get("name", name), "/documents/0")


def said(taken: Taken) -> dict[str, Any]:
    """What intake says, in the words of corpus.yaml."""
    if isinstance(taken, tuple):
        assert len(taken) == 1
        return {"fault": taken[0].key.removeprefix("E-FILE.")}
    return {"pages": taken.pages, "notes": set(taken.notes)}


def expected(entry: dict[str, Any]) -> dict[str, Any]:
    if "fault" in entry:
        return {"fault": entry["fault"]}
    return {"pages": entry["pages"], "notes": {_note(*note) for note in (entry.get("notes") or {}).items()}}


def _note(word: str, told: Any) -> Note:
    if isinstance(told, dict):
        return Note(word, told.get("number", 0), tuple(told.get("pages", ())), tuple(told.get("kinds", ())))
    return Note(word, pages=tuple(told)) if isinstance(told, list) else Note(word, told or 0)


def case(name: str) -> Any:
    entry = EXPECTED.get(name, {})
    later = pytest.mark.xfail(strict=True, reason=f"{entry.get('until_done')}: not so yet")
    return pytest.param(name, marks=[later] if "until_done" in entry else [])


def test_every_file_has_an_expectation_and_the_reverse() -> None:
    assert sorted(FILES) == sorted(EXPECTED)


@pytest.mark.parametrize("name", [case(name) for name in FILES])
def test_intake_says_what_is_expected(name: str) -> None:
    with measured() as costs:
        (taken,) = take_in_all([given(name)])
    assert said(taken) == expected(EXPECTED[name])
    figures = taken.report.said() if isinstance(taken, Intake) else {}
    wanted = EXPECTED[name].get("report", {})
    assert {word: figures.get(word) for word in wanted} == wanted
    for cost in costs:
        assert cost.seconds < SECONDS
        assert cost.bytes < BYTES


def test_what_is_killed_is_killed_within_the_bounds() -> None:
    assert worker.MAX_CPU < SECONDS
    assert worker.MAX_MEMORY <= BYTES


# Good files, all in one packet: what is seen of each is what its own file shows.


def good(entry: dict[str, Any]) -> bool:
    """Taken, and pdfium can say what it shows."""
    if "pages" not in entry or "until_done" in entry or "pdfium" in entry:
        return False
    return not {"differs", "not-compared"} & set(entry.get("notes", ()))


def taken_pages() -> tuple[list[str], bytes]:
    names = [name for name, entry in EXPECTED.items() if good(entry)]
    taken = [pdf for pdf in take_in_all([given(name) for name in names]) if not isinstance(pdf, tuple)]
    assert len(taken) == len(names)
    return names, merge([Bookmarked(name, one.pdf) for name, one in zip(names, taken, strict=True)]).read()


def drawn(data: bytes) -> Iterator[Image.Image]:
    """Each page as a viewer shows it, with fields and annotations; each page of a picture upright on white."""
    if not data[:1024].count(b"%PDF-"):
        yield from _frames(data)
        return
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        for page in pdf:
            yield page.render(scale=3000 / max(page.get_size())).to_pil().convert("RGB")


def _frames(data: bytes) -> Iterator[Image.Image]:
    # What stands before it, texts that are bombs, and what is lacking at its end, Pillow would stop at.
    data = data.lstrip(b"\r\n")
    data = foreign.png_without_texts(data) if data.startswith(b"\x89PNG") else data + b"\xff\xd9"
    with Image.open(io.BytesIO(data)) as picture:
        if picture.format != "TIFF":
            yield _on_white(ImageOps.exif_transpose(picture))
            return
        every = [(_aside(frame), _on_white(ImageOps.exif_transpose(frame))) for frame in _read(picture)]
    yield from [frame for aside, frame in every if not aside] or [every[0][1]]


def _read(picture: Image.Image) -> Iterator[Image.Image]:
    # A page that is not there ends it in one way or another.
    with suppress(EOFError, TypeError):
        yield from ImageSequence.Iterator(picture)


def _aside(frame: Any) -> bool:
    """An overview or a mask: TIFF 6.0, pages 36 and 40."""
    return bool(frame.tag_v2.get(254, 0) & 5 or frame.tag_v2.get(255) == 2)


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode.startswith("I"):
        return frame.convert("I").point(lambda v: v * (1 / 257)).convert("L").convert("RGB")
    if frame.mode in ("CMYK", "LAB"):
        return frame.convert("RGB")
    clear = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def ink(picture: Image.Image) -> Image.Image:
    """What is not white, cut out and brought to one size: wherever it stands and however large it is."""
    box = ImageChops.invert(picture.convert("L")).point(lambda v: 255 if v > 25 else 0).getbbox()
    return picture.crop(box).resize((60, 80), Image.Resampling.BOX) if box else Image.new("RGB", (60, 80), "white")


@pytest.mark.slow
def test_the_packet_of_all_good_files_shows_what_they_show() -> None:
    names, packet = taken_pages()
    pages = drawn(packet)
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        assert not pdf.check_pdf_syntax()
    for name in names:
        originals = drawn(FILES[name]())
        for number in range(EXPECTED[name]["pages"]):
            original = next(originals)
            off = ImageStat.Stat(ImageChops.difference(ink(original), ink(next(pages)))).mean
            assert max(off) < 6, (name, number + 1)
    assert next(pages, None) is None
