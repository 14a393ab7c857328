"""What each code of a problem protects from, with an example, for `formgen explain`, in Japanese and English."""

from __future__ import annotations

from formgen.ground.message import Message

EXPLAIN: dict[str, Message] = {
    "E-SCHEMA": Message(
        "プロファイルの書き方の誤りです。知らないキーは黙って捨てず、誤りとして知らせます。",
        '例：{"organization": {"nmae": "…"}} → 「name」の誤りではありませんか。',
        "The profile is not written as it should be. Unknown keys are never dropped silently.",
        'Example: {"organization": {"nmae": "…"}}: did you mean "name"?',
    ),
    "E-REQUIRED": Message(
        "書類の必須の欄が空です。空のまま出すと受け付けられません。",
        "例：離職報告書に filing.left_on（離職年月日）がない。",
        "A field that the paper must have is empty.",
        "Example: a 離職報告書 without filing.left_on.",
    ),
    "E-VALUE": Message(
        "値がその欄に書けないものです。",
        "例：法人番号が12桁。",
        "The value cannot stand in this field.",
        "Example: a 法人番号 of 12 digits.",
    ),
    "W-VALUE": Message(
        "値が誤っているかもしれません。そのまま印字します。",
        "例：法人番号の検査数字が合わない。",
        "The value may be wrong; it is printed as given.",
        "Example: the check digit of a 法人番号.",
    ),
    "E-GLYPH": Message(
        "どの書体にもない文字です。□や空白になって氏名が失われることのないよう、作る前に止めます。",
        "例：ハングルやタイ文字の氏名。日本の書類には旅券のローマ字氏名を書きます。",
        "No font has this character. The run stops rather than print a box or a blank.",
        "Example: a name in Hangul or Thai. Japanese papers take the Latin name of the passport.",
    ),
    "W-GLYPH": Message(
        "印字はできますが、字体が日本の書類に合わないかもしれません。",
        "例：簡体字の「张」。在留カードの字体を確かめてください。",
        "It can be drawn, but the form may not be the one Japanese papers use.",
        "Example: simplified 张; compare with the residence card.",
    ),
    "E-FIT": Message(
        "欄に入りきりません。切り落とすことはしません。",
        "例：1行の欄に80文字の所在地。",
        "The text does not fit its cell. It is never cut.",
        "Example: an address of 80 characters in a one-line cell.",
    ),
    "E-DATE": Message(
        "日付・期間として読めません。",
        "例：2026-02-30、令和8年4月1日（ISOの 2026-04-01 で書きます）。",
        "This is not a day or a period.",
        "Example: 2026-02-30.",
    ),
    "E-ROUTE": Message(
        "その提出方法では使わない書類です。",
        "例：2026-10-01以降に受け付けられたオンライン申請の手数料納付書。",
        "The paper is not used on this route.",
        "Example: a fee sheet for an online application accepted from 2026-10-01.",
    ),
    "E-EDITION": Message(
        "その日に有効な様式がありません。",
        "例：制度が始まる前の日付。",
        "No edition is in force on that day.",
        "Example: a day before the system began.",
    ),
    "E-MISSING-DOCUMENT": Message(
        "必要な書類が綴りにありません。--draft を付けると、未完の綴りとして作れます。",
        "例：郵送の利用申出に本人確認資料の写しがない。",
        "A required document is not in the packet. With --draft the packet is made, marked unfinished.",
        "Example: a usage request by mail without the copy of an identity document.",
    ),
    "E-DOCUMENT-AGE": Message(
        "書類が古すぎるか、日付が合いません。",
        "例：4か月前の在職証明書（3か月以内のものに限る）。",
        "The document is too old, or its date cannot be right.",
        "Example: an employment certificate of four months ago (at most three).",
    ),
    "E-FILE": Message(
        "添付や写真のファイルが使えません。",
        "例：パスワード付きのPDF。",
        "An attached file or a picture cannot be used.",
        "Example: an encrypted PDF.",
    ),
    "W-FILE": Message(
        "添付のファイルは綴りに入りますが、見て確かめたほうがよい点があります。"
        "綴りにはページに描かれる内容だけが入り、外したものは種類ごとに件数とページを知らせます。",
        "例：電子署名のあるPDF（ページは見た目の写しで、元のファイルもそのまま添える）、PDFに埋め込まれた別のファイル（綴りに入らない）、"
        "権限パスワードのあるPDF（オンラインでは誤りになる）。",
        "The attached file is in the packet, but somebody should look at it. The packet holds what the pages show; "
        "what is left behind is told, each kind with its number and pages.",
        "Example: a signed PDF, of which the packet shows a copy and holds the file itself; files embedded in a PDF, "
        "which do not come along; an owner password, which is an error online.",
    ),
    "E-PICTURE": Message(
        "用紙に印刷する画像が使えません。引き伸ばしも、足りない部分を作ることもしません。",
        "例：縦3.0cm×横2.4cmの写真に、正方形の画像。",
        "A picture that is to stand on a sheet cannot be used. It is never stretched, nothing is added to it.",
        "Example: a square picture for a photograph of 3.0 cm by 2.4 cm.",
    ),
    "W-PICTURE": Message(
        "画像は印刷しますが、細かさが足りないかもしれません。",
        "例：縦3.0cm×横2.4cmの写真に、横200×縦250ドットの画像。",
        "The picture is printed, but may not be sharp enough.",
        "Example: 200 x 250 dots for a photograph of 2.4 cm by 3.0 cm.",
    ),
    "E-LIMIT": Message(
        "個数または大きさの上限を超えています。",
        "例：オンラインの利用申出は20個・合計20MBまで。",
        "Too many or too large.",
        "Example: a usage request online takes 20 files and 20 MB together.",
    ),
    "W-LIMIT": Message(
        "上限に近い大きさです。",
        "例：合計20.5MB（上限20MB。1MBの数え方は示されていません）。",
        "Close to a limit.",
        "Example: 20.5 MB where 20 MB are allowed.",
    ),
    "E-FEE": Message(
        "手数料が規則と合いません。",
        "例：許可された在留期間が1年（窓口 33,000円）なのに amount が 6000。",
        "The fee does not agree with the rules.",
        "Example: amount 6000 for one year granted (33,000 yen at the counter).",
    ),
    "W-UNKNOWN": Message(
        "規則が必要とする事実がプロファイルにありません。「ない」とは見なさず、質問として知らせます。",
        "例：filing.category_review（カテゴリー審査のある在留資格を扱うか）が書かれていない。",
        "A rule needs a fact the profile does not state. It is asked, never taken as no.",
        "Example: filing.category_review is not given.",
    ),
    "W-CHANGE": Message(
        "2つのプロファイルの違いのうち、この変更届出では届け出ないものです。",
        "例：代表者が替わった、利用者が離職した、別の利用者の氏名も変わった。",
        "A difference between two profiles that this notice of change does not tell.",
        "Example: another representative, a user who has left, a second user whose name has changed.",
    ),
    "W-INFERRED": Message(
        "様式または規則が、公式の資料で確かめられていません。",
        "例：利用申出書の欄の配置は再現したものです。",
        "The layout or the rule is not confirmed by an official source.",
        "Example: the layout of the usage request is reconstructed.",
    ),
    "W-CONTRADICTION": Message(
        "プロファイルの中の事実が食い違っています。",
        "例：承認済みの利用者がいるのに filing.kind が new。",
        "Facts of the profile contradict each other.",
        "Example: filing.kind is new although a user is approved.",
    ),
    "W-PREPARED": Message(
        "書類を作成した者が、その日の規則に合いません。",
        "例：登録支援機関が2026-01-01以降に報酬を得て依頼者の書類を作成した。",
        "Whoever prepared the papers may not do so by the rules of the day.",
        "Example: a support organisation prepared a client's papers for a fee after 2026-01-01.",
    ),
    "E-SPEC": Message(
        "様式または規則のファイルが壊れています。プロファイルでは直せません。",
        "例：様式ファイルに知らないキーがある。",
        "A form or rule file is broken; the profile cannot mend it.",
        "Example: an unknown key in a form file.",
    ),
    "E-FONT": Message(
        "書体のファイルがないか、壊れています。",
        "例：書体のファイルが別の版に置き換えられている。",
        "A font file is missing or broken.",
        "Example: a font file was replaced by another version.",
    ),
    "E-VERIFY": Message(
        "作ったPDFの文字がプロファイルと一致しません。綴りは作られません。",
        "この誤りは formgen の不具合です。",
        "The text of the PDF differs from the profile; no packet is written.",
        "This is a fault of formgen itself.",
    ),
    "E-OUTPUT": Message(
        "書き込み先の問題です。",
        "例：同じ名前のファイルが既にある。-o がプロファイル自身を指している。標準出力のつなぎ先に空きがない。",
        "The output cannot be written.",
        "Example: a file of that name exists; standard output leads to a full disk.",
    ),
    "E-PACKET": Message(
        "渡そうとする一式が、作られたときのままではありません。そのままのものだけを渡します。",
        "例：packet.pdf を別のソフトで開いて保存した。フォルダにメモを入れた。",
        "The packet to be handed over is not as it was made; only such a one is.",
        "Example: packet.pdf was saved by another program; a note was put into the folder.",
    ),
    "E-TARGET": Message(
        "渡し先の設定ファイルのとおりには、名前や索引を作れません。文字が「?」に化けたものは渡しません。",
        "例：設定に知らないキーがある。Shift_JIS（cp932）の索引に、𠮷 のようにそこにない文字がある。",
        'Names or the index cannot be made as the settings file wants them. No letter is ever turned into "?".',
        "Example: an unknown key in the settings; an index in Shift_JIS (cp932) with a character it lacks, such as 𠮷.",
    ),
    "W-TARGET": Message(
        "渡し先に合わせて変えたことです。",
        "例：名前が長すぎるので「…」で縮めた。索引を UTF-8 で書いた。",
        "What was done for the receiver's sake.",
        "Example: a name that was too long is shortened; the index is written as UTF-8.",
    ),
    "E-EXTRA": Message(
        "このコマンドに要る部品が入っていません。",
        "例：Excel を読むには pip install 'formgen-jp[excel]'。",
        "A library that this command needs is not installed.",
        "Example: to read Excel, pip install 'formgen-jp[excel]'.",
    ),
    "E-BATCH": Message(
        "表からまとめて作る途中の問題です。ほかの行は作ります。",
        "例：前に作ったファイルを誰かが書き換えた。別のまとめ作成が同じフォルダに書いている。",
        "Something stands against making a row of a table, or all of them; the other rows are made.",
        "Example: somebody has changed what was made before; another batch writes into the same folder.",
    ),
    "W-BATCH": Message(
        "まとめて作ったものについて、見ておくべきことがあります。",
        "例：前に作ったファイルの元の行が、もう表にない。",
        "Something about what a batch has made is worth a look.",
        "Example: the row of a file that was made before is not in the table any more.",
    ),
    "E-TABLE": Message(
        "表（ExcelのブックやCSV）の中に、このままでは書類にできないところがあります。セルの番地で知らせます。",
        "例：電話番号のセルが数になっていて、先頭の0が失われている。",
        "Something in the table (a workbook or CSV) cannot become papers as it is. It is told by its cell.",
        "Example: a telephone number is a number cell and has lost its first zero.",
    ),
    "W-TABLE": Message(
        "表の読み方について、知っておくことがあります。",
        "例：隠れている行も読む。数式は保存されている値を使う。",
        "Something to know about how the table is read.",
        "Example: hidden rows are read, too; of formulas the saved values are used.",
    ),
    "E-SEND": Message(
        "渡した先が受け取らなかったか、受け取ったものが渡したものと違います。",
        "例：同じ名前の別のファイルがある。取り込みのときにファイルが書き換えられた。",
        "The receiver did not take it, or keeps something else.",
        "Example: another file has the same name there; a script changes files on intake.",
    ),
    "W-SEND": Message(
        "渡せたかどうかが、まだ分かりません。失敗とは限らないので、黙って送りなおすことはしません（終了コード75）。",
        "例：送ったあとで回線が切れた。受け取り側がまだ処理している。",
        "It is not known yet whether the hand-over has worked. That is no failure, and nothing is sent blindly (exit code 75).",
        "Example: the line was cut after sending; the receiver is still at work.",
    ),
}
