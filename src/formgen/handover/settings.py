"""The small file that says what one document system wants: names, an index, what is told of each file."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Strict, ValidationError, ValidationInfo, field_validator

from formgen.files.located import Located, read_yaml
from formgen.files.reading import read_text
from formgen.files.reasons import reasons
from formgen.ground.problems import Broken, Problem, Refused, problem
from formgen.handover import patterns
from formgen.handover.naming import ALWAYS, Rules, stand_in
from formgen.library.faults import fault, model_faults
from formgen.spec.base import Model, wrong

Kind = Literal["folder", "dav", "paperless", "mayan"]
"""What receives packets; each has settings of its own that hold where the user says nothing (`defaults/`)."""

_DEFAULTS = Path(__file__).parent / "defaults"
# What Windows calls this encoding elsewhere; Python's codecs of these names lack 髙 﨑 ① ㈱ ～.
_LIKE_CP932 = frozenset({"shift_jis", "shift-jis", "shiftjis", "sjis", "windows-31j", "ms932"})


def _pattern(text: str) -> str:
    for ja, en in patterns.faults(text):
        raise wrong(ja, en)
    return text


def _name(text: str) -> str:
    for ja, en in patterns.faults(text, patterns.IN_NAMES):
        raise wrong(ja, en)
    if not text.strip():
        raise wrong("名前が空です。", "the name is empty")
    return text


def _encoding(word: object) -> object:
    if isinstance(word, str) and word.lower() in _LIKE_CP932:
        raise wrong(
            f"{word} は cp932 と書きます（Windows の Shift_JIS）。", f"write {word} as cp932 (Shift_JIS of Windows)"
        )
    return word


def _forbidden(characters: str) -> str:
    # The key of a file is in its name where nothing else tells it apart.
    if found := [c for c in characters if c.isalnum() or c in ".…"]:
        raise wrong(f"{' '.join(found)} は禁止できません。", f"{' '.join(found)} cannot be forbidden")
    if stand_in(characters) is None:
        raise wrong("_ - ＿ － のうち1つは使えるようにします。", "one of _ - ＿ － has to be allowed")
    return characters


def _path(name: object) -> object:
    if not isinstance(name, str) or not name:
        raise wrong("ファイルのパスを書きます。", "write the path of a file")
    return name


def _between(least: float, most: float) -> AfterValidator:
    def check(number: float) -> float:
        if not least <= number <= most:
            raise wrong(f"{least:g} から {most:g} までの数を書きます。", f"write a number from {least:g} to {most:g}")
        return number

    return AfterValidator(check)


def _start(text: str) -> str:
    if not 0 < len(text) <= 32 or not text.isprintable() or {*text} & {*"/\\"}:
        raise wrong(
            "part は、/ と \\ のない32文字までの名前の始まりです。",
            "part is the beginning of a name: 32 characters at most, without / and \\",
        )
    return text


def _rights(text: str) -> str:
    # Whoever hands it over has to read it back.
    if not re.fullmatch("0?[67][0-7]{2}", text):
        raise wrong("rights は 0640 のような8進数です。", "rights is octal, such as 0640")
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
NamePattern = Annotated[str, AfterValidator(_name)]
Flag = Annotated[bool, Strict()]
Seconds = Annotated[float, Strict(), _between(0, 86_400)]
Length = Annotated[int, Strict(), _between(32, 255)]


class Column(Model):
    """One column of an index: its head and what stands below."""

    head: str
    value: Pattern


def _some(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    if not columns:
        raise wrong("列を一つ以上書きます。", "at least one column is needed")
    return columns


class Index(Model):
    """A CSV file that says of every file what it is.

    `unwritable` says what becomes of a character that the encoding lacks: nothing is written, or the whole file goes
    as UTF-8 with a mark at its beginning.
    """

    name: NamePattern
    encoding: Annotated[Literal["cp932", "utf-8-sig", "utf-8"], BeforeValidator(_encoding)] = "utf-8-sig"
    unwritable: Literal["refuse", "utf-8-sig"] = "refuse"
    columns: Annotated[tuple[Column, ...], AfterValidator(_some)]
    header: Flag = True
    newline: Literal["crlf", "lf"] = "crlf"
    delimiter: Literal["comma", "tab", "semicolon"] = "comma"
    quote: Literal["needed", "all"] = "needed"


class Metadata(Model):
    """What a document system is told of a file (書誌), as patterns; what comes out blank is not told.

    `longest_title` in characters; what is longer is shortened.
    """

    title: Pattern = "{title}"
    longest_title: Annotated[int, Strict(), _between(8, 255)] = 128
    document_type: Pattern | None = None
    correspondent: Pattern | None = None
    cabinet: Pattern | None = None
    tags: tuple[Pattern, ...] = ()
    fields: Mapping[str, Pattern] = Field(default_factory=dict)


class Settings(Model):
    """What one receiver wants.

    documents: packet.pdf as one document, or each paper as its own. `forbidden` are characters that no name may have
    beside those that none can have; `replace` is `full-width`, `refuse`, or the one character that stands for them.
    `wait_seconds`: how long a receiver's answer is waited for; `allow_http`: also without TLS; `ca`: a file with
    certificates that are trusted, from the folder of the settings. dav: `part` is what names begin with until a file
    is whole, `watched` says that somebody takes files away. folder: `rights` of a file (0640); without them who may
    look into the folder may read it.
    """

    documents: Literal["packet", "papers"] = "packet"
    name: NamePattern = "{date}_{organization}_{title}_{person}_{key}"
    forbidden: Annotated[str, AfterValidator(_forbidden)] = ""
    replace: str = "full-width"
    longest_name: Length = 200
    longest_in: Literal["bytes", "characters"] = "bytes"
    index: Index | None = None
    metadata: Metadata = Metadata()
    wait_seconds: Seconds = 60.0
    allow_http: Flag = False
    ca: Annotated[Path, BeforeValidator(_path)] | None = None
    part: Annotated[str, AfterValidator(_start)] = ".formgen-"
    watched: Flag = False
    rights: Annotated[str, AfterValidator(_rights)] | None = None

    @field_validator("replace")
    @classmethod
    def _replaceable(cls, word: str, info: ValidationInfo) -> str:
        taken = f"{info.data.get('forbidden', '')}{ALWAYS} ."
        if word not in ("full-width", "refuse") and (len(word) != 1 or word in taken):
            raise wrong(
                "replace は full-width、refuse、または使ってよい1文字（例：_）です。",
                "replace is full-width, refuse, or one character that may stand in a name (such as _)",
            )
        return word

    @property
    def rules(self) -> Rules:
        """What a file may be called."""
        return Rules(self.forbidden, self.replace, self.longest_name, self.longest_in)


def read_settings(kind: Kind, path: Path | None = None) -> Settings:
    """The settings of a user's file, over those that hold for this kind; without a file these alone.

    A key of `metadata` replaces that key, every other key all that stands below it. Raises `Refused`
    (E-TARGET.unreadable) and, with every fault at its line, `Broken` (E-TARGET).
    """
    ours = _default(kind)
    if path is None:
        return Settings.model_validate(ours)
    located = _located(path)
    theirs = located.data if located.data is not None else {}
    if not isinstance(theirs, dict):
        raise Broken([_ours(fault(located, "", "キーと値の組 {…} を書きます。", "write keys and values"))])
    found = _checked(_merged(ours, theirs), located)
    # As the files of a profile: from where the file lies that names it.
    return found.model_copy(update={"ca": path.parent / found.ca}) if found.ca else found


def _located(path: Path) -> Located:
    try:
        return read_yaml(read_text(path, str(path)), str(path))
    except OSError as error:
        raise Refused([problem("E-TARGET.unreadable", path=path, **reasons(error))]) from None
    except Refused as refused:
        raise Broken(refused.problems) from None


@cache
def _default(kind: Kind) -> Mapping[str, Any]:
    file = _DEFAULTS / f"{kind}.yaml"
    data: Mapping[str, Any] = read_yaml(read_text(file, file.name), file.name).data
    return data


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    said = theirs.get("metadata")
    more = {"metadata": {**ours.get("metadata", {}), **said}} if isinstance(said, dict) else {}
    return {**ours, **theirs, **more}


def _checked(data: dict[str, Any], located: Located) -> Settings:
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        found = {_ours(one): None for one in model_faults(error, located, Settings, data)}
        raise Broken(sorted(found, key=lambda one: one.line or 0)) from None


def _ours(found: Problem) -> Problem:
    """The same fault, called one of the settings."""
    words = {"detail": found.words["detail"], "detail_en": found.words["detail_en"]}
    return problem("E-TARGET.file", file=found.file, line=found.line, pointer=found.pointer, **words)
