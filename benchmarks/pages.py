"""The pages that every engine draws: the marks of filled forms, as plain lists in points from the top left corner."""

import json
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "usage-request-by-mail" / "profile.json"
PACKET = "packet"
"""The job of the packet of the example; every other job is the name of a form."""
FAMILIES = {
    "BIZUDMincho-Regular": ("BIZ UDMincho", 400),
    "BIZUDGothic-Regular": ("BIZ UDGothic", 400),
    "BIZUDGothic-Bold": ("BIZ UDGothic", 700),
    "NotoSerif-Light": ("Noto Serif", 300),
}
SURNAMES, GIVEN, FAMILY, MIDDLE, LAST = map(
    str.split,
    (
        "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 斎藤 松本 井上 木村 清水 山口 阿部 森田",
        "太郎 花子 健一 美咲 翔太 陽子 大輔 由美 直樹 恵子 和也 真由 拓海 千尋 誠司 綾香 浩二 沙織 隆志 理恵",
        "NGUYỄN TRẦN PHẠM HOÀNG VŨ ĐẶNG BÙI DƯƠNG MÜLLER GARCÍA",
        "THỊ VĂN MINH ĐỨC NGỌC",
        "HƯƠNG LAN TUẤN HÙNG QUỲNH ÁNH PHƯỢNG THẢO BÌNH KHÁNH",
    ),
)


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


def profiles(job, base, count):
    """The same profile again and again, each time for somebody else."""
    return (profile(job, base, number) for number in range(count))


def profile(job, base, number):
    one = deepcopy(base)
    if job == "fee-payment-sheet":
        permission = one["permission"] if isinstance(one["permission"], dict) else one["permission"][0]
        permission["applicant"]["name"] = name(number)
        permission["receipt_number"] = f"東労一E {100_000 + number}"
        one["permission"] = permission
        return one
    if job != PACKET:
        one["users"] = one["users"][:1]
    one["users"][0]["name"] = name(number)
    one["users"][0]["user_id"] = f"SAMPLE-{number:05}"
    return one


def base_of(job):
    """The profile a job begins with. The packet's documents come by hand: a scan is not drawn by anybody."""
    if job != PACKET:
        import formgen

        return formgen.sample(job)
    base = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    for one in base["attachments"]:
        del one["file"]
        one["enclosed"] = True
    return base


def make(job, target, variants):
    """Write the pages of a job for many people, and their fonts, as one JSON file."""
    from formgen.typeface import face

    base = base_of(job)
    documents = [_pages(job, one) for one in profiles(job, base, variants)]
    inks = [[[_plain(m) for m in page.ink] for page in pages] for pages in documents]
    assert all(ink == inks[0] for ink in inks)
    people = [[[_plain(m) for m in page.values] for page in pages] for pages in documents]
    printed = list({json.dumps(ink): ink for ink in inks[0]}.values())
    used = sorted(
        {m[4] for page in (*printed, *(page for one in people for page in one)) for m in page if m[0] == "text"}
    )
    faces = {}
    for one in used:
        family, weight = FAMILIES[one]
        file = str(ROOT / "fonts" / "core" / f"{one}.ttf")
        faces[one] = {"file": file, "family": family, "weight": weight}
        faces[one] |= {"ascent": face(one).ascent, "descent": face(one).descent}
    first = documents[0][0]
    data = {
        "job": job,
        "profile": base,
        "size": [round(length * 72 / 25.4, 3) for length in (first.width, first.height)],
        "faces": faces,
        "inks": printed,
        "order": [printed.index(ink) for ink in inks[0]],
        "people": people,
    }
    Path(target).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _pages(job, profile):
    """What formgen lays out: the first page of a form, or every page of the packet."""
    from formgen.api import begin
    from formgen.filing.packet import NEXT_STEPS

    filing = begin(profile)
    if job != PACKET:
        return filing.sheets_of(filing.edition(job))[0].pages[:1]
    return [page for sheet in (*filing.sheets, filing.own_sheet(NEXT_STEPS)) for page in sheet.pages]


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


if __name__ == "__main__":
    import sys

    job, target, variants = sys.argv[1:]
    make(job, target, int(variants))
    print(json.dumps("made"))
