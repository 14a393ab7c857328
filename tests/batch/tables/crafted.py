"""Tables with one fault or oddity each, made here, named for it. What is said of them stands in expected.yaml."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

TABLES: dict[str, Callable[[], bytes]] = {}


def table(make: Callable[[], bytes | str]) -> Callable[[], bytes | str]:
    """A crafted table: the last part of its name is the ending of its file."""
    name, _, ending = make.__name__.rpartition("_")

    def made() -> bytes:
        content = make()
        return content.encode() if isinstance(content, str) else content

    TABLES[f"{name.replace('_', '-')}.{ending}"] = made
    return make


def text(address: str, said: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def row(number: int, *cells: str, about: str = "") -> str:
    return f'<row r="{number}" {about}>{"".join(cells)}</row>'


def heads(*names: str) -> str:
    return row(1, *(text(f"{chr(65 + n)}1", name) for n, name in enumerate(names)))


def book(*rows: str, before: str = "", after: str = "", shared: str = "", sheets: str = "", **parts: str) -> bytes:
    """A workbook of one sheet by its rows; `before` and `after` stand around them."""
    sheet = f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'
    sheets = sheets or '<sheet name="表" sheetId="1" r:id="s"/>'
    related = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in (
            ("s", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        )
    )
    content = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="w" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        # Style 1 is a day, style 2 a time.
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="22"/></cellXfs></styleSheet>',
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in content.items():
            archive.writestr(name, said)
    return out.getvalue()


@table
def number_in_a_text_xlsx():
    return book(heads("user.name", "user.phone"), row(2, text("A2", "甲"), '<c r="B2"><v>312345678</v></c>'))


@table
def day_in_a_text_xlsx():
    return book(heads("user.name", "user.title"), row(2, text("A2", "甲"), '<c r="B2" s="1"><v>46113</v></c>'))


@table
def time_in_a_day_xlsx():
    return book(heads("user.birth_date"), row(2, '<c r="A2" s="2"><v>46113.5</v></c>'))


@table
def number_in_a_day_xlsx():
    return book(heads("user.birth_date"), row(2, '<c r="A2"><v>46113</v></c>'))


@table
def error_value_xlsx():
    return book(heads("user.name"), row(2, '<c r="A2" t="e"><f>NA()</f><v>#N/A</v></c>'))


@table
def error_of_another_prefix_xlsx():
    cells = '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>user.name</x:t></x:is></x:c></x:row>'
    cells += '<x:row r="2"><x:c r="A2" t=\'e\'><x:v>#REF!</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    return book(**{"xl/worksheets/sheet1.xml": sheet})


@table
def error_without_addresses_xlsx():
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    first = f"<row>{cell.format('user.name')}{cell.format('user.title')}</row>"
    return book(first, f'<row>{cell.format("甲")}<c t="e"><v>#N/A</v></c></row>')


@table
def error_in_a_remark_xlsx():
    return book(heads("※", "user.name"), row(2, '<c r="A2" t="e"><v>#N/A</v></c>', text("B2", "甲")))


@table
def error_in_a_row_of_remarks_xlsx():
    remark = row(2, text("A2", "＃例"), '<c r="B2" t="e"><v>#N/A</v></c>')
    return book(heads("user.name", "user.title"), remark, row(3, text("A3", "甲")))


@table
def formula_without_value_xlsx():
    return book(heads("user.name"), row(2, '<c r="A2"><f>B2</f><v></v></c>'), row(3, '<c r="A3"><f>B3</f></c>'))


@table
def formula_with_value_xlsx():
    return book(heads("user.name"), row(2, '<c r="A2" t="str"><f>B2</f><v>甲</v></c>'))


@table
def merged_cells_xlsx():
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    rows = row(2, text("A2", "甲"), text("B2", "x")), row(3, text("B3", "y"))
    return book(heads("user.name", "user.title"), *rows, after=merged)


@table
def hidden_xlsx():
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    rows = row(2, text("A2", "甲"), about='hidden="1"'), row(3, text("A3", "乙"), text("B3", "x"))
    return book(heads("user.name", "user.title"), *rows, before=columns)


@table
def several_sheets_xlsx():
    sheets = '<sheet name="選択肢" sheetId="3" r:id="s"/><sheet name="隠" sheetId="4" r:id="s" state="hidden"/>'
    sheets += '<sheet name="表" sheetId="1" r:id="s"/><sheet name="別" sheetId="2" r:id="s"/>'
    return book(heads("user.name"), row(2, text("A2", "甲")), sheets=sheets)


@table
def no_heads_xlsx():
    return book(row(3, text("B3", "user.name")), row(4, text("B4", "甲")))


@table
def head_with_an_error_xlsx():
    return book(row(1, text("A1", "user.name"), '<c r="B1" t="e"><v>#REF!</v></c>'), row(2, text("A2", "甲")))


@table
def sixteen_thousand_columns_xlsx():
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    return book(f"<row>{''.join(cell.format(f'h{n}') for n in range(16_384))}</row>")


@table
def last_cell_of_all_xlsx():
    return book(heads("user.name"), row(1_048_576, text("XFD1048576", "x")))


@table
def formats_to_the_last_column_xlsx():
    return book(row(1, text("A1", "user.name"), '<c r="XFD1" s="0"/>'), row(2, text("A2", "甲")))


@table
def bomb_xlsx():
    return _stated(book(heads("user.name")), 700 << 20)


@table
def lying_bomb_xlsx():
    """An archive that states a small size for a part that unpacks to a large one."""
    return _stated(book(heads("user.name"), row(2, text("A2", "0" * (20 << 20)))), 1000)


def _stated(content: bytes, size: int) -> bytes:
    """An archive that states this size for its sheet."""
    out = bytearray(content)
    # Of an entry of the central directory the name comes 46 bytes behind its beginning, the size 24.
    at = out.rindex(b"xl/worksheets/sheet1.xml") - 46
    out[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(out)


@table
def locked_xlsx():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@table
def old_format_xls():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")


@table
def binary_xlsb():
    return book(**{"xl/workbook.bin": ""})


@table
def cut_short_xlsx():
    return book(heads("user.name"))[:-40]


@table
def broken_xml_xlsx():
    return book(heads("user.name"), row(2, '<c r="A2" t="e">'))


@table
def no_workbook_xlsx():
    return "名前,値"


@table
def another_archive_xlsx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    return out.getvalue()


@table
def reading_over_the_letters_xlsx():
    shared = '<si><t>課長</t><rPh sb="0" eb="2"><t>カチョウ</t></rPh></si>'
    return book(heads("user.title"), row(2, '<c r="A2" t="s"><v>0</v></c>'), shared=shared)


@table
def spaces_and_line_ends_xlsx():
    return book(heads("user.name", "user.title"), row(2, text("A2", " 　"), text("B2", "  課長 \n")))


@table
def era_day_csv():
    return "user.birth_date\n令和8年4月1日\n2026/4/1\n2026-02-30\n2026-04-01\n"


@table
def misspelt_csv():
    return "user.nmae,organization.name\n甲,乙\n"


@table
def ambiguous_csv():
    return "電話番号\n03\n"


@table
def twice_csv():
    return "user.name,本人・氏名\n甲,甲\n"


@table
def a_whole_part_csv():
    return "organization,users\n甲,乙\n"


@table
def remarks_csv():
    return "#,user.name,\na,甲,x\n※例,乙,\n"


@table
def wide_remarks_csv():
    return "＃備考,user.name\na,甲\n＃例,乙\n"


@table
def too_few_and_too_many_csv():
    return 'user.name,user.title\n甲\n"乙\n丙",x,y\n丁,z,\n'


@table
def open_quote_csv():
    return 'user.name\n甲\n"乙\n'


@table
def neither_encoding_csv():
    return "user.name\n甲\n".encode() + b"\x81\xff\xff\n"


@table
def cut_in_the_midst_of_a_letter_csv():
    # As CP932 this is read without a fault, and as another name.
    return "user.name\n髙橋髙橋".encode()[:-1]


@table
def no_letter_of_windows_csv():
    return "user.name\n甲\n".encode("cp932") + b"\xa0\n"


@table
def nul_csv():
    return b"user.name\n\x00\n"


@table
def empty_csv():
    return ""


@table
def figures_that_are_none_csv():
    return "permission.amount\n10²\n①\n１０\n"


@table
def wrong_words_csv():
    names = "user.sex,filing.others_remain,permission.amount,permission.granted_period,permission.together"
    return f"{names}\n雄,多分,三,永,牛\n"


@table
def one_fault_in_every_row_csv():
    return "user.name,user.sex\n" + "甲,雄\n" * 10


@table
def one_fault_in_most_rows_csv():
    return "user.name,user.sex\n" + "甲,雄\n" * 6 + "乙,女\n"


@table
def numbers_that_are_too_long_csv():
    return f"permission.amount\n{'9' * 15}\n{'9' * 16}\n"


@table
def numbered_before_its_turn_csv():
    return "users[0].name,users[1].name\n,乙\n"


@table
def rows_that_differ_csv():
    return "key,organization.name,user.name\nA,甲社,甲\nA,乙社,乙\n,丙社,丙\n"


@table
def day_of_no_document_csv():
    return "user.name,attachment.identity-document,attachment.identity-document.issued_on\n甲,,2026-01-01\n"


@table
def change_without_item_csv():
    return "change.user.name.before,changes[1].before\n甲,乙\n"
