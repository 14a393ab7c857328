"""What is drawn over a page (fields, annotations, stamps) and on its layers."""

from __future__ import annotations

import foreign
from pikepdf import Array, Dictionary, Name


def stamp_with_a_picture_of_it() -> bytes:
    return foreign.stamped()


def layer_that_is_off_over_what_is_seen() -> bytes:
    return foreign.hidden_layer()


def _with(*annotations: dict[str, object], **form: object) -> bytes:
    pdf = foreign.pages(foreign.A4)
    rect = {"Type": Name.Annot, "Rect": [100, 600, 400, 640], "F": 4}
    made = Array([pdf.make_indirect(Dictionary({f"/{k}": v for k, v in (rect | a).items()})) for a in annotations])
    pdf.pages[0].Annots = made
    fields = Array([annot for annot in made if annot.Subtype == Name.Widget])
    if form or len(fields):
        pdf.Root.AcroForm = Dictionary({"/Fields": fields, "/DA": "/Helv 0 Tf 0 g"} | {f"/{k}": form[k] for k in form})
    return foreign.saved(pdf)


def _field(value: str, **keys: object) -> dict[str, object]:
    return {"Subtype": Name.Widget, "FT": Name.Tx, "T": "field", "V": value, **keys}


def field_that_a_viewer_must_draw() -> bytes:
    return _with(_field("Yamada Taro"), NeedAppearances=True)


def field_of_several_lines_without_a_picture() -> bytes:
    return _with(_field("one two three four five six seven eight nine ten eleven twelve thirteen", Ff=1 << 12))


def field_in_japanese_that_a_viewer_must_draw() -> bytes:
    return _with(_field("山田太郎"), NeedAppearances=True)


def field_of_letters_that_no_font_has() -> bytes:
    return _with(_field("ไทย"), NeedAppearances=True)


def box_that_contradicts_its_value() -> bytes:
    pdf = foreign.pages(foreign.A4)
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 40, 40]}
    states = {
        "/Yes": pdf.make_stream(b"0 g 0 0 40 40 re f", **keys),
        "/Off": pdf.make_stream(b"0 0 40 40 re S", **keys),
    }
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T="box", Rect=[100, 600, 140, 640], F=4)
    box.V, box.AS, box.AP = Name.Yes, Name.Off, Dictionary(N=Dictionary(states))
    box = pdf.make_indirect(box)
    pdf.pages[0].Annots = Array([box])
    pdf.Root.AcroForm = Dictionary(Fields=Array([box]))
    return foreign.saved(pdf)


def highlight_and_square_without_pictures() -> bytes:
    place = [100, 640, 400, 640, 100, 600, 400, 600]
    return _with(
        {"Subtype": Name.Highlight, "C": [1, 1, 0], "QuadPoints": place}, {"Subtype": Name.Square, "C": [1, 0, 0]}
    )


def ink_without_a_picture() -> bytes:
    return _with({"Subtype": Name.Ink, "C": [1, 0, 0], "InkList": [[100, 600, 250, 640, 400, 600]]})


def remark_in_japanese_without_a_picture() -> bytes:
    return _with({"Subtype": Name.FreeText, "Contents": "備考", "DA": "/Helv 12 Tf 0 g"})


def stamp_by_its_name_alone() -> bytes:
    return _with({"Subtype": Name.Stamp, "Name": Name.Approved})
