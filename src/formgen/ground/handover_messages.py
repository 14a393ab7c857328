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
    "E-TARGET.unreadable": Message(
        "渡し先の設定 {path} が読めません（{reason}）。",
        "--settings のパスを確かめてください。",
        "The settings {path} cannot be read ({reason_en}).",
        "Check the path given by --settings.",
    ),
    "E-TARGET.file": Message(
        "渡し先の設定ファイルが正しくありません：{detail}",
        "この行を直してください。",
        "The settings file is wrong: {detail_en}",
        "Mend this line.",
    ),
    "E-TARGET.forbidden": Message(
        "{number}番のファイルの名前に、渡し先で使えない文字があります（{characters}）。設定が replace: refuse なので、置き換えません。",
        "設定の replace を full-width か1文字にするか、name の差し込みを変えてください。",
        "The name of file {number} has characters the receiver does not take ({characters}); the settings say replace: refuse.",
        "Let replace be full-width or one character, or use other placeholders in name.",
    ),
    "E-TARGET.unwritable": Message(
        "索引の列「{column}」の{rows}行目に、{encoding} にない文字 {character} があります。「?」に変えることはしません。",
        "設定の index に unwritable: utf-8-sig と書けば、索引全体を UTF-8（BOM付き）で書きます。渡し先が読めるか確かめてください。",
        'Column "{column}", row {rows} of the index: {encoding} has no {character}. It is never turned into "?".',
        "With unwritable: utf-8-sig under index the whole index is written as UTF-8 with BOM; see whether the receiver reads that.",
    ),
    "W-TARGET.encoding": Message(
        "索引を UTF-8（BOM付き）で書きました。{encoding} にない文字（{characters}）があるためです。",
        "渡し先が UTF-8 の索引を読めるか確かめてください。",
        "The index is written as UTF-8 with BOM, as {encoding} lacks {characters}.",
        "See whether the receiver reads an index in UTF-8.",
    ),
    "W-TARGET.shortened-name": Message(
        "{count}個のファイルの名前が長すぎるので、「…」を付けて縮めました。",
        "設定の name の差し込みを減らすか、longest_name を確かめてください。",
        "The names of {count} files were too long and are shortened, with … in place of the rest.",
        "Use fewer placeholders in name, or look at longest_name.",
    ),
    "W-TARGET.shortened-title": Message(
        "{count}個の題名が長すぎるので、「…」を付けて縮めました。",
        "設定の metadata の title と longest_title を確かめてください。",
        "{count} titles were too long and are shortened, with … in place of the rest.",
        "Look at title and longest_title under metadata.",
    ),
    "W-TARGET.same": Message(
        "中身がまったく同じファイルがあるので、{count}個をほかと一つにまとめました（題名と人は並べてあります）。",
        "同じスキャンを二度付けていないか確かめてください。",
        "{count} files are the same as others, byte by byte, and are handed over as one (with all titles and people).",
        "See whether the same scan was attached twice.",
    ),
    "W-TARGET.draft": Message(
        "この一式は未完です（--draft で作られています）。",
        "足りない書類をそろえて作りなおしたものを渡してください。",
        "This packet is unfinished (made with --draft).",
        "Hand over the packet that is made when every paper is there.",
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
