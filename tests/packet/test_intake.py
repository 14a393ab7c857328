from __future__ import annotations

import contextlib
import io
import os
import signal
from pathlib import Path

import foreign
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from formgen.attachments import sources
from formgen.attachments.intake import Given, Intake, take_in, take_in_all, warnings
from formgen.attachments.pictures.jpegs import jpeg
from formgen.attachments.sources import MAX_BYTES, Source, Unreadable, opened
from formgen.files.confined import resolve
from formgen.ground.problems import Problem


def taken(source, name="scan.pdf") -> Intake:
    found = take_in(source, shown=name, pointer="/attachments/0/file")
    assert isinstance(found, Intake), found
    return found


def words(found: Intake) -> tuple[str, ...]:
    return tuple(note.word for note in found.notes)


def refused(source, name="scan.pdf") -> str:
    (found,) = take_in(source, shown=name, pointer="/attachments/0/file")
    assert found.pointer == "/attachments/0/file"
    assert name not in found.message("ja")
    assert found.value == name
    assert name not in found.message("en")
    assert found.fix("ja")
    assert found.fix("en")
    return found.key


def drawn(pdf: bytes, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=1).to_pil().convert("RGB")


def shapes(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(round(float(p.mediabox[2])), round(float(p.mediabox[3]))) for p in opened.pages]


