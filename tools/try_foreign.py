"""Runs folders of PDFs and pictures through intake and says what became of them: `make foreign DIR=…`.

Each file is taken in as for a packet, by the process that reads attachments. Then every page is drawn from the file
and from what was made of it, with no limit on time and without what intake itself says of the two: a page that differs
and of which it said nothing is a silent difference. A refused file is given to pdfium and Pillow: what they draw
whole was perhaps refused for nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from formgen.attachments.intake import MAX_BYTES, take_in
from formgen.attachments.kinds import media_type
from formgen.attachments.process import server

# Of computing time, for the drawing of one file.
SECONDS = 60
SLOW = 5.0
# Pillow and pdfium bring a picture to another size in other ways, and one of them knows its ICC profile.
OF_PICTURES = (0.06, 0.3, 0.3)
SMALLEST = 16


@dataclass
class Outcome:
    """What became of one file; `fault` is empty when it was taken."""

    name: str
    seconds: float = 0.0
    megabytes: int = 0
    fault: str = ""
    notes: tuple[str, ...] = ()
    crash: str = ""
    differing: dict[int, tuple[float, ...]] = field(default_factory=dict)
    unchecked: str = ""
    drawn_whole: bool = False

    @property
    def silent(self) -> bool:
        """Whether pages differ and nobody was told to look."""
        return bool(self.differing) and not any(note in TELLING for note in self.notes)


_MEMORY: list[int] = []


def _watch() -> None:
    """Has the memory of each worker (MB, the most it used) noted when it is ended."""
    end = server.Forked.end

    def noted(self: server.Forked) -> None:
        with suppress(OSError):
            about = Path(f"/proc/{self.number}/status").read_text()
            _MEMORY.extend(int(line.split()[1]) >> 10 for line in about.splitlines() if line.startswith("VmHWM"))
        end(self)

    server.Forked.end = noted  # type: ignore[method-assign]


# Notes that send somebody to look at the pages.
TELLING = ("differs", "not-compared")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--json", action="store_true", help="everything about every file")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    # Each a process with one thread: it forks, and threads would be forked half.
    with get_context("spawn").Pool(given.jobs, initializer=_watch) as pool:
        outcomes = list(pool.imap(outcome, found(given.folders)))
    if given.json:
        print(json.dumps([asdict(o) | {"silent": o.silent} for o in outcomes], ensure_ascii=False, indent=1))
    else:
        report(outcomes)
    return int(any(o.crash or o.silent or o.seconds > SLOW for o in outcomes))


def found(folders: Iterable[Path]) -> Iterator[Path]:
    """PDFs and pictures, by what they are."""
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) or [folder]:
            with path.open("rb") as file:
                if media_type(file.read(1024)):
                    yield path


def outcome(path: Path) -> Outcome:
    """What intake says of a file, and what is to be seen of it."""
    told = Outcome(str(path))
    _MEMORY.clear()
    start = time.perf_counter()
    try:
        taken = take_in(path, shown=path.name, pointer="/documents/0")
    except Exception:
        told.crash = traceback.format_exc()
        return told
    told.seconds = round(time.perf_counter() - start, 2)
    told.megabytes = max(_MEMORY, default=0)
    if isinstance(taken, tuple):
        told.fault = " ".join(problem.key for problem in taken)
    else:
        told.notes = tuple(note.word for note in taken.notes)
    data = path.read_bytes()
    if len(data) <= MAX_BYTES:
        _look(data, b"" if isinstance(taken, tuple) else taken.pdf, told)
    return told


# In a process of its own: pdfium may die of a file, and what it draws may take for ever.


def _look(data: bytes, pdf: bytes, told: Outcome) -> None:
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(ours)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            os.write(theirs, json.dumps(_differing(data, pdf) if pdf else _whole(data)).encode())
        except Exception as error:
            os.write(theirs, json.dumps(type(error).__name__).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    match json.loads(said or b'"died"'):
        case bool(whole):
            told.drawn_whole = whole
        case dict(pages):
            told.differing = {int(page): tuple(numbers) for page, numbers in pages.items()}
        case why:
            told.unchecked = "" if told.fault else str(why)


def _differing(data: bytes, pdf: bytes) -> dict[int, list[float]]:
    """The pages (from 1) that differ, and how far."""
    pages = _of_document(data) if media_type(data) == "application/pdf" else _of_picture(data, pdf)
    return {number: [round(v, 4) for v in found] for number, found in pages}


def _of_document(data: bytes) -> Iterator[tuple[int, Any]]:
    import warnings

    from formgen.attachments import lettering
    from formgen.attachments.found import Unfit
    from formgen.attachments.pdf.pages import made
    from formgen.attachments.self_check.drawing import Pair

    warnings.simplefilter("ignore")
    try:
        sheets = made(data).sheets
    except Unfit as unfit:
        sheets = made(data, lettering.fonts(unfit.letters)).sheets
    pair = Pair(data, sheets.pdf)
    for number, place in enumerate(sheets.places):
        if not pair.alike(number, place):
            yield number + 1, pair.likeness(number, place)


def _of_picture(data: bytes, pdf: bytes) -> Iterator[tuple[int, Any]]:
    """Held against what Pillow shows, upright on white. Where it stands on the page is asked of the page."""
    import pypdfium2
    from PIL import Image

    from formgen.attachments.self_check.drawing import DPI, drawn
    from formgen.attachments.self_check.likeness import likeness

    sheets = pypdfium2.PdfDocument(pdf)
    for number, frame in enumerate(_frames(data, len(sheets))):
        page = sheets[number]
        boxes = [one.get_bounds() for one in page.get_objects(max_depth=1)]
        page.set_cropbox(*map(min, *[b[:2] for b in boxes * 2]), *map(max, *[b[2:] for b in boxes * 2]))
        page.close()
        page = sheets[number]
        size = [max(8, round(v * DPI / 72)) for v in page.get_size()]
        # Of an icon a few dots are left, each of which two programs make otherwise.
        if min(size) < SMALLEST:
            continue
        found = likeness(frame.resize(size, Image.Resampling.BOX), drawn(sheets, page, size))
        if any(value > most for value, most in zip(found, OF_PICTURES, strict=True)):
            yield number + 1, found


def _frames(data: bytes, count: int) -> Iterator[Any]:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as picture:
        for number in range(count):
            picture.seek(number)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            if upright.mode.startswith("I"):
                upright = upright.convert("I").point(lambda v: v * (1 / 257)).convert("L")
            clear = upright.convert("RGBA")
            yield Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _whole(data: bytes) -> bool:
    """Whether pdfium or Pillow draws every page of it."""
    import pypdfium2
    from PIL import Image

    if media_type(data) != "application/pdf":
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            return True
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.render(scale=50 / 72 * min(1, 2000 / max(page.get_size())))
        return len(document) > 0


def report(outcomes: list[Outcome]) -> None:
    taken = [o for o in outcomes if not o.fault and not o.crash]
    print(f"{len(outcomes)} files, {len(taken)} taken, {len(outcomes) - len(taken)} not")
    _listed("crashed", [(o.name, o.crash.splitlines()[-1]) for o in outcomes if o.crash])
    for fault, _ in Counter(o.fault for o in outcomes if o.fault).most_common():
        refused = [o for o in outcomes if o.fault == fault]
        _listed(fault, [(o.name, "drawn whole by others" * o.drawn_whole) for o in refused])
    words = Counter(word for o in taken for word in set(o.notes))
    print("\nnotes:", ", ".join(f"{word} {count}" for word, count in words.most_common()))
    _listed("differing", [(o.name, f"{o.differing}"[:100]) for o in taken if o.differing and not o.silent])
    _listed("differing, and nothing is said", [(o.name, f"{o.differing}"[:100]) for o in taken if o.silent])
    _listed("not checked", [(o.name, o.unchecked) for o in taken if o.unchecked])
    most = sorted(outcomes, key=lambda o: -o.megabytes)[:5]
    _listed("most memory", [(o.name, f"{o.megabytes} MB") for o in most])
    _listed("slowest", [(o.name, f"{o.seconds} s") for o in sorted(outcomes, key=lambda o: -o.seconds)[:10]])


def _listed(title: str, lines: list[tuple[str, str]]) -> None:
    if lines:
        print(f"\n{title} ({len(lines)})")
        for name, more in lines:
            print(f"  {name}  {more}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
