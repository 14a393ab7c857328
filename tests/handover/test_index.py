"""The index: what is written is read back equal by other readers, or nothing is written."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.ground.problems import Refused
from formgen.handover.index import index_of
from formgen.handover.settings import Column, Index

DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";"}
# Some cells are as odd as cells can be; what the encoding lacks has to be among them.
CELLS = st.one_of(
    st.text(max_size=6),
    st.text("髙﨑①㈱～あア漢字", max_size=4),
    st.sampled_from(
        [
            "",
            " ",
            '"',
            '""',
            ",",
            "a,b",
            "\r\n",
            "\n",
            "\r",
            "\t",
            ";",
            "𠮷",
            "葛\U000e0100",
            "é",
            "㋿",
            "?",
            "〜",
            "−",
            "\ufeffa",
            "='x",
        ]
    ),
)
INDEXES = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["cp932", "utf-8-sig", "utf-8"]),
        "unwritable": st.sampled_from(["refuse", "utf-8-sig"]),
        "header": st.booleans(),
        "newline": st.sampled_from(["crlf", "lf"]),
        "delimiter": st.sampled_from(list(DELIMITERS)),
        "quote": st.sampled_from(["needed", "all"]),
    }
)


def index_with(heads: list[str], **more: object) -> Index:
    # A cell stands for itself: its column is the placeholder.
    columns = [Column.model_construct(head=head, value=f"{{{n}}}") for n, head in enumerate(heads)]
    return Index.model_construct(name="i.csv", columns=tuple(columns), **more)


@settings(max_examples=300)
@given(
    st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4)),
    INDEXES,
)
def test_any_text_is_read_back_equal_or_refused(rows: list[list[str]], given_: dict[str, object]) -> None:
    heads, *values = [[cell if cell.strip() else cell.strip() for cell in row] for row in rows]
    index = index_with(heads, **given_)
    table = [heads, *values] if index.header else values
    lacking = {c for row in table for cell in row for c in cell if not encodable(c, index.encoding)}
    try:
        content, told = index_of(index, [{str(n): cell for n, cell in enumerate(row)} for row in values])
    except Refused as refused:
        assert index.unwritable == "refuse"
        said = " ".join(p.words["characters"] for p in refused.problems).split()
        assert set(said) == {f"U+{ord(c):04X}" for c in lacking}
        assert lacking
        return
    assert bool(lacking) == bool(told)
    encoding = "utf-8-sig" if lacking else index.encoding
    text = content.decode(encoding)
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITERS[index.delimiter], strict=True))
    assert read == table
    assert not text or text.endswith("\r\n" if index.newline == "crlf" else "\n")


def encodable(character: str, encoding: str) -> bool:
    try:
        return character.encode(encoding).decode(encoding) == character
    except UnicodeError:
        return False


def test_what_shift_jis_lacks_is_in_cp932() -> None:
    content, told = index_of(index_with(["氏名"], encoding="cp932", **PLAIN), [{"0": "髙﨑①㈱～"}])
    assert content == b"\x8e\x81\x96\xbc\r\n\xee\xe0\xed\x95\x87\x40\x87\x8a\x81\x60\r\n"
    assert not told


PLAIN = {"unwritable": "refuse", "header": True, "newline": "crlf", "delimiter": "comma", "quote": "needed"}


@pytest.mark.skipif(not shutil.which("iconv"), reason="iconv is not here")
def test_another_decoder_of_cp932_reads_the_same() -> None:
    """Every letter of Japanese that Python writes; the doubles that Windows itself reads otherwise are none of them."""
    letters = [
        c
        for n in (*range(0x20, 0x7F), *range(0x3000, 0xA000), *range(0xF900, 0xFFF0))
        if encodable(c := chr(n), "cp932")
    ]
    content, _ = index_of(index_with(["字"], encoding="cp932", **PLAIN), [{"0": f"-{c}-"} for c in letters])
    read = subprocess.run(["iconv", "-f", "CP932", "-t", "UTF-8"], input=content, capture_output=True, check=True)
    assert [row[0] for row in csv.reader(io.StringIO(read.stdout.decode(), newline=""))][1:] == [
        f"-{c}-" for c in letters
    ]


def test_what_is_lacking_is_told_with_column_and_rows() -> None:
    rows = [{"0": "𠮷田", "1": "x"}, {"0": "田", "1": "é"}, *[{"0": "吉", "1": "Ü㋿"}] * 7]
    with pytest.raises(Refused) as caught:
        index_of(index_with(["氏名", "備考"], encoding="cp932", **PLAIN), rows)
    told = [(p.words["column"], p.words["characters"], p.words["rows"]) for p in caught.value.problems]
    assert told == [
        ("氏名", "U+20BB7", "2"),
        ("備考", "U+00E9", "3"),
        ("備考", "U+00DC U+32FF", "4, 5, 6, 7, 8, …"),
    ]
    assert not any("田" in p.message(lang) for p in caught.value.problems for lang in ("ja", "en"))


@pytest.mark.parametrize("character", "〜−‖¢£¬")
def test_no_character_becomes_another_one(character: str) -> None:
    """Python's cp932 writes these as their full-width doubles."""
    with pytest.raises(Refused):
        index_of(index_with(["名"], encoding="cp932", **PLAIN), [{"0": character}])


def test_all_of_it_goes_as_utf8_and_that_is_told() -> None:
    index = index_with(["氏名"], encoding="cp932", **(PLAIN | {"unwritable": "utf-8-sig"}))
    content, (told,) = index_of(index, [{"0": "髙"}, {"0": "𠮷〜"}])
    assert content == "\ufeff氏名\r\n髙\r\n𠮷〜\r\n".encode()
    assert (told.key, told.words["characters"]) == ("W-TARGET.encoding", "U+301C U+20BB7")


def test_spaces_at_an_end_are_quoted_for_readers_that_cut_them_off() -> None:
    content, _ = index_of(index_with(["a", "b"], encoding="utf-8", **PLAIN), [{"0": " x", "1": "y z"}])
    assert content == b'a,b\r\n" x",y z\r\n'


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_no_line_break_in_a_cell_ends_its_row(end: str) -> None:
    content, _ = index_of(index_with(["a", "b"], encoding="utf-8", **PLAIN), [{"0": f"x{end}y", "1": "z"}])
    assert content == f'a,b\r\n"x{end}y",z\r\n'.encode()


def test_a_heading_can_be_lacking_too() -> None:
    with pytest.raises(Refused):
        index_of(index_with(["𠮷"], encoding="cp932", **PLAIN), [{"0": ""}])


def test_half_a_character_is_never_written() -> None:
    index = index_with(["氏名"], encoding="cp932", **(PLAIN | {"unwritable": "utf-8-sig"}))
    with pytest.raises(Refused):
        index_of(index, [{"0": "\ud800"}])
