"""Small PDFs that hold a great deal, or go round in a circle."""

from __future__ import annotations

import zlib
from typing import Any

import foreign
import pikepdf
from pikepdf import Array, Dictionary, Name

_RAW = pikepdf.StreamDecodeLevel.none

# Streams that grow


def flate_of_400_megabytes() -> bytes:
    return foreign.flate_bomb()


def flate_within_flate() -> bytes:
    """Four gigabytes in a few kilobytes."""
    inner = _packed(b"\0" * (1 << 20), 400)
    return _page(_packed(inner, 10), Filter=Array([Name.FlateDecode, Name.FlateDecode]))


def content_of_five_thousand_filters() -> bytes:
    return _page(b"x>", Filter=Array([Name.ASCIIHexDecode] * 5000))


def run_lengths_that_grow() -> bytes:
    return _page(_packed(b"\x81 " * (1 << 19), 20), Filter=Array([Name.FlateDecode, Name.RunLengthDecode]))


def rows_of_two_thousand_million_columns() -> bytes:
    how = Dictionary(Predictor=12, Columns=2**31 - 1)
    return _page(zlib.compress(b"0 0 1 rg"), Filter=Name.FlateDecode, DecodeParms=how)


def font_that_grows() -> bytes:
    pdf = foreign.pages(foreign.A4)
    program = pikepdf.Stream(pdf, _packed(b"\0" * (1 << 20), 400), Filter=Name.FlateDecode)
    describes = Dictionary(Type=Name.FontDescriptor, FontName=Name.X, Flags=4, FontFile2=program)
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.X, FontDescriptor=describes)
    return _drawing(pdf, b"BT /F 9 Tf 20 20 Td (x) Tj ET", Font=Dictionary(F=font))


def objects_in_a_stream_that_grows() -> bytes:
    """What holds the pages, by hand."""
    head = b"2 0 << /Type /Pages /Kids [3 0 R] /Count 1 >>"
    packed = _packed(head, 1, b" " * (1 << 20), 400)
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        4: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
        % (len(packed), packed),
    }
    body, rows = b"%PDF-1.5\n", {0: bytes(5), 2: b"\2\0\0\4\0"}
    for number, part in parts.items():
        rows[number] = b"\1" + len(body).to_bytes(3, "big") + b"\0"
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    rows[5] = b"\1" + len(body).to_bytes(3, "big") + b"\0"
    table = b"".join(rows[number] for number in range(6))
    how = b"/Type /XRef /Size 6 /W [1 3 1] /Root 1 0 R /Length %d" % len(table)
    xref = b"5 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (how, table)
    return body + xref + b"startxref\n%d\n%%%%EOF\n" % len(body)


# Pictures


def picture_of_ten_thousand_million_dots() -> bytes:
    return _picture(zlib.compress(bytes(100)), 100_000, 100_000, Filter=Name.FlateDecode)


def picture_that_is_larger_than_it_says() -> bytes:
    return _picture(_packed(bytes(1 << 20), 400), 10, 10, Filter=Name.FlateDecode)


def picture_that_masks_itself() -> bytes:
    pdf = foreign.pages(foreign.A4)
    picture = _image(pdf, bytes(100), 10, 10)
    picture.SMask = picture
    return _drawing(pdf, b"100 0 0 100 20 20 cm /I Do", XObject=Dictionary(I=picture))


def picture_in_the_content_of_a_million_dots() -> bytes:
    dots = _packed(bytes(1 << 20), 1)
    inline = b"q 200 0 0 200 20 20 cm BI /W 1024 /H 1024 /BPC 8 /CS /G /F /Fl ID " + dots + b" EI Q "
    return _page(inline * 3)


# Things that draw one another


def forms_that_draw_themselves() -> bytes:
    pdf = foreign.pages(foreign.A4)
    one, other = _form(pdf, b"0 0 1 rg 0 0 9 9 re f /F Do"), _form(pdf, b"/F Do")
    one.Resources, other.Resources = (Dictionary(XObject=Dictionary(F=form)) for form in (other, one))
    return _drawing(pdf, b"/F Do", XObject=Dictionary(F=one))


def forms_that_double_thirty_times() -> bytes:
    pdf = foreign.pages(foreign.A4)
    form = _form(pdf, b"0 0 1 rg 0 0 9 9 re f")
    for _ in range(30):
        form = _form(pdf, b"/F Do /F Do", Resources=Dictionary(XObject=Dictionary(F=form)))
    return _drawing(pdf, b"/F Do", XObject=Dictionary(F=form))


