"""Nothing is kept that nobody uses: messages nobody raises, words nobody says, blocks and styles no sheet takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml

from formgen import api
from formgen.ground.explanations import EXPLAIN
from formgen.ground.messages import MESSAGES
from formgen.ground.terms import TERMS

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "form_specs"


def text_of(paths: Iterable[Path]) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(paths))


def code_without(*names: str) -> str:
    return text_of(p for p in (ROOT / "src/formgen").rglob("*.py") if p.name not in names)


def test_every_message_is_raised_somewhere() -> None:
    code = code_without("messages.py", "handover_messages.py", "table_messages.py", "explanations.py")
    idle = [key for key in MESSAGES if f'"{key}"' not in code and not _noted(key, code) and not _grouped(key, code)]
    assert not idle


def _noted(key: str, code: str) -> bool:
    """What the reader of scans notes and what a hand-over waits for is the case of its message: W-FILE.signed."""
    family, _, case = key.partition(".")
    return family in ("W-FILE", "W-SEND") and f'"{case}"' in code


def _grouped(key: str, code: str) -> bool:
    """What a group of files is told by its own words: E-FILE.type-photo."""
    start, _, group = key.rpartition("-")
    return f'f"{start}-{{' in code and f'"{group}"' in code


def test_every_code_is_explained_and_nothing_else() -> None:
    assert {key.partition(".")[0] for key in MESSAGES} == set(EXPLAIN)


def test_every_term_is_said_somewhere() -> None:
    said = set(re.findall(r"[\w-]+", code_without("terms.py") + text_of(SPECS.rglob("*.yaml"))))
    assert not [name for name in TERMS if name.rpartition(".")[2] not in said]


def test_every_shared_block_and_style_is_used() -> None:
    shared = yaml.safe_load((SPECS / "parts.yaml").read_text(encoding="utf-8"))
    written = text_of([*(SPECS / "sheets").glob("*.yaml"), SPECS / "parts.yaml"])
    used = set(re.findall(r"\b(?:part|like): *([\w-]+)", written))
    # A sheet has styles of its own, too.
    assert set(shared["parts"]) | set(shared["styles"]) <= used


def test_every_public_name_has_one_place() -> None:
    named = Counter(name for names in api._PLACES.values() for name in names)
    assert sorted(named.elements()) == sorted(api.__all__)
