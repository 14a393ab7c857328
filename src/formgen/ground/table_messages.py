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
    "E-BATCH.changed": Message(
        "{path} は、作られたあとで変わっているか、この表から作られたものではありません。そのままにしました。",
        "残したいものをほかへ移すか、置き換えてよければ --force を付けてください。",
        "{path} has changed since it was made, or was not made from this table. It was left as it is.",
        "Move away what you want to keep, or use --force to replace it.",
    ),
    "E-BATCH.busy": Message(
        "{path} には、いま別のまとめ作成が書き込んでいます。",
        "そちらが終わってから、もう一度実行してください。",
        "Another batch is writing into {path}.",
        "Run this again when that one has ended.",
    ),
    "E-BATCH.journal": Message(
        "まとめ作成の控え {path} を読み書きできません。",
        "壊れているなら、ほかへ移して、もう一度実行してください。あるものは作りなおして見比べ、同じならそのまま残します。",
        "The journal of the batch {path} cannot be used.",
        "If it is broken, move it away and run again: what is there is made once more, compared, and stays if it is the same.",
    ),
    "E-BATCH.worker-died": Message(
        "この行を作っている間に、作業のプロセスが3回続けて止まりました。ほかの行は作りました。",
        "添付が大きすぎないか、メモリが足りているかを確かめて、この行だけを --only で試してください。",
        "The process that made this row died three times. The other rows were made.",
        "Look at the size of its attachments and at the memory of the machine; try this row alone by --only.",
    ),
    "E-BATCH.no-worker": Message(
        "作業のプロセスが、動き始めるたびに止まります。作り終えた行は残っています。",
        "メモリと、プロセスを作れるかどうかを確かめてください。--jobs を付けなければ、このプロセスだけで作ります。",
        "No worker lives long enough to make anything. What was finished is there.",
        "Look at the memory of the machine, and whether processes may be started. Without --jobs one process makes all.",
    ),
    "E-BATCH.dask": Message(
        "Dask のスケジューラ {address} につながりません。",
        "アドレス（tcp://127.0.0.1:8786 の形）と、スケジューラが動いているかを確かめてください。",
        "There is no Dask scheduler at {address}.",
        "Look at the address (like tcp://127.0.0.1:8786), and whether the scheduler runs.",
    ),
    "E-BATCH.version": Message(
        "作業のプロセスの formgen は {there}、こちらは {here} です。",
        "すべての機械で同じ版にしてください。",
        "The worker has formgen {there}, this process {here}.",
        "Install the same version on every machine.",
    ),
    "E-BATCH.internal": Message(
        "internal error: {name}（formgen の不具合です。FORMGEN_DEBUG=1 で詳しく出ます）。ほかの行は作りました。",
        "この行だけを --only で試し、formgen に報告してください。",
        "internal error: {name} (a fault of formgen; FORMGEN_DEBUG=1 shows more). The other rows were made.",
        "Try this row alone by --only, and report it.",
    ),
    "E-BATCH.only": Message(
        "--only の「{what}」に当たる行がありません。",
        "行番号（3,5-9）か、作られるファイルの名前を書いてください。",
        "There is no row for {what!r} of --only.",
        "Give numbers of rows (3,5-9), or names of outputs.",
    ),
    "E-BATCH.pile-too-large": Message(
        "印刷用のPDFが10GBを超えるので、1つにまとめられません。",
        "--only か --limit で分けて、何回かに分けて作ってください。",
        "The PDF for printing would be larger than 10 GB, more than one PDF can be.",
        "Divide it: use --only or --limit, and print several.",
    ),
    "W-BATCH.separator": Message(
        "{number}番目の仕切りに印刷できない文字か、入りきらない文字があるので、番号とページ数だけにしました。",
        "中身の書類はそのままです。出力の名前を短くするか、--print の後で手で書き足してください。",
        "Separator {number} has characters that no font has, or too many: it tells its number and pages only.",
        "The papers themselves are as they were. Give the output a shorter name, or write on the separator by hand.",
    ),
    "W-BATCH.left": Message(
        "{path} の元の行は、もう表にありません。消さずに残してあります。",
        "要らなければ消してください。",
        "The table has no row for {path} any more. It was left there.",
        "Remove it if it is not needed.",
    ),
}
