"""Shared blocks: what a sheet gives by name stands in their texts, whole or in the middle."""

from __future__ import annotations

from formgen.files.located import read_yaml
from formgen.library.parts import Parts, expanded

ROW = {
    "label": "$label",
    "lead": {"check": "change.${of}.named", "label": "${label}（変更）"},
    "inside": [{"text": "change.${of}.after", "required_when": {"change.${of}.named": True}}],
}


def filled(sheet: str):
    made = expanded(read_yaml(sheet, "sheet.yaml"), Parts({"row": ROW}, {}))
    return made.data["content"], [(f.line, f.message("en")) for f in made.faults]


def test_a_name_inside_a_text_and_in_a_condition() -> None:
    (row,), faults = filled("content:\n  - {part: row, of: user.name, label: 氏名, height: 9}\n")
    assert faults == []
    assert row == {
        "label": "氏名",
        "lead": {"check": "change.user.name.named", "label": "氏名（変更）"},
        "inside": [{"text": "change.user.name.after", "required_when": {"change.user.name.named": True}}],
        "height": 9,
    }


def test_what_is_not_given_is_told_at_the_line() -> None:
    _, faults = filled("content:\n  - {part: row, label: 氏名}\n")
    assert faults
    assert all(line == 2 and "needs 'of'" in words for line, words in faults)
