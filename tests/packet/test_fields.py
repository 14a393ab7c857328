"""Fields of forms: shown as viewers show them, whoever has to draw them; refused where nobody here can."""

from __future__ import annotations

import io
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
from looks import colour, differences, drawn
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from formgen.attachments.found import Note, Unfit
from formgen.attachments.pdf.pages import from_pdf


def frame(**keys: Any) -> Any:
    return Dictionary(BC=[1, 0, 0], BG=[0.8, 0.9, 1], **keys)


MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
RADIO, PUSH, COMBO = 1 << 15, 1 << 16, 1 << 17


class Form:
    """A sheet with fields below each other, 200 points wide, the first at the top."""

    def __init__(self, **keys: Any) -> None:
        self.pdf = foreign.pages(foreign.A4)
        self.page: Any = self.pdf.pages[0]
        self.page.Annots = Array([])
        self.fields: list[Any] = []
        names = {"Helv": Name.Helvetica, "Cour": Name.Courier, "ZaDb": Name.ZapfDingbats}
        self.fonts = Dictionary({f"/{name}": self.font(base) for name, base in names.items()})
        self.keys = {"DA": "/Helv 12 Tf 0 g", "DR": Dictionary(Font=self.fonts), **keys}

    def font(self, base: Any, **keys: Any) -> Any:
        encoding = {} if base == Name.ZapfDingbats else {"Encoding": Name.WinAnsiEncoding}
        return self.pdf.make_indirect(
            Dictionary(**{"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": base, **encoding, **keys})
        )

    def place(self) -> list[float]:
        y = 760 - 60 * len(self.page.Annots)
        return [60, y, 260, y + 40]

    def widget(self, **keys: Any) -> Any:
        keys = {"Type": Name.Annot, "Subtype": Name.Widget, "Rect": self.place(), "F": 4, **keys}
        made = self.pdf.make_indirect(Dictionary(**keys))
        self.page.Annots.append(made)
        return made

    def field(self, **keys: Any) -> Form:
        self.fields.append(self.widget(T=f"{len(self.fields)}", **keys))
        return self

    def text(self, value: Any, **keys: Any) -> Form:
        return self.field(FT=Name.Tx, V=value, **keys)

    def picture(self, contents: bytes) -> Any:
        form = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 200, 40]}
        return self.pdf.make_stream(contents, Resources=Dictionary(Font=self.fonts), **form)

    @property
    def data(self) -> bytes:
        self.pdf.Root.AcroForm = Dictionary(Fields=Array(self.fields), **self.keys)
        return foreign.saved(self.pdf)


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(from_pdf(data)[0]) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


# Files are made here that no form reaches, and it is told while they are saved.
pytestmark = pytest.mark.filterwarnings("ignore:This document has 1 form widget")


def notes(data: bytes) -> set[Note]:
    """Without what it says for pdfium drawing a field in another way: that is the matter of test_comparing.py."""
    return {note for note in from_pdf(data)[2] if note.word != "differs"}


def undrawn(data: bytes) -> Note:
    with pytest.raises(Unfit) as found:
        from_pdf(data)
    assert str(found.value) == "undrawn"
    (note,) = found.value.notes
    return note


