"""What is left to do by hand, in order: for the page that never goes into the filing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from formgen.ground.problems import Problem
from formgen.planning.model import DeadlineFound, Fee, OfficeFound, PlannedDocument, Step
from formgen.planning.papers import Papers, Situation
from formgen.spec.rules import in_force

LABELS = {
    "unfinished": "未完",
    "print": "印刷",
    "upload": "登録",
    "check": "確認",
    "stick": "収入印紙",
    "postage": "切手",
    "pay": "納付",
    "mask": "隠す",
    "enclose": "同封",
    "consider": "該当者",
    "show": "提示",
    "carry": "携行",
    "write": "表書き",
    "send": "郵送",
    "bring": "持参",
    "by": "期限",
    "keep": "保管",
}


@dataclass(frozen=True)
class Result:
    """What the plan has come to before its steps are written."""

    now: Situation
    found: Papers
    office: OfficeFound | None
    envelope: tuple[str, ...]
    deadlines: tuple[DeadlineFound, ...]
    fees: tuple[Fee, ...]
    problems: tuple[Problem, ...]


def next_steps(result: Result) -> tuple[Step, ...]:
    """Everything that is left to do by hand."""
    if not result.found.sheets and not result.found.documents:
        return ()
    return tuple(step for part in _PARTS for step in part(result))


def _unfinished(result: Result) -> Iterator[Step]:
    for found in result.problems:
        if found.code in ("E-MISSING-DOCUMENT", "E-DOCUMENT-AGE"):
            yield Step("unfinished", found.message("ja"), found.message("en"))


def _make(result: Result) -> Iterator[Step]:
    if result.now.route == "online":
        yield Step(
            "upload",
            "画面で申出の内容を入力し、この綴りのPDFを添付します。",
            "Type the request on the screen and upload the PDF files of this packet.",
        )
        return
    yield Step(
        "print", "A4の白い紙に、実寸（100％）で片面に印刷します。", "Print on white A4 at actual size, one side."
    )
    yield Step(
        "check",
        "印刷した書類の氏名・日付を読み合わせます。記名でよく、押印の欄はありません。",
        "Read the printed names and dates once more. Typed names are enough; there is no place for a seal.",
    )


def _money(result: Result) -> Iterator[Step]:
    for fee in result.fees:
        if fee.payment == "revenue-stamp":
            ja = f"{fee.amount:,}円分" if fee.amount else "決まった額の分"
            en = f"worth {fee.amount:,} yen" if fee.amount else "for the amount once it is known"
            yield Step(
                "stick",
                f"手数料納付書に収入印紙を{ja}貼ります。切手は使えません。消印はしません。",
                f"Stick revenue stamps {en} on the fee sheet: no postage stamps, and do not cancel them.",
            )
        elif fee.payment == "convenience-or-bank":
            yield Step(
                "pay",
                "案内のメールが届いたら、コンビニか銀行で手数料を納めます。収入印紙は使えません。",
                "Pay at a convenience store or bank when the mail with the guidance comes. Stamps are refused.",
            )


def _postage(result: Result) -> Iterator[Step]:
    if not _has(result.found.documents, "return-envelope"):
        return
    limit = result.now.rules.limit("registered-letter-yen", result.now.day)
    ja = f"{limit.value}円以上（1件のとき）の切手" if limit else "簡易書留の料金の切手"
    en = f"at least {limit.value} yen (for one case)" if limit else "the registered letter rate"
    yield Step(
        "postage",
        f"返信用封筒に宛名を書き、簡易書留の料金として{ja}を貼ります（レターパックでも可）。収入印紙ではありません。",
        f"Address the return envelope and stick postage of {en} on it, or use a Letter Pack. Not revenue stamps.",
    )


def _has(documents: Sequence[PlannedDocument], name: str) -> bool:
    return any(d.document == name and d.need != "not-needed" for d in documents)


def _mask(result: Result) -> Iterator[Step]:
    for document in result.found.documents:
        kind = result.now.rules.documents.get(document.document)
        given = [result.now.profile.attachments[i] for i in document.attachments]
        if kind and kind.masking and document.need != "show" and any(not g.masked for g in given):
            yield Step("mask", kind.masking.ja, kind.masking.en)


def _enclose(result: Result) -> Iterator[Step]:
    given = result.now.profile.attachments
    for document in result.found.documents:
        by_hand = any(given[i].enclosed for i in document.attachments)
        original = document.supplied and document.handed == "original" and document.need != "show"
        if by_hand or original:
            yield Step("enclose", f"「{document.title}」を紙で入れます。", f"Put in by hand: {document.title_en}.")
        elif document.need == "unknown" and not document.supplied:
            ja, en = document.words.ja, document.words.en
            yield Step("consider", f"「{document.title}」：{ja}", f"{document.title_en}: {en}")


def _show(result: Result) -> Iterator[Step]:
    for document in result.found.documents:
        if document.need == "show":
            ja, en = document.line.because.ja, document.line.because.en
            yield Step(
                "show",
                f"窓口で見せるもの「{document.title}」：{ja}",
                f"To show at the counter: {document.title_en}. {en}",
            )


def _carry(result: Result) -> Iterator[Step]:
    if result.now.route == "mail" and _has(result.found.documents, "residence-card"):
        yield Step(
            "carry",
            "在留カードを送る前にカラーコピーを取り、新しいカードが届くまで、申請受付番号のメールと一緒に本人が持ち歩きます。",
            "Before the card is sent, make a colour copy; the applicant carries it with the number mail.",
        )


def _send(result: Result) -> Iterator[Step]:
    if result.now.route == "online":
        return
    for text in result.envelope:
        yield Step(
            "write", f"封筒の表に「{text}」と書きます（宛名の用紙に印刷済み）。", f"Write 「{text}」 on the envelope."
        )
    place_ja, place_en = _place(result.office)
    if result.now.route == "mail":
        yield Step(
            "send", f"簡易書留かレターパックで送ります。送り先：{place_ja}", f"Send by registered mail to: {place_en}"
        )
        return
    hours = in_force(result.now.rules.hours, result.now.day)
    ja, en = (f"（{hours[0].hours.ja}）", f" ({hours[0].hours.en})") if hours else ("", "")
    yield Step("bring", f"窓口に持って行きます：{place_ja}{ja}", f"Bring to: {place_en}{en}")


def _place(office: OfficeFound | None) -> tuple[str, str]:
    if office is None:
        return "（官署が決まっていません）", "(the office is not known yet)"
    name = f"{office.name}{office.section or ''}"
    if office.address is None:
        return f"{name}（所在地は入管庁の官署一覧で確かめてください）", f"{name} (look up its address)"
    code = f"〒{office.postal_code} " if office.postal_code else ""
    return f"{code}{office.address} {name}", f"{code}{office.address} {name}"


def _by(result: Result) -> Iterator[Step]:
    for deadline in result.deadlines:
        yield Step("by", deadline.because.ja, deadline.because.en)


def _keep(_: Result) -> Iterator[Step]:
    yield Step(
        "keep",
        "出した書類の控えと、写しを出した書類の原本を、手続が終わるまで保管します。",
        "Keep copies of everything, and the originals of what was handed in as a copy, until the procedure ends.",
    )


_PARTS: tuple[Callable[[Result], Iterator[Step]], ...] = (
    _unfinished,
    _make,
    _money,
    _postage,
    _mask,
    _enclose,
    _show,
    _carry,
    _send,
    _by,
    _keep,
)
