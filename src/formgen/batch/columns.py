"""From the heads of a table to what its columns are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from formgen.batch.cases import Finding
from formgen.batch.labels import Labels
from formgen.batch.tables.cells import Place, Table
from formgen.batch.targets import KEY, Target, target_of
from formgen.batch.values import Read, plain, reader_of
from formgen.ground.problems import Problem, problem
from formgen.ground.suggestions import near

REMARKS = ("#", "※", "＃")
"""A head or a row that begins so is for people only."""

_KEYS = ("key", "まとめる番号")


@dataclass(frozen=True)
class Column:
    """One column that is read: its place among the heads, what it is about, and what reads its cells."""

    index: int
    target: Target
    read: Read = field(repr=False, compare=False)


@dataclass(frozen=True)
class Columns:
    """The columns of a table, the one that joins rows (by its index), and what is wrong with the heads."""

    every: tuple[Column, ...]
    key: int | None
    findings: tuple[Finding, ...]


def headed(table: Table, labels: Labels) -> Table:
    """The table by the names of facts, where its second row is one of names, as in an empty table of ours."""
    names = table.rows[0] if table.rows and table.numbers[0] == 2 else ()
    # What a label keeps from being read is not read for its name either.
    said = [None if _is_remark(head) else name for name, head in zip(names, table.heads, strict=False)]
    known = [isinstance(name, str) and _is_name(name, labels) for name in said if name is not None]
    # A misspelt name among others is told as a head: as a row of values it would be a person of that name.
    if sum(known) * 2 <= len(known):
        return table
    # What has no name there may still have a label.
    titles = tuple(head.strip() or str(name or "") for name, head in zip(names, table.heads, strict=True))
    heads = tuple(str(name) if name is not None else head for name, head in zip(said, table.heads, strict=True))
    return replace(table, heads=heads, titles=titles, rows=table.rows[1:], numbers=table.numbers[1:])


def _is_remark(head: str) -> bool:
    return head.lstrip().startswith(REMARKS)


def _is_name(text: str, labels: Labels) -> bool:
    return plain(text) in _KEYS or target_of(text.strip(), labels.library) is not None


def columns_of(table: Table, labels: Labels, key: str | None = None) -> Columns:
    """What the heads of a table mean. `key`: the head of the column that joins rows."""
    found: list[Column] = []
    findings: list[Finding] = []
    remarks: list[int] = []
    seen: dict[object, int] = {}
    joined = next((n for n, head in enumerate(table.heads) if key is not None and plain(head) == plain(key)), None)
    if key is not None and joined is None:
        findings.append(Finding(problem("E-TABLE.no-key-column")))
    for index, head in enumerate(table.heads):
        target = _target(head, labels, joined=index == joined)
        if isinstance(target, Problem):
            findings.append(_at(table, index, target))
        elif target is None:
            remarks.append(index)
        elif (first := seen.setdefault(_same(target), index)) != index:
            findings.append(_at(table, index, problem("E-TABLE.twice", first=_address(first))))
        elif target is KEY:
            joined = index if joined is None else joined
        else:
            found.append(Column(index, target, reader_of(target.domain, labels.of_choice(target))))
    return Columns(tuple(found), joined, (*findings, *_ignored(table, remarks)))


def _target(head: str, labels: Labels, *, joined: bool) -> Target | Problem | None:
    """What a head is about; None for a column of remarks."""
    if not plain(head) or _is_remark(head):
        return None
    found = _named(head, labels)
    # Whatever joins rows need be no fact.
    return KEY if joined and isinstance(found, Problem) else found


def _named(head: str, labels: Labels) -> Target | Problem:
    whole, *parts = _readings(head)
    for text in (whole, *parts):
        if plain(text) in _KEYS:
            return KEY
        if found := target_of(text, labels.library):
            return found
    # A part of a head is a name at most: as a label, 「配偶者（氏名）」 would be the person's own name.
    candidates = labels.named(whole)
    if len(candidates) > 1:
        listed = [_with_meaning(name, labels) for name in candidates]
        return problem("E-TABLE.ambiguous", candidates="、".join(listed), candidates_en=", ".join(candidates))
    if candidates and (found := target_of(candidates[0], labels.library)):
        return found
    return _unknown(head, labels)


def _readings(head: str) -> Iterator[str]:
    """The head, its last line, and what stands in the brackets at its end: 「住所（user.address）」."""
    # A star beside a head says that it must be filled in.
    text = head.strip().rstrip("*＊※★").strip()
    yield text
    *_, last = text.splitlines() or [text]
    if last != text:
        yield last.strip()
    for opening, closing in ("（）", "()", "【】"):
        if text.endswith(closing) and opening in text:
            yield text.rpartition(opening)[2][:-1].strip()


def _with_meaning(name: str, labels: Labels) -> str:
    said = labels.library.facts.meaning(name)
    return f"{name}（{said.ja}）" if said else name


def _unknown(head: str, labels: Labels) -> Problem:
    meant = near(head.strip(), labels.every)
    if not meant:
        return problem("E-TABLE.unknown-head")
    said = "か".join(f"「{name}」" for name in meant)
    return problem("E-TABLE.misspelt-head", meant=said, meant_en=" or ".join(meant))


def _same(target: Target) -> object:
    return (target.steps, target.document, target.part, target.item) if target is not KEY else "key"


def _at(table: Table, index: int, found: Problem) -> Finding:
    return Finding(replace(found, file=table.path.name), place=Place(1, index + 1, table.sheet))


def _address(index: int) -> str:
    return Place(1, index + 1, None).address


def _ignored(table: Table, remarks: Sequence[int]) -> Iterator[Finding]:
    """Columns for people only are told once, where something stands in them."""
    held = [n for n in remarks if any(row[n] is not None for row in table.rows)]
    if held:
        letters = ", ".join(_address(n)[:-1] for n in held)
        yield Finding(problem("W-TABLE.remarks", file=table.path.name, columns=letters))
