"""What a document holds besides what is drawn: signatures, files, scripts, media, forms of another kind."""

from __future__ import annotations

from typing import Any

import foreign
import pikepdf
from pikepdf import Array, Dictionary, Name, String


def _on_page(pdf: pikepdf.Pdf, number: int, **keys: Any) -> Any:
    """An annotation of a page that draws nothing by itself."""
    made = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 0, 0], F=4, **keys))
    page = pdf.pages[number]
    page.Annots = Array([*page.get("/Annots", ()), made])
    return made


def _spec(pdf: pikepdf.Pdf, name: str, **keys: Any) -> Any:
    stream = pdf.make_stream(b"inside", Type=Name.EmbeddedFile)
    return pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=stream, UF=stream), **keys)
    )


# Signatures


def _with_signature(*fields: Any, **root: Any) -> bytes:
    pdf = foreign.pages(foreign.A4)
    for field in fields:
        _on_page(pdf, 0, Subtype=Name.Widget, T="Signature", **field)
    made = list(pdf.pages[0].get("/Annots", ()))
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=made)
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return foreign.saved(pdf)


def _signature(**keys: Any) -> Dictionary:
    about = {"Type": Name.Sig, "Filter": Name("/Adobe.PPKLite"), "SubFilter": Name("/adbe.pkcs7.detached")} | keys
    return Dictionary(ByteRange=[0, 10, 20, 10], Contents=String("x"), **about)


def _reference(method: str) -> dict[str, Any]:
    return {"Reference": Array([Dictionary(Type=Name.SigRef, TransformMethod=Name(f"/{method}"))])}


def flags_say_signed() -> bytes:
    return _with_signature()


def field_waiting_for_a_signature() -> bytes:
    return _with_signature({"FT": Name.Sig})


def signed_by_two() -> bytes:
    return _with_signature({"FT": Name.Sig, "V": _signature()}, {"FT": Name.Sig, "V": _signature()})


def signed_without_a_range() -> bytes:
    return _with_signature({"FT": Name.Sig, "V": Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"))})


def certified() -> bytes:
    return _with_signature({"FT": Name.Sig, "V": _signature(**_reference("DocMDP"))})


def certified_by_permission_alone() -> bytes:
    return _with_signature(Perms=Dictionary(DocMDP=_signature()))


def time_stamped() -> bytes:
    stamp = {"Type": Name.DocTimeStamp, "SubFilter": Name("/ETSI.RFC3161")}
    return _with_signature({"FT": Name.Sig, "V": _signature(**stamp)})


def usage_rights() -> bytes:
    return _with_signature(Perms=Dictionary(UR3=_signature(**_reference("UR3"))))


def signed_in_all_four_ways() -> bytes:
    pdf = foreign.pages(foreign.A4)
    certificate = pdf.make_indirect(_signature(**_reference("DocMDP")))
    values = [certificate, _signature(), _signature(SubFilter=Name("/ETSI.RFC3161"))]
    for value in values:
        _on_page(pdf, 0, Subtype=Name.Widget, FT=Name.Sig, T="x", V=value)
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array(list(pdf.pages[0].Annots)))
    pdf.Root.Perms = Dictionary(DocMDP=certificate, UR3=_signature())
    return foreign.saved(pdf)


def signature_whose_kind_its_parent_says() -> bytes:
    pdf = foreign.pages(foreign.A4)
    kid = _on_page(pdf, 0, Subtype=Name.Widget, V=Dictionary(Type=Name.Sig))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="x", Kids=[kid]))
    kid.Parent = field
    kid.AP = Dictionary(N=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1]))
    pdf.Root.AcroForm = Dictionary(Fields=[field])
    return foreign.saved(pdf)


def signature_that_nothing_leads_to() -> bytes:
    pdf = foreign.pages(foreign.A4)
    # Below what no reader of forms looks at.
    pdf.Root.PieceInfo = Dictionary(Old=pdf.make_indirect(_signature()))
    return foreign.saved(pdf)


def signature_in_what_had_to_be_put_together() -> bytes:
    whole = signature_that_nothing_leads_to()
    end = whole.rindex(b"startxref")
    return whole[:end] + b"startxref\n99999999\n%%EOF\n"


def a_page_about_signatures() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = pdf.make_stream(b"% the key /ByteRange tells what is signed\n20 20 100 50 re f")
    return foreign.saved(pdf, compress_streams=False)


# Files


def embedded_files() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.attachments["one.txt"] = b"1"
    pdf.attachments["two.txt"] = b"2"
    return foreign.saved(pdf)


def file_on_a_page() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    _on_page(pdf, 1, Subtype=Name.FileAttachment, FS=_spec(pdf, "a.xml"))
    return foreign.saved(pdf)


def one_file_named_three_times() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    spec = _spec(pdf, "factur-x.xml", AFRelationship=Name.Data)
    pdf.Root.AF = Array([spec])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=["a", spec]))
    pdf.pages[1].AF = pdf.make_indirect(Array([spec]))
    return foreign.saved(pdf)


