"""Draws the scans of the examples: papers of people who do not exist, each marked 見本. Always the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import img2pdf
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "fonts"
DPI = 200
GOTHIC = FONTS / "core" / "BIZUDGothic-Regular.ttf"
MINCHO = FONTS / "core" / "BIZUDMincho-Regular.ttf"
LATIN = FONTS / "core" / "NotoSerif-Light.ttf"
RARE = FONTS / "rare" / "ipamjm.ttf"

HANAKO = ("髙橋 花子", "昭和63年4月1日", "東京都新宿区見本町一丁目2番3号", "1")
TARO = ("𠮷田 太郎", "平成2年11月3日", "東京都千代田区霞が関一丁目1番1号", "2")
HUONG = ("NGUYỄN THỊ HƯƠNG", "1996年2月14日", "東京都新宿区見本町一丁目2番3号", "3")
TSUGIKO = ("見本 次子", "平成4年6月20日", "東京都千代田区見本町2番3号", "4")
COMPANY = "株式会社さくら精機"
SUPPORT = "一般社団法人見本登録支援センター"
TRAVEL = "株式会社見本トラベル"

Person = tuple[str, str, str, str]


def mm(length: float) -> int:
    return round(length * DPI / 25.4)


class Paper:
    """A sheet or a card to draw on, in millimetres."""

    def __init__(self, wide: float, high: float, colour: str = "#fdfdfb") -> None:
        self.size, self.ground = (wide, high), colour
        self.image = Image.new("RGB", (mm(wide), mm(high)), colour)
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, text: str, size: float = 3.5, *, font: Path = GOTHIC, ink: str = "#1d1d1d"
    ) -> None:
        """Rare characters come from a font that has them; a Vietnamese name as a whole from the Latin one."""
        font = LATIN if set(text) & set("ỄỊƯƠ") else font
        left = float(mm(x))
        for char in text:
            face = ImageFont.truetype(_face(char, font), mm(size))
            self.draw.text((left, mm(y + size)), char, fill=ink, font=face, anchor="ls")
            left += face.getlength(char)

    def middle(self, y: float, text: str, size: float, *, font: Path = GOTHIC) -> None:
        face = ImageFont.truetype(font, mm(size))
        self.text((self.size[0] - face.getlength(text) * 25.4 / DPI) / 2, y, text, size, font=font)

    def box(self, x: float, y: float, wide: float, high: float, fill: str | None = None) -> None:
        place = (mm(x), mm(y), mm(x + wide), mm(y + high))
        self.draw.rectangle(place, fill=fill, outline="#555555", width=2)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.draw.line((mm(x), mm(y), mm(to_x), mm(to_y)), fill="#555555", width=2)

    def sample(self, size: float) -> None:
        """見本 across the paper, as everything here is one."""
        face = ImageFont.truetype(GOTHIC, mm(size))
        layer = Image.new("L", self.image.size, 0)
        at = (layer.width // 2, layer.height // 2)
        ImageDraw.Draw(layer).text(at, "見 本", fill=70, font=face, anchor="mm")
        layer = layer.rotate(24, resample=Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, "#c03a3a"), (0, 0), layer)


def _face(char: str, font: Path) -> Path:
    return RARE if ord(char) > 0xFFFF else font


def rows(paper: Paper, x: float, y: float, lines: list[tuple[str, str]], step: float, gap: float) -> None:
    for label, value in lines:
        paper.text(x, y, label, 2.3, ink="#555555")
        paper.text(x + gap, y - 0.4, value, 3.0)
        y += step


def portrait(paper: Paper, x: float, y: float, wide: float) -> None:
    """A grey figure, nobody's face."""
    high = wide * 4 / 3
    paper.box(x, y, wide, high, "#d7dde2")
    c = x + wide / 2
    for left, top, right, bottom in ((0.2, 0.18, 0.2, 0.55), (0.38, 0.62, 0.38, 1.3)):
        place = (c - wide * left, y + high * top, c + wide * right, min(y + high * bottom, y + high - 0.3))
        paper.draw.ellipse([mm(v) for v in place], fill="#8b97a1")
    paper.draw.rectangle((mm(x), mm(y + high), mm(x + wide), mm(y + high + 3)), fill=paper.ground)


def licence(person: Person) -> Paper:
    name, born, address, digit = person
    card = _card("#e9f1ee")
    card.box(3, 3, 56, 6.5)
    card.text(4, 4, "氏名", 2.3, ink="#555555")
    card.text(11, 3.9, name, 3.8)
    card.text(4, 11, f"{born}生", 3.0)
    rows(card, 4, 17, [("住所", address), ("交付", f"令和06年03月0{digit}日　見本{digit}")], 5.5, 7)
    card.draw.rectangle((mm(3), mm(28), mm(58), mm(33)), fill="#a9cdb9")
    card.text(6, 28.7, "令和11年05月01日まで有効（見本）", 3.0)
    rows(card, 4, 36, [("免許の条件等", "眼鏡等"), ("番号", f"第　00000000000{digit}　号")], 5.5, 17)
    card.text(4, 47, "運転免許証（見本）　架空県公安委員会", 2.9)
    portrait(card, 62.5, 14, 20)
    card.sample(17)
    return card


