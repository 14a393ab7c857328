"""Small packets as formgen writes them, for what is done with written packets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formgen.outputs.folder import write_folder
from formgen.outputs.manifest import Entry, manifest_json

# A whole packet, two papers of two people, one paper of nobody's, a signed file beside its copy.
Papers = tuple[tuple[str, str, str, str | None], ...]
PAPERS: Papers = (
    ("packet.pdf", "packet", "利用申出書", None),
    ("attachments/03-company-registry.pdf", "attachment", "登記事項証明書", None),
    ("sheets/01-usage-request.pdf", "sheet", "利用申出書", "佐藤 花子"),
    ("attachments/02-identity-document.pdf", "attachment", "本人確認資料の写し", "佐藤 花子"),
    ("attachments/02-identity-document.original.pdf", "original", "本人確認資料の写し", "佐藤 花子"),
    ("upload/01_利用申出書 100%.pdf", "upload", "利用申出書", "佐藤 花子"),
    ("next-steps.pdf", "next-steps", "次にすること", None),
)
HEADER: Mapping[str, Any] = {
    "form": "usage-request",
    "title": "利用申出書",
    "route": "online",
    "date": "2026-11-24",
    "organization": "株式会社さくら精機",
    "people": ["佐藤 花子", "鈴木 一郎"],
    "office": "東京出入国在留管理局",
    "fee_jpy": 5500,
    "draft": False,
}


def written(folder: Path, contents: Mapping[str, bytes] | None = None, papers: Papers = PAPERS, **header: Any) -> Path:
    """A folder; `contents` instead of the files' own paths, `header` over HEADER."""
    files: dict[str, Any] = {path: (contents or {}).get(path, path.encode()) for path, *_ in papers}
    entries = [
        Entry(
            path,
            role,
            "usage-request" if role == "sheet" else None,
            path.partition("-")[2].partition(".")[0] if role in ("attachment", "original") else None,
            title,
            person,
            1,
            len(files[path]),
            hashlib.sha256(files[path]).hexdigest(),
        )
        for path, role, title, person in papers
    ]
    write_folder(folder, {**files, "manifest.json": manifest_json(entries, {**HEADER, **header})})
    return folder