# What runs


def _script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=text)


def scripts_everywhere() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    leaf = pdf.make_indirect(Dictionary(Limits=["a", "b"], Names=["a", _script(), "b", pdf.make_indirect(_script())]))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Kids=[leaf]))
    pdf.Root.OpenAction = _script()
    pdf.Root.AA = Dictionary(WC=_script())
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([_script(), _script()])))
    field = _on_page(pdf, 1, Subtype=Name.Widget, FT=Name.Tx, T="a", AA=Dictionary(K=_script(), V=_script()))
    field.A = _script()
    pdf.Root.AcroForm = Dictionary(Fields=[field])
    return foreign.saved(pdf)


def actions_of_each_kind() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    for kind in ("Launch", "SubmitForm", "ImportData", "GoToR"):
        _on_page(pdf, 0, Subtype=Name.Link, A=Dictionary(S=Name(f"/{kind}"), F="x"))
    _on_page(pdf, 1, Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=[pdf.pages[0].obj, Name.Fit]))
    return foreign.saved(pdf)


def links_to_the_web() -> bytes:
    pdf = foreign.pages(*[foreign.A4] * 3)
    for page in (0, 2, 2):
        _on_page(pdf, page, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://example.invalid/"))
    return foreign.saved(pdf)


# What plays


def media_of_each_kind() -> bytes:
    pdf = foreign.pages(foreign.A4)
    clip = Dictionary(S=Name.MCD, D=_spec(pdf, "film.mp4"))
    shown = pdf.make_indirect(Dictionary(S=Name.MR, C=clip))
    screen = _on_page(pdf, 0, Subtype=Name.Screen)
    screen.A = Dictionary(S=Name.Rendition, OP=0, R=shown, AN=screen)
    pdf.Root.Names = Dictionary(Renditions=Dictionary(Names=["a", shown]))
    _on_page(pdf, 0, Subtype=Name.Movie, Movie=Dictionary(F="film.avi"))
    _on_page(pdf, 0, Subtype=Name.Sound, Sound=pdf.make_stream(b"0", R=8000))
    _on_page(pdf, 0, Subtype=Name("/3D"), **{"3DD": pdf.make_stream(b"0", Type=Name("/3D"))})
    assets = Dictionary(Names=["film.swf", _spec(pdf, "film.swf")])
    _on_page(pdf, 0, Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=assets))
    return foreign.saved(pdf)


# What is not seen


def hidden_field() -> bytes:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    mask = _on_page(pdf, 1, Subtype=Name.Square)
    mask.F = 2
    return foreign.saved(pdf)


def sticky_note() -> bytes:
    pdf = foreign.pages(foreign.A4)
    note = _on_page(pdf, 0, Subtype=Name.Text, Contents="ask again")
    note.Rect = [300, 700, 320, 720]
    note.AP = Dictionary(N=pdf.make_stream(b"0 g 0 0 20 20 re f", Subtype=Name.Form, BBox=[0, 0, 20, 20]))
    return foreign.saved(pdf)


# Forms of another kind, covers


def _with_xfa(xfa: bytes, *, field: bool = False, waits: bool = False) -> bytes:
    pdf = foreign.pages(foreign.A4)
    fields = [_on_page(pdf, 0, Subtype=Name.Widget, FT=Name.Tx, T="a")] if field else []
    parts = Array([String("config"), pdf.make_stream(xfa), String("template"), pdf.make_stream(b"<template/>")])
    pdf.Root.AcroForm = Dictionary(Fields=fields, XFA=parts)
    if waits:
        pdf.Root.NeedsRendering = True
    return foreign.saved(pdf)


def xfa_with_an_invisible_signature() -> bytes:
    pdf = foreign.pages(foreign.A4)
    field = _on_page(pdf, 0, Subtype=Name.Widget, FT=Name.Sig, T="a", V=_signature())
    config = pdf.make_stream(b"<config><dynamicRender\n>required</dynamicRender\n></config>")
    pdf.Root.AcroForm = Dictionary(Fields=[field], XFA=Array([String("config"), config]))
    return foreign.saved(pdf)


def page_that_says_wait_without_its_form() -> bytes:
    pdf = foreign.pages(foreign.A4)
    text = b"BT (Please wait... )Tj T* (If this message is not eventually re\\\rplaced by the proper contents)Tj ET"
    pdf.pages[0].Contents = pdf.make_stream(text)
    return foreign.saved(pdf)


_STATIC = b"<config><acrobat7><dynamicRender>forbidden</dynamicRender></acrobat7></config>"
_DYNAMIC = b"<config><acrobat7><dynamicRender>required</dynamicRender></acrobat7></config>"


def xfa_beside_fields() -> bytes:
    return _with_xfa(_STATIC, field=True)


def xfa_left_over_when_fields_were_made_flat() -> bytes:
    return _with_xfa(_STATIC)


def xfa_drawn_by_acrobat_alone() -> bytes:
    return _with_xfa(_DYNAMIC, waits=True)


