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
    "E-SEND.other-file": Message(
        "{place} には、同じ名前の別のファイルがあります。置き換えることはしません。",
        "そのファイルを移すか、設定（--settings）でファイル名の付け方を変えてください。",
        "{place} holds another file of the same name; it is not replaced.",
        "Move that file away, or change how files are named (--settings).",
    ),
    "E-SEND.no-place": Message(
        "渡す先 {place} がありません。フォルダは作りません。",
        "つづりと、共有フォルダがつながっているかを確かめるか、先にフォルダを作ってください。",
        "{place}, where it should go, is not there; no folder is made.",
        "Look at the spelling and whether the share is connected, or make the folder first.",
    ),
    "E-SEND.no-right": Message(
        "{place} に置く権限がないか、そこにあるファイルを読む権限がありません。",
        "そのフォルダに書き込みと読み取りができる利用者で実行してください。",
        "You may not put files into {place}, or not read those that are there.",
        "Run it as a user who may write and read there.",
    ),
    "E-SEND.full": Message(
        "{place} に空き容量がありません。",
        "空き容量か割り当てを増やしてから、もう一度実行してください。",
        "There is no room left in {place}.",
        "Free some space or raise the quota, and run it again.",
    ),
    "E-SEND.name": Message(
        "{place} は、このファイル名を受け付けません（長すぎるか、使えない文字があります）。",
        "設定（--settings）でファイル名の長さと使えない文字を決めてください。",
        "{place} does not take a file of this name: it is too long, or has characters that may not be used there.",
        "Say by the settings (--settings) how long a name may be and which characters it may not have.",
    ),
    "E-SEND.unknown": Message(
        "前の受け渡しは途中で終わり、{place} にはその結果を示すものが残っていません。渡ったかどうかは、もう調べられません。",
        "受け取り側のシステムに入っているかを確かめてください。入っていなければ、--again を付けて渡します。",
        "An earlier hand-over was cut, and nothing in {place} shows any more how it ended.",
        "Look whether the system behind it has the file; if it has not, hand it over with --again.",
    ),
    "W-SEND.later": Message(
        "渡せたかどうか、まだ分かりません（{why}）。",
        "少し待って、同じコマンドをもう一度実行してください。二重に渡ることはありません。",
        "Nobody knows yet whether it has arrived ({why}).",
        "Run the same command again after a while: nothing is handed over twice.",
    ),
}
