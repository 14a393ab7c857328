"""Which files of a packet are handed over, in which order, under which names, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_packets import written

from formgen.ground.problems import Refused
from formgen.handover.describing import described, items_of
from formgen.handover.packets import open_packet
from formgen.handover.settings import Settings, read_settings

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "targets"


def settings(**given: object) -> Settings:
    return Settings.model_validate(given)


def index(**columns: str) -> dict[str, object]:
    return {"name": "{packet}.csv", "columns": [{"head": head, "value": value} for head, value in columns.items()]}


def test_the_whole_packet_is_one_document(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    (item,) = items_of(packet, read_settings("paperless"))
    assert item.content == packet.contents["packet.pdf"]
    assert item.name == f"2026-11-24_株式会社さくら精機_利用申出書_佐藤 花子ほか1名_{item.key[:8]}.pdf"
    assert item.media_type == "application/pdf"
    about = item.about
    assert (about.title, about.day, about.form) == ("利用申出書（佐藤 花子ほか1名）", "2026-11-24", "usage-request")
    assert (about.organization, about.people) == ("株式会社さくら精機", ("佐藤 花子", "鈴木 一郎"))
    assert (about.correspondent, about.tags) == ("東京出入国在留管理局", ("利用申出書",))
    assert about.fields == {
        "機関": "株式会社さくら精機", "対象者": "佐藤 花子、鈴木 一郎", "手数料（円）": "5500", "様式": "usage-request"
    }  # fmt: skip


def test_each_paper_in_filing_order_and_the_index_last(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    wanted = settings(
        documents="papers", name="{number}_{title}_{person}", index=index(名="{file}", 人="{person}", id="{document}")
    )
    *papers, last = items_of(packet, wanted)
    assert [item.name for item in papers] == [
        "01_利用申出書_佐藤 花子.pdf",
        "02_本人確認資料の写し_佐藤 花子.pdf",
        "02_本人確認資料の写し（署名のある元のファイル）_佐藤 花子.pdf",
        "03_登記事項証明書.pdf",
    ]
    assert [item.about.people for item in papers] == [("佐藤 花子",)] * 3 + [()]
    assert (last.name, last.media_type) == (f"{packet.key[:8]}.csv", "text/csv")
    assert isinstance(last.content, bytes)
    assert last.content.decode("utf-8-sig").splitlines() == [
        "名,人,id",
        "01_利用申出書_佐藤 花子.pdf,佐藤 花子,usage-request",
        "02_本人確認資料の写し_佐藤 花子.pdf,佐藤 花子,identity-document",
        "02_本人確認資料の写し（署名のある元のファイル）_佐藤 花子.pdf,佐藤 花子,identity-document",
        "03_登記事項証明書.pdf,,company-registry",
    ]


def test_an_ending_that_was_written_does_not_stand_twice(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    named = {
        given: [
            item.name for item in items_of(packet, settings(name=given, index=index(名="{file}") | {"name": given}))
        ]
        for given in ("{packet_title}", "{packet_title}.pdf", "{packet_title}.PDF", "{packet_title}.csv")
    }
    assert named["{packet_title}"] == ["利用申出書.pdf", "利用申出書.csv"]
    assert named["{packet_title}.PDF"][0] == named["{packet_title}.pdf"][0] == "利用申出書.pdf"
    assert named["{packet_title}.csv"] == ["利用申出書.csv.pdf", "利用申出書.csv"]


def test_what_the_packet_does_not_say_is_not_filled_in(tmp_path: Path) -> None:
    nothing = {"date": None, "organization": None, "people": [], "office": None, "fee_jpy": None}
    packet = open_packet(written(tmp_path / "packet", **nothing))
    (item,) = items_of(packet, read_settings("mayan"))
    assert item.name == f"利用申出書_{item.key[:8]}.pdf"
    about = item.about
    assert about.title == "利用申出書"
    assert (about.day, about.organization, about.people, about.cabinet) == (None, None, (), None)
    assert about.fields == {"様式": "usage-request"}


def test_no_fee_is_not_an_unknown_fee(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet", fee_jpy=0))
    assert items_of(packet, read_settings("mayan"))[0].about.fields["手数料（円）"] == "0"


def test_the_same_bytes_are_one_file_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    same = dict.fromkeys(("attachments/02-identity-document.pdf", "attachments/03-company-registry.pdf"), b"same")
    packet = open_packet(written(tmp_path / "packet", same))
    found = described(packet, settings(documents="papers", name="{title}_{person}"))
    assert [item.name for item in found.items] == [
        "利用申出書_佐藤 花子.pdf",
        "本人確認資料の写し、登記事項証明書_佐藤 花子.pdf",
        "本人確認資料の写し（署名のある元のファイル）_佐藤 花子.pdf",
    ]
    assert [(p.key, p.words["count"]) for p in found.problems] == [("W-TARGET.same", "1")]


def test_an_unfinished_packet_is_called_so(tmp_path: Path) -> None:
    found = described(open_packet(written(tmp_path / "packet", draft=True)), read_settings("paperless"))
    assert "未完" in found.items[0].about.tags
    assert "_未完_" in found.items[0].name
    assert [p.key for p in found.problems] == ["W-TARGET.draft"]


def test_what_is_too_long_is_shortened_and_told(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet", organization="葛\U000e0100" * 200))
    wanted = settings(
        name="{organization}",
        longest_name=40,
        longest_in="characters",
        metadata={"title": "{organization}", "longest_title": 9},
    )
    found = described(packet, wanted)
    assert found.items[0].name == "葛\U000e0100" * 11 + "….pdf"
    assert found.items[0].about.title == "葛\U000e0100" * 4 + "…"
    assert found.items[0].about.organization == "葛\U000e0100" * 200
    assert {p.key for p in found.problems} == {"W-TARGET.shortened-name", "W-TARGET.shortened-title"}
    assert not any("葛" in p.message(lang) for p in found.problems for lang in ("ja", "en"))


def test_a_workflow_product_gets_what_its_csv_reader_takes(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    *papers, index = items_of(packet, read_settings("folder", EXAMPLES / "docuworks-style.yaml"))
    case = packet.key[:8]
    assert [item.name for item in papers] == [f"{case}_01.pdf", f"{case}_02.pdf", papers[2].name, f"{case}_03.pdf"]
    assert index.name == f"{case}.csv"
    assert isinstance(index.content, bytes)
    rows = index.content.decode("cp932").split("\r\n")
    assert rows[0] == "案件ID,ファイル名,書類名,氏名,機関名,提出先,日付"
    assert rows[1] == f"{case},{case}_01.pdf,利用申出書,佐藤 花子,株式会社さくら精機,東京出入国在留管理局,20261124"
    rare = open_packet(written(tmp_path / "rare", organization="𠮷田商店"))
    wanted = read_settings("folder", EXAMPLES / "docuworks-style.yaml")
    with pytest.raises(Refused):
        items_of(rare, wanted)


def test_a_ledger_is_found_by_day_party_and_amount(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    paper, index = items_of(packet, read_settings("folder", EXAMPLES / "ledger.yaml"))
    assert paper.name == f"20261124_東京出入国在留管理局_5500_{paper.key[:8]}.pdf"
    assert isinstance(index.content, bytes)
    assert index.content.decode("cp932").split("\r\n")[1] == (
        f"01,2026-11-24,東京出入国在留管理局,5500,利用申出書,佐藤 花子、鈴木 一郎,{paper.name}"
    )


def test_names_do_not_show_in_a_log(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    assert "佐藤" not in repr(described(packet, read_settings("folder")))
    for kind in ("mayan", "paperless"):
        said = repr([item.about for item in described(packet, read_settings(kind)).items])
        assert not [word for word in ("佐藤", "さくら", "東京") if word in said]
