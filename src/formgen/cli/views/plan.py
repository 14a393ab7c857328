"""A plan for people: sheets, documents, office, envelope, deadlines, fee, each with reason and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.findings import findings, summary
from formgen.cli.views.words import rules_day, whose, word
from formgen.ground.dates import Period

if TYPE_CHECKING:
    from formgen.api import DeadlineFound, Fee, Plan, PlannedDocument, Source

_NEEDS = ("required", "alternative", "show", "unknown", "not-needed")


class PlanView:
    """Writes one plan on report."""

    def __init__(self, here: Console, plan: Plan, sources: Mapping[str, Source]) -> None:
        self._here, self._plan, self._sources = here, plan, sources
        self._report = here.report()

    def report(self) -> Report:
        """The whole plan."""
        self._head()
        self._sheets()
        self._documents()
        self._office()
        self._envelope()
        self._deadlines()
        self._fees()
        self._duties()
        self._problems()
        return self._report

    def _head(self) -> None:
        here, plan = self._here, self._plan
        self._report.heading(here.t(plan.title, plan.title_en) + f"  [{plan.form}]")
        route = word(here, plan.route)
        self._report.text(here.t(f"提出方法：{route}　", f"Route: {route}   ") + rules_day(here, plan))
        if plan.filing.kind:
            kind = word(here, plan.filing.kind)
            came = word(here, "roster" if plan.filing.derived else "filing.kind")
            self._report.text(here.t(f"区分：{kind}（{came}）", f"Kind: {kind} ({came})"))

    def _sheets(self) -> None:
        here, report = self._here, self._report
        report.heading(here.t("作る書類", "Sheets to make"))
        for number, sheet in enumerate(self._plan.sheets, 1):
            about = [
                self._copies(sheet.copies),
                word(here, sheet.layout),
                self._case(sheet.user, sheet.permission, sheet.institution),
            ]
            about += [] if sheet.certain else [word(here, "unknown")]
            name = here.t(sheet.title, sheet.title_en)
            report.text(name + self._brackets(about), indent=2, hang=f"{number:>2}. ")
            self._why(sheet.line.because.text(here.lang), sheet.line.sources, sheet.line.status)
        if not self._plan.sheets:
            report.text(word(here, "none"), indent=2)

    def _documents(self) -> None:
        here, report = self._here, self._report
        report.heading(here.t("そろえる書類", "Documents to supply"))
        for need in _NEEDS:
            of_need = [d for d in self._plan.documents if d.need == need]
            if of_need:
                report.text(word(here, need), indent=2, colour="cyan")
                self._of_need(of_need)
        if not self._plan.documents:
            report.text(word(here, "none"), indent=2)

    def _of_need(self, documents: Iterable[PlannedDocument]) -> None:
        groups: dict[object, list[PlannedDocument]] = {}
        for one in documents:
            key = (one.line.group, one.user, one.permission) if one.need == "alternative" else id(one)
            groups.setdefault(key, []).append(one)
        for group in groups.values():
            first = group[0]
            if first.need == "alternative":
                heading = self._here.t("次のどれか1つ", "One of these")
                self._report.text(heading + self._brackets([self._case(first.user, first.permission)]), indent=4)
                self._made_instead(first)
            for one in group:
                self._document(one)

    def _made_instead(self, one: PlannedDocument) -> None:
        """That a sheet which is made serves as one of a choice of documents."""
        here = self._here
        of_it = (s for s in self._plan.sheets if s.line.group == one.line.group and s.user in (None, one.user))
        for sheet in of_it:
            said = here.t(f"上で作る「{sheet.title}」で足ります。", f"{sheet.title_en}, made above, is enough.")
            self._report.text(said, indent=8)

    def _document(self, one: PlannedDocument) -> None:
        here = self._here
        wanted = one.need in ("required", "alternative", "show")
        # A wide space, as wide as 済, so that the names stand below each other.
        mark = here.t("[済] ", "[x] ") if one.supplied else here.t("[　] ", "[ ] ") if wanted else "- "
        about = [
            word(here, one.handed),
            self._copies(one.copies),
            self._case(one.user, one.permission, one.institution),
        ]
        if one.line.max_age:
            age = Period.parse(one.line.max_age)
            about.append(here.t(f"{age.words()}以内", f"at most {age.in_english()} old"))
        about.append(one.document)
        name = here.t(one.title, one.title_en)
        self._report.text(name + self._brackets(about), indent=4, hang=mark)
        self._why(one.line.because.text(here.lang), one.line.sources, one.line.status)
        if one.need == "show" and one.attachments:
            bound = here.t(
                "付けた写しは、要りませんが、綴りに入れます。", "The copy given is bound in, though not needed."
            )
            self._report.text(bound, indent=8)

    def _office(self) -> None:
        here, report, office = self._here, self._report, self._plan.office
        report.heading(here.t("提出先", "Office"))
        if office is None:
            report.text(word(here, "unknown"), indent=2)
            return
        report.text("　".join(part for part in (office.name, office.section) if part), indent=2)
        where = f"〒{office.postal_code} {office.address}" if office.address else here.t(
            "所在地は公式の資料で確かめられていません", "address not confirmed")  # fmt: skip
        report.text(where, indent=2)
        if office.unconfirmed:
            report.text(office.unconfirmed, indent=2, hang=here.t("（未確認）", "(not confirmed) "))
        self._why("", office.source, office.status)
        if office.because:
            self._why(office.because.text(here.lang), office.decided_by)

    def _envelope(self) -> None:
        if self._plan.envelope:
            self._report.heading(self._here.t("封筒", "Envelope"))
            for one in self._plan.markings:
                self._report.text(one.text, indent=2, hang=self._here.t("表書き：", "On the front: "))
                why = one.because.text(self._here.lang) if one.because else ""
                self._why(why, one.sources, one.status)

    def _deadlines(self) -> None:
        here, days = self._here, self._plan.deadlines
        # What binds stands apart from what only helps: a day for preparing is none to be late for.
        for heading, found in (
            (here.t("期限", "Deadlines"), [d for d in days if d.kind == "limit"]),
            (here.t("そのほかの日", "Other days"), [d for d in days if d.kind != "limit"]),
        ):
            if found:
                self._report.heading(heading)
            for one in found:
                self._day(one)

    def _day(self, one: DeadlineFound) -> None:
        here = self._here
        day = f"{one.on} " if one.on else ""
        gone = here.t("もう始まっています", "begun") if one.kind == "opens" else here.t("過ぎています", "past")
        self._report.text(day + one.what.text(here.lang) + self._brackets([gone] if one.past else []), indent=2)
        self._why(one.because.text(here.lang), one.source, one.status)

    def _fees(self) -> None:
        here = self._here
        if self._plan.fees:
            self._report.heading(here.t("手数料", "Fee"))
        for one in self._plan.fees:
            self._report.text(self._fee(one), indent=2)
            for part in one.parts if len(one.parts) > 1 else ():
                amount = here.t(f"{part.amount:,}円", f"{part.amount:,} yen")
                self._report.text(f"{part.what.text(here.lang)} {amount}", indent=4, hang=here.t("・", "- "))
            self._why(one.because.text(here.lang), one.source, one.status)
        if bought := self._plan.stamps:
            every = [here.t(f"{s.value:,}円×{s.count}枚", f"{s.count} x {s.value:,} yen") for s in bought.stamps]
            heading = here.t("貼る収入印紙（枚数がいちばん少ない組み合わせ）：", "Revenue stamps (the fewest): ")
            self._report.text(here.t("、", ", ").join(every), indent=2, hang=heading)
            self._why("", bought.source, bought.status)

    def _duties(self) -> None:
        """What is to be known beside these papers; how to handle them stands on the page of next steps."""
        duties = [step for step in self._plan.next_steps if step.duty]
        if duties:
            self._report.heading(self._here.t("併せて", "Besides"))
        for one in duties:
            who = self._here.t("、", ", ").join(self._case(*whom) for whom in one.of)
            self._report.text(one.text(self._here.lang) + self._brackets([who]), indent=2)
            self._why("", one.source, one.status)

    def _fee(self, fee: Fee) -> str:
        here = self._here
        amount = word(here, "unknown") if fee.amount is None else here.t(f"{fee.amount:,}円", f"{fee.amount:,} yen")
        if fee.settlement:
            amount += here.t(f"（ほかに決済手数料 {fee.settlement:,}円）", f" (plus {fee.settlement:,} for settling)")
        about = [word(here, fee.payment) if fee.payment and fee.amount != 0 else "", self._case(None, fee.permission)]
        return amount + self._brackets(about)

    def _problems(self) -> None:
        here, found = self._here, self._plan.problems
        if found:
            self._report.heading(here.t("気をつけること", "Findings"))
            findings(here, found, self._report)
            self._report.heading(summary(here, found))

    def _why(self, because: str, sources: Iterable[str], status: str = "") -> None:
        here = self._here
        if because:
            self._report.text(because, indent=8)
        titles = here.t("／", "; ").join(self._titles(sources))
        unsure = here.t("（未確認）", " (inferred)") if status == "inferred" else ""
        if titles:
            self._report.text(titles + unsure, indent=8, hang=here.t("出典：", "Source: "), colour="dim", mark="dim")

    def _titles(self, names: Iterable[str]) -> Iterator[str]:
        """What sources are called, each once; two of one title with their issuers."""
        known = [self._sources[n] for n in dict.fromkeys(names) if n in self._sources]
        titles = Counter(source.title for source in known)
        said = (s.title if titles[s.title] == 1 else f"{s.title}（{s.issuer}）" for s in known)
        yield from dict.fromkeys(said)

    def _copies(self, count: int) -> str:
        return "" if count == 1 else self._here.t(f"{count}部", f"{count} copies")

    def _case(self, user: int | None, permission: int | None, institution: int | None = None) -> str:
        profile = self._plan.profile
        told = [whose(self._here, profile, user, permission)]
        told += [whose(self._here, profile, None, None, institution)] if institution is not None else []
        return self._here.t("・", ", ").join(filter(None, told))

    def _brackets(self, parts: Iterable[str]) -> str:
        inside = self._here.t("・", ", ").join(p for p in parts if p)
        return self._here.t(f"（{inside}）", f" ({inside})") if inside else ""
