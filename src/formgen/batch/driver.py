"""Many cases, each made once: good ones have their place, of bad ones everything is told, at its cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from formgen.batch.cases import Case, Finding
from formgen.batch.engines import Engine
from formgen.batch.inputs import Inputs
from formgen.batch.journal import Journal, Line, output_key
from formgen.batch.products import digest_at
from formgen.batch.running import run
from formgen.batch.wording import in_words_of_table, pointer_of
from formgen.batch.work import Job, Made, Recipe, settled
from formgen.files.temporary import sweep
from formgen.files.writing import make_folder
from formgen.ground.problems import Problem, problem
from formgen.library import Library

State = Literal["made", "same", "replaced", "unchanged", "checked", "refused", "left"]
"""made: now · same: it was there, byte for byte · replaced: made anew, as its inputs have changed · unchanged: its
inputs and it itself are as they were · checked: nothing was to be made · refused · left: not come to."""

Progress = Callable[[int, int], None]
# Nothing can be written there for any other case either.
_HOPELESS = frozenset({"E-OUTPUT.full", "E-OUTPUT.forbidden", "E-OUTPUT.no-folder"})
_FLUSH = 10


@dataclass(frozen=True)
class Output:
    """What became of one case. `path` is where its packet or sheet is, or would be."""

    case: str = field(repr=False)
    rows: tuple[int, ...]
    path: Path | None = field(repr=False)
    state: State
    sha256: str | None = None
    pages: int = 0
    seconds: float = 0.0

    @property
    def there(self) -> bool:
        """Whether it has been made, now or before, of what the table says now."""
        return self.state in ("made", "same", "replaced", "unchanged")


@dataclass(frozen=True)
class Outcome:
    """What became of the cases that were chosen, in the order of the table, and everything that was found."""

    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]


@dataclass
class Driver:
    """One run. `today`: the day of the rules for profiles that have none, when no day is given (`as_of`)."""

    recipe: Recipe
    library: Library
    out: Path | None
    engine: Engine
    as_of: date | None = None
    today: date = field(default_factory=date.today)
    progress: Progress | None = None

    def run(
        self,
        every: Sequence[Case],
        chosen: Sequence[Case],
        told: Sequence[Finding] = (),
        *,
        bad: Collection[str] = (),
        stopped: bool = False,
    ) -> Outcome:
        """Make the chosen ones of all cases; `told` is what was found in the table already. Raises `Refused`.

        `bad`: the names of those that are only checked, as something is wrong with them; `stopped`: all of them are.
        """
        begun = _Begun(self, list(chosen), tuple(told), bad, stopped)
        with ExitStack() as ends:
            if self.out is not None:
                make_folder(self.out)
                begun.journal = ends.enter_context(Journal(self.out))
            begun.look()
            try:
                begun.make()
            finally:
                begun.write_down()
                if self.out is not None:
                    # Workers that were killed have left what they were writing.
                    sweep(self.out, again=True)
            return Outcome(begun.outputs(), (*told, *begun.found, *begun.left_over(every)))


@dataclass
class _Todo:
    case: Case
    check: bool
    inputs: str = ""
    ours: str | None = None


@dataclass
class _Begun:
    of: Driver
    chosen: list[Case]
    told: tuple[Finding, ...]
    bad: Collection[str]
    stopped: bool
    journal: Journal | None = None
    found: list[Finding] = field(default_factory=list)
    said: dict[Problem, Problem] = field(default_factory=dict)
    done: dict[str, Output] = field(default_factory=dict)
    todo: dict[str, _Todo] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    inputs: Inputs = field(init=False)

    def __post_init__(self) -> None:
        self.inputs = Inputs(self.of.recipe, self.of.library)
        # What a cell is refused for already is not told again as a fact that is missing.
        refused = (f for f in self.told if f.place and f.problem.severity == "error")
        self.known = {(row, f.place.column) for f in refused if f.place for row in (*f.rows, f.place.row)}

    def look(self) -> None:
        """What has to be done for each case."""
        for case in self.chosen:
            if self.of.recipe.check or self.stopped or case.name in self.bad:
                self.todo[case.name] = _Todo(case, check=True)
            else:
                self._look(case)

    def _look(self, case: Case) -> None:
        inputs, path = self.inputs.digest(case.data, self._day(case)), self._path(case)
        line = self.journal.lines.get(output_key(path)) if self.journal and path else None
        if line and line.inputs == inputs and path and not self.of.recipe.force:
            there = digest_at(path)
            if there == line.sha256:
                self._end(case, "unchanged", sha256=there, pages=line.pages)
                return
            if there is not None:
                # Whatever would be made is not what is there.
                self._find(case, (problem("E-BATCH.changed", value=path.name),))
                self._end(case, "refused")
                return
        self.todo[case.name] = _Todo(case, False, inputs, line.sha256 if line else None)

    def make(self) -> None:
        """Have it done, until all is or nothing more can be."""
        recipe = replace(self.of.recipe, out=self.of.out if self.of.engine.shared else None)
        with closing(run(recipe, self._jobs(), len(self.todo), self.of.engine)) as answers:
            for job, made in answers:
                at_place = settled(recipe, job, made, self.of.out) if self.of.out else made
                self._take(self.todo[job.name], at_place)
                if any(p.key in _HOPELESS for p in at_place.problems):
                    return

    def _jobs(self) -> Iterator[Job]:
        for todo in self.todo.values():
            files = None if self.of.engine.shared else self.inputs.files(todo.case.data)
            yield Job(todo.case.name, todo.case.data, self._day(todo.case), todo.ours, todo.check, files)

    def _take(self, todo: _Todo, made: Made) -> None:
        case, path = todo.case, self._path(todo.case)
        self._find(case, made.problems)
        if made.placed and made.sha256 and path:
            self.lines.append(Line(output_key(path), todo.inputs, made.sha256, made.pages))
            if len(self.lines) >= _FLUSH:
                self.write_down()
        bad = self.stopped or case.name in self.bad or made.refused
        state: State = "refused" if bad else made.placed or "checked"
        self._end(case, state, sha256=None if bad else made.sha256, pages=made.pages, seconds=made.seconds)

    def write_down(self) -> None:
        """What has its place, in the journal."""
        lines, self.lines = self.lines, []
        if lines and self.journal:
            self.journal.write(lines)

    def _end(
        self, case: Case, state: State, *, sha256: str | None = None, pages: int = 0, seconds: float = 0.0
    ) -> None:
        self.done[case.name] = Output(case.name, case.rows, self._path(case), state, sha256, pages, seconds)
        if self.of.progress:
            self.of.progress(len(self.done), len(self.chosen))

    def _find(self, case: Case, problems: Iterable[Problem]) -> None:
        # The same thing is said of thousands of rows: it is kept once.
        for one in (self.said.setdefault(found, found) for found in problems):
            pointer = pointer_of(one)
            place = case.place(pointer)
            if place is None or (place.row, place.column) not in self.known:
                told = in_words_of_table(one, case, self.of.library)
                self.found.append(Finding(told, case.name, place, case.rows_of(pointer)))

    def _day(self, case: Case) -> date | None:
        return self.of.as_of or (None if case.data.get("date") else self.of.today)

    def _path(self, case: Case) -> Path | None:
        return self.of.recipe.path(case.name, self.of.out) if self.of.out else None

    def outputs(self) -> tuple[Output, ...]:
        """Of every chosen case, in the order of the table."""
        return tuple(self.done.get(c.name) or Output(c.name, c.rows, self._path(c), "left") for c in self.chosen)

    def left_over(self, every: Sequence[Case]) -> Iterator[Finding]:
        """What was made of rows that the table has no more: told, never removed."""
        if self.journal is None or self.of.out is None:
            return
        named = {output_key(self.of.recipe.path(case.name, self.of.out)) for case in every}
        gone = self.journal.lines.keys() - named
        names = sorted(path.name for path in self.of.out.iterdir() if output_key(path) in gone) if gone else []
        if names:
            about = {"folder": self.of.out, "count": len(names), "value": ", ".join(names)}
            yield Finding(problem("W-BATCH.left", **about))
