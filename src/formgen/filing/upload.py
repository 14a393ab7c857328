"""What is uploaded, online: one PDF for each document, under the office's own words, in the order of filing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from formgen.files.held import Content
from formgen.filing.order import PacketItem
from formgen.outputs.merge import Bookmarked, merge
from formgen.profile.model import Profile
from formgen.profile.people import whose

FOLDER = "upload"

# Bytes in UTF-8: with number and person a name stays below 255, which is where most systems end.
_MOST = 180
# What Windows takes for something else in a name, as it looks in full width.
_RESERVED = str.maketrans('<>:"/\\|?*', "＜＞：”／＼｜？＊")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Upload:
    """One file to upload: its path in the packet, and the sheet or the first of the scans that it is made of."""

    path: str
    paper: PacketItem
    content: Content
    pages: int


def uploads(papers: Sequence[PacketItem], profile: Profile) -> Iterator[Upload]:
    """Every file, numbered from 01; the scans of one document are one PDF, in the order of the profile."""
    for number, scans in enumerate(_documents(papers), 1):
        first = scans[0]
        name = f"{number:02}_{file_name(first.title)}{_of_whom(first, profile)}.pdf"
        content = first.handed_in if len(scans) == 1 else _joined(scans)
        yield Upload(f"{FOLDER}/{name}", first, content, sum(one.pages for one in scans))


def file_name(title: str) -> str:
    """A title as part of a name that every system takes, Windows too: no reserved signs, nothing unseen, not long."""
    # One code point for ガ: the name of a file in a zip is compared byte by byte.
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", title)).translate(_RESERVED)
    return plain.encode()[:_MOST].decode(errors="ignore").strip(" 　.")


def _documents(papers: Sequence[PacketItem]) -> Iterator[list[PacketItem]]:
    # What is only shown or kept, and what holds the papers, goes to nobody's screen.
    for _, same in groupby((one for one in papers if one.line.filed), key=_which):
        scans = list(same)
        # A signed file is uploaded as it came: joined to another it would prove nothing.
        if any(one.alone for one in scans):
            yield from ([one] for one in scans)
        else:
            yield scans


def _which(one: PacketItem) -> tuple[object, ...]:
    return id(one.line), id(one.sheet), one.paper, one.user, one.permission, one.institution


def _of_whom(one: PacketItem, profile: Profile) -> str:
    """By place and role: the name of a file is seen where its contents are not."""
    found = whose(profile, one.user, one.permission, one.institution)
    return f"（{found.ja}）" if found else ""


def _joined(scans: Sequence[PacketItem]) -> Content:
    parts = [Bookmarked(f"{one.title}（{number}）", one.pdf) for number, one in enumerate(scans, 1)]
    return merge(parts, title=scans[0].title)