def photograph() -> Paper:
    """A photograph for the agent certificate, 24 mm wide and 30 mm high, drawn three times as large."""
    sheet = Paper(72, 90, "#eef3f8")
    portrait(sheet, -1, -2, 74)  # its frame lies beyond the edges
    sheet.middle(78, "見本", 6)
    return sheet


def residence_card(person: Person) -> Paper:
    name, born, address, digit = person
    card = _card("#eef0f4")
    card.text(3, 2.4, "見本　在留カード  RESIDENCE CARD", 3.2)
    card.text(59, 2.6, f"番号 ZZ0000000{digit}ZZ", 2.2)
    card.text(4, 7.8, "氏名 NAME", 1.9, ink="#555555")
    card.text(4, 10, name, 3.9)
    lines = [
        ("生年月日", f"{born}　性別 女 F.　国籍 ベトナム"),
        ("住居地", address),
        ("在留資格", "技術・人文知識・国際業務"),
        ("", "就労制限　在留資格に基づく就労活動のみ可"),
        ("在留期間", "3年（2028年05月20日）"),
        ("許可の種類", "在留期間更新許可"),
    ]
    y = 17.0
    for label, value in lines:
        card.text(4, y, label, 1.8, ink="#555555")
        card.text(14.5, y - 0.1, value, 2.2)
        card.line(4, y + 3.4, 60, y + 3.4)
        y += 5.2
    card.text(4, 48.6, "このカードは 2028年05月20日まで有効（見本）", 2.4)
    portrait(card, 63, 20, 18)
    card.sample(17)
    return card


def certificate(person: Person, organisation: str = COMPANY, until: str | None = None) -> Paper:
    name, born, _, digit = person
    card = _card("#f6f1e2")
    card.box(2.5, 2.5, 80.5, 49)
    card.text(22, 5, "申請等取次者証明書", 4.4)
    lines = [
        ("番号", f"見本第{'23' if until else '26'}-00000{digit}号"),
        ("氏名", name),
        ("生年月日", born),
        ("所属機関", organisation),
        ("有効期限", until or ("令和10年5月20日" if person is HUONG else "令和11年8月31日")),
    ]
    rows(card, 28, 14, lines, 5.6, 16)
    card.text(28, 43, "架空出入国在留管理局長（見本）", 3.0)
    portrait(card, 6, 15, 18)
    card.sample(17)
    return card


def staff_card(person: Person, organisation: str) -> Paper:
    name, born, _, digit = person
    card = _card("#e8eef6")
    card.draw.rectangle((mm(0), mm(0), mm(85.6), mm(9)), fill="#4a6690")
    card.text(4, 2.4, "社員証（見本）", 4.0, ink="#ffffff")
    lines = [("社員番号", f"00000{digit}"), ("氏名", name), ("生年月日", born), ("所属", "渡航手続課")]
    rows(card, 30, 15, lines, 6.5, 15)
    card.text(30, 44, organisation, 3.4)
    portrait(card, 6, 14, 18)
    card.sample(17)
    return card


def _card(colour: str) -> Paper:
    return Paper(85.6, 54, colour)


def training(person: Person) -> Paper:
    name, born, _, digit = person
    sheet = Paper(210, 297)
    sheet.box(15, 15, 180, 267)
    sheet.box(17, 17, 176, 263)
    sheet.text(140, 32, f"見本研修第{digit}号", 4.2, font=MINCHO)
    sheet.middle(58, "研修会修了証書", 12, font=MINCHO)
    sheet.text(92, 95, f"氏名　{name}", 6.5, font=MINCHO)
    sheet.text(92, 108, f"生年月日　{born}", 5, font=MINCHO)
    for i, line in enumerate(
        ("あなたは、本会が主催した出入国在留管理", "行政に関する研修会（架空）の全課程を", "修了したことを証します。")
    ):
        sheet.text(38, 142 + i * 13, line, 6.5, font=MINCHO)
    sheet.text(38, 200, "令和8年9月1日", 5.5, font=MINCHO)
    sheet.text(80, 222, "一般社団法人　架空取次研修協会", 5.5, font=MINCHO)
    sheet.text(80, 234, "会長　見本　一郎", 5.5, font=MINCHO)
    _seal(sheet, 152, 243, "見本")
    sheet.sample(60)
    return sheet


