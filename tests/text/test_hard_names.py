"""A page of names that lose characters elsewhere: as marks, as a picture for eyes, and read back three times.

`--update-goldens` rewrites both files; look at the picture before you commit.
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

from PIL import Image
from reading import bare, by_poppler, by_pypdf

from formgen.ground.marks import Box, Page, as_line
from formgen.layout.fitting import one_line
from formgen.layout.setting import Look
from formgen.pdf.draw import draw
from formgen.sheet.pictures import pictures
from formgen.sheet.verify import differences

GOLDENS = Path(__file__).parent / "goldens"
HENS = [f"渡邊{chr(0xE0100 + n)}" for n in (0, 1, 2, 8, 10, 14, 18)]
NAMES = [
    # Kanji that old encodings lack, and the pairs that are mixed up
    "髙橋 花子", "高橋 花子", "山﨑 健", "山崎 健", "德永 翔", "徳永 翔", "濵田 樹", "濱田 樹", "浜田 樹",
    "渡邊 一郎", "渡邉 一郎", "渡辺 一郎", "齋藤 恵", "齊藤 恵", "斎藤 恵", "斉藤 恵", "𠮷田 太郎", "吉田 太郎",
    "𠮟谷 学", "叱谷 学", "桒原 實", "栁澤 亮", "塚本 昇", "\ufa10本 昇", "神谷 修", "\ufa19谷 修", "隆司", "\uf9dc司",
    "槗本 凜", "𣘺本 凛", "﨔木 靏子", "辻 昌彦", "𡈽屋 薫", "草彅 剛", "鰺坂 \U0002000b", "彁原 叶",
    # Variation sequences: the base is the same, the shape is not
    "葛\U000e0100城 市", "葛\U000e0101飾 区", "辻\U000e0100 邦生", "辻\U000e0101 邦生", "祇\U000e0100園 守",
    "芦\U000e0101田 愛", *HENS,
    # Latin letters with marks, composed and decomposed
    "NGUYỄN VĂN HƯƠNG", "Trần Thị Ngọc Diệp", "Nguye\u0302\u0303n Ðức", "Yağmur ŞAHİN Işık", "Çağrı Öztürk",
    "Łukasz Żółkiewski", "Grażyna Brzęczyszczykiewicz", "Jiří Dvořák", "Ľubomír Ďurčanský", "João Conceição",
    "Þórður Ægisson", "Saoirse O’Connor-Smith", "MÜLLER, Jörg", "Ștefan Țiriac", "Mārtiņš Ķēniņš",
    # Other scripts the forms take
    "Иван Сергеевич Щёлоков", "Ґалина Їжакевич", "Αλέξανδρος Παπαδόπουλος",
    # Chinese names on residence cards, simplified and traditional
    "張 偉", "张 伟", "陳 麗華", "刘 洋", "龔 靜怡",
    # Kana: long names, half-width kana, decomposed voicing, ヴ ヰ ヱ
    "クリストファー・アレクサンダー・モンゴメリー・フォン・シュヴァルツェンベルク",
    "ﾏﾘｱ･ﾃﾞ･ﾛｽ･ｻﾝﾄｽ", "か\u3099とう ひて\u3099お", "ヰタ・ヱビス・ヴァレンティーナ", "グエン・ティ・ゴック・ジエップ",
    # Mixed
    "𠮷田 Nguyễn 花子", "株式会社ABCインターナショナル（Иванов商会）", "李 Łucja 邊\U000e0102見", "㈱髙﨑組 代表 №２",
]  # fmt: skip


def page() -> Page:
    marks = []
    for number, name in enumerate(NAMES):
        column, row = divmod(number, 41)
        box = Box(12 + 95 * column, 10 + 6.75 * row, 91, 6.5)
        look = Look(13, role="value", field=f"name-{number}")
        marks += one_line(name, box, look, 6)
    return Page((), tuple(marks))


def small_picture(pdf: bytes) -> bytes:
    grey = Image.open(io.BytesIO(pictures(pdf, 110)[0])).convert("L")
    target = io.BytesIO()
    grey.quantize(8).save(target, "PNG", optimize=True)
    return target.getvalue()


def test_golden(update_goldens: bool) -> None:
    golden = GOLDENS / "hard-names.txt"
    found = "\n".join(as_line(mark) for mark in page().values) + "\n"
    if update_goldens:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
        golden.with_suffix(".png").write_bytes(small_picture(draw([page()], {})))
    assert golden.with_suffix(".png").is_file()
    assert found == golden.read_text(encoding="utf-8")


def test_there_are_enough_and_each_is_another() -> None:
    assert len(NAMES) >= 60
    assert len(set(NAMES)) == len(NAMES)
    assert max(map(len, NAMES)) >= 38
    assert any(unicodedata.normalize("NFC", name) != name for name in NAMES)


def test_read_back_by_three(poppler_text) -> None:
    pdf = draw([page()], {})
    wanted = [bare("".join(NAMES))]
    assert differences(pdf, [page()], "names") == ()
    assert by_poppler(pdf, poppler_text) == wanted
    assert by_pypdf(pdf) == wanted
