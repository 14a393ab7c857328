"""One static page of every sheet, empty and filled, with how far each is known: `make gallery`.

The pictures are those beside the goldens, so that the page shows what was looked at and committed.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from formgen.library import open_library
from formgen.spec.form import Form

HERE = Path(__file__).resolve().parent
GOLDENS = HERE.parent / "tests" / "goldens"
LAYOUTS = {"official": "公式の用紙のとおり", "reconstructed": "再現（公式の用紙は見ていない）", "free": "自由様式"}
STATUS = {"confirmed": "確認済み", "inferred": "推定"}
SYSTEMS = {"law": "施行規則", "online": "在留申請オンライン", "toritsugi": "申請等取次", "free": "自由様式"}


def sheets() -> Iterator[dict[str, Any]]:
    """What the page says of each edition of each form."""
    library = open_library()
    for name in library.files:
        for form in library.editions(name):
            stem = f"{form.form}@{form.since}"
            yield {
                "id": form.form,
                "title": form.title,
                "number": " ".join(p for p in (SYSTEMS[form.system], form.number) if p),
                "edition": f"{form.since}〜{form.until or ''}",
                "layout": form.layout,
                "known": LAYOUTS[form.layout],
                "wording": counted(form),
                "sources": [library.rules.sources[s].title for s in listed(form.source)],
                "empty": picture(f"{stem}.empty.png"),
                "filled": picture(f"{stem}.filled.png"),
            }


def counted(form: Form) -> str:
    """How many of its blanks are confirmed."""
    said = [blank.status or form.defaults.get("status") for blank in form.blanks]
    return "、".join(f"{STATUS[s]} {said.count(s)}欄" for s in STATUS if s in said)


def listed(source: Any) -> list[str]:
    return [source] if isinstance(source, str) else list(source)


def picture(name: str) -> str:
    """The picture beside a golden, in the page itself."""
    return base64.b64encode((GOLDENS / name).read_bytes()).decode("ascii")


def main(target: Path) -> None:
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True)
    page = environment.get_template("gallery.html").render(sheets=list(sheets()))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
