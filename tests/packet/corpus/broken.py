"""What is damaged, or no document at all, or only looks damaged."""

from __future__ import annotations

import random
import re
import zlib

import foreign
import pikepdf
from pikepdf import Array, Dictionary, Name


def zero_bytes() -> bytes:
    return b""


def cut_in_half() -> bytes:
    data = foreign.saved(foreign.pages(*[foreign.A4] * 20))
    return data[: len(data) // 2]


def without_its_last_bytes() -> bytes:
    return foreign.plain()[:-200]


def without_pages() -> bytes:
    return foreign.saved(pikepdf.new())


def xref_at_the_wrong_place() -> bytes:
    return foreign.plain().replace(b"startxref\n", b"startxref\n9")


def xref_with_wrong_offsets() -> bytes:
    return re.sub(rb"\n0000000\d\d\d 00000 n", b"\n0000000007 00000 n", _in_clear())


def without_an_xref() -> bytes:
    data = _in_clear()
    return data[: data.index(b"xref\n")] + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def xref_that_names_itself_as_the_one_before() -> bytes:
    data = _in_clear()
    start = int(data.split(b"startxref")[1].split()[0])
    return data.replace(b"/Size", b"/Prev %d /Size" % start)


def wrong_length_of_a_stream() -> bytes:
    return _in_clear().replace(b"/Length 26", b"/Length 99")


def ten_kilobytes_after_the_end() -> bytes:
    return foreign.plain() + b"\0" * 10_000


def head_of_an_email_before_the_start() -> bytes:
    return b"Content-Type: application/pdf\r\n\r\n" + foreign.plain()


def content_that_breaks_off() -> bytes:
    pdf = foreign.pages(foreign.A4)
    whole = zlib.compress(b"0 0 1 rg 20 20 100 50 re f %" + random.Random(1).randbytes(4000).hex().encode())
    pdf.pages[0].Contents = pikepdf.Stream(pdf, whole[: len(whole) // 2], Filter=Name.FlateDecode)
    return foreign.saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def picture_that_breaks_off() -> bytes:
    picture = foreign.as_file(foreign.marked((800, 800)), "JPEG")
    pdf = foreign.pages(foreign.A4)
    image = pikepdf.Stream(pdf, picture[: len(picture) // 2])
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=800, Height=800, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(I=image))
    pdf.pages[0].Contents = pdf.make_stream(b"200 0 0 200 20 20 cm /I Do")
    return foreign.saved(pdf)


def nulls_among_the_annotations() -> bytes:
    pdf = foreign.pages(foreign.A4)
    gone = pdf.make_indirect(Dictionary())
    pdf.pages[0].Annots = Array([None, gone, None])
    return _in_clear(pdf).replace(b"%d 0 obj\n<<  >>" % gone.objgen[0], b"%d 0 obj\nnull" % gone.objgen[0])


def nulls_among_the_contents() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, None])
    return _in_clear(pdf)


def page_without_content_and_resources() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    del pdf.pages[0].Contents, pdf.pages[0].Resources
    return foreign.saved(pdf)


def page_tree_that_goes_round() -> bytes:
    return _in_clear().replace(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]")


def null_among_the_pages() -> bytes:
    return _in_clear().replace(b"/Kids [ 3 0 R ]", b"/Kids [ 9 0 R 3 0 R ]")


def page_named_twice() -> bytes:
    return _in_clear().replace(b"/Count 1 /Kids [ 3 0 R ]", b"/Count 2 /Kids [ 3 0 R 3 0 R ]")


def nested_20_000_deep() -> bytes:
    return _in_clear().replace(b"/Type /Page ", b"/Deep " + b"[" * 20_000 + b"]" * 20_000 + b" /Type /Page ")


def object_that_is_its_own_length() -> bytes:
    return _in_clear().replace(b"/Length 26", b"/Length 4 0 R")


def content_deleted_by_a_later_addition() -> bytes:
    """Of two parts; pdfium draws the deleted one all the same, other viewers do not."""
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, pdf.make_stream(b"1 0 0 rg 300 300 100 100 re f")])
    data = _in_clear(pdf)
    gone = int(re.findall(rb"(\d+) 0 R \]", data)[-1])
    start = int(data.split(b"startxref")[1].split()[0])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    return data + (
        b"xref\n0 1\n%010d 65535 f \n%d 1\n0000000000 00001 f \ntrailer << /Root 1 0 R /Size %d /Prev %d >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (gone, gone, size, start, len(data))
    )


def laid_out_for_the_web() -> bytes:
    return foreign.saved(foreign.pages(foreign.A4, foreign.A4), linearize=True)


def _in_clear(pdf: pikepdf.Pdf | None = None) -> bytes:
    how = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
    return foreign.saved(pdf or foreign.pages(foreign.A4), **how)
