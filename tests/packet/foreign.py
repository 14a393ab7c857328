"""Small bad and odd files, made when asked for, each named for what is odd about it."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from PIL import Image, ImageDraw

A4 = (595.276, 841.89)


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def pages(*sizes: tuple[float, float]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for size in sizes:
        page = pdf.add_blank_page(page_size=size)
        page.Contents = pdf.make_stream(b"0 0 1 rg 20 20 100 50 re f")
    return pdf


def plain() -> bytes:
    return saved(pages(A4))


def encrypted() -> bytes:
    return saved(pages(A4), encryption=pikepdf.Encryption(user="u", owner="o"))


def restricted(**allowed: bool) -> bytes:
    allow = pikepdf.Permissions(**{"modify_assembly": True, **allowed})
    return saved(pages(A4), encryption=pikepdf.Encryption(user="", owner="o", allow=allow))


@cache
def flate_bomb() -> bytes:
    pdf = pages(A4)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(400)) + packer.flush()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def with_actions() -> bytes:
    pdf = pages(A4)
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="evil.exe")
    pdf.Root.OpenAction = script
    pdf.pages[0].AA = pikepdf.Dictionary(O=script)
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99], A=launch)
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])
    pdf.attachments["inside.txt"] = b"embedded"
    return saved(pdf, compress_streams=False)


def stamped() -> bytes:
    """A mask drawn as an annotation: it must still cover the page afterwards."""
    pdf = pages(A4)
    form = pdf.make_stream(
        b"0 g 0 0 100 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 50]
    )
    mask = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=[20, 20, 120, 70],
        AP=pikepdf.Dictionary(N=form),
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(mask)])
    return saved(pdf)


def certified() -> bytes:
    pdf = pages(A4)
    pdf.Root.Perms = pikepdf.Dictionary(DocMDP=pikepdf.Dictionary(ByteRange=[0, 9, 9, 9]))
    return saved(pdf)


_RANGE = [0, 1_111_111_111, 1_222_222_222, 1_333_333_333]
_SEAL = 32


def sealed(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    """A PDF with a signature over its bytes, of which the seal is their SHA-256: `intact` tells whether it holds."""
    pdf = pages(A4)
    value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=_RANGE, Contents=pikepdf.String(bytes(_SEAL)))
    field = {"FT": pikepdf.Name.Sig, "T": "Signature", "V": pdf.make_indirect(value)}
    look = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Widget, "Rect": [0, 0, 0, 0], "F": 132}
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(**field, **look))])
    pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pdf.pages[0].Annots)
    change(pdf)
    data = saved(pdf, static_id=True)
    before = data.index(b"<" + b"00" * _SEAL + b">")
    after = before + 2 * _SEAL + 2
    for mark, number in zip(_RANGE[1:], (before, after, len(data) - after), strict=True):
        data = data.replace(str(mark).encode(), str(number).ljust(10).encode())
    return data[: before + 1] + _digest(data, before, after).encode() + data[after - 1 :]


def intact(data: bytes) -> bool:
    """Whether the seal of `sealed` holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        _, before, after, rest = map(int, value.ByteRange)
        seal = bytes(value.Contents).hex()
    return after + rest == len(data) and _digest(data, before, after) == seal


def _digest(data: bytes, before: int, after: int) -> str:
    return hashlib.sha256(data[:before] + data[after:]).hexdigest()


def cropped() -> bytes:
    pdf = pages(A4)
    pdf.pages[0].CropBox = [0, 0, 300, 400]
    return saved(pdf)


def hidden_layer() -> bytes:
    pdf = pages(A4)
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
    page.contents_add(b"/OC /L BDC 0 g 20 20 100 50 re f EMC")
    return saved(pdf)


def marked(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """White, with a red corner at the top left."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle([0, 0, size[0] // 4, size[1] // 4], fill="red")
    return picture


def as_file(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def png_with(data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """The same picture with these chunks behind its head."""
    return data[:33] + b"".join(png_chunk(*chunk) for chunk in chunks) + data[33:]


def png_without_texts(data: bytes) -> bytes:
    kept, at = data[:8], 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big") + 12
        if data[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"iCCP"):
            kept += data[at : at + size]
        at += size
    return kept


def exif(**tags: int) -> Image.Exif:
    found = Image.Exif()
    for tag, value in tags.items():
        found[int(tag[1:])] = value
    return found
