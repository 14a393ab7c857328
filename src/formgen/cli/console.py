"""Where a command stands: its language, its streams, and how it ends. Turns every exception into an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import typer

from formgen.cli.language import Lang, of_locale
from formgen.cli.report import Report
from formgen.cli.streams import lost, tell, write
from formgen.cli.terminal import plain, screen_width, wants_colour
from formgen.ground.problems import Broken, Language, Problem, Refused, errors

# The exit codes as the README lists them; scripts go by them.
FINE, FINDINGS, USAGE, BROKEN, LATER, INTERRUPTED = 0, 1, 2, 3, 75, 130
# A path or an address on the command line that leads nowhere.
_NOWHERE = frozenset(
    {
        "E-FILE.profile",
        "E-OUTPUT.no-folder",
        "E-PACKET.nothing",
        "E-SEND.target",
        "E-SEND.url",
        "E-SEND.url-credentials",
        "E-SEND.url-http",
        "E-TABLE.unreadable",
        "E-TARGET.unreadable",
    }
)
_LOST = "E-OUTPUT.stdout"
# Nothing in a profile mends these, so they must not look like its findings.
_OURS = frozenset({"E-SPEC", "E-FONT", "E-VERIFY"})


@dataclass(frozen=True)
class CommonOptions:
    """The options given before the name of the command."""

    lang: Lang | None = None
    json: bool = False
    strict: bool = False
    show_values: bool = False
    forms: Path | None = None


@dataclass
class Console:
    """What a command needs to answer. Data goes to stdout, words to stderr."""

    lang: Language = "ja"
    json: bool = False
    strict: bool = False
    show_values: bool = False
    forms: Path | None = None

    def t(self, ja: str, en: str) -> str:
        """One of two texts, by language."""
        return en if self.lang == "en" else ja

    def report(self, stream: TextIO | None = None) -> Report:
        """Report for lines that go to stdout (or another stream)."""
        return Report(screen_width(), wants_colour(stream or sys.stdout))

    def give(self, answer: Report | str | bytes) -> None:
        """Data, on stdout. Raises `Refused` (E-OUTPUT.stdout)."""
        try:
            write(sys.stdout, answer if isinstance(answer, bytes) else str(answer))
        except OSError as error:
            raise Refused([lost(error)]) from None

    def give_json(self, answer: Mapping[str, Any]) -> None:
        """One JSON object, on stdout, in UTF-8. Raises `Refused` (E-OUTPUT.stdout)."""
        # Days and paths as text.
        text = json.dumps({"schema_version": 1, **answer}, ensure_ascii=False, indent=2, default=str)
        # In UTF-8 whatever the terminal has; half a surrogate, which a profile may hold, is written as \ud8xx.
        self.give((text + "\n").encode("utf-8", "backslashreplace"))

    def say(self, words: Report | str) -> None:
        """Words, on stderr."""
        tell(sys.stderr, str(words) if isinstance(words, Report) else plain(words) + "\n")

    def leave(self, problems: Iterable[Problem], code: int | None = None) -> None:
        """End the command with the exit code that these findings ask for."""
        found = tuple(problems)
        # Warnings alone do not stop a script unless it asks for that.
        wanted = FINDINGS if errors(found) or (found and self.strict) else FINE
        raise typer.Exit(wanted if code is None else code)


@contextmanager
def console(
    ctx: typer.Context, lang: Lang | None = None, forms: Path | None = None, **given: bool
) -> Iterator[Console]:
    """A console from the options before and after the command's name. Nothing but an exit code leaves it."""
    first = ctx.find_object(CommonOptions) or CommonOptions()
    language = lang or first.lang
    either = {n: given.get(n, False) or getattr(first, n) for n in ("json", "strict", "show_values")}
    here = Console(language.value if language else of_locale(), **either, forms=forms or first.forms)
    try:
        _check_folder(here)
        yield here
    except Refused as refused:
        _tell(here, refused)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    # Whatever it is: no traceback for a person, and none with values in it for a log.
    except Exception as error:
        if _of_typer(error):
            raise
        raise typer.Exit(_internal(here, error)) from None


def _check_folder(here: Console) -> None:
    """A folder of forms that cannot be read is wrong usage."""
    if here.forms is None:
        return
    from formgen.api import own_folder

    try:
        own_folder(here.forms)
    except Refused as refused:
        message = " ".join(p.message(here.lang) for p in refused.problems)
        raise typer.BadParameter(message, param_hint="--forms") from None


def _tell(here: Console, refused: Refused) -> None:
    from formgen.cli.views.findings import findings

    code = FINDINGS
    if isinstance(refused, Broken) or any(p.code in _OURS for p in refused.problems):
        code = BROKEN
    elif any(p.key in _NOWHERE for p in refused.problems):
        code = USAGE
    if not _told_as_json(here, refused):
        here.say(findings(here, refused.problems, here.report(sys.stderr)))
    here.leave(refused.problems, code)


def _told_as_json(here: Console, refused: Refused) -> bool:
    """Whether the answer of a command that gives JSON could be given: where stdout takes nothing, words must do."""
    if not here.json or any(p.key == _LOST for p in refused.problems):
        return False
    shown = [p.as_json(here.lang, show_values=here.show_values) for p in refused.problems]
    try:
        here.give_json({"problems": shown})
    except Refused:
        return False
    return True


def _of_typer(error: Exception) -> bool:
    """Whether typer itself is to deal with it: an exit, or a complaint about usage."""
    # click's complaints are known by what they can do: click itself is no dependency of ours.
    return isinstance(error, typer.Exit | typer.Abort) or hasattr(error, "format_message")


def _internal(here: Console, error: Exception) -> int:
    """A fault of formgen: one line, without its text, which may hold values. Gives back the exit code."""
    if os.environ.get("FORMGEN_DEBUG") == "1":
        traceback.print_exception(error)
    name = type(error).__name__
    text = here.t(
        f"internal error: {name}（formgen の不具合です。FORMGEN_DEBUG=1 で詳しく出ます）",
        f"internal error: {name} (a fault of formgen; FORMGEN_DEBUG=1 shows more)",
    )
    here.say(text)
    if here.json:
        with suppress(Refused):
            here.give_json({"problems": [], "error": {"type": name}})
    return BROKEN
