"""Small bad and odd files, made when asked for, each named for what is odd about it."""

from __future__ import annotations

import io
import zlib
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