def patterns_in_patterns() -> bytes:
    """Ten tiles across and down, each of ten, eight deep."""
    pdf = foreign.pages(foreign.A4)
    content, resources = b"0 0 1 rg 0 0 9 9 re f", Dictionary()
    for depth in range(8):
        step = 600 / 10 ** (8 - depth)
        tile = pdf.make_stream(
            content, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, step, step], XStep=step,
            YStep=step, Resources=resources,
        )  # fmt: skip
        content, resources = b"/Pattern cs /P scn 0 0 600 900 re f", Dictionary(Pattern=Dictionary(P=tile))
    return _drawing(pdf, content, **{key[1:]: value for key, value in resources.items()})


def letters_that_draw_themselves() -> bytes:
    pdf = foreign.pages(foreign.A4)
    glyph = pdf.make_stream(b"9 0 d0 BT /F 9 Tf (aa) Tj ET")
    font = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[0.1, 0, 0, 0.1, 0, 0], FirstChar=97,
            LastChar=97, Widths=[9], CharProcs=Dictionary(a=glyph),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
        )
    )  # fmt: skip
    font.Resources = Dictionary(Font=Dictionary(F=font))
    return _drawing(pdf, b"0 0 1 rg 20 20 100 50 re f BT /F 9 Tf 20 20 Td (aa) Tj ET", Font=Dictionary(F=font))


def a_stamp_drawn_by_forms_that_double() -> bytes:
    pdf = foreign.pages(foreign.A4)
    form = _form(pdf, b"0 0 1 rg 0 0 9 9 re f")
    for _ in range(30):
        form = _form(pdf, b"/F Do /F Do", Resources=Dictionary(XObject=Dictionary(F=form)))
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=[20, 20, 120, 70], AP=Dictionary(N=form)
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(stamp)])
    return foreign.saved(pdf)


# Very many


def sixty_thousand_annotations() -> bytes:
    pdf = foreign.pages(*[foreign.A4] * 30)
    for page in pdf.pages:
        links = (Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9]) for _ in range(2000))
        page.Annots = Array([pdf.make_indirect(link) for link in links])
    return foreign.saved(pdf)


def two_thousand_and_one_pages() -> bytes:
    return foreign.saved(foreign.pages(*[foreign.A4] * 2001))


def page_tree_that_doubles() -> bytes:
    """A million pages in twenty nodes, each named twice by the one above."""
    pdf = foreign.pages(foreign.A4)
    node = pdf.pages[0].obj
    for depth in range(20):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=2 ** (depth + 1), Kids=[node, node]))
    pdf.Root.Pages = node
    return foreign.saved(pdf)


def a_hundred_thousand_states_saved() -> bytes:
    return _page(b"0 0 1 rg 20 20 100 50 re f " + b"q " * 100_000)


def bookmarks_that_go_round() -> bytes:
    pdf = foreign.pages(foreign.A4)
    one = pdf.make_indirect(Dictionary(Title="1"))
    one.Next = one.First = one.Last = one
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=one, Last=one, Count=99)
    return foreign.saved(pdf)


def _packed(*parts: Any) -> bytes:
    """Bytes and how often each stands there, without having them all at once."""
    packer = zlib.compressobj(9)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return b"".join(packer.compress(part) for part, times in pairs for _ in range(times)) + packer.flush()


def _page(content: bytes, **keys: Any) -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, content, **keys)
    return foreign.saved(pdf, stream_decode_level=_RAW, compress_streams=False)


def _image(pdf: pikepdf.Pdf, data: bytes, wide: int, high: int, **keys: Any) -> Any:
    return pikepdf.Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray, **keys,
    )  # fmt: skip


def _picture(data: bytes, wide: int, high: int, **keys: Any) -> bytes:
    pdf = foreign.pages(foreign.A4)
    picture = _image(pdf, data, wide, high, **keys)
    return _drawing(pdf, b"200 0 0 200 20 20 cm /I Do", XObject=Dictionary(I=picture))


def _form(pdf: pikepdf.Pdf, content: bytes, **keys: Any) -> Any:
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900], **keys)


def _drawing(pdf: pikepdf.Pdf, content: bytes, **resources: Any) -> bytes:
    pdf.pages[0].Resources = Dictionary(**resources)
    pdf.pages[0].Contents = pdf.make_stream(content)
    return foreign.saved(pdf, stream_decode_level=_RAW, compress_streams=False)