BAD = {
    "encrypted": (foreign.encrypted, "E-FILE.encrypted"),
    "cut-off": (lambda: foreign.plain()[:-200], "E-FILE.cut-off"),
    "no-pages": (lambda: foreign.saved(pikepdf.new()), "E-FILE.no-pages"),
    "empty": (lambda: b"", "E-FILE.empty"),
    "word-file-named-pdf": (lambda: b"PK\x03\x04" + bytes(26) + b"word/document.xml", "E-FILE.type-office"),
    "only-a-head": (lambda: b"%PDF-1.7\n%%EOF", "E-FILE.damaged"),
    "too-many-pages": (lambda: foreign.saved(foreign.pages(*[(10, 10)] * 2001)), "E-LIMIT.pages"),
    "flate-bomb": (foreign.flate_bomb, "E-FILE.too-heavy"),
    "too-large": (lambda: b"%PDF-" + bytes(MAX_BYTES), "E-LIMIT.file"),
    "jpeg-cut-off": (lambda: foreign.as_file(foreign.marked(), "JPEG")[:-300], "E-FILE.cut-off"),
    "png-cut-off": (lambda: foreign.as_file(foreign.marked(), "PNG")[:-60], "E-FILE.cut-off"),
    "too-many-pixels": (lambda: foreign.as_file(Image.new("1", (20000, 20000)), "PNG"), "E-FILE.too-heavy"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_words(name):
    make, key = BAD[name]
    assert refused(make(), f"{name}.pdf") == key


@pytest.mark.parametrize(("size", "key"), [(50_000_000, "E-FILE.type"), (50_000_001, "E-LIMIT.file")])
def test_a_file_of_50_megabytes_is_looked_at_and_no_larger_one(tmp_path, size, key):
    path = tmp_path / "scan.pdf"
    path.touch()
    os.truncate(path, size)
    (found,) = take_in(path, shown="scan.pdf", pointer="/a")
    assert found.key == key
    assert key != "E-LIMIT.file" or "50MB" in found.message("ja")


def test_what_is_no_plain_file_is_not_opened():
    assert refused(Path("/dev/null")) == "E-FILE.folder"


def test_a_file_that_becomes_shorter_while_it_is_read_is_told():
    source = Source(io.BytesIO(b"half"), 8)
    with pytest.raises(Unreadable, match=r"E-FILE\.changed"):
        list(source.pieces())


def test_a_bad_file_does_not_spoil_the_others():
    files = [foreign.plain(), foreign.flate_bomb(), foreign.encrypted(), foreign.plain()]
    found = take_in_all(Given(f, "a.pdf", f"/{i}") for i, f in enumerate(files))
    assert [isinstance(f, Intake) for f in found] == [True, False, False, True]


class Failing(io.BytesIO):
    """A file on a disk that can be read up to here and no further."""

    def __init__(self, data: bytes, good: int) -> None:
        super().__init__(data)
        self.good = good

    def read(self, size=-1):
        return self._seen(super().read(size))

    def readinto(self, room):
        got = super().readinto(room)
        self._seen(b"")
        return got

    def _seen(self, data: bytes) -> bytes:
        if self.tell() > self.good:
            raise OSError(5, "Input/output error")
        return data


@pytest.mark.parametrize("good", [0, 1 << 17])
def test_a_disk_that_fails_is_not_the_fault_of_what_the_file_holds(monkeypatch, good):
    data = foreign.plain() + b"\n" * (1 << 18)
    monkeypatch.setattr(sources, "_file", lambda _: Failing(data, good))
    assert refused(data) == "E-FILE.unreadable"


def read_by(reader, data: bytes) -> str:
    with opened(data) as source:
        return reader.read(source).reply.fault


def test_a_killed_reader_is_one_problem_and_the_next_file_is_read(monkeypatch):
    from formgen.attachments.process import readers

    with readers.reader() as reader:
        assert not read_by(reader, foreign.plain())
        os.kill(reader.worker.number, signal.SIGKILL)
        assert read_by(reader, foreign.plain()) == "too-heavy"
        assert not read_by(reader, foreign.plain())


def test_a_reader_that_hangs_is_stopped(monkeypatch):
    from formgen.attachments.process import readers

    monkeypatch.setattr(readers, "MAX_SECONDS", 0.0)
    assert refused(foreign.flate_bomb()) == "E-FILE.too-heavy"


def test_the_original_is_described_and_what_may_be_restricted_is_taken():
    data = foreign.restricted(modify_form=False)
    found = taken(data)
    assert (found.size, found.pages, found.media_type) == (len(data), 1, "application/pdf")
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        assert not pdf.is_encrypted


def test_every_page_becomes_a4_and_a4_is_left_alone():
    big = foreign.pages(foreign.A4, (1191, 842), (842, 1191), (200, 100), foreign.A4[::-1])
    big.pages[2].Rotate = 90
    found = taken(foreign.saved(big))
    assert shapes(found.pdf) == [(595, 842), (842, 595), (842, 595), (595, 842), (842, 595)]
    assert drawn(found.pdf, 0).getpixel((60, 800)) == (0, 0, 255)
    assert drawn(found.pdf, 1).getpixel((30, 580)) == (0, 0, 255)
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        assert b" re f" in pdf.pages[0].Contents.read_bytes()


def test_nothing_that_runs_or_links_or_is_embedded_survives():
    assert b"evil.exe" in foreign.with_actions()
    with pikepdf.open(io.BytesIO(taken(foreign.with_actions()).pdf)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert set(pdf.pages[0].keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        text = b"".join(o.unparse(resolved=True) for o in pdf.objects)
    assert not any(word in text for word in (b"alert", b"evil", b"Launch", b"embedded", b"Annot"))


def test_a_mask_laid_over_the_page_still_covers_it():
    assert drawn(taken(foreign.stamped()).pdf).getpixel((60, 800)) == (0, 0, 0)


@pytest.mark.parametrize("note", ["certified", "cropped", "hidden_layer"])
def test_what_somebody_should_know_is_noted(note):
    found = taken(getattr(foreign, note)())
    assert words(found) == ({"hidden_layer": "hidden-layers"}.get(note, note),)
    (warning,) = warnings(found, "/attachments/0/file")
    assert (warning.code, warning.severity) == ("W-FILE", "warning")
    assert warning.message("ja")
    assert warning.message("en")


def test_a_slightly_damaged_pdf_is_mended_and_noted():
    shifted = foreign.plain().replace(b"startxref\n", b"startxref\n9")
    assert words(taken(shifted)) == ("repaired",)


@pytest.mark.parametrize("turn, corner", [(1, "nw"), (3, "se"), (6, "ne"), (8, "sw"), (2, "ne"), (5, "nw")])
def test_exif_rotation_is_honoured(turn, corner):
    data = foreign.as_file(foreign.marked((600, 400)), "JPEG", dpi=(72, 72), exif=foreign.exif(t274=turn))
    image = drawn(taken(data).pdf)
    red = [(x, y) for x in range(0, image.width, 9) for y in range(0, image.height, 9) if _red(image, x, y)]
    x, y = (sum(v) / len(red) for v in zip(*red, strict=True))
    assert ("w" if x < image.width / 2 else "e") == corner[1]
    assert ("n" if y < image.height / 2 else "s") == corner[0]


def _red(image: Image.Image, x: int, y: int) -> bool:
    r, g, b = image.getpixel((x, y))
    return r > 200 and g < 90 and b < 90


def test_clear_is_white_not_black():
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    for picture in (clear, clear.convert("LA"), clear.quantize(4)):
        assert drawn(taken(foreign.as_file(picture, "PNG")).pdf).getpixel((297, 200)) == (255, 255, 255)


def test_cmyk_and_sixteen_bits_keep_their_look():
    cmyk = foreign.as_file(Image.new("CMYK", (400, 400), (0, 255, 255, 0)), "JPEG")
    assert _red(drawn(taken(cmyk).pdf), 297, 200)
    grey = foreign.as_file(Image.new("I;16", (400, 400), 0x8000), "PNG")
    assert abs(drawn(taken(grey).pdf).getpixel((297, 200))[0] - 128) < 3


def test_every_page_of_a_tiff_is_taken():
    frames = [Image.new("1", (1654, 2339), 1), foreign.marked((1654, 2339)), Image.new("L", (2339, 1654), 9)]
    data = foreign.as_file(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    found = taken(data)
    assert (found.pages, shapes(found.pdf)) == (3, [(595, 842), (595, 842), (842, 595)])


def test_a_scan_fills_the_sheet_and_a_card_keeps_its_size():
    sheet = foreign.as_file(Image.new("L", (1654, 2339), 0), "JPEG", dpi=(200, 200))
    assert drawn(taken(sheet).pdf).getpixel((3, 3)) == (0, 0, 0)
    card = foreign.as_file(Image.new("L", (1012, 638), 0), "JPEG", dpi=(300, 300))
    dark = drawn(taken(card).pdf).convert("L").point(lambda v: 255 if v < 128 else 0).getbbox()
    assert abs((dark[2] - dark[0]) - 1012 * 72 / 300) < 2
    assert words(taken(card)) == ()
    assert taken(foreign.as_file(foreign.marked(), "PNG")).report.scans == ((1, 100),)


def test_a_large_photo_shrinks_to_the_margins():
    photo = foreign.as_file(Image.new("L", (4000, 3000), 0), "JPEG", dpi=(72, 72))
    image = drawn(taken(photo).pdf)
    dark = image.convert("L").point(lambda v: 255 if v < 128 else 0).getbbox()
    assert image.size == (842, 596)
    assert min(dark[0], dark[1], image.width - dark[2], image.height - dark[3]) >= 27


def test_place_and_camera_do_not_travel_with_a_jpeg():
    data = foreign.as_file(foreign.marked(), "JPEG", exif=foreign.exif(t271=0, t274=1), comment=b"camera-here")
    bare = jpeg(data + b"hidden second picture").bare
    assert b"camera-here" in data
    assert not any(w in bare for w in (b"camera-here", b"Exif", b"hidden"))
    same = [Image.open(io.BytesIO(d)).tobytes() for d in (data, bare)]
    assert same[0] == same[1]


def test_the_same_file_gives_the_same_bytes():
    for data in (foreign.as_file(foreign.marked(), "JPEG"), foreign.saved(foreign.pages((1191, 842)))):
        assert taken(data) == taken(data)


def test_paths_stay_inside_the_folder_of_the_profile(tmp_path):
    folder = tmp_path / "profile"
    (folder / "scans").mkdir(parents=True)
    (tmp_path / "secret.pdf").write_bytes(foreign.plain())
    (folder / "scans" / "id.pdf").write_bytes(foreign.plain())
    (folder / "way-out.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "loop.pdf").symlink_to("loop.pdf")
    os.mkfifo(folder / "pipe.pdf")

    def key(file: str) -> str:
        found = resolve(folder, file, pointer="/p")
        return found.key if isinstance(found, Problem) else "found"

    assert key("scans/id.pdf") == key("scans/../scans/id.pdf") == "found"
    assert key("../secret.pdf") == key("way-out.pdf") == key(str(tmp_path / "secret.pdf")) == "E-FILE.outside"
    assert key("../nothing.pdf") == "E-FILE.outside"
    assert key("nothing.pdf") == key("loop.pdf") == key("a\0b") == "E-FILE.not-found"
    assert key("scans") == key("") == key("pipe.pdf") == "E-FILE.folder"
    assert taken(resolve(folder, "scans/id.pdf")).pages == 1


def test_a_name_stored_with_separate_marks_is_found(tmp_path):
    (tmp_path / "カ\u3099.pdf").write_bytes(b"x")
    assert not isinstance(resolve(tmp_path, "ガ.pdf"), Problem)


SCANS = sorted((Path(__file__).parents[2] / "examples").glob("*/scans/*"))


def test_the_example_scans_are_small_and_without_remark():
    assert len(SCANS) >= 8
    for path, found in zip(SCANS, take_in_all(Given(p, p.name, "/a") for p in SCANS), strict=True):
        assert isinstance(found, Intake), path
        assert (found.pages, words(found)) == (1, ()), path
        assert found.size < 60_000


def test_a_page_in_larger_units_is_seen_at_its_real_size():
    pdf = foreign.pages((297.638, 420.945))
    pdf.pages[0].UserUnit = 2
    found = taken(foreign.saved(pdf))
    assert shapes(found.pdf) == [(595, 842)]
    assert drawn(found.pdf).getpixel((200, 730)) == (0, 0, 255)


def test_a_reader_that_cannot_start_is_not_the_fault_of_the_file(monkeypatch):
    from formgen.attachments.process import readers

    def no_process():
        raise OSError("no process")

    monkeypatch.setattr(readers, "new_worker", no_process)
    assert refused(foreign.plain()) == "E-FILE.no-reader"


@pytest.mark.parametrize("head", [b"null", b"[]", b"{}", b"not json", b'{"pdf": 0, "notes": [["evil", 0, [], []]]}'])
def test_an_answer_that_is_none_of_ours_is_a_damaged_file(monkeypatch, head):
    from formgen.attachments.process import readers

    class Taken:
        limited = staticmethod(lambda _: contextlib.nullcontext())
        write = end = staticmethod(lambda *_: None)

        def __init__(self):
            self.said = io.BytesIO(len(head).to_bytes(8, "big") + head)
            self.read = self.said.read

    monkeypatch.setattr(readers, "new_worker", Taken)
    assert refused(foreign.plain()) == "E-FILE.damaged"
