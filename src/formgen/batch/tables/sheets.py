"""The sheets of a workbook of ours by their names: one is filled in, the others are for people."""

from __future__ import annotations

ENTRY = "入力"
"""Where the rows are: labels in the first row, names of facts in the second."""

SAMPLE, RULES, FINDINGS, WORDS = "見本", "書き方", "誤りの一覧", "選択肢"

APART = frozenset({SAMPLE, RULES, FINDINGS, WORDS})
"""Sheets that hold no rows of the user's."""
