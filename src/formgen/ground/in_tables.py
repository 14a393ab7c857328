"""What to do about a problem where the profile came out of a table: cells and columns, no keys and no JSON.

By the keys of messages. `where` is the cell, or the column that has to be added.
"""

from __future__ import annotations

from collections.abc import Mapping

_WRITE = ("{where}書いてください。", "Write it {where}.")

IN_TABLES: Mapping[str, tuple[str, str]] = {
    "E-REQUIRED.field": _WRITE,
    "E-REQUIRED.form": (
        "--form で指定してください（例：--form usage-request。行ごとに違うなら「form」の列に書きます）。",
        "Give it by --form (for example --form usage-request), or in a column `form` where rows differ.",
    ),
    "E-REQUIRED.route": (
        "--route counter（窓口）、mail（郵送）、online のどれかで指定します（行ごとに違うなら「route」の列に）。",
        "Give it by --route (counter, mail, online), or in a column `route` where rows differ.",
    ),
    "W-UNKNOWN.rule": _WRITE,
    "W-UNKNOWN.deadline": _WRITE,
    "W-UNKNOWN.fee": _WRITE,
    "W-UNKNOWN.residence-card": (
        "{where}書いてください。特別永住者など、在留カードのない人はこのままで構いません。",
        "Write it {where}; leave it out for those who have none (special permanent residents, for example).",
    ),
    "W-INFERRED.pledge": ("公式の文は{where}書いてください。", "Write the official wording {where}."),
    "E-MISSING-DOCUMENT.one": ("{where}、{how}を書いてください。", "Write {how_en} {where}."),
    "E-MISSING-DOCUMENT.alternative": (
        "どれか1つの「書類・…」の列に、「同封」かファイルの名前を書いてください（列がなければ足します）。",
        "Write 同封 (paper that is put in) or the name of a file in the column of one of them (書類・…; add it if "
        "it is missing).",
    ),
    "W-UNKNOWN.document-age": ("{where}、発行日を書いてください。", "Write its day of issue {where}."),
    "W-UNKNOWN.masked": ("{where}、はい か いいえ を書いてください。", "Write はい (yes) or いいえ (no) {where}."),
    "E-FILE.not-found": (
        "ファイルの場所を、表のあるフォルダからの相対パスで書いてください。",
        "Give its path relative to the folder of the table.",
    ),
    "W-CONTRADICTION.not-needed": (
        "このセルを空にするか、提出方法と書いた内容（申出の区分など）を確かめてください。",
        "Empty this cell, or check the route and what is stated.",
    ),
}


def in_cell() -> tuple[str, str]:
    """Where to write it: the cell that is named beside it."""
    return ("このセルに", "in this cell")


def in_column(head: str) -> tuple[str, str]:
    """Where to write it: a column that the table may not have."""
    return (f"「{head}」の列（なければ足します）に", f"in the column {head} (add it if it is missing)")
