"""The sheet 書き方 of the empty workbook: how it is filled in, in short."""

from __future__ import annotations

from typing import Any

from formgen.batch.heads import KEY
from formgen.batch.tables import looks
from formgen.batch.tables.sheets import ENTRY, SAMPLE
from formgen.spec.form import Form

_ROUTES = {"counter": "窓口", "mail": "郵送", "online": "オンライン"}

#: Head and text of each rule.
_RULES = (
    (
        "書く場所",
        f"「{ENTRY}」のシートの3行目から、1件を1行に書きます。「{SAMPLE}」は記入例です（架空の内容で、読み込みません）。",
    ),
    (
        "見出し",
        "1行目（項目名）と2行目（英字の名前）は消さないでください。列の順は変えてかまいません。使わない列は、列ごと消してかまいません。",
    ),
    (
        "見出しの色",
        "濃い青で太字の見出しは、必ず書く項目です。薄い青は、場合によって必ず書く項目です。灰色は、空欄でもかまわない項目です。",
    ),
    ("説明", "見出しの上にマウスを置くと、意味・質問・例が出ます。"),
    (
        "空欄",
        "空欄は「まだ述べていない」という意味で、「いいえ」や「なし」ではありません。決めるのに要る事項が空欄だと、質問として知らせます。",
    ),
    ("日付", "2026-04-01 の形で書きます（年は西暦の4桁、月と日は2桁）。年と月だけの項目は 2011-04 の形です。"),
    (
        "番号",
        "電話番号・郵便番号・法人番号は文字として書きます。セルは文字列の書式なので、頭の0は消えません。ほかの表から写すときは「値」だけを貼り付けてください。",
    ),
    ("選択肢", "▼ のある項目は一覧から選びます。はい・いいえ の項目も同じです。"),
    (
        "付ける書類",
        "「書類・…」の列には、紙を自分で入れるときは 同封、ファイルを綴じ込むときはファイルの名前（この表のあるフォルダから）を書きます。付けないときは空欄にします。",
    ),
    (
        "何人かを1件に",
        "同じ機関の何人かを1件にまとめるときは、「{key}」の列に同じ文字（例：A）を書きます。この列があるときは、どの行にも書きます（列がなければ足せます）。この列がなければ、1行が1件です。",
    ),
    (
        "同じ内容",
        "どの行でも同じ事項（自分の機関のことなど）は、基本のプロファイル（--base）に一度だけ書き、ここの列を消すことができます。",
    ),
    ("名前の字", "氏名の字は、そのまま印刷します。別の字に置き換えることはありません。"),
)


def write(sheet: Any, edition: Form, route: str | None) -> None:
    """The rules, for a form on a route."""
    make = looks.styles()
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 76
    sheet.sheet_view.showGridLines = False
    looks.put(sheet["A1"], edition.title)
    sheet["A1"].font = looks.font(14, bold=True, color=looks.BLUE)
    way = _ROUTES.get(route or "")
    looks.put(sheet["A2"], "　".join(x for x in (edition.number, f"提出方法：{way}" if way else "") if x))
    sheet["A2"].font = looks.font(9, color=looks.GREY)
    sheet.row_dimensions[1].height = 28
    for row, (head, text) in enumerate(_RULES, 4):
        said = text.replace("{key}", KEY.label)
        for cell, words, bold in ((sheet.cell(row, 1), head, True), (sheet.cell(row, 2), said, False)):
            looks.put(cell, words)
            cell.font = looks.font(10.5, bold=bold)
            cell.alignment = make.Alignment(wrap_text=True, vertical="top")
            cell.border = make.Border(top=looks.side("thin", "D0D5DA"))
        # Excel makes rows as high as their text only when somebody asks for it.
        sheet.row_dimensions[row].height = 17 * looks.lines_of(said, 78) + 8
