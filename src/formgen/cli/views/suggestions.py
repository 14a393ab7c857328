"""Which file of a folder may be which document, for people: with the words that say so, and what could not be told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.terminal import plain
from formgen.cli.views.words import whose

if TYPE_CHECKING:
    from formgen.api import PlannedDocument, Profile, Suggestion, Suggestions

_DOUBTS = {
    "no-words": ("当てはまる書類の言葉がありません", "no word of a document"),
    "several-documents": ("どの書類か決まりません", "may be any of these"),
    "name-and-text-differ": (
        "名前と1ページ目が別の書類に当たります",
        "its name and its first page differ",
    ),
    "whose": ("誰のものか決まりません", "whose it is cannot be told"),
    "several-files": ("ほかのファイルも同じ書類に当たります", "another file may be the same document"),
    "original": ("原本を出す書類です（enclosed: true）", "the original is handed in (enclosed: true)"),
    "unreadable": ("使えません", "cannot be used"),
}


def suggestions(here: Console, seen: Suggestions, profile: Profile, report: Report) -> None:
    """What may be which document, what could not be told, and what to add to the profile. Nothing was decided."""
    report.heading(here.t(f"添付の候補（{seen.folder}）", f"Possible attachments ({seen.folder})"))
    for one in seen.files:
        if one.doubt is None:
            report.text(_shown(one), indent=2)
            report.text(_named(here, one.documents, profile) + _because(here, one), indent=4, hang="→ ", mark="cyan")
            if one.file is None:
                outside = ("プロファイルのフォルダの中に移してください", "move it into the folder of the profile")
                report.text(here.t(*outside), indent=4, colour="yellow")
    _undecided(here, seen, profile, report)
    _counted(here, seen, report)
    if seen.snippet:
        ja, en = "確かめてから、プロファイルの attachments に加えます", "Check it, then add it to attachments"
        report.heading(here.t(ja, en))
        # As it is to be copied: never broken at the edge of the screen.
        report.lines += [f"  {_line(entry)}," for entry in seen.snippet]


def _line(entry: Mapping[str, object]) -> str:
    shown = json.dumps(entry, ensure_ascii=False)
    # A name may hold what would steer the terminal: JSON has a way to write it.
    return shown if plain(shown) == shown else json.dumps(entry)


def _undecided(here: Console, seen: Suggestions, profile: Profile, report: Report) -> None:
    doubtful = [one for one in seen.files if one.doubt is not None]
    if doubtful:
        report.text(here.t("分からなかったファイル", "Could not be told"), indent=2)
    for one in doubtful:
        said = here.t(*_DOUBTS[str(one.doubt)])
        if one.problem:
            said = f"{one.problem.code}  {one.problem.message(here.lang)}"
        report.text(_shown(one), indent=4)
        about = _named(here, one.documents, profile)
        report.text(here.t("：", ": ").join(filter(None, (said, about))) + _because(here, one), indent=6, colour="dim")


def _counted(here: Console, seen: Suggestions, report: Report) -> None:
    if not seen.files:
        report.text(here.t("新しいファイルはありません。", "No new files."), indent=2)
    if seen.left_out:
        ja, en = f"ほかに{seen.left_out}個のファイルは見ていません。", f"{seen.left_out} more files were not looked at."
        report.text(here.t(ja, en), indent=2)
    if not seen.open_documents:
        report.text(here.t("足りない書類はありません。", "No document is missing."), indent=2)


def _shown(one: Suggestion) -> str:
    return one.file or str(one.path)


def _named(here: Console, documents: Iterable[PlannedDocument], profile: Profile) -> str:
    def told() -> Iterator[str]:
        for document in documents:
            who = whose(here, profile, document.user, document.permission, document.institution)
            yield document.titles.text(here.lang) + (here.t(f"（{who}）", f" ({who})") if who else "")

    return here.t("・", ", ").join(dict.fromkeys(told()))


def _because(here: Console, one: Suggestion) -> str:
    names = {"name": here.t("名前", "name"), "text": here.t("1ページ目", "first page")}
    said = [
        here.t(f"{names[sign.where]}に「{sign.word}」", f'{names[sign.where]}: "{sign.word}"') for sign in one.signs
    ]
    if one.person_by:
        said.append(here.t(f"{names[one.person_by]}に本人の名", f"{names[one.person_by]}: the person"))
    return here.t("　", "  ") + here.t("、", ", ").join(said) if said else ""
