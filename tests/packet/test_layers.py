"""Layers: what is off neither shows nor lies hidden in the pages; what is on shows as before."""

from __future__ import annotations

import io
from typing import Any

import foreign
import pikepdf
import pytest
from looks import colour, differences
from pikepdf import Array, Dictionary, Name

from formgen.attachments.found import Note
from formgen.attachments.pdf.pages import from_pdf

BLACK, BLUE, RED, WHITE = (0, 0, 0), (0, 0, 255), (255, 0, 0), (255, 255, 255)


class Layered:
    """A page on which layers can be drawn: `self.off` is switched off, `self.on` is not."""

    def __init__(self, **config: Any) -> None:
        self.pdf = foreign.pages(foreign.A4)
        self.page: Any = self.pdf.pages[0]
        self.on, self.off = self.layer("on"), self.layer("off")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        self.page.Resources = Dictionary(
            Properties=Dictionary(On=self.on, Off=self.off), Font=Dictionary(F=font), XObject=Dictionary()
        )
        self.pdf.Root.OCProperties = Dictionary(
            OCGs=Array([self.on, self.off]), D=Dictionary(**(config or {"OFF": Array([self.off])}))
        )

    def layer(self, name: str, **keys: Any) -> Any:
        return self.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name, **keys))

    def draw(self, contents: bytes) -> Layered:
        self.page.Contents = self.pdf.make_stream(contents)
        return self

    def form(self, contents: bytes, **keys: Any) -> Any:
        return self.pdf.make_stream(contents, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 850], **keys)

    @property
    def data(self) -> bytes:
        return foreign.saved(self.pdf)


def text_of(data: bytes) -> bytes:
    """Everything that stands in the pages made of a file, streams unpacked."""
    with pikepdf.open(io.BytesIO(from_pdf(data)[0])) as pdf:
        streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        return b"\n".join([*streams, *(o.unparse(resolved=True) for o in pdf.objects)])


def notes(data: bytes) -> set[Note]:
    # pdfium draws some of what is off (see test_comparing.py); others do not.
    return {note for note in from_pdf(data)[2] if note.word != "differs"}


HIDDEN = {Note("hidden-layers", 1, (1,))}
COVER = b"1 0 0 rg 20 20 100 50 re f /OC /Off BDC 0 g 20 20 100 50 re f EMC"


def test_a_hidden_layer_does_not_cover_what_lies_under_it() -> None:
    data = Layered().draw(COVER).data
    assert colour(data, 60, 40) == RED
    assert notes(data) == HIDDEN
    assert max(differences(data)) == 0


def test_what_is_on_a_layer_that_is_on_stays() -> None:
    data = Layered().draw(COVER.replace(b"/Off", b"/On")).data
    assert colour(data, 60, 40) == BLACK
    assert notes(data) == set()


def test_a_layer_that_is_off_and_on_which_nothing_is_drawn_is_nothing_to_tell() -> None:
    assert notes(Layered().draw(b"0 g 20 20 100 50 re f").data) == set()


DRAWINGS = {
    "text between text": b"BT /F 20 Tf 50 500 Td (left) Tj /OC /Off BDC (secret) Tj EMC (right) Tj ET",
    "text between text of another mode": b"BT 1 Tr /F 20 Tf 50 500 Td /OC /Off BDC (secret) Tj EMC (right) Tj ET",
    "text, then a new size, then text": b"BT /F 20 Tf 50 500 Td /OC /Off BDC (secret) Tj /F 9 Tf EMC (right) Tj ET",
    "text and a line after it": b"BT /F 20 Tf 50 500 Td 24 TL (one) Tj /OC /Off BDC (secret) ' EMC (right) ' ET",
    "text with spacing": b'BT /F 20 Tf 50 500 Td 24 TL /OC /Off BDC 3 9 (secret) " EMC (so far) \' ET',
    "a whole text": b"/OC /Off BDC BT /F 20 Tf 50 500 Td (one) Tj /F 9 Tf (two) Tj ET EMC BT 50 300 Td (x) Tj ET",
    "a clip that goes on": b"/OC /Off BDC 50 500 50 50 re W n 0 0 9 9 re f EMC 0 g 0 0 500 800 re f",
    "colours, matrix and width that go on": b"/OC /Off BDC 1 0 0 rg 2 0 0 2 0 0 cm 5 w EMC 20 20 100 50 re B",
    "a path that began before": b"20 20 m 200 20 l 200 200 l /OC /Off BDC f EMC 0 0 1 rg 300 300 50 50 re f",
    "marked parts within": b"/OC /Off BDC /Span BMC 0 0 99 99 re f EMC 9 9 99 99 re f EMC 200 200 50 50 re f",
    "a hidden part within a shown one": b"/OC /On BDC 9 9 9 9 re f /OC /Off BDC 50 50 90 90 re f EMC 99 9 5 5 re f EMC",
    "a shown part within a hidden one": b"/OC /Off BDC /OC /On BDC 50 50 90 90 re f EMC EMC 300 9 50 50 re f",
    "an inline image": b"/OC /Off BDC q 90 0 0 90 9 9 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q EMC 300 9 50 50 re f",
    "ends without a beginning": b"EMC EMC 9 9 50 50 re f /OC /Off BDC 99 99 50 50 re f EMC EMC 300 9 50 50 re f",
    "a beginning without an end": b"9 9 50 50 re f /OC /Off BDC 99 99 50 50 re f",
    "shading": b"/OC /Off BDC /Sh sh EMC 300 9 50 50 re f",
}  # fmt: skip


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_rest_is_drawn_as_before(drawing: str) -> None:
    layered = Layered().draw(DRAWINGS[drawing])
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    layered.page.Resources.Shading = Dictionary(
        Sh=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 500, 500], Function=function)
    )
    assert max(differences(layered.data)) == 0
    assert notes(layered.data) == HIDDEN