def _seal(sheet: Paper, x: float, y: float, text: str) -> None:
    place = (mm(x - 9), mm(y - 9), mm(x + 9), mm(y + 9))
    sheet.draw.rounded_rectangle(place, radius=mm(1.5), outline="#c8433c", width=5)
    sheet.text(x - 7, y - 4, text, 7, font=MINCHO, ink="#c8433c")


def withholding() -> Paper:
    sheet = Paper(210, 297)
    sheet.middle(18, "令和7年分　給与所得の源泉徴収票等の法定調書合計表", 5)
    sheet.text(150, 28, "（見本・架空の会社）", 3.5)
    lines = [("事業種目", "精密機械製造"), ("所在地", HANAKO[2]), ("名称", COMPANY), ("代表者氏名", "佐倉 一郎")]
    for i, (label, value) in enumerate(lines):
        sheet.box(20, 38 + i * 9, 35, 9, "#eeeeee")
        sheet.box(55, 38 + i * 9, 135, 9)
        sheet.text(22, 40.6 + i * 9, label, 3.4)
        sheet.text(58, 40.6 + i * 9, value, 3.8)
    table = [
        ("区分", "人員", "支払金額（円）", "源泉徴収税額（円）"),
        ("俸給、給与、賞与等の総額", "42", "186,400,000", "6,842,300"),
        ("源泉徴収票を提出するもの", "18", "104,900,000", "4,310,200"),
        ("退職手当等の総額", "1", "2,000,000", "0"),
        ("報酬、料金、契約金及び賞金", "3", "1,980,000", "202,158"),
        ("不動産の使用料等", "1", "7,200,000", "―"),
        ("不動産等の譲受けの対価", "0", "0", "―"),
    ]
    _table(sheet, 20, 86, table, (68, 22, 40, 40), 11)
    sheet.text(20, 176, "税務署受付　令和8年1月26日（見本）", 4)
    sheet.draw.ellipse((mm(140), mm(180), mm(172), mm(212)), outline="#3a5fa8", width=5)
    sheet.text(147, 187, "架空税務署", 3.6, ink="#3a5fa8")
    sheet.text(146, 194.5, "8. 1.26受付", 3.8, ink="#3a5fa8")
    sheet.text(151, 202, "見　本", 3.6, ink="#3a5fa8")
    sheet.sample(60)
    return sheet


def accounts() -> Paper:
    sheet = Paper(210, 297)
    sheet.middle(20, "貸 借 対 照 表", 7, font=MINCHO)
    sheet.middle(31, "（令和8年3月31日現在）　見本", 4, font=MINCHO)
    sheet.text(20, 42, COMPANY, 4.2, font=MINCHO)
    sheet.text(160, 42, "（単位：千円）", 3.6, font=MINCHO)
    table = [
        ("資産の部", "金額", "負債及び純資産の部", "金額"),
        ("現金及び預金", "48,210", "買掛金", "21,840"),
        ("売掛金", "36,905", "未払金", "5,122"),
        ("棚卸資産", "19,377", "短期借入金", "10,000"),
        ("流動資産合計", "104,492", "流動負債合計", "36,962"),
        ("建物", "22,600", "長期借入金", "30,000"),
        ("機械装置", "31,850", "負債合計", "66,962"),
        ("工具器具備品", "4,120", "資本金", "20,000"),
        ("固定資産合計", "58,570", "利益剰余金", "76,100"),
        ("資産合計", "163,062", "負債・純資産合計", "163,062"),
    ]
    _table(sheet, 20, 50, table, (55, 30, 55, 30), 12)
    sheet.text(20, 185, "上記は架空の数字です。", 3.8, font=MINCHO)
    sheet.sample(60)
    return sheet


def _table(
    sheet: Paper, x: float, y: float, table: list[tuple[str, ...]], wide: tuple[float, ...], high: float
) -> None:
    for i, row in enumerate(table):
        left = x
        for cell, width in zip(row, wide, strict=True):
            sheet.box(left, y + i * high, width, high, "#eeeeee" if i == 0 else None)
            number = cell.replace(",", "").isdigit()
            shift = width - 3 - len(cell) * 1.95 if number else 2.0
            sheet.text(left + shift, y + i * high + (high - 3.6) / 2, cell, 3.7)
            left += width


