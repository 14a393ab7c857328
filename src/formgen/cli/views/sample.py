"""A sample profile as YAML with comments: what each key means and which printed fields it fills."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from formgen.cli.terminal import columns, wrap
from formgen.profile.model import Profile, part_of
from formgen.schema import Labels, choices

_WIDTH = 80
_PARTS = {
    "form": "様式のid（formgen forms の一覧から） / form id",
    "route": "提出の方法 / how it is handed in",
    "date": "提出する日。書かなければ用紙は空欄 / day of filing; blank when absent",
    "office": "提出先の官署 / the office",
    "filing": "申出・届出の内容 / the filing itself",
    "organization": "所属機関など / the organisation",
    "users": "利用者・利用申出人 / the people",
    "institutions": "受け入れる機関 / client institutions",
    "changes": "変わった事項 / what has changed",
    "permission": "手数料を納める許可 / the permission to pay for",
    "attachments": "付ける書類。file（ファイル）か enclosed（紙を同封） / file, or enclosed: true",
    "attachments.document": "formgen plan の書類のid / document id from formgen plan",
    "attachments.user": "users の番号（0から） / index into users",
    "attachments.enclosed": "紙を手で入れる / the report itself is put in by hand",
    "attachments.issued_on": "発行日 / day of issue",
    "attachments.masked": "番号を隠したか / numbers masked",
    "users.status": "申出中・承認済み・離職",
    "users.sex": "性別",
    "users.residence_card": "在留カード（外国籍の人） / residence card of foreign staff",
    "users.agent_certificate": "申請等取次者証明書（なければ number を空に） / empty number: none",
    "filing.others_remain": "ほかに利用者が残るか / whether other users remain",
    "filing.user": "users の番号（0から） / index into users",
    "filing.category_review": "カテゴリー審査のある在留資格を扱うか / category review",
    "filing.category2_treatment": "カテゴリー2の扱いを受けるか / treated as category 2",
    "organization.kind": "種別",
    "organization.legal_form": "法人か個人事業主か",
    "organization.category": "カテゴリー",
    "permission.application_route": "申請の方法 / how it was applied for",
    "permission.accepted_on": "申請の受付日 / day of acceptance",
    "permission.granted_period": "許可された在留期間（1年は P1Y、3月は P3M） / granted period",
    "permission.pickup": "受け取りの方法 / how the result is received",
}
_HEAD = (
    "# 見本です（架空の内容）。書き換えて使います。このままでも綴りになります。",
    "# A fictional sample to write over; it runs as it stands:",
    "#   formgen packet PROFILE -o OUT",
)


def sample_yaml(sample: Mapping[str, Any], said: Labels, title: str) -> str:
    """The sample as YAML. Fictional; it runs through `formgen packet` as it stands."""
    return "\n".join((f"# {title}", *_HEAD, "", *_mapping(sample, "", 0, said))) + "\n"


def _mapping(data: Mapping[str, Any], prefix: str, depth: int, said: Labels | None) -> Iterator[str]:
    for key, value in data.items():
        place = f"{prefix}{key}"
        comment = _comment(place, said)
        lead = "  " * depth
        if isinstance(value, Mapping) and value:
            yield from _above(comment, lead)
            yield f"{lead}{key}:"
            yield from _mapping(value, f"{place}.", depth + 1, said)
        elif isinstance(value, list | tuple) and value:
            yield from _above(comment, lead)
            yield f"{lead}{key}:"
            for number, one in enumerate(value):
                yield from _entry(one, place, depth + 1, said if number == 0 else None)
        else:
            yield from _leaf(f"{lead}{key}: {scalar(value)}", comment, lead)


def _entry(value: Any, place: str, depth: int, said: Labels | None) -> Iterator[str]:
    """An entry of a list: a dash before its first key, comments above it in the dash's column."""
    lead = "  " * depth
    if not isinstance(value, Mapping) or not value:
        yield f"{lead}- {scalar(value)}"
        return
    started = False
    for line in _mapping(value, f"{place}.", depth + 1, said):
        if started:
            yield line
            continue
        inside = line[len(lead) + 2 :]
        started = not inside.startswith("#")
        yield f"{lead}- {inside}" if started else f"{lead}{inside}"


def _leaf(line: str, comment: str, lead: str) -> Iterator[str]:
    if comment and columns(f"{line}  # {comment}") <= _WIDTH:
        yield f"{line}  # {comment}"
    else:
        yield from _above(comment, lead)
        yield line


def _above(comment: str, lead: str) -> Iterator[str]:
    for line in wrap(comment, _WIDTH - len(lead) - 2) if comment else ():
        yield f"{lead}# {line}"


def scalar(value: Any) -> str:
    """A value in the part of YAML that is JSON too, so that nothing is read as something else."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _comment(place: str, said: Labels | None) -> str:
    if said is None:
        return ""  # said at the first entry of the list
    allowed = choices(place)
    known = _PARTS.get(place) or "、".join(said.get(place, ())) or _docstring(place)
    return ": ".join(p for p in (known, " | ".join(allowed)) if p)


def _docstring(place: str) -> str:
    model: Any = Profile
    for step in place.split("."):
        model = part_of(model, step) if model else None
    return (model.__doc__ or "").strip().removesuffix(".") if model else ""
