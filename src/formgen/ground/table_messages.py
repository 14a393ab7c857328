"""The words of what is told of tables with many rows: Excel workbooks and CSV files."""

from __future__ import annotations

from formgen.ground.message import Message

TABLES: dict[str, Message] = {
    "E-EXTRA": Message(
        "{module} が入っていません。",
        "pip install 'formgen-jp[{extra}]'（このフォルダからなら pip install '.[{extra}]'）で入ります。",
        "{module} is not installed.",
        "Install it: pip install 'formgen-jp[{extra}]' (from this folder: pip install '.[{extra}]').",
    ),
}
