"""PDFs that lie in a PDF byte by byte, such as signed ones: written anew they would prove nothing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from formgen.files.held import Content, pieces_of, sha256_of, size_of


def enclose(packet: pikepdf.Pdf, files: Mapping[str, Content]) -> None:
    """Each PDF as an associated file (ISO 32000-2, 14.13), also where readers list the attachments.

    Without a day: the same files make the same packet.
    """
    if not files:
        return
    specs = {name: packet.make_indirect(_spec(packet, name, files[name])) for name in sorted(files)}
    packet.Root["/AF"] = Array(specs.values())
    names = [part for name, spec in specs.items() for part in (String(name), spec)]
    packet.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))


def _spec(packet: pikepdf.Pdf, name: str, content: Content) -> Dictionary:
    about = Dictionary(Size=size_of(content))
    inside = pikepdf.Stream(packet, _wrapped(content), Type=Name.EmbeddedFile, Params=about, Filter=Name.FlateDecode)
    inside["/Subtype"] = Name("/application/pdf")
    said = f"SHA-256: {sha256_of(content)}"
    held = Dictionary(F=inside, UF=inside)
    # The pages of the packet were made of it.
    return Dictionary(Type=Name.Filespec, F=name, UF=name, Desc=said, AFRelationship=Name.Source, EF=held)


def _wrapped(content: Content) -> bytes:
    # A PDF is packed already: packing it again takes longer than all the rest, and saves nothing.
    packer = zlib.compressobj(0)
    return b"".join([*map(packer.compress, pieces_of(content)), packer.flush()])
