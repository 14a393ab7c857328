"""The words of what is told where packets are bundled and handed over."""

from __future__ import annotations

from formgen.ground.message import Message

HANDOVER: dict[str, Message] = {
    "E-PACKET.nothing": Message(
        "{path} は一式のフォルダでも zip でもありません。",
        "formgen packet で作ったフォルダか .zip を指定してください（1つの .pdf には manifest.json がありません）。",
        "{path} is no packet: neither a folder nor a zip with a manifest.json of formgen.",
        "Name a folder or a .zip that formgen packet has made (a single .pdf has no manifest.json).",
    ),
    "E-PACKET.missing": Message(
        "一式の中の {file} がありません。",
        "一式を作りなおしてください（formgen packet … --force）。",
        "{file} of the packet is not there.",
        "Make the packet again (formgen packet … --force).",
    ),
    "E-PACKET.changed": Message(
        "一式の中の {file} は、作られたあとで変わっています（manifest.json の SHA-256 と合いません）。",
        "一式を作りなおすか、元に戻してください。",
        "{file} of the packet has changed since it was made (its SHA-256 is not that of manifest.json).",
        "Make the packet again, or restore the file.",
    ),
    "E-PACKET.added": Message(
        "一式の中に、manifest.json に載っていないファイルが{count}個あります。",
        "一式の一部ではないものを、ほかへ移してください。",
        "The packet holds {count} files that its manifest.json does not list.",
        "Move away what is no part of it.",
    ),
    "E-SEND.journal": Message(
        "受け渡しの控え {path} を読めません。",
        "ほかの名前を --journal で指定するか、壊れているなら移してください。受け取り側に同じものがあるかは、次の実行で調べます。",
        "The journal of hand-overs {path} cannot be read.",
        "Name another one by --journal, or move it away if it is broken: the receiver is asked before anything is sent.",
    ),
    "E-SEND.changed": Message(
        "受け取り側は、渡したものと違うファイルを保管しています（読み戻した SHA-256 が合いません）。もう一度送ることはしません。",
        "受け取り側の、取り込みのときにファイルを書き換える設定を確かめてください。",
        "The receiver keeps a file that differs from what was handed over (its SHA-256 when read back). It is not sent again.",
        "Look for a setting or script of the receiver that changes files on intake.",
    ),
    "E-SEND.gone": Message(
        "前に渡して確かめたファイルが、受け取り側に見当たりません。",
        "ごみ箱と削除の記録を確かめてください。もう一度渡すなら --again を付けます。",
        "A file that was handed over and proved is not there any more.",
        "Look into the receiver's trash; to hand it over once more, use --again.",
    ),
    "W-SEND.later": Message(
        "渡せたかどうか、まだ分かりません（{why}）。",
        "少し待って、同じコマンドをもう一度実行してください。二重に渡ることはありません。",
        "Nobody knows yet whether it has arrived ({why}).",
        "Run the same command again after a while: nothing is handed over twice.",
    ),
}