def on_glass(paper: Paper, seed: str, wide: float, high: float) -> Image.Image:
    """As a flatbed scanner sees it: a little turned, a little grey, with a shadow and some dust."""
    chance = random.Random(seed)
    glass = Image.new("RGB", (mm(wide), mm(high)), "#f3f3f1")
    turn = chance.choice((-1, 1)) * chance.uniform(0.3, 0.9)
    middle = (glass.width // 2, int(glass.height * (0.5 if high < 200 else paper.size[1] / high / 2 + 0.09)))
    at = (middle[0] - paper.image.width // 2, (middle[1] - paper.image.height // 2) if paper.size[1] < high else 0)
    if paper.size[1] < high:
        shadow = (at[0] + 4, at[1] + 4, at[0] + paper.image.width + 4, at[1] + paper.image.height + 4)
        ImageDraw.Draw(glass).rectangle(shadow, fill="#c9c9c7")
    glass.paste(paper.image, at)
    glass = glass.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="#f3f3f1")
    dust = ImageDraw.Draw(glass)
    for _ in range(glass.width * glass.height // 60000):
        x, y, r = chance.randrange(glass.width), chance.randrange(glass.height), chance.choice((0, 1, 1, 2))
        dust.ellipse((x, y, x + r, y + r), fill=chance.choice(("#8d8d8b", "#b5b5b2")))
    return glass.point(lambda v: 14 + v * 235 // 255)


def jpeg(image: Image.Image, most: int = 58_000) -> bytes:
    """The best quality that keeps the file small."""
    for quality in range(80, 5, -5):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, dpi=(DPI, DPI), optimize=True)
        if out.tell() <= most:
            break
    return out.getvalue()


def copy_on_a4(card: Paper, name: str) -> bytes:
    return as_pdf(on_glass(card, name, 210, 297))


def photo_of(card: Paper, name: str) -> bytes:
    return jpeg(on_glass(card, name, 100, 68))


def taken_photo(paper: Paper, name: str) -> bytes:  # noqa: ARG001
    return jpeg(paper.image)


def whole_sheet(sheet: Paper, name: str) -> bytes:
    return as_pdf(on_glass(sheet, name, 210, 297))


def as_pdf(image: Image.Image) -> bytes:
    """In few greys, as office copiers store text."""
    out = BytesIO()
    image.convert("L").point(lambda v: 246 if v > 222 else 200 if v > 150 else v // 56 * 56).quantize(6).save(
        out, "PNG", optimize=True
    )
    layout = img2pdf.get_fixed_dpi_layout_fun((DPI, DPI))
    return img2pdf.convert(out.getvalue(), layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal)


Make = Callable[[Paper, str], bytes]


def plan() -> dict[str, tuple[Callable[[], Paper], Make]]:
    mail, counter = "usage-request-by-mail", "usage-request-at-counter"
    agent, renewal = "agent-request-by-mail", "agent-renewal-at-counter"
    online = "additional-request-online"
    return {
        f"{mail}/scans/identity-taro.pdf": (lambda: licence(TARO), copy_on_a4),
        f"{mail}/scans/training-taro.pdf": (lambda: training(TARO), whole_sheet),
        f"{mail}/scans/residence-card-huong.jpg": (lambda: residence_card(HUONG), photo_of),
        f"{mail}/scans/agent-certificate-huong.pdf": (lambda: certificate(HUONG), copy_on_a4),
        f"{mail}/scans/category-evidence.pdf": (withholding, whole_sheet),
        f"{mail}/scans/closing-accounts.pdf": (accounts, whole_sheet),
        f"{counter}/scans/agent-certificate-hanako.pdf": (lambda: certificate(HANAKO), copy_on_a4),
        f"{counter}/scans/category-evidence.pdf": (withholding, whole_sheet),
        f"{online}/scans/identity-tsugiko.pdf": (lambda: licence(TSUGIKO), copy_on_a4),
        f"{online}/scans/agent-certificate-tsugiko.pdf": (lambda: certificate(TSUGIKO, SUPPORT), copy_on_a4),
        f"{agent}/scans/identity-taro.pdf": (lambda: licence(TARO), copy_on_a4),
        f"{agent}/scans/residence-card-huong.jpg": (lambda: residence_card(HUONG), photo_of),
        f"{agent}/scans/photo-huong.jpg": (photograph, taken_photo),
        f"{agent}/scans/training-taro.pdf": (lambda: training(TARO), whole_sheet),
        f"{agent}/scans/training-huong.pdf": (lambda: training(HUONG), whole_sheet),
        f"{renewal}/scans/agent-certificate-hanako.pdf": (
            lambda: certificate(HANAKO, TRAVEL, "令和8年12月31日"),
            copy_on_a4,
        ),
        f"{renewal}/scans/staff-card-hanako.pdf": (lambda: staff_card(HANAKO, TRAVEL), copy_on_a4),
        f"{renewal}/scans/identity-hanako.pdf": (lambda: licence(HANAKO), copy_on_a4),
    }


def main() -> None:
    for place, (paper, make) in plan().items():
        path = HERE / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(paper(), path.name))
        print(f"{path.stat().st_size:6d} {place}")


if __name__ == "__main__":
    main()
