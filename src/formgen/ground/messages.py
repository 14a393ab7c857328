"""The words of every problem, in Japanese and English: the one page that lists them.

A key is `CODE.case`. Words in braces are filled in by the finder and never hold a value of the profile.
`EXPLAIN` says for each code, for `formgen explain`, what it protects from, with an example.
"""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What is wrong and what to do, in both languages."""

    ja: str
    fix_ja: str
    en: str
    fix_en: str

    def text(self, lang: str) -> str:
        """What is wrong."""
        return self.en if lang == "en" else self.ja

    def fix(self, lang: str) -> str:
        """What to do."""
        return self.fix_en if lang == "en" else self.fix_ja


MESSAGES: dict[str, Message] = {
    "E-SCHEMA.syntax": Message(
        "{kind}として読めません。",
        "この行とその前の行の、引用符・カンマ・かっこ・字下げを確かめてください。",
        "This is not valid {kind}.",
        "Check quotes, commas, brackets and indentation on this line and the one before.",
    ),
    "E-SCHEMA.repeated-key": Message(
        "キー「{name}」が2回あります（最初は{first}行目）。",
        "どちらか一方を消してください。",
        'The key "{name}" stands twice (first on line {first}).',
        "Delete one of the two.",
    ),
    "E-SCHEMA.unknown-key": Message(
        "キー「{name}」はありません。",
        "{suggestion}",
        'There is no key "{name}" here.',
        "{suggestion_en}",
    ),
    "E-SCHEMA.undeclared": Message(
        "独自の事実「{name}」は宣言されていません。",
        "{suggestion} 新しい事実なら、様式のフォルダの facts.yaml に書き足します。",
        'The fact "{name}" of your own is not declared.',
        "{suggestion_en} A new fact is added to the facts.yaml of your forms folder.",
    ),
    "E-SCHEMA.no-custom": Message(
        "独自の事実「{name}」は宣言されていません。",
        "--forms で、facts.yaml のある様式のフォルダを指定してください。",
        'The fact "{name}" of your own is not declared.',
        "Name your forms folder, with its facts.yaml, by --forms.",
    ),
    "E-SCHEMA.type": Message(
        "値の型が違います。ここには{expected}を書きます。",
        "{expected}に直してください。文字列は引用符で囲みます。",
        "Wrong type: this takes {expected_en}.",
        "Write {expected_en}; put text in quotes.",
    ),
    "E-SCHEMA.choice": Message(
        "ここに書ける値ではありません。",
        "次のどれかを書いてください：{choices}",
        "This is not one of the allowed values.",
        "Use one of: {choices}",
    ),
    "E-SCHEMA.key": Message(
        "キーは文字列で書きます。",
        "キーを引用符で囲んだ文字列にしてください。",
        "A key must be text.",
        "Put the key in quotes.",
    ),
    "E-SCHEMA.alias": Message(
        "YAMLの参照（*）または深すぎる入れ子は使えません。",
        "同じ内容をもう一度書いてください。",
        "YAML aliases (*) and very deep nesting are not read.",
        "Write the content out a second time.",
    ),
    "E-SCHEMA.tag": Message(
        "YAMLのタグ（!）は使えません。",
        "タグを消してください。",
        "YAML tags (!) are not read.",
        "Delete the tag.",
    ),
    "E-SCHEMA.encoding": Message(
        "UTF-8の文字として読めません。",
        "ファイルをUTF-8で保存し直してください。",
        "This is not UTF-8 text.",
        "Save the file as UTF-8.",
    ),
    "E-LIMIT.text": Message(
        "ファイルが大きすぎます（上限{limit}文字）。",
        "ファイルを分けてください。",
        "The file is too long (at most {limit} characters).",
        "Split the file.",
    ),
    "E-DATE.iso": Message(
        "日付として読めません。",
        "西暦で「2026-04-01」の形に書いてください。",
        "This is not a day of the calendar.",
        "Write it as 2026-04-01.",
    ),
    "E-DATE.period": Message(
        "期間として読めません。",
        "ISO 8601の形（1年は「P1Y」、3月は「P3M」）で書いてください。",
        "This is not a period.",
        "Write it in ISO 8601: one year is P1Y, three months P3M.",
    ),
    "E-VALUE.missing-key": Message(
        "キー「{name}」が必要です。",
        "「{name}」を書き足してください。",
        'The key "{name}" is needed here.',
        'Add "{name}".',
    ),
    "E-VALUE.range": Message(
        "値が範囲の外です。",
        "{expected}を書いてください。",
        "The value is out of range.",
        "Write {expected_en}.",
    ),
    "E-VALUE.no-such-user": Message(
        "usersに、その番号の人はいません（人数：{count}）。",
        "0から数えた番号を書いてください。",
        "There is no such person in users (there are {count}).",
        "Count from 0.",
    ),
    "E-REQUIRED.field": Message(
        "「{label}」の記載が必要です。",
        "プロファイルの {fact} を書いてください。",
        '"{label}" must be filled in.',
        "Give {fact} in the profile.",
    ),
    "E-REQUIRED.profiles": Message(
        "プロファイルが1つもありません。",
        "1つ以上のプロファイルを渡してください。",
        "There is not one profile.",
        "Give at least one profile.",
    ),
    "E-REQUIRED.form": Message(
        "どの書類を作るのか書かれていません。",
        "プロファイルに form を書いてください（例：usage-request）。",
        "The profile does not say which form is wanted.",
        "Give `form` in the profile, for example usage-request.",
    ),
    "E-REQUIRED.route": Message(
        "提出の方法が書かれていません。",
        "プロファイルに route（counter, mail, online）を書くか、--route で指定してください。",
        "The profile does not say how the papers are handed in.",
        "Give `route` (counter, mail, online) in the profile or with --route.",
    ),
    "E-REQUIRED.choose-user": Message(
        "誰についての書類か決められません。",
        "filing.user に users の番号（0から）を書いてください。",
        "It is not clear which person this is about.",
        "Give filing.user, the index into users counted from 0.",
    ),
    "E-REQUIRED.attachment-of": Message(
        "「{title}」が誰の（どの許可の）ものか書かれていません。",
        "attachments に {key} の番号（0から）を書いてください。",
        'It is not clear whose "{title_en}" this is.',
        "Give the index `{key}` in attachments, counted from 0.",
    ),
    "E-GLYPH.missing": Message(
        "{characters} を書ける書体がありません（調べた書体：{faces}）。",
        "{cure}",
        "No font can draw {characters} (tried: {faces}).",
        "{cure_en}",
    ),
    "W-GLYPH.simplified": Message(
        "{characters} は簡体字です。日本の書類では、在留カードの字体か、ローマ字氏名を使います。",
        "在留カードの表記と同じか確かめてください。このままでも印字されます。",
        "{characters} is a simplified Chinese form; Japanese papers use the form on the residence card, or the Latin name.",
        "Compare with the residence card. It is printed as given.",
    ),
    "E-FIT.too-long": Message(
        "「{label}」の欄に入りません（{smallest}ptまで小さくしても、{over}%長い）。",
        "短く書き直すか、改行できる欄なら行を分けてください。",
        '"{label}" does not fit its cell (still {over}% too long at {smallest} pt).',
        "Shorten the text.",
    ),
    "E-FIT.rows": Message(
        "「{label}」の行が足りません（{rows}行まで、{count}件あります）。",
        "件数を減らすか、用紙を分けてください。",
        '"{label}" has {rows} rows, but {count} entries are given.',
        "Give fewer entries, or use more sheets.",
    ),
    "E-FIT.boxes": Message(
        "「{label}」のます目は{boxes}文字分です（{count}文字あります）。",
        "{boxes}文字で書いてください。",
        '"{label}" has {boxes} boxes, but {count} characters are given.',
        "Write {boxes} characters.",
    ),
    "E-VALUE.option": Message(
        "「{label}」で選べる値ではありません。",
        "次のどれかを書いてください：{choices}",
        'This is not a choice of "{label}".',
        "Use one of: {choices}",
    ),
    "E-DATE.era": Message(
        "「{label}」の日付は和暦で表せません（明治6年より前）。",
        "日付を確かめてください。",
        'The day of "{label}" is before the Japanese calendar in use here (1873).',
        "Check the day.",
    ),
    "W-VALUE.corporate-number": Message(
        "法人番号の検査数字が合いません。",
        "13桁を、国税庁法人番号公表サイトの番号と見比べてください（検査数字は0と9の入れ替わりを見つけられません）。",
        "The check digit of the corporate number (法人番号) is wrong.",
        "Compare the 13 digits with the published number (the check digit cannot tell 0 from 9).",
    ),
    "E-VALUE.corporate-number": Message(
        "法人番号は数字13桁です。",
        "半角数字13桁で書いてください。個人事業主は空のままにします。",
        "A corporate number (法人番号) has 13 digits.",
        "Write 13 ASCII digits; leave it empty for a sole proprietor.",
    ),
    "E-ROUTE.form": Message(
        "「{title}」は、この提出方法（{route}）では使いません。{because}",
        "ほかの提出方法を選ぶか、この書類を作らずに進めてください。",
        '"{title_en}" is not used on this route ({route_en}). {because_en}',
        "Choose another route, or go on without this paper.",
    ),
    "E-ROUTE.case": Message(
        "「{title}」は、この申出では使いません。{because}",
        "この書類を作らずに進めてください。",
        '"{title_en}" is not used for this case. {because_en}',
        "Go on without this paper.",
    ),
    "E-EDITION.none": Message(
        "「{form}」の様式で、その日に使えるものがありません（最初の様式は{first}から）。",
        "date または --as-of の日付を確かめてください。",
        'No edition of "{form}" is in force on that day (the first one starts on {first}).',
        "Check `date` or --as-of.",
    ),
    "E-VALUE.form": Message(
        "「{form}」という書類はありません。",
        "{suggestion}",
        'There is no form "{form}".',
        "{suggestion_en}",
    ),
    "E-MISSING-DOCUMENT.one": Message(
        "「{title}」がありません。{because}",
        'attachments に {{"document": "{document}", "file": "…"}} を書いてください{enclosed}。',
        '"{title_en}" is missing. {because_en}',
        'Add {{"document": "{document}", "file": "…"}} to attachments{enclosed_en}.',
    ),
    "E-MISSING-DOCUMENT.alternative": Message(
        "次のどれか1つが要ります：{titles}。{because}",
        "attachments に、どれか1つを書いてください（document: {documents}）。",
        "One of these is needed: {titles_en}. {because_en}",
        "Add one of them to attachments (document: {documents}).",
    ),
    "E-DOCUMENT-AGE.old": Message(
        "「{title}」は、提出日には古すぎます（{age}以内に発行されたもの）。",
        "新しいものを取り直してください。",
        '"{title_en}" is too old on the day of filing (at most {age_en}).',
        "Get a new one.",
    ),
    "E-DOCUMENT-AGE.future": Message(
        "「{title}」の発行日が、提出日より後になっています。",
        "issued_on か date を直してください。",
        '"{title_en}" is dated after the day of filing.',
        "Correct issued_on or date.",
    ),
    "W-UNKNOWN.document-age": Message(
        "「{title}」は{age}以内に発行されたものが要りますが、発行日（issued_on）が書かれていません。",
        "attachments に issued_on を書いてください。",
        '"{title_en}" must not be older than {age_en}, but its issued_on is not given.',
        "Give issued_on in attachments.",
    ),
    "W-UNKNOWN.masked": Message(
        "「{title}」が健康保険の書類のときは、番号を隠したものに限られます。隠したかどうか（masked）が書かれていません。",
        "attachments に masked を書いてください。",
        '"{title_en}": numbers must be masked if it is a health insurance paper; `masked` is not given.',
        "Give masked in attachments.",
    ),
    "W-UNKNOWN.rule": Message(
        "「{title}」が要るかどうか決められません。{question}",
        "プロファイルの {fact} を書いてください。",
        'It cannot be told whether "{title_en}" is needed. {question_en}',
        "Give {fact} in the profile.",
    ),
    "W-UNKNOWN.fee": Message(
        "手数料の額が決められません。{question}",
        "プロファイルの {fact} を書いてください。",
        "The fee cannot be told. {question_en}",
        "Give {fact} in the profile.",
    ),
    "W-UNKNOWN.office": Message(
        "提出先の官署が決められません。",
        "プロファイルの office に、官署の名前を書いてください。",
        "The office cannot be told.",
        "Give the name of the office in `office`.",
    ),
    "E-FEE.disagrees": Message(
        "書かれている金額は、規則による手数料（{expected}円）と違います。",
        "permission.amount を消すか、{expected}に直してください。",
        "The given amount is not the fee by the rules ({expected} yen).",
        "Delete permission.amount or make it {expected}.",
    ),
    "E-FEE.none": Message(
        "この許可の手数料の規則がありません。{because}",
        "許可の種類・申請の方法・受付日を確かめてください。",
        "There is no fee rule for this permission. {because_en}",
        "Check kind, application_route and accepted_on.",
    ),
    "W-INFERRED.layout": Message(
        "「{title}」の形は公式の用紙で確かめられていません（再現した様式です）。",
        "提出する前に、入管庁のホームページの様式と見比べてください。",
        'The layout of "{title_en}" is not confirmed by the official sheet (reconstructed).',
        "Compare it with the sheet on the agency's site before handing it in.",
    ),
    "W-INFERRED.rule": Message(
        "「{title}」が要ることは、公式の資料では確かめられていません。",
        "提出先に確かめてください。",
        'That "{title_en}" is needed is not confirmed by an official source.',
        "Ask the office.",
    ),
    "W-INFERRED.pledge": Message(
        "誓約書の文は公式のものではなく、案です。",
        "公式の文を pledge_text で差し替えてください。",
        "The wording of the pledge is a draft, not the official one.",
        "Replace it with the official wording by pledge_text.",
    ),
    "W-INFERRED.address": Message(
        "提出先の官署の所在地は公式の資料で確かめられていないため、印字しません。",
        "入管庁の官署一覧で確かめ、手で書いてください。",
        "The address of the office is not confirmed, so it is not printed.",
        "Look it up in the agency's list and write it by hand.",
    ),
    "W-CONTRADICTION.filing-kind": Message(
        "filing.kind が名簿と食い違っています（名簿からは「{derived}」です）。",
        "users の status と filing.kind を確かめてください。書かれたとおりに作ります。",
        'filing.kind does not agree with the roster, which says "{derived}".',
        "Check users[].status and filing.kind. It is made as stated.",
    ),
    "W-CONTRADICTION.others-remain": Message(
        "filing.others_remain は「無」ですが、名簿にはほかに承認済みの利用者がいます。",
        "users の status と filing.others_remain を確かめてください。書かれたとおりに作ります。",
        "filing.others_remain says that no other user remains, but the roster has an approved one.",
        "Check users[].status and filing.others_remain. It is made as stated.",
    ),
    "E-VALUE.office": Message(
        "「office」の名前の官署がありません。",
        "{suggestion}",
        "There is no office of this name.",
        "{suggestion_en}",
    ),
    "W-CONTRADICTION.office": Message(
        "利用申出を受け付けない官署です。",
        "管轄の地方出入国在留管理局を書いてください。",
        "This office does not take usage requests.",
        "Name the bureau with jurisdiction.",
    ),
    "W-CONTRADICTION.pickup": Message(
        "permission.pickup は「{pickup}」ですが、{route}の書類を作ります。",
        "permission.pickup と提出方法（route）を合わせてください。",
        "permission.pickup says {pickup_en}, but the papers are made for {route_en}.",
        "Make permission.pickup and the route agree.",
    ),
    "W-INFERRED.fee": Message(
        "この手数料の額は、公式の資料では確かめられていません。",
        "窓口で確かめてください。",
        "This fee is not confirmed by an official source.",
        "Ask at the counter.",
    ),
    "E-FILE.not-found": Message(
        "ファイルがありません",
        "attachments の file を、プロファイルのあるフォルダからの相対パスで書いてください。",
        "There is no such file.",
        "Give `file` relative to the profile's folder.",
    ),
    "E-FILE.text": Message(
        "文を読み込めません（UTF-8のテキストファイルを、プロファイルのあるフォルダからの相対パスで指定します）。",
        "ファイルの場所と文字コードを確かめてください。",
        "The text cannot be read (a UTF-8 text file, by its path relative to the profile's folder).",
        "Check where the file is and how it is encoded.",
    ),
    "E-VALUE.two-pledge-texts": Message(
        "誓約文が pledge_text と pledge_text_file の両方にあります。",
        "どちらか1つだけにしてください。",
        "The wording of the pledge is given twice, in pledge_text and in pledge_text_file.",
        "Keep only one of them.",
    ),
    "E-FILE.forms": Message(
        "様式のフォルダが読めません：{path}（{reason}）。",
        "フォルダのパスと、読む権限を確かめてください。",
        "The folder of forms {path} cannot be read ({reason}).",
        "Check its path, and that you may read it.",
    ),
    "E-FILE.encrypted": Message(
        "パスワードが付いたPDFです",
        "パスワードを外して保存し直してください。オンラインではエラーファイルとして扱われます。",
        "The PDF is encrypted.",
        "Save it without a password; the online system refuses it.",
    ),
    "E-FILE.restricted": Message(
        "印刷やコピーが禁止されたPDFです",
        "制限を外して保存し直してください。",
        "The PDF forbids printing or copying.",
        "Save it without restrictions.",
    ),
    "E-FILE.type": Message(
        "PDF・JPEG・PNG・TIFFのどれでもありません",
        "PDF、JPEG、PNG、TIFFのどれかで保存してください。",
        "This is not a PDF, JPEG, PNG or TIFF.",
        "Save it as PDF, JPEG, PNG or TIFF.",
    ),
    "E-FILE.outside": Message(
        "プロファイルのフォルダの外のファイルは読みません",
        "ファイルをプロファイルのフォルダの中に置いてください。",
        "The file lies outside the profile's folder and is not read.",
        "Put the file inside the profile's folder.",
    ),
    "E-FILE.profile": Message(
        "プロファイルが読めません：{path}（{reason}）",
        "パスを確かめてください。",
        "The profile {path} cannot be read ({reason}).",
        "Check the path.",
    ),
    "E-VALUE.attachment": Message(
        "file と enclosed のどちらか一方だけを書いてください。",
        "画像やPDFがあれば file を、紙を手で入れるなら enclosed: true を書きます。",
        "Give either file or enclosed, not both and not neither.",
        "`file` for a PDF or picture, `enclosed: true` for paper put in by hand.",
    ),
    "E-ROUTE.enclosed": Message(
        "オンラインでは紙を同封できません（enclosed）。",
        "PDFにして file に書いてください。",
        "Paper cannot be enclosed online.",
        "Scan it and give `file`.",
    ),
    "E-VALUE.document": Message(
        "「{document}」という書類は、この手続の一覧にありません。",
        "{suggestion}",
        '"{document}" is not in the list of this procedure.',
        "{suggestion_en}",
    ),
    "W-CONTRADICTION.not-needed": Message(
        "「{title}」は、この提出方法では出しません。綴りに入れません。",
        "attachments から消すか、提出方法を確かめてください。",
        '"{title_en}" is not handed in on this route; it is left out of the packet.',
        "Delete it from attachments or check the route.",
    ),
    "E-LIMIT.files": Message(
        "ファイルが{count}個あります（上限{limit}個）。",
        "ファイルをまとめてください。",
        "There are {count} files (at most {limit}).",
        "Join some of them.",
    ),
    "E-LIMIT.bytes": Message(
        "ファイルの合計が{size}MBです（上限{limit}MB）。",
        "解像度を下げて（200dpi以上を推奨）保存し直してください。",
        "The files are {size} MB together (at most {limit} MB).",
        "Save them at a lower resolution (200 dpi or more is recommended).",
    ),
    "W-LIMIT.bytes": Message(
        "ファイルの合計が{size}MBで、上限（{limit}MB）ぎりぎりです。1MBの数え方は示されていません。",
        "少し小さくしておくと安全です。",
        "The files are {size} MB together, close to the limit of {limit} MB (a megabyte is not defined there).",
        "Make them a little smaller to be safe.",
    ),
    "E-LIMIT.pages": Message(
        "ページが多すぎます（上限{limit}ページ）",
        "必要なページだけにしてください。",
        "The file has too many pages (at most {limit}).",
        "Keep only the pages that are needed.",
    ),
    "E-SPEC.file": Message(
        "様式または規則のファイルが正しくありません：{detail}",
        "この行を直してください（formgen lint で全部の誤りが出ます）。",
        "The form or rule file is wrong: {detail_en}",
        "Mend this line (formgen lint tells all faults).",
    ),
    "E-SPEC.unreadable": Message(
        "{file} が読めません（{reason}）。",
        "ファイルがそこにあるか、読む権限があるかを確かめてください。",
        "{file} cannot be read ({reason}).",
        "Check that it is there and that you may read it.",
    ),
    "E-SPEC.twice": Message(
        "{what}「{name}」は {other} に既にあります。独自のフォルダで置き換えることはできません。",
        "別の名前にしてください。",
        "{what_en} {name!r} stands in {other} already; a folder of your own cannot replace it.",
        "Choose another name.",
    ),
    "E-FONT.missing": Message(
        "書体のファイルがありません：{face}",
        "formgen を入れ直してください。",
        "The font {face} is missing.",
        "Install formgen again.",
    ),
    "E-FONT.broken": Message(
        "書体のファイルが元のものと違います：{face}",
        "formgen を入れ直してください。",
        "The font file {face} is not the original one.",
        "Install formgen again.",
    ),
    "E-VERIFY.differs": Message(
        "作ったPDFから「{label}」を読み戻すと、プロファイルと違います。formgen の不具合です。",
        "この書類は使わず、formgen の不具合として知らせてください。",
        'Read back from the PDF, "{label}" differs from the profile: a fault of formgen.',
        "Do not use this paper; report it as a fault.",
    ),
    "E-OUTPUT.exists": Message(
        "{path} は既にあります。",
        "別の名前にするか、--force を付けてください。",
        "{path} exists already.",
        "Choose another name or use --force.",
    ),
    "E-OUTPUT.unwritable": Message(
        "{path} に書き込めません（{reason}）。",
        "書き込めるフォルダを -o で指定してください。",
        "{path} cannot be written ({reason}).",
        "Name a folder you may write to with -o.",
    ),
    "E-FILE.damaged": Message(
        "ファイルが壊れていて読めません",
        "もう一度スキャンするか、開けるファイルに差し替えてください。",
        "The file is damaged.",
        "Scan it again or replace it with a file that opens.",
    ),
    "E-FILE.cut-off": Message(
        "ファイルが途中で切れています",
        "もう一度コピーするか、スキャンし直してください。",
        "The file breaks off before its end.",
        "Copy or scan it again.",
    ),
    "E-FILE.no-pages": Message(
        "ページのないPDFです",
        "ページのあるファイルに差し替えてください。",
        "The PDF has no pages.",
        "Replace it with one that has.",
    ),
    "E-FILE.empty": Message(
        "ファイルの中身がありません",
        "もう一度コピーするか、スキャンし直してください。",
        "The file is empty.",
        "Copy or scan it again.",
    ),
    "E-FILE.too-heavy": Message(
        "読むのに時間またはメモリがかかりすぎるファイルです",
        "紙に印刷してスキャンし直すか、別のソフトで保存し直してください。",
        "Reading the file takes too much time or memory.",
        "Print and scan it, or save it again with another program.",
    ),
    "E-FILE.folder": Message(
        "ファイルではありません",
        "フォルダではなく、その中のファイルを1つずつ書いてください。",
        "This is not a file.",
        "Name the files one by one, not their folder.",
    ),
    "E-FILE.forbidden": Message(
        "ファイルを読む権限がありません",
        "ファイルの読み取りを許可してください。",
        "You may not read the file.",
        "Allow reading it.",
    ),
    "W-FILE.signed": Message(
        "電子署名のあるPDFです（綴りには見た目の写しが入り、署名の効力は残りません）",
        "署名を確かめる必要があるときは、元のファイルも別に出してください。",
        "The PDF is signed; the packet holds a visible copy, in which the signature cannot be verified.",
        "Hand in the original file as well if the signature matters.",
    ),
    "W-FILE.cropped": Message(
        "トリミングされたPDFです（切り取った外側の内容も、ファイルの中には残っています）",
        "見せてはいけない内容なら、印刷してスキャンし直してください。",
        "The PDF is cropped; what was cut away is hidden, but still in the file.",
        "Print and scan it if that must not be seen.",
    ),
    "W-FILE.hidden-layers": Message(
        "非表示のレイヤーがあるPDFです（綴りでは表示されます）",
        "できた綴りで、見た目を確かめてください。",
        "The PDF has hidden layers, which show in the packet.",
        "Look at the page in the packet.",
    ),
    "W-FILE.undrawn-fields": Message(
        "入力欄の文字が描かれていないPDFです",
        "「PDFに印刷」で保存し直し、できた綴りで見た目を確かめてください。",
        "The PDF has filled-in fields that are not drawn.",
        "Save it by printing to PDF, and look at the page in the packet.",
    ),
    "W-FILE.repaired": Message(
        "少し壊れたPDFを直して読みました",
        "できた綴りで、ページがそろっているか確かめてください。",
        "The PDF was slightly damaged and has been mended.",
        "Check its pages in the packet.",
    ),
    "W-FILE.coarse": Message(
        "解像度が低い画像です（200dpi以上を推奨）",
        "字が読めるか確かめ、読みにくければスキャンし直してください。",
        "The picture is coarse (200 dpi or more is recommended).",
        "Check that it is legible; scan it again if not.",
    ),
    "E-LIMIT.file": Message(
        "ファイルが大きすぎます（上限{limit}MB）",
        "解像度を下げて保存し直すか、分けてください。",
        "The file is too large (at most {limit} MB).",
        "Save it at a lower resolution or split it.",
    ),
    "E-OUTPUT.forbidden": Message(
        "{path} に書き込む権限がありません。",
        "書き込めるフォルダを -o で指定してください。",
        "You may not write {path}.",
        "Name a folder you may write to with -o.",
    ),
    "E-OUTPUT.no-folder": Message(
        "{path} を置くフォルダがありません。",
        "先にフォルダを作るか、別の場所を -o で指定してください。",
        "The folder that should hold {path} does not exist.",
        "Make it first, or name another place with -o.",
    ),
    "E-OUTPUT.full": Message(
        "{path} を書く空き容量がありません。",
        "空き容量を増やしてください。",
        "There is no room left to write {path}.",
        "Free some space.",
    ),
    "E-OUTPUT.folder": Message(
        "{path} は普通のファイルではないので、置き換えません。",
        "別の名前にしてください。",
        "{path} is not an ordinary file and is not replaced.",
        "Choose another name.",
    ),
    "E-OUTPUT.not-a-packet": Message(
        "{path} は formgen の綴りのフォルダではないので、--force でも置き換えません。",
        "別の名前にしてください。",
        "{path} is not a packet made by formgen; not even --force replaces it.",
        "Choose another name.",
    ),
    "E-OUTPUT.added-files": Message(
        "{path} には、綴りの一部ではないファイルが{count}個あるので、置き換えません。",
        "そのファイルを移してから、もう一度実行してください。",
        "{path} holds {count} files that are not part of the packet, so it is not replaced.",
        "Move them away and try again.",
    ),
}

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
        "添付のファイルが使えません。",
        "例：パスワード付きのPDF。",
        "An attached file cannot be used.",
        "Example: an encrypted PDF.",
    ),
    "W-FILE": Message(
        "添付のファイルは綴りに入りますが、見て確かめたほうがよい点があります。",
        "例：電子署名のあるPDF（綴りには見た目の写しが入ります）。",
        "The attached file is in the packet, but somebody should look at it.",
        "Example: a signed PDF, of which the packet holds a visible copy.",
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
        "例：同じ名前のファイルが既にある。",
        "The output cannot be written.",
        "Example: a file of that name exists.",
    ),
}
