"""What became of each file that was handed over, and what was handed over before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report

if TYPE_CHECKING:
    from formgen.api import Delivery, HandedOver, Sent

_DID = {
    "sent": ("渡しました・確かめました（SHA-256が一致）", "handed over and proved (same SHA-256)"),
    "found": ("もうありました・確かめました（SHA-256が一致）", "was there already, proved (same SHA-256)"),
    "waited": ("渡したものが届いていました・確かめました（SHA-256が一致）", "has arrived, proved (same SHA-256)"),
    "taken": ("渡しました（見張っているシステムが受け取りました）", "handed over; its watcher has taken it"),
    "later": ("まだ分かりません", "not known yet"),
    "changed": ("渡した先で、中身が変わりました", "the receiver has changed it"),
    "refused": ("受け取られませんでした", "was not taken"),
    "gone": ("渡した先に見当たりません", "is not there any more"),
    "held": ("まだ送っていません", "was not sent yet"),
}
_STATE = {
    "verified": ("確認済み", "proved"),
    "sent": ("処理中", "in work"),
    "sending": ("不明", "not known"),
    "doubt": ("不明", "not known"),
    "changed": ("変わった", "changed"),
    "refused": ("拒否", "refused"),
}
_COMPLETED = {
    "title": ("題名", "title"),
    "date": ("日付", "date"),
    "document_type": ("種類", "document type"),
    "correspondent": ("相手先", "correspondent"),
    "tags": ("タグ", "tags"),
    "fields": ("項目", "fields"),
    "metadata": ("項目", "metadata"),
    "cabinet": ("キャビネット", "cabinet"),
}
_COLOUR = {"later": "yellow", "held": "yellow", "changed": "red", "refused": "red", "gone": "red"}


def sent_report(here: Console, sent: Sent) -> Report:
    """By receiver, in the order of sending; then where the receipt is."""
    report = here.report()
    names = {id(one): _name(here, sent, one) for one in sent.deliveries}
    receiver = None
    for one in sent.deliveries:
        if one.receiver != receiver:
            receiver = one.receiver
            report.heading(receiver)
        report.text(names[id(one)], indent=2)
        report.text(_did(here, one), indent=4, colour=_COLOUR.get(one.did, "green"))
    report.heading(here.t(f"受領の控え：{sent.receipt}", f"Receipt: {sent.receipt}"))
    return report


def _name(here: Console, sent: Sent, one: Delivery) -> str:
    # The name at the receiver's holds names of people: where it is in the packet says the same.
    if here.show_values:
        return str(one.item.name)
    return sent.paths.get(one.item.key) or here.t("索引（CSV）", "index (CSV)")


def _did(here: Console, one: Delivery) -> str:
    # Where nothing was sent nothing is unknown.
    unsent = one.did == "later" and any(found.key == "W-SEND.no-connection" for found in one.problems)
    words = here.t(*_DID["held" if unsent else one.did])
    if not one.completed:
        return words
    added = here.t("、", ", ").join(here.t(*_COMPLETED.get(word, (word, word))) for word in one.completed)
    return words + here.t(f"。加えたもの：{added}", f"; added: {added}")


def sent_json(here: Console, sent: Sent) -> dict[str, Any]:
    """The same for programs. Names of files are values, so they need --show-values."""
    return {
        "done": sent.done,
        "receipt": str(sent.receipt),
        "deliveries": [
            {
                "receiver": one.receiver,
                "path": sent.paths.get(one.item.key),
                "name": one.item.name if here.show_values else None,
                "sha256": one.item.key,
                "bytes": one.item.size,
                "did": one.did,
                "remote": one.remote,
                "completed": list(one.completed),
                "problems": [p.as_json(here.lang) for p in one.problems],
            }
            for one in sent.deliveries
        ],
        "problems": [p.as_json(here.lang, show_values=here.show_values) for p in sent.problems],
    }


def status_report(here: Console, known: Sequence[HandedOver], *, of_packet: bool) -> Report:
    """By receiver: since when, how far and which file, the last one first."""
    report = here.report()
    if not known:
        report.text(here.t("控えには何もありません。", "Nothing is written down."))
    receivers: dict[str, list[HandedOver]] = {}
    for one in known:
        receivers.setdefault(one[0].receiver, []).append(one)
    for receiver, handed in receivers.items():
        report.heading(receiver)
        for line, path in handed:
            at = datetime.fromtimestamp(line.at).astimezone().strftime("%Y-%m-%d %H:%M")
            file = path or (here.t("索引（CSV）", "index (CSV)") if of_packet else line.key[:8])
            report.row((at, 18), (here.t(*_STATE[line.state]), 11), (file, 0), indent=2)
    return report


def status_json(known: Sequence[HandedOver]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "handovers": [
            {
                "sha256": line.key,
                "path": path,
                "receiver": line.receiver,
                "state": line.state,
                "remote": line.remote,
                "at": datetime.fromtimestamp(line.at, UTC).isoformat(timespec="seconds"),
            }
            for line, path in known
        ]
    }