def test_what_is_hidden_is_not_in_the_pages_any_more() -> None:
    layered = Layered().draw(
        b"/OC /Off BDC BT /F 20 Tf 50 500 Td (secret) Tj ET /Im Do 11 22 33 44 re f EMC /OC /On BDC 0 0 9 9 re f EMC"
    )
    layered.page.Resources.XObject.Im = layered.form(b"% inside")
    text = text_of(layered.data)
    assert not any(word in text for word in (b"secret", b"11 22 33", b"inside", b"OCG", b"OCProperties", b"(off)"))
    assert b"0 0 9 9 re" in text


def test_a_hidden_form_is_left_out_wherever_it_is_drawn() -> None:
    layered = Layered().draw(b"1 0 0 rg 20 20 100 50 re f /Fm Do")
    secret = layered.form(b"0 g 20 20 100 50 re f % secret", OC=layered.off)
    layered.page.Resources.XObject.Fm = layered.form(b"/Deep Do", Resources=Dictionary(XObject=Dictionary(Deep=secret)))
    assert colour(layered.data, 60, 40) == RED
    assert notes(layered.data) == HIDDEN
    assert b"secret" not in text_of(layered.data)


def test_a_part_within_a_form_is_left_out_on_every_page_that_draws_it() -> None:
    layered = Layered()
    form = layered.form(COVER, Resources=Dictionary(Properties=Dictionary(Off=layered.off)))
    layered.page.Resources.XObject.Fm = form
    layered.draw(b"/Fm Do")
    layered.pdf.pages.append(layered.pdf.pages[0])
    layered.pdf.add_blank_page(page_size=foreign.A4)
    assert notes(layered.data) == {Note("hidden-layers", 1, (1, 2))}
    assert [colour(layered.data, 60, 40, page) for page in (0, 1, 2)] == [RED, RED, WHITE]


def test_forms_that_draw_each_other_end() -> None:
    layered = Layered().draw(b"/Fm Do " + COVER)
    form = layered.form(b"/Fm Do")
    form.Resources = Dictionary(XObject=Dictionary(Fm=form))
    layered.page.Resources.XObject.Fm = form
    assert notes(layered.data) == HIDDEN


def test_a_hidden_annotation_is_left_out() -> None:
    layered = Layered().draw(b"1 0 0 rg 20 20 100 50 re f")
    for layer in (layered.off, layered.on):
        form = layered.form(b"0 g 0 0 600 850 re f")
        keys = {"Type": Name.Annot, "Subtype": Name.Square, "AP": Dictionary(N=form), "OC": layer}
        layered.page.Annots = Array([layered.pdf.make_indirect(Dictionary(Rect=[20, 20, 120, 70], **keys))])
        assert colour(layered.data, 60, 40) == (RED if layer == layered.off else BLACK)
        assert notes(layered.data) == (HIDDEN if layer == layered.off else set())


def test_a_part_of_the_picture_of_an_annotation_is_left_out() -> None:
    layered = Layered().draw(b"1 0 0 rg 20 20 100 50 re f")
    form = layered.form(b"/OC /Off BDC 0 g 0 0 600 850 re f EMC", Resources=layered.page.Resources)
    keys = {"Type": Name.Annot, "Subtype": Name.Square, "AP": Dictionary(N=form), "Rect": [20, 20, 120, 70]}
    layered.page.Annots = Array([None, layered.pdf.make_indirect(Dictionary(**keys))])
    assert colour(layered.data, 60, 40) == RED
    assert notes(layered.data) == HIDDEN


