"""What pages draw with is decoded within limits, and what broke off is told from what only has a wrong end."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import foreign
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from formgen.attachments.bounding import bounds, costs, decoding, images
from formgen.attachments.bounding.bounds import bounded, counted
from formgen.attachments.bounding.decoding import Decoder, Inflating
from formgen.attachments.found import Note, Unfit

Draw = Callable[[pikepdf.Pdf], Any]


def page(content: bytes, **resources: Any) -> pikepdf.Pdf:
    """A page with that content; resources are made for it by functions."""
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = pdf.make_stream(content)
    made = {
        f"/{kind}": Dictionary({f"/{key}": make(pdf) for key, make in named.items()})
        for kind, named in resources.items()
    }
    pdf.pages[0].Resources = Dictionary(made)
    return pdf


def form(content: bytes, **inner: Draw) -> Draw:
    def make(pdf: pikepdf.Pdf) -> Any:
        drawn = Dictionary({f"/{key}": one(pdf) for key, one in inner.items()})
        resources = Dictionary(XObject=drawn)
        keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 9, 9], "Resources": resources}
        return pdf.make_indirect(Stream(pdf, content, **keys))

    return make


def picture(data: bytes, size: tuple[int, int], codec: str | None, **more: Any) -> Draw:
    def make(pdf: pikepdf.Pdf) -> Any:
        keys = {"Subtype": Name.Image, "Width": size[0], "Height": size[1], "BitsPerComponent": 8, **more}
        keys |= {"Filter": Name(codec)} if codec else {}
        return pdf.make_indirect(Stream(pdf, data, **keys))

    return make


def fault(pdf: pikepdf.Pdf) -> str:
    with pytest.raises(Unfit) as unfit:
        bounded(pdf)
    return str(unfit.value)


def nested(times: bytes, depth: int) -> Draw:
    made = form(b"0 0 9 9 re f")
    for _ in range(depth):
        made = form(times, F=made)
    return made


@pytest.mark.parametrize("how", [b"/F Do ", b"/F\n\nDo ", b"/#46 Do ", b"/F%\nDo "])
def test_forms_in_forms_are_counted_as_often_as_they_are_drawn(how: bytes) -> None:
    assert fault(page(how, XObject={"F": nested(how * 10, 7)})) == "too-heavy"
    assert bounded(page(how, XObject={"F": nested(how * 10, 3)})) == set()


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    pdf = page(b"/F Do", XObject={"F": form(b"/F Do " * 50)})
    itself = pdf.pages[0].Resources.XObject.F
    itself.Resources = Dictionary(XObject=Dictionary(F=itself))
    assert bounded(pdf) == set()


def test_masks_patterns_and_letters_are_drawings_too() -> None:
    heavy = nested(b"/F Do " * 10, 6)
    state = {"S": lambda pdf: Dictionary(SMask=Dictionary(G=heavy(pdf)))}
    assert fault(page(b"/S gs " * 100, ExtGState=state)) == "too-heavy"
    assert fault(page(b"/P scn 0 0 9 9 re f " * 100, Pattern={"P": heavy})) == "too-heavy"
    font = {"T": lambda pdf: Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(a=heavy(pdf)))}
    assert fault(page(b"BT /T 9 Tf (" + b"a" * 1000 + b") Tj ET", Font=font)) == "too-heavy"


def test_what_is_drawn_seldom_is_no_matter_how_it_is_named() -> None:
    pdf = page(b"/\x83\x65 Do BT (Do Do Do) Tj ET")
    data = foreign.saved(pdf, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"\x83\x65" in data
    assert bounded(pdf) == set()


def test_a_picture_is_bounded_by_its_size_whatever_its_data() -> None:
    assert fault(page(b"/I Do", XObject={"I": picture(b"", (20_000, 20_000), None)})) == "too-heavy"
    jpeg = foreign.as_file(Image.new("L", (8, 8)), "JPEG")
    at = jpeg.index(b"\xff\xc0") + 5
    large = jpeg[:at] + struct.pack(">HH", 60_000, 60_000) + jpeg[at + 4 :]
    assert fault(page(b"/I Do", XObject={"I": picture(large, (8, 8), "/DCTDecode")})) == "too-heavy"
    assert fault(page(b"BI /W 60000 /H 60000 /BPC 1 /IM true ID x EI")) == "too-heavy"
    # In a mask, and where nothing draws it.
    mask = picture(b"", (20_000, 20_000), None)
    assert fault(page(b"", XObject={"I": mask})) == "too-heavy"


@pytest.mark.parametrize(
    ("colours", "progressive", "found"), [(3, False, None), (1, False, "too-heavy"), (3, True, "too-heavy")]
)
def test_scans_count_where_a_decoder_reads_them(colours: int, progressive: bool, found: str | None) -> None:
    """With all its colours in the first scan a plain picture is read once, whatever comes behind."""
    jpeg = foreign.as_file(Image.new("RGB", (8, 8)), "JPEG", progressive=progressive)
    scan = jpeg.index(b"\xff\xda")
    many = jpeg[: scan + 4] + bytes((colours,)) + jpeg[scan + 5 : -2] + jpeg[scan:-2] * 300 + jpeg[-2:]
    shown = page(b"/I Do", XObject={"I": picture(many, (8, 8), "/DCTDecode")})
    if found:
        assert fault(shown) == found
    else:
        assert bounded(shown) == set()


def test_all_streams_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zlib.compress(bytes(100_000))
    shown = {f"I{n}": picture(packed, (100, 1000), "/FlateDecode") for n in range(12)}
    assert bounded(page(b"", XObject=shown)) == set()
    monkeypatch.setattr(decoding, "MAX_TOGETHER", 1_000_000)
    assert fault(page(b"", XObject=shown)) == "too-heavy"


NOISE = Image.frombytes("L", (300, 400), random.Random(3).randbytes(120_000))
JPEG = foreign.as_file(NOISE, "JPEG")
PROGRESSIVE = foreign.as_file(NOISE, "JPEG", progressive=True)
FLATE = zlib.compress(NOISE.tobytes())
JPEG_2000 = foreign.as_file(NOISE, "JPEG2000")
# One page (48) of 300 x 400 dots and one area (38) of 100 bytes (ITU-T T.88, 7.2).
PAGE_INFO = struct.pack(">IBBBIIIIIBH", 0, 48, 0, 1, 19, 300, 400, 0, 0, 0, 0)
JBIG2 = PAGE_INFO + struct.pack(">IBBBIII", 1, 38, 0, 1, 108, 300, 400) + bytes(100)


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (JPEG, "/DCTDecode"),
        (JPEG + b"\r\n\0\0", "/DCTDecode"),
        (JPEG[:-2], "/DCTDecode"),
        (FLATE, "/FlateDecode"),
        (FLATE[:-4], "/FlateDecode"),
        (FLATE[: int(len(FLATE) * 0.995)], "/FlateDecode"),
        (zlib.compress(b"too little"), "/FlateDecode"),
        (JPEG_2000, "/JPXDecode"),
        (JBIG2, "/JBIG2Decode"),
        (b"\x26\xa0", "/CCITTFaxDecode"),
    ],
)
def test_a_whole_picture_is_taken(data: bytes, codec: str) -> None:
    assert bounded(page(b"/I Do", XObject={"I": picture(data, NOISE.size, codec)})) == set()


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (JPEG[:-60], "/DCTDecode"),
        (JPEG[: len(JPEG) // 2], "/DCTDecode"),
        (PROGRESSIVE[:-2], "/DCTDecode"),
        (b"no picture", "/DCTDecode"),
        (FLATE[: len(FLATE) // 2], "/FlateDecode"),
        (JPEG_2000[: len(JPEG_2000) // 2], "/JPXDecode"),
        (JBIG2[:-1], "/JBIG2Decode"),
    ],
)
def test_a_picture_that_broke_off_is_refused_where_it_is_drawn(data: bytes, codec: str) -> None:
    broken = picture(data, NOISE.size, codec)
    assert fault(page(b"/I Do", XObject={"I": broken})) == "damaged"
    whole = picture(JPEG, NOISE.size, "/DCTDecode")
    masked = {"I": lambda pdf: whole(pdf)}
    pdf = page(b"/I Do", XObject=masked)
    pdf.pages[0].Resources.XObject.I.SMask = broken(pdf)
    assert fault(pdf) == "damaged"
    assert bounded(page(b"", XObject={"Unused": broken})) == set()


def test_a_broken_font_is_told() -> None:
    broken = zlib.compress(random.Random(4).randbytes(5000))[:3000]
    file = picture(broken, (0, 0), "/FlateDecode", Subtype=Name.OpenType)
    font = {"F": lambda pdf: Dictionary(Subtype=Name.Type1, FontDescriptor=Dictionary(FontFile3=file(pdf)))}
    assert bounded(page(b"", Font=font)) == {Note("repaired")}


def test_what_is_no_stream_among_the_contents_is_left_out() -> None:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, None, 5])
    assert bounded(pdf) == set()
    assert len(pdf.pages[0].Contents) == 1


@pytest.mark.parametrize("wrap", ["/ASCII85Decode", "/ASCIIHexDecode"])
def test_what_is_wrapped_is_unwrapped(wrap: str) -> None:
    import base64

    letters = base64.a85encode(FLATE) + b"~>" if wrap == "/ASCII85Decode" else FLATE.hex().encode() + b">"
    pdf = pikepdf.new()
    wrapped = Stream(pdf, letters, Filter=Array([Name(wrap), Name.FlateDecode]))
    assert Decoder(pdf).measure(wrapped) == (120_000, True)
    assert Decoder(pdf).measure(Stream(pdf, letters[:900], Filter=Array([Name(wrap), Name.FlateDecode])))[1] is False


def test_the_checksum_is_known_wherever_it_is_cut() -> None:
    """The pieces in which a stream is read may end within it."""
    for size in range(decoding._PIECE - 12, decoding._PIECE + 4):
        stored = zlib.compress(bytes(size), 0)
        read = Inflating(stored)
        assert len(b"".join(read)) == size
        assert (read.whole, read.sound) == (True, True)


def test_things_on_pages_are_counted_before_anything_is_done_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    for one in pdf.pages:
        one.Annots = Array([Dictionary()] * 30)
    counted(pdf)
    monkeypatch.setattr(bounds, "MAX_ANNOTATIONS", 59)
    with pytest.raises(Unfit, match="too-heavy"):
        counted(pdf)


def test_the_limits_leave_room_for_what_people_have() -> None:
    a4_at_600_dpi = 4960 * 7016
    assert 3 * a4_at_600_dpi < images.MAX_DOTS
    # Five hundred pages with 300 kB of drawing each.
    assert costs.MAX_COST > 500 * 300_000
