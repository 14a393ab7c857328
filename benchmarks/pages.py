"""The page that every engine draws: the marks of a filled form, as plain lists in points from the top left corner."""

import json
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "BIZUDMincho-Regular": ("BIZ UDMincho", 400),
    "BIZUDGothic-Regular": ("BIZ UDGothic", 400),
    "BIZUDGothic-Bold": ("BIZ UDGothic", 700),
    "NotoSerif-Light": ("Noto Serif", 300),
}
SURNAMES = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "渡辺",
    "伊藤",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "斎藤",
    "松本",
    "井上",
    "木村",
    "清水",
    "山口",
    "阿部",
    "森田",
]
GIVEN = [
    "太郎",
    "花子",
    "健一",
    "美咲",
    "翔太",
    "陽子",
    "大輔",
    "由美",
    "直樹",
    "恵子",
    "和也",
    "真由",
    "拓海",
    "千尋",
    "誠司",
    "綾香",
    "浩二",
    "沙織",
    "隆志",
    "理恵",
]
FAMILY = ["NGUYỄN", "TRẦN", "PHẠM", "HOÀNG", "VŨ", "ĐẶNG", "BÙI", "DƯƠNG", "MÜLLER", "GARCÍA"]
MIDDLE = ["THỊ", "VĂN", "MINH", "ĐỨC", "NGỌC"]
LAST = ["HƯƠNG", "LAN", "TUẤN", "HÙNG", "QUỲNH", "ÁNH", "PHƯỢNG", "THẢO", "BÌNH", "KHÁNH"]


def name(number):
    """A person: every number a different one, Latin and Japanese names in turn."""
    n, latin = divmod(number, 2)
    if latin:
        n, a = divmod(n, len(FAMILY))
        n, b = divmod(n, len(MIDDLE))
        n, c = divmod(n, len(LAST))
        return f"{FAMILY[a]} {MIDDLE[b]} {LAST[c]}" + (f" {chr(64 + n)}." if n else "")
    n, a = divmod(n, len(SURNAMES))
    n, b = divmod(n, len(GIVEN))
    return f"{SURNAMES[a]} {GIVEN[b]}" + ("　" + GIVEN[n % len(GIVEN)] if n else "")


def profiles(base, count):
    """The sample profile again and again, each time for somebody else."""
    for number in range(count):
        yield profile(base, number)


def profile(base, number):
    one = deepcopy(base)
    if one["form"] == "fee-payment-sheet":
        permission = one["permission"] if isinstance(one["permission"], dict) else one["permission"][0]
        permission["applicant"]["name"] = name(number)
        permission["receipt_number"] = f"東労一E {100_000 + number}"
        one["permission"] = permission
    else:
        one["users"] = one["users"][:1]
        one["users"][0]["name"] = name(number)
        one["users"][0]["user_id"] = f"SAMPLE-{number:05}"
    return one


def make(form, target, variants=100):
    """Write the page of `form` with its sample profile for many people, and the fonts, as one JSON file."""
    import formgen
    from formgen.filing.filing import begin
    from formgen.typeface import face

    def page(profile):
        filing = begin(profile)
        return filing.sheets(filing.library.form(form, filing.day))[0].pages[0]

    base = formgen.sample(form)
    pages = [page(one) for one in profiles(base, variants)]
    ink = [_plain(m) for m in pages[0].ink]
    values = [[_plain(m) for m in page.values] for page in pages]
    assert all(page.ink == pages[0].ink for page in pages)
    used = sorted({m[4] for marks in (ink, *values) for m in marks if m[0] == "text"})
    faces = {}
    for one in used:
        family, weight = FAMILIES[one]
        file = str(ROOT / "fonts" / "core" / f"{one}.ttf")
        faces[one] = {"file": file, "family": family, "weight": weight}
        faces[one] |= {"ascent": face(one).ascent, "descent": face(one).descent}
    size = [round(pages[0].width * 72 / 25.4, 3), round(pages[0].height * 72 / 25.4, 3)]
    data = {"form": form, "profile": base, "size": size, "faces": faces, "ink": ink, "values": values}
    Path(target).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _plain(mark):
    from formgen.ground.marks import MM, Curve, Ellipse, Line, Text

    def pt(*lengths):
        return [round(length * MM, 3) for length in lengths]

    match mark:
        case Text(x, y, text, face, size, spacing):
            return ["text", *pt(x, y), text, face, round(size, 3), round(spacing, 4)]
        case Line(x0, y0, x1, y1, weight):
            return ["line", *pt(x0, y0, x1, y1), weight]
        case Ellipse(x, y, rx, ry, weight):
            return ["ring", *pt(x, y, rx, ry), weight]
        case Curve(points, weight):
            return ["curve", [pt(*point) for point in points], weight]
    raise TypeError(mark)


def read(path):
    """What `make` wrote."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def cycle(data, count):
    """`count` pages as the peers take them: the ink of the form and the values of one person after the other."""
    size, ink, values = data["size"], data["ink"], data["values"]
    return ({"size": size, "ink": ink, "values": values[n % len(values)]} for n in range(count))


if __name__ == "__main__":
    import sys

    make(sys.argv[1], sys.argv[2])
    print(json.dumps("made"))