FIELDS: dict[str, dict[str, Any]] = {
    "a line": {"V": "Yamada Taro"},
    "as large as fits": {"V": "Yamada", "DA": "/Helv 0 Tf 0 0 1 rg"},
    "in another font and colour": {"V": "Yamada", "DA": "0 1 1 0 k /Cour 14 Tf"},
    "at the right, framed": {"V": "12,000", "Q": 2, "MK": frame(), "BS": Dictionary(W=2, S=Name.D, D=[3])},
    "in the middle": {"V": "12,000", "Q": 1},
    "several lines": {"V": "one two three four five six seven eight\rnine ten", "Ff": MULTILINE, "MK": frame()},
    "one box for each letter": {"V": "2026", "Ff": COMB, "MaxLen": 8, "MK": frame()},
    "stars": {"V": "secret", "Ff": PASSWORD, "MK": frame()},
    "turned": {"V": "up", "MK": frame(R=90)},
    "only a frame": {"MK": frame()},
    "too long for its place": {"V": "word " * 30, "MK": frame()},
    "letters beyond ASCII": {"V": "Müller: 50 €"},
    "chosen from a list that shows all": {
        "FT": Name.Ch, "V": "b", "Opt": Array([Array(["a", "Alpha"]), Array(["b", "Beta"])]), "MK": frame(),
    },
    "a button": {"FT": Name.Btn, "Ff": PUSH, "MK": frame(CA="Print"), "DA": "/Helv 12 Tf 0 g"},
    "a box that is ticked": {"FT": Name.Btn, "AS": Name.Yes, "V": Name.Yes, "MK": frame(CA="4")},
    "a box that is not": {"FT": Name.Btn, "AS": Name.Off, "MK": frame(CA="4")},
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_without_a_picture_is_drawn_as_a_viewer_draws_it(name: str) -> None:
    data = Form().field(**{"FT": Name.Tx, **FIELDS[name]}).data
    assert max(differences(data, forms=True)) < ink(data) / 2
    assert notes(data) == set()


def ink(data: bytes) -> float:
    """How much of a file is drawn beside what `foreign.pages` has, as `differences` counts it."""
    return max(ImageStat.Stat(ImageChops.difference(*(drawn(d, forms=True)[0] for d in (data, foreign.plain())))).mean)


def test_the_same_field_is_always_drawn_by_the_same_bytes() -> None:
    data = Form().text("Yamada", MK=frame()).text("several lines " * 9, Ff=MULTILINE, DA="/Helv 0 Tf 0 g").data
    assert from_pdf(data)[0] == from_pdf(data)[0]


def test_what_a_field_says_can_be_read() -> None:
    data = Form().text("Yamada Taro").text("one two three " * 12, Ff=MULTILINE).data
    assert words(data).split() == ["Yamada", "Taro", *["one", "two", "three"] * 12]


def test_of_a_choice_the_text_is_shown_and_not_what_it_stands_for() -> None:
    options = Array([Array(["a", "Alpha"]), Array(["b", "Beta"])])
    data = Form().field(FT=Name.Ch, Ff=COMBO, V="b", Opt=options).field(FT=Name.Ch, Ff=COMBO, V="other").data
    assert words(data).split() == ["Beta", "other"]


def test_what_a_field_has_from_the_field_it_is_part_of() -> None:
    form = Form(Q=2)
    parent = form.pdf.make_indirect(Dictionary(T="p", FT=Name.Tx, V="Yamada", DA="/Helv 12 Tf 1 0 0 rg"))
    parent.Kids = Array([form.widget(Parent=parent)])
    form.fields.append(parent)
    data = form.data
    assert max(differences(data, forms=True)) < ink(data) / 2
    box = inked(data)
    assert box[2] > 255  # at the right, as the form says
    assert words(data) == "Yamada"


def inked(data: bytes) -> tuple[float, ...]:
    """Where a file has ink beside what `foreign.pages` has, in points: left, high, right, low."""
    picture = ImageChops.difference(drawn(from_pdf(data)[0])[0], drawn(foreign.plain())[0])
    box = picture.convert("L").point(lambda v: 255 if v > 60 else 0).getbbox()
    assert box is not None
    return tuple(v * 72 / 110 for v in box)


def test_a_text_may_be_kept_in_a_stream() -> None:
    form = Form()
    assert words(form.text(form.pdf.make_stream(b"Yamada")).data) == "Yamada"


@pytest.mark.parametrize("flags", [2, 32])
def test_what_a_viewer_hides_is_not_drawn(flags: int) -> None:
    form = Form().text("secret", F=flags)
    form.widget(FT=Name.Tx, T="x", F=flags, AP=Dictionary(N=form.picture(b"0 g 0 0 200 40 re f")))
    assert words(form.data) == ""
    assert max(differences(form.data, forms=True)) == 0


def test_what_is_not_printed_is_shown() -> None:
    assert words(Form().text("Yamada", F=0).data) == "Yamada"


def test_letters_that_pdfium_does_not_find_in_its_fonts_are_drawn() -> None:
    text = "‘a’ “b” ‹c› „d‚ – — … • † ‡ ‰ Œœ ŠšŽžŸ ƒ ¤ ¸ ¦ ·"
    assert words(Form().text(text).data) == text
    assert words(Form().field(FT=Name.Btn, Ff=PUSH, MK=Dictionary(CA="It’s")).data) == "It’s"
    assert words(Form().text("a\u00a0b\u00adc").data) == "a bc"


# Old pictures


def old(form: Form, contents: bytes, value: str, **keys: Any) -> bytes:
    return form.text(value, AP=Dictionary(N=form.picture(contents)), **keys).data


def said(text: str) -> bytes:
    return f"0 1 0 rg 0 0 200 40 re f 0 g BT /Helv 12 Tf 2 12 Td ({text}) Tj ET".encode()


def test_an_old_picture_is_drawn_anew_where_the_form_asks_for_it() -> None:
    assert words(old(Form(NeedAppearances=True), said("before"), "after")) == "after"
    assert words(old(Form(NeedAppearances=False), said("before"), "after")) == "before"


def test_a_picture_that_shows_the_value_stays() -> None:
    data = old(Form(NeedAppearances=True), said("Yamada"), "Yamada")
    assert words(data) == "Yamada"
    assert colour(data, 250, 765) == (0, 255, 0)


def test_an_old_picture_of_a_value_that_was_taken_away_goes() -> None:
    assert words(old(Form(NeedAppearances=True), said("before"), "")) == ""
    data = old(Form(NeedAppearances=True), b"0 1 0 rg 0 0 200 40 re f", "")
    assert colour(data, 250, 765) == (0, 255, 0)  # but one without a text stays


def test_what_a_script_makes_of_a_value_stays() -> None:
    script = Dictionary(F=Dictionary(S=Name.JavaScript, JS="AFNumber_Format(0)"))
    assert words(old(Form(NeedAppearances=True), said("12,000"), "12000", AA=script)) == "12,000"


# Boxes to tick


def box(form: Form, on: str = "/Yes", **keys: Any) -> Any:
    states = {on: form.picture(b"1 0 0 rg 0 0 200 40 re f"), "/Off": form.picture(b"0 1 0 rg 0 0 200 40 re f")}
    return form.widget(AP=Dictionary(N=Dictionary(states)), **keys)


TICKED, CLEAR, WHITE = (255, 0, 0), (0, 255, 0), (255, 255, 255)


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize(
    ("keys", "seen", "unclear"),
    [
        ({"V": Name.Yes, "AS": Name.Yes}, TICKED, 0),
        ({"V": Name.Off, "AS": Name.Off}, CLEAR, 0),
        ({"AS": Name.Yes}, TICKED, 0),
        ({"AS": Name.Off}, CLEAR, 0),
        ({"V": Name.Yes, "AS": Name.Off}, CLEAR, 1),
        ({"V": Name.Off, "AS": Name.Yes}, TICKED, 1),
        ({"V": Name.Yes}, TICKED, 1),
        ({"V": Name.Yes, "AS": Name.Other}, WHITE, 1),
        ({}, CLEAR, 0),
    ],
)
def test_a_box_to_tick(keys: dict[str, Any], seen: Any, unclear: int, anew: bool) -> None:
    form = Form(NeedAppearances=anew)
    form.fields.append(box(form, FT=Name.Btn, T="box", **keys))
    assert colour(form.data, 100, 780) == seen
    assert notes(form.data) == ({Note("unclear-fields", unclear, (1,))} if unclear else set())


def test_a_box_that_has_a_picture_of_its_tick_alone_is_framed() -> None:
    def data(**keys: Any) -> bytes:
        form = Form()
        ticks = Dictionary({"/Yes": form.picture(b"1 0 0 rg 0 0 200 40 re f")})
        return form.field(**{"FT": Name.Btn, "AP": Dictionary(N=ticks), "AS": Name.Off, **keys}).data

    assert colour(data(MK=Dictionary(BG=[0, 1, 0])), 100, 780) == CLEAR
    assert colour(data(MK=Dictionary(CA="4")), 100, 780) == WHITE
    assert colour(data(), 100, 780) == WHITE
    assert colour(data(MK=Dictionary(BG=[0, 1, 0]), V=Name.Other, AS=7), 100, 780) == CLEAR


def test_one_of_several_boxes() -> None:
    form = Form()
    parent = form.pdf.make_indirect(Dictionary(T="r", FT=Name.Btn, Ff=RADIO, V=Name.B))
    kids = [box(form, on, Parent=parent, AS=Name(on if on == "/B" else "/Off")) for on in ("/A", "/B", "/C")]
    parent.Kids = Array(kids)
    form.fields.append(parent)
    assert [colour(form.data, 100, y) for y in (780, 720, 660)] == [CLEAR, TICKED, CLEAR]
    assert notes(form.data) == set()
    kids[0].AS = Name.A
    assert notes(form.data) == {Note("unclear-fields", 1, (1,))}


# Refused


@pytest.mark.parametrize(
    "keys",
    [
        {"V": "山田太郎"},
        {"V": "Yamada 太郎"},
        {"V": "Čeština"},
        {"V": "x" * 100_001},
        {"V": "too long", "MaxLen": 3},
        {"FT": Name.Ch, "Opt": Array(["山田"])},
        {"FT": Name.Btn, "Ff": PUSH, "MK": Dictionary(CA="印刷")},
        {"FT": Name.Btn, "Ff": PUSH, "MK": Dictionary(I=Dictionary())},
    ],
)
def test_what_no_font_here_has_is_refused(keys: dict[str, Any]) -> None:
    data = Form().text("Yamada").field(**{"FT": Name.Tx, **keys}).data
    assert undrawn(data) == Note("undrawn", 1, (1,), ("field",))


def test_a_value_that_nobody_here_can_draw_is_no_matter_where_its_picture_is_good() -> None:
    """Read from its picture, letter by letter."""
    form = Form(NeedAppearances=True)
    mapping = form.pdf.make_stream(
        b"1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <5C71> <42> <7530> endbfchar"
    )
    form.fonts.Jp = form.font(Name.Helvetica, ToUnicode=mapping)
    picture = b"0 1 0 rg 0 0 200 40 re f 0 g BT /Jp 12 Tf 2 12 Td (AB) Tj ET"
    assert colour(old(form, picture, "山田"), 250, 765) == (0, 255, 0)
    form = Form(NeedAppearances=True)
    assert undrawn(old(form, said("AB"), "山田")) == Note("undrawn", 1, (1,), ("field",))


def test_every_page_is_told() -> None:
    form = Form().text("山田")
    form.pdf.add_blank_page(page_size=foreign.A4)
    form.pdf.pages.append(form.pdf.pages[0])
    note = undrawn(form.data)
    assert (note.number, note.pages) == (2, (1, 3))


# Odd ones


@pytest.mark.parametrize(
    "keys",
    [
        {"Rect": [60, 700, 60, 700]},
        {"Rect": [60, 700]},
        {"Rect": Name.X},
        {"FT": Name.Sig, "V": Dictionary()},
        {"FT": Name.Other},
        {"FT": None},
        {"V": 12},
        {"V": Array([])},
        {"AP": Dictionary(N=Dictionary(Yes=Dictionary()))},
        {"V": "", "DA": "/Helv 12 Tf 0 g"},
    ],
)
def test_nothing_to_see(keys: dict[str, Any]) -> None:
    keys = {key: value for key, value in {"FT": Name.Tx, "V": "x", **keys}.items() if value is not None}
    assert drawn(from_pdf(Form().field(**keys).data)[0])[0].tobytes() == drawn(foreign.plain())[0].tobytes()


@pytest.mark.parametrize(
    "look",
    [
        "",
        "nonsense",
        "/Helv Tf",
        "/Helv 12 Tf 1 rg",
        "(",
        "<<",
        "/Unknown 12 Tf 0 g",
        "/Helv -12 Tf",
        "/Helv 1e9 Tf",
        7,
    ],
)
def test_a_field_that_says_badly_how_it_looks_is_drawn(look: Any) -> None:
    assert words(Form().text("Yamada", DA=look).data) == "Yamada"


def test_a_field_that_is_its_own_parent() -> None:
    form = Form().text("Yamada")
    form.fields[0].Parent = form.fields[0]
    assert words(form.data) == "Yamada"


def test_fields_without_a_form() -> None:
    form = Form().text("Yamada")
    assert words(foreign.saved(form.pdf)) == "Yamada"


def test_an_old_picture_without_a_box_of_its_own() -> None:
    form = Form(NeedAppearances=True)
    picture = form.picture(said("Yamada"))
    picture.BBox, picture.Matrix = Name.X, Name.X
    assert from_pdf(form.text("Yamada", AP=Dictionary(N=picture)).data)[1] == 1


def test_entries_of_a_page_that_are_no_annotations() -> None:
    form = Form().text("Yamada")
    form.page.Annots = Array([None, 7, Name.X, form.fields[0], Array([])])
    assert words(form.data) == "Yamada"


def test_a_part_of_a_font_does_not_draw_what_it_has_no_letters_for() -> None:
    """Its file would have the letters of the page only."""
    form = Form(DA="/Part 12 Tf 0 g")
    file = form.pdf.make_stream(b"no font")
    form.fonts.Part = form.font(Name("/ABCDEF+Arial"), FontDescriptor=Dictionary(FontFile2=file, Flags=32))
    data = form.text("Yamada").data
    assert words(data) == "Yamada"
    assert same(data, Form().text("Yamada").data)


def test_a_font_of_the_file_is_taken_where_it_has_the_letters() -> None:
    """Here one whose letters are all boxes."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0)), pen.lineTo((0, 700)), pen.lineTo((600, 700)), pen.lineTo((600, 0)), pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "A"])
    made.setupCharacterMap({65: "A"})
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    made.setupHorizontalMetrics({".notdef": (700, 0), "A": (700, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupOS2()
    made.setupPost()
    made.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    room = io.BytesIO()
    made.save(room)
    form = Form(DA="/Own 12 Tf 0 g")
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Boxes, Flags=32, FontFile2=form.pdf.make_stream(room.getvalue())
    )
    form.fonts.Own = form.font(
        Name.Boxes, Subtype=Name.TrueType, FontDescriptor=described, FirstChar=65, LastChar=65, Widths=[700]
    )
    data = form.text("AAAA").data
    assert colour(data, 63, 780) == (0, 0, 0)
    assert words(data) == "AAAA"


def same(one: bytes, other: bytes) -> bool:
    a, b = (drawn(from_pdf(data)[0])[0] for data in (one, other))
    return isinstance(a, Image.Image) and a.tobytes() == b.tobytes()


@pytest.mark.parametrize(
    ("base", "flags", "like"),
    [
        ("/Arial-BoldMT", 32, "/Helvetica-Bold"),
        ("/TimesNewRomanPS-ItalicMT", 0, "/Times-Italic"),
        ("/CourierNew", 0, "/Courier"),
        ("/Unknown", 1, "/Courier"),
        ("/Unknown", 2 | 1 << 18, "/Times-Bold"),
        ("/Unknown", 1 << 6, "/Helvetica-Oblique"),
    ],
)
def test_a_font_that_is_not_in_the_file_is_drawn_by_one_like_it(base: str, flags: int, like: str) -> None:
    form, twin = Form(DA="/X 12 Tf 0 g"), Form(DA="/X 12 Tf 0 g")
    form.fonts.X = form.font(Name(base), FontDescriptor=Dictionary(Flags=flags))
    twin.fonts.X = twin.font(Name(like))
    assert same(form.text("Yamada").data, twin.text("Yamada").data)


def test_no_form_is_left(recwarn: pytest.WarningsRecorder) -> None:
    data = Form().text("Yamada", MK=frame()).data
    with pikepdf.open(io.BytesIO(from_pdf(data)[0])) as taken:
        assert "/AcroForm" not in taken.Root
        assert "/Annots" not in taken.pages[0]
    assert not recwarn.list