def test_a_tiling_pattern_hides_what_is_off() -> None:
    layered = Layered().draw(b"/Pattern cs /P scn 0 0 300 300 re f")
    layered.page.Resources.Pattern = Dictionary(
        P=layered.pdf.make_stream(
            b"1 0 0 rg 0 0 50 50 re f /OC /Off BDC 0 g 0 0 50 50 re f EMC",
            PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 50, 50], XStep=50, YStep=50,
            Resources=Dictionary(Properties=Dictionary(Off=layered.off)),
        )
    )  # fmt: skip
    assert colour(layered.data, 25, 25) == RED
    assert notes(layered.data) == HIDDEN


# Which layers are off


def state(change: Any) -> bool:
    """Whether the layer called Off shows once `change` has been made."""
    layered = Layered()
    change(layered, layered.pdf.Root.OCProperties.D)
    layered.draw(COVER)
    shown = colour(layered.data, 60, 40) == BLACK
    assert bool(notes(layered.data)) is not shown
    return shown


def config(**keys: Any) -> Any:
    def change(layered: Layered, found: Any) -> None:
        for key, value in keys.items():
            found[f"/{key}"] = Array([getattr(layered, v) for v in value]) if isinstance(value, tuple) else value

    return change


def usage(view: str, **keys: Any) -> Any:
    def change(layered: Layered, found: Any) -> None:
        layered.off.Usage = Dictionary(View=Dictionary(ViewState=Name(view)))
        config(**keys)(layered, found)
        if "AS" in keys:
            event = Dictionary(Event=Name(keys["AS"]), OCGs=Array([layered.off]), Category=Array([Name.View]))
            found.AS = Array([event])

    return change


def intent(**keys: Any) -> Any:
    def change(layered: Layered, found: Any) -> None:
        for key, value in keys.items():
            {"layer": layered.off, "config": found}[key].Intent = value

    return change


def unlisted(layered: Layered, _: Any) -> None:
    layered.pdf.Root.OCProperties.OCGs = Array([layered.on])


STATES = {
    "nothing is off": (config(OFF=()), True),
    "all are off": (config(BaseState=Name.OFF, OFF=()), False),
    "all but it are off": (config(BaseState=Name.OFF, OFF=(), ON=("off",)), True),
    "all are left as they are": (config(BaseState=Name.Unchanged, OFF=()), True),
    "off and on": (config(OFF=("off",), ON=("off",)), False),
    "off, but its use says on": (usage("/ON"), False),
    "off, but its use says on, and is asked": (usage("/ON", AS="/View"), True),
    "off, but its use for printing is asked": (usage("/ON", AS="/Print"), False),
    "on, but its use says off": (usage("/OFF", OFF=()), False),
    "on, but its use says off, and is asked": (usage("/OFF", OFF=(), AS="/View"), False),
    "meant for its designer": (intent(layer=Name.Design), True),
    "meant for its designer and for viewing": (intent(layer=Array([Name.Design, Name.View])), False),
    "meant for its designer, who looks": (intent(layer=Name.Design, config=Name.Design), False),
    "all that is meant is asked": (intent(layer=Name.Design, config=Name.All), False),
    "not one of the layers of the file": (unlisted, True),
}


@pytest.mark.parametrize("name", STATES)
def test_the_state_of_a_layer(name: str) -> None:
    change, shown = STATES[name]
    assert state(change) is shown


def rule(**keys: Any) -> Any:
    """A rule about layers: `on off` are those layers, a list is an expression."""

    def made(layered: Layered, value: Any) -> Any:
        if isinstance(value, list):
            return Array([made(layered, part) for part in value])
        return getattr(layered, value) if value in ("on", "off") else Name(value)

    def change(layered: Layered, _: Any) -> None:
        named = {key: made(layered, value) for key, value in keys.items()}
        layered.page.Resources.Properties.Off = layered.pdf.make_indirect(Dictionary(Type=Name.OCMD, **named))

    return change


BOTH = ["on", "off"]
RULES = {
    "any, unsaid": (rule(OCGs=BOTH), True),
    "one alone": (rule(OCGs="off"), False),
    "any on": (rule(OCGs=BOTH, P="/AnyOn"), True),
    "all on": (rule(OCGs=BOTH, P="/AllOn"), False),
    "any off": (rule(OCGs=BOTH, P="/AnyOff"), True),
    "any off of one that is on": (rule(OCGs=["on"], P="/AnyOff"), False),
    "all off": (rule(OCGs=BOTH, P="/AllOff"), False),
    "all off of one that is off": (rule(OCGs=["off"], P="/AllOff"), True),
    "of nothing": (rule(OCGs=[]), True),
    "not on": (rule(OCGs="on", VE=["/Not", "on"]), False),
    "not off": (rule(OCGs="off", VE=["/Not", "off"]), True),
    "and": (rule(VE=["/And", "on", "off"]), False),
    "or": (rule(VE=["/Or", "off", ["/And", "on", ["/Not", "off"]]]), True),
    "not understood": (rule(VE=["/Perhaps", "off"]), True),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_about_layers(name: str) -> None:
    change, shown = RULES[name]
    assert state(change) is shown
