"""Makes the tables of examples/batch: people and organisations that do not exist. Always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

from formgen.batch.heads import Column, columns_for
from formgen.batch.tables.looks import font, put
from formgen.batch.tables.sheets import ENTRY
from formgen.batch.tables.steady import saved
from formgen.batch.tables.template import template
from formgen.batch.tables.written import rows_of
from formgen.library import open_library
from formgen.library.samples import sample_of
from formgen.profile.reading import read_profile

HERE = Path(__file__).resolve().parent / "batch"
FORM, ROUTE = "usage-request", "mail"

#: Name, reading, postal code, address, telephone, corporate number, representative, contact.
ORGANIZATIONS = (
    ("株式会社さくら精機", "カブシキガイシャサクラセイキ", "160-0000", "東京都新宿区見本町一丁目2番3号", "03-0000-0000",
     "8000000000001", "佐倉 一郎", "高橋 次郎"),
    ("見本食品株式会社", "ミホンショクヒンカブシキガイシャ", "231-0000", "神奈川県横浜市中区見本町4番5号",
     "045-000-0000", "7000000000002", "浜野 千春", "山﨑 健"),
    ("あおば介護株式会社", "アオバカイゴカブシキガイシャ", "330-0000", "埼玉県さいたま市大宮区見本町6番7号",
     "048-000-0000", "6000000000003", "青葉 実", "森田 恵"),
)  # fmt: skip
#: Which organisation; name, reading, day of birth, sex, mail address, day of joining.
PEOPLE = (
    (0, "髙橋 花子", "タカハシ ハナコ", "1988-04-01", "female", "hanako@example.jp", "2015-04-01"),
    (0, "𠮷田 太郎", "ヨシダ タロウ", "1990-09-15", "male", "taro@example.jp", "2018-10-01"),
    (1, "見本 次子", "ミホン ツギコ", "1992-06-20", "female", "tsugiko@example.jp", "2019-04-01"),
    (1, "渡邊 誠", "ワタナベ マコト", "1979-01-08", "male", "makoto@example.jp", "2004-04-01"),
    (2, "山﨑 葵", "ヤマサキ アオイ", "1995-12-24", "female", "aoi@example.jp", "2020-07-01"),
    (2, "小野寺 聡", "オノデラ サトシ", "1984-03-03", "male", "satoshi@example.jp", "2011-09-01"),
)


def profiles() -> Iterable[dict[str, Any]]:
    """One for each person: the sample of the form with other people in it."""
    for number, (place, name, kana, born, sex, mail, joined) in enumerate(PEOPLE, 2):
        one = deepcopy(sample_of(open_library(), FORM))
        called, read, postal, address, phone, corporate, head, contact = ORGANIZATIONS[place]
        one["organization"] |= {
            "name": called, "name_kana": read, "postal_code": postal, "address": address, "phone": phone,
            "corporate_number": corporate, "representative": {"title": "代表取締役", "name": head},
            "contact": {"department": "人事部", "name": contact, "phone": f"{phone[:-1]}1"},
        }  # fmt: skip
        # All at once: nobody of the organisation is approved yet.
        one["users"][0] |= {
            "name": name, "name_kana": kana, "birth_date": born, "sex": sex, "email": mail,
            "phone": f"{phone[:-1]}{number}", "employment": {"joined_on": joined, "form": "正社員"},
        }  # fmt: skip
        yield one


def table(every: Iterable[Mapping[str, Any]], base: Mapping[str, Any] | None = None) -> bytes:
    """The empty workbook of the form with a row for each profile; without the columns that the base answers."""
    book = openpyxl.load_workbook(io.BytesIO(template(FORM, ROUTE, open_library(), base=base)))
    sheet = book[ENTRY]
    columns = {c.name: c for c in columns_for(open_library(), FORM, ROUTE)}
    order = [columns[cell.value] for cell in sheet[2]]
    for number, one in enumerate(every, 3):
        _row(sheet, number, order, one)
    return saved(book, "2026-11-24T00:00:00Z")


def _row(sheet: Any, number: int, columns: list[Column], one: Mapping[str, Any]) -> None:
    (texts,) = rows_of(columns, one)
    for place, column in enumerate(columns, 1):
        if text := texts.get(column.name):
            put(sheet.cell(number, place), text)
            sheet.cell(number, place).font = font(11)


def tables() -> dict[str, bytes]:
    """By the names of their files."""
    every = list(profiles())
    base = read_profile(HERE / "organization.yaml").data
    return {"usage-requests.xlsx": table(every), "staff.xlsx": table(every[:2], base)}


if __name__ == "__main__":
    for name, content in tables().items():
        (HERE / name).write_bytes(content)
        print(name, len(content))
