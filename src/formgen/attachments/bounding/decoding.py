"""Decodes the streams of a foreign PDF, each within limits and all together within limits.

Content that was broken off is told from content whose end alone is wrong: viewers draw the second whole.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from formgen.attachments.found import Unfit

# In bytes. A4 in colour at 600 dpi is 100 MB decoded.
MAX_DECODED = 160 << 20
MAX_TOGETHER = 1 << 30
# So many filters one after another are no way of storing anything.
MAX_FILTERS = 8

_PIECE = 1 << 16
# qpdf's own words: it gives these warnings no code.
_BROKEN_OFF = ("error decoding", "input stream is complete but output")


class Decoder:
    """The streams of one file, one after another. `mended`: one of them was written anew."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._left = MAX_TOGETHER
        self.mended = False

    def content(self, stream: pikepdf.Stream) -> bytes:
        """What a viewer interprets. Raises `Unfit`, also when it is not whole."""
        inflating = self._inflating(stream)
        if inflating is None:
            return self._whole_by_qpdf(stream)
        data = b"".join(self._bounded(inflating))
        if not inflating.whole:
            raise Unfit("damaged")
        if _predicted(stream):
            return self._whole_by_qpdf(stream)
        if not inflating.sound:
            # Whoever reads it later may insist on its checksum.
            stream.write(data)
            self.mended = True
        return data

    def measure(self, stream: pikepdf.Stream) -> tuple[int, bool]:
        """How many bytes a stream holds, and whether it is whole. Raises `Unfit` when they are too many."""
        inflating = self._inflating(stream)
        if inflating is None:
            data, whole = self._by_qpdf(stream)
            return len(data), whole
        return sum(map(len, self._bounded(inflating))), inflating.whole

    def unwrapped(self, stream: pikepdf.Stream) -> bytes | None:
        """What the last filter is given, as the file of a JPEG; None when it is wrapped as nobody wraps it."""
        data = bytes(stream.read_raw_bytes())
        for name in filters(stream)[:-1]:
            unwrap = _UNWRAP.get(name, _nothing)
            if not (data := b"".join(self._bounded(unwrap(data)))):
                return None
        return data

    def _inflating(self, stream: pikepdf.Stream) -> Inflating | None:
        names = filters(stream)
        if not names or names[-1] != "/FlateDecode":
            return None
        packed = self.unwrapped(stream)
        return None if packed is None else Inflating(packed)

    def _bounded(self, pieces: Iterator[bytes] | Inflating) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > MAX_DECODED:
                raise Unfit("too-heavy")
            self._spend(len(piece))
            yield piece

    def _whole_by_qpdf(self, stream: pikepdf.Stream) -> bytes:
        data, whole = self._by_qpdf(stream)
        if not whole:
            raise Unfit("damaged")
        return data

    def _by_qpdf(self, stream: pikepdf.Stream) -> tuple[bytes, bool]:
        # Its limits are those of the process (see `worker.harden`).
        try:
            data = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError) as error:
            if "limit" in str(error):
                raise Unfit("too-heavy") from None
            return b"", False
        self._spend(len(data))
        said = map(str, self._pdf.get_warnings())
        return data, not any(sign in warning for warning in said for sign in _BROKEN_OFF)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Unfit("too-heavy")


class Inflating:
    """The pieces of what was deflated. `whole`: the end was reached; `sound`: and the checksum is right."""

    def __init__(self, packed: bytes) -> None:
        self._packed = memoryview(packed)
        self.whole = self.sound = False

    def __iter__(self) -> Iterator[bytes]:
        if not self._packed:
            self.whole = self.sound = True
        # RFC 1950: deflate, and no dictionary that was agreed upon.
        if len(self._packed) < 2 or self._packed[0] & 15 != 8 or self._packed[1] & 32:
            return
        inflater, checksum = zlib.decompressobj(-15), 1
        try:
            for piece in self._pieces(inflater):
                checksum = zlib.adler32(piece, checksum)
                yield piece
        except zlib.error:
            return
        # Some programs leave out the last, empty part: what they wrote ends as a flush does (RFC 1951, 3.2.4).
        self.whole = inflater.eof or bytes(self._packed[-4:]) == b"\0\0\xff\xff"
        self.sound = inflater.unused_data[:4] == checksum.to_bytes(4, "big")

    def _pieces(self, inflater: Any) -> Iterator[bytes]:
        for at in range(2, len(self._packed), _PIECE):
            todo: Any = self._packed[at : at + _PIECE]
            while todo and not inflater.eof:
                yield inflater.decompress(todo, 1 << 20)
                todo = inflater.unconsumed_tail
            if inflater.eof:
                # The checksum may begin in this piece and end in the next, which then only goes to what is unused.
                inflater.decompress(self._packed[at + _PIECE : at + _PIECE + 4])
                return
        yield inflater.flush()


def filters(stream: Any) -> list[str]:
    """The names of the filters of a stream, the first to be undone first. Raises `Unfit` for too many."""
    found = stream.get("/Filter")
    names = list(found) if isinstance(found, pikepdf.Array) else [found] if found is not None else []
    if len(names) > MAX_FILTERS:
        raise Unfit("too-heavy")
    return [_LONG.get(str(name), str(name)) for name in names]


# Meant for pictures inside content alone, but readers know them everywhere (ISO 32000-1, table 94).
_LONG = {
    "/Fl": "/FlateDecode",
    "/DCT": "/DCTDecode",
    "/CCF": "/CCITTFaxDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
}


def _from_base_85(data: bytes) -> Iterator[bytes]:
    try:
        yield base64.a85decode(data.strip().removesuffix(b"~>"), ignorechars=b"\0\t\n\f\r ")
    except ValueError:
        return


def _from_hex(data: bytes) -> Iterator[bytes]:
    try:
        yield bytes.fromhex(data.partition(b">")[0].decode("ascii"))
    except ValueError:
        return


def _nothing(_: bytes) -> Iterator[bytes]:
    yield b""


_UNWRAP: dict[str, Callable[[bytes], Iterator[bytes] | Inflating]] = {
    "/FlateDecode": Inflating,
    "/ASCII85Decode": _from_base_85,
    "/ASCIIHexDecode": _from_hex,
}


def _predicted(stream: Any) -> bool:
    parms = stream.get("/DecodeParms")
    if isinstance(parms, pikepdf.Array):
        parms = parms[-1] if len(parms) else None
    return isinstance(parms, pikepdf.Dictionary) and int(parms.get("/Predictor", 1)) > 1
