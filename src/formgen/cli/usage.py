"""Says what is wrong with a command line, in the language of the user. Exit code 2."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from formgen.cli.language import of_locale
from formgen.cli.streams import lost, silence, tell
from formgen.cli.terminal import plain
from formgen.ground.problems import Language

_INTERRUPTED = 130


class Group(TyperGroup):
    """The group of all commands; ends the process with the exit codes of formgen."""

    def main(  # noqa: D102 - typer's own
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        try:
            # Not standalone: click would say it in English and end the process with a code of its own.
            code = super().main(given, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            code = _INTERRUPTED
        except SystemExit:  # so typer ends where the reader of its own words has gone away: no fault, as everywhere
            code = 0
        except OSError as error:  # of typer's own words: help and version
            silence(sys.stdout)
            found, lang = lost(error), _language(given)
            tell(sys.stderr, f"{found.code}: {plain(found.message(lang))} {found.fix(lang)}\n")
            code = 1
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            _complain(error, _language(given))
            code = getattr(error, "exit_code", 2)
        sys.exit(code if isinstance(code, int) else 0)


def _language(args: Sequence[str]) -> Language:
    """The language asked for, although the command line could not be read."""
    # By eye, as nothing was parsed: the option may stand anywhere.
    joined = " ".join(args).replace("--lang=", "--lang ")
    if "--lang en" in joined:
        return "en"
    return "ja" if "--lang ja" in joined else of_locale()


def _complain(error: Any, lang: Language) -> None:
    # Not a mistake: its message is the help itself.
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return
    context = getattr(error, "ctx", None)
    usage = context.get_usage() if context else ""
    lines = [usage if lang == "en" else usage.replace("Usage:", "使い方：", 1)] if usage else []
    lines.append(_in_english(error) if lang == "en" else _in_japanese(error))
    if context:
        more = f"{context.command_path} --help"
        lines.append(f"Try '{more}' for help." if lang == "en" else f"使い方は {more} で見られます。")
    tell(sys.stderr, plain("\n".join(lines)) + "\n")


def _in_japanese(error: Any) -> str:
    told = error.format_message()
    # By the names of click's classes, which Typer does not hand on.
    match type(error).__name__:
        case "MissingParameter":
            return f"{_hint(error)} がありません。"
        case "NoSuchOption":
            near = getattr(error, "possibilities", None)
            also = f"「{' / '.join(sorted(near))}」の誤りではありませんか。" if near else ""
            return f"{error.option_name} というオプションはありません。{also}"
        case "BadParameter":
            return f"{_hint(error)} の値が正しくありません：{_phrase(error.message)}"
    if told.startswith("No such command"):
        return f"コマンドがありません：{told.partition('command')[2].strip(' .')}"
    return f"使い方の誤りです：{_phrase(told)}"


def _in_english(error: Any) -> str:
    # Where the parser of an option cannot know the language, it says both.
    ja, _, en = error.format_message().rpartition(" / ")
    return f"{ja.partition('：')[0].partition(': ')[0]}: {en}" if ja and not ja.isascii() else en


#: What typer and click say of a value, and the same in Japanese.
_PHRASES = (
    (r"'(.*)' is not one of (.*?)\.?", "「{0}」は使えません。使えるもの：{1}"),
    (r"Input should be greater than or equal to (\S+)", "{0}以上の数を書きます。"),
    (r"Input should be less than or equal to (\S+)", "{0}以下の数を書きます。"),
    (r"(\S+) is not in the range (.*?)\.?", "{0} は範囲（{1}）の外です。"),
    (r"'?(.*?)'? is not a valid (?:int|integer|float)\w*\.?", "「{0}」は数ではありません。"),
    (r"Input should be a valid integer.*", "整数を書きます。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "余分なものがあります：{0}"),
    (r"Option '(.*)' does not take a value\.?", "{0} に値は付けられません。"),
    (r"Option '(.*)' requires an argument\.?", "{0} に値が要ります。"),
    (r"(?:File|Path|Directory) '(.*)' does not exist\.?", "{0} がありません。"),
)


def _phrase(said: str) -> str:
    """A phrase of typer's in Japanese; of one that is in both languages already, the Japanese half."""
    said = said.removeprefix("Value error, ")
    if " / " in said and not said.isascii():
        return said.partition(" / ")[0]
    for pattern, words in _PHRASES:
        if found := re.fullmatch(pattern, said):
            return words.format(*found.groups())
    return said


def _hint(error: Any) -> str:
    """The option or argument that is meant, as it is typed."""
    if error.param_hint:
        return str(error.param_hint)
    parameter = error.param
    options = [o for o in getattr(parameter, "opts", ()) if o.startswith("-")]
    return max(options, key=len) if options else str(getattr(parameter, "metavar", None) or "引数")