def xfa_without_a_word_about_itself() -> bytes:
    return _with_xfa(b"<config/>")


def xfa_in_one_stream() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp>" + _DYNAMIC + b"</xdp>"))
    return foreign.saved(pdf)


def portfolio() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.attachments["one.pdf"] = b"1"
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
    return foreign.saved(pdf)


def wrapper_around_an_encrypted_file() -> bytes:
    pdf = foreign.pages(foreign.A4)
    spec = _spec(pdf, "sealed.pdf", AFRelationship=Name.EncryptedPayload, EP=Dictionary(Subtype=Name.Vendor))
    pdf.Root.AF = Array([spec])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=["sealed.pdf", spec]))
    pdf.Root.Collection = Dictionary(View=Name.H)
    return foreign.saved(pdf)


# Structures that no program should write


def circles_everywhere() -> bytes:
    pdf = foreign.pages(foreign.A4)
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree, tree, Dictionary(Kids=[tree])])
    action = pdf.make_indirect(_script())
    action.Next = Array([action, action])
    field = _on_page(pdf, 0, Subtype=Name.Widget, V="x")
    field.Parent = field
    field.Kids = Array([field])
    field.AP = Dictionary(N=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1]))
    pdf.Root.Names = Dictionary(JavaScript=tree, EmbeddedFiles=tree)
    pdf.Root.OpenAction = action
    pdf.Root.AcroForm = Dictionary(Fields=[field])
    return foreign.saved(pdf)


def wrong_types_everywhere() -> bytes:
    pdf = foreign.pages(foreign.A4)
    wrong: list[Any] = [
        1,
        "x",
        Name.X,
        True,
        Array([1, Array([None])]),
        Dictionary(S=1, EF=2, F="x"),
        pdf.make_stream(b""),
    ]
    for key in ("OpenAction", "AA", "Names", "AF", "Perms", "Collection", "Outlines"):
        pdf.Root[f"/{key}"] = wrong.pop() if wrong else 1
    pdf.Root.AcroForm = Dictionary(Fields=3, XFA="x", SigFlags="x")
    pdf.pages[0].AA = Array([Dictionary(S=Name.JavaScript, JS=4, Next=Name.X)])
    _on_page(pdf, 0, Subtype="Movie", A=3, AA=Array([]), FS=1, EF=Dictionary(F=1), FT=Name.Sig, V=None)
    return foreign.saved(pdf)


def names_in_shift_jis() -> bytes:
    """As old programs in Japan write them: a font, a picture, the state of a box to tick and a layer."""
    pdf = foreign.pages(foreign.A4)
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.ZZZZZZ, Encoding=Name.WinAnsiEncoding)
    fonts = Dictionary(ZZZZZZ=pdf.make_indirect(font))
    dots = {"Width": 2, "Height": 1, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}
    picture = pdf.make_stream(b"\x40\x80", Type=Name.XObject, Subtype=Name.Image, **dots)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    named = {"Font": fonts, "XObject": Dictionary(ZZZZZZ=picture), "Properties": Dictionary(ZZZZZZ=layer)}
    pdf.pages[0].Resources = Dictionary(**named)
    pdf.pages[0].Contents = pdf.make_stream(
        b"q 100 0 0 100 200 200 cm /ZZZZZZ Do Q BT /ZZZZZZ 12 Tf 50 300 Td (x)Tj ET 20 20 100 50 re f"
        b" /OC /ZZZZZZ BDC 400 400 100 100 re f EMC"
    )
    tick, none = (pdf.make_stream(b, Subtype=Name.Form, BBox=[0, 0, 20, 20]) for b in (b"0 0 20 20 re f", b""))
    state = {"AS": Name.ZZZZZZ, "V": Name.ZZZZZZ, "AP": Dictionary(N=Dictionary(ZZZZZZ=tick, Off=none))}
    box = _on_page(pdf, 0, Subtype=Name.Widget, FT=Name.Btn, T="a", **state)
    text = _on_page(pdf, 0, Subtype=Name.Widget, FT=Name.Tx, T="b", V="abc", DA="/ZZZZZZ 10 Tf 0 g")
    link = _on_page(pdf, 0, Subtype=Name.Link, A=Dictionary(S=Name.ZZZZZZ))
    box.Rect, text.Rect, link.Rect = [300, 300, 320, 320], [300, 400, 400, 420], [0, 0, 9, 9]
    pdf.Root.AcroForm = Dictionary(Fields=[box, text], DR=Dictionary(Font=fonts), DA="/ZZZZZZ 10 Tf 0 g")
    plain = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
    return foreign.saved(pdf, **plain).replace(b"ZZZZZZ", "オンオ".encode("shift_jis"))


def a_hundred_thousand_actions() -> bytes:
    pdf = foreign.pages(foreign.A4)
    last = Dictionary(S=Name.URI, URI="x")
    actions = [pdf.make_indirect(Dictionary(S=Name.URI, URI="x", Next=last)) for _ in range(50_000)]
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.X, Next=Array(actions))
    return foreign.saved(pdf)
