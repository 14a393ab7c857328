"""Reads a profile from a file, bytes, an open file or plain data, and remembers where it came from."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from formgen.files.confined import resolve
from formgen.files.located import Located, read_json, read_yaml
from formgen.files.reading import PROFILE, TEXT, decoded, read_bytes, read_stream, within
from formgen.files.reasons import reasons
from formgen.ground.problems import Problem, Refused, Whose, problem, with_lines
from formgen.profile.custom import Declarations, custom_facts
from formgen.profile.model import Profile
from formgen.profile.people import whose
from formgen.profile.places import showable
from formgen.profile.sizes import text_too_long
from formgen.profile.validation import validate

# Longer than this it is hardly a path.
_MOST_SHOWN = 200

Identity = tuple[int, int]
"""The device and number of a file, the same by whatever path it is reached."""


@dataclass(frozen=True)
class ProfileFile:
    """A profile with the folder its attachments are in, and the text it was read from (for lines).

    `origin` tells the file it was read from.
    """

    # What the profile says is for papers: a log or a notebook that shows the object must not show it.
    profile: Profile = field(repr=False)
    folder: Path
    data: Mapping[str, Any] = field(repr=False)
    located: Located | None = field(default=None, repr=False)
    origin: Identity | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the profile as canonical JSON, the same however the file is spaced."""
        # Of the data as written, not of the model: a key that a new version adds changes no old hash.
        text = json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def inputs(self) -> frozenset[Identity]:
        """The file it was read from and every file it names: what no output may be written over."""
        files = (identity(path) for path in self.files.values())
        return frozenset(one for one in (self.origin, *files) if one)

    @property
    def files(self) -> dict[str, Path]:
        """Every file it names that is there, inside its folder, by the path it is named by."""
        return files_named(self.data, self.folder)

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with the lines of this file, and of several people the one each is about."""
        found = tuple(self._told(p) for p in problems)
        return with_lines(found, self.located.lines, self.located.name) if self.located and found else found

    def declared(self, facts: Declarations) -> ProfileFile:
        """The same with `custom` as values of these kinds (a day becomes a date). Raises `Refused`, with lines."""
        if not self.profile.custom:
            return self
        custom, faults = custom_facts(self.profile.custom, facts)
        if faults:
            raise Refused(self.placed(showable(p, facts) for p in faults))
        return replace(self, profile=self.profile.model_copy(update={"custom": custom}))

    def _told(self, found: Problem) -> Problem:
        about = None if found.whose else self._whose(found.pointer)
        return replace(found, whose=about) if about else found

    def _whose(self, pointer: str | None) -> Whose | None:
        match (pointer or "").split("/")[1:3]:
            case ["users", number] if len(self.profile.users) > 1:
                return whose(self.profile, int(number), None)
            case ["permission", number] if len(self.profile.permission) > 1:
                return whose(self.profile, None, int(number))
            case ["institutions", number]:
                return whose(self.profile, None, None, int(number))
            case ["attachments", number]:
                given = self.profile.attachments[int(number)]
                return whose(self.profile, given.user, given.permission, given.institution)
        return None


def files_named(data: Mapping[str, Any], folder: Path) -> dict[str, Path]:
    """Every file that a profile as data names and that is there, inside its folder, by the path it is named by."""
    parts = [*_listed(data, "attachments", "file"), *_listed(data, "users", "photo"), data.get("pledge_text_file")]
    # A form of the user's own may show a picture: which of its facts are paths, only that form knows.
    named = [text for part in (parts, data.get("custom")) for text in _texts(part)]
    found = {name: resolve(folder, name) for name in named if name}
    return {name: path for name, path in found.items() if isinstance(path, Path)}


def _listed(data: Mapping[str, Any], key: str, of_each: str) -> list[object]:
    # Also of data that nobody has checked yet.
    many = data.get(key)
    return [one.get(of_each) for one in many if isinstance(one, Mapping)] if isinstance(many, list | tuple) else []


def _texts(stated: object) -> list[str]:
    """Every text in plain data."""
    if isinstance(stated, Mapping):
        return [text for value in stated.values() for text in _texts(value)]
    if isinstance(stated, list | tuple):
        return [text for value in stated for text in _texts(value)]
    return [stated] if isinstance(stated, str) else []


def identity(file: Path | int) -> Identity | None:
    """Which file a path (or an open file's number) leads to; None when there is none, or it is no plain file."""
    try:
        found = os.stat(file)  # noqa: PTH116 - an open file has no path
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def read_profile(source: Any, *, folder: str | Path | None = None, declared: Declarations | None = None) -> ProfileFile:
    """A profile from a path, JSON or YAML text, bytes, an open file or plain data.

    A string is text, not a path, when it begins with { or has several lines.

    `folder` is where relative paths of attachments start: the folder of the file, else the current one. `declared`
    says what may stand in `custom` (`Library.declared`); without it, that is looked at when the profile is used.
    Raises `Refused` with every fault of the file at once (E-SCHEMA, E-DATE, E-VALUE, E-FILE).
    """
    if isinstance(source, ProfileFile):
        return source if declared is None else source.declared(declared)
    home = Path(folder) if folder is not None else None
    if isinstance(source, Profile):
        # What was not stated stays out, so that the hash is that of a file which says the same.
        data = source.model_dump(mode="json", by_alias=True, exclude_unset=True)
        made = ProfileFile(_with_texts(source, home or Path()), home or Path(), data)
        return made if declared is None else made.declared(declared)
    if isinstance(source, Mapping):
        made = _checked(source, home or Path(), None, declared)
        # A copy: whoever goes on with their own data would change the hash of what was read.
        return replace(made, data=_copied(source))
    found = _content(source)
    located = _located(found, declared)
    return replace(_checked(located.data, home or found.folder, located, declared), origin=found.origin)


def _copied(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list | tuple) else data


def _located(found: _Content, declared: Declarations | None) -> Located:
    read = read_yaml if found.name.endswith((".yaml", ".yml")) else read_json
    try:
        return read(found.text, found.name)
    except Refused as refused:
        raise refused.with_problems(showable(p, declared) for p in refused.problems) from None


def _checked(data: Any, folder: Path, located: Located | None, declared: Declarations | None) -> ProfileFile:
    try:
        profile = _with_texts(validate(data, declared), folder)
    except Refused as refused:
        if located is None:
            raise
        lines = located.lines_to(p.exact or p.pointer for p in refused.problems if p.pointer is not None)
        raise Refused(with_lines(refused.problems, lines, located.name)) from None
    return ProfileFile(profile, folder, data, located)


def _with_texts(profile: Profile, folder: Path) -> Profile:
    """The profile with the texts it keeps in files of their own (the wording of the pledge)."""
    if not profile.pledge_text_file:
        return profile
    pointer = "/pledge_text_file"
    if profile.pledge_text is not None:
        raise Refused([problem("E-VALUE.two-pledge-texts", pointer=pointer)])
    found = resolve(folder, profile.pledge_text_file, pointer=pointer)
    if isinstance(found, Problem):
        raise Refused([found])
    try:
        text = read_bytes(found, TEXT, pointer=pointer).decode("utf-8-sig")
        # The ends of lines are those of the editor, no part of the wording.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError):
        raise Refused([problem("E-FILE.text", pointer=pointer, value=profile.pledge_text_file)]) from None
    if too_long := text_too_long(text, pointer):
        raise Refused([too_long])
    return profile.model_copy(update={"pledge_text": text.strip("\n"), "pledge_text_file": None})


@dataclass(frozen=True)
class _Content:
    text: str
    name: str
    folder: Path = Path()
    origin: Identity | None = None


def _content(source: Any) -> _Content:
    if isinstance(source, str) and _is_text(source):
        within(source, PROFILE, file="profile")
        json_text = source.removeprefix("\ufeff").lstrip()[:1] in ("{", "[")
        return _Content(source.removeprefix("\ufeff"), "profile.json" if json_text else "profile.yaml")
    if isinstance(source, str | Path):
        path = Path(source)
        return _Content(decoded(_bytes(path), path.name), path.name, path.parent, identity(path))
    if not isinstance(source, bytes) and not hasattr(source, "read"):
        raise Refused([problem("E-SCHEMA.source", kind=type(source).__name__)])
    content = source if isinstance(source, bytes) else read_stream(source, PROFILE, file=_name(source))
    within(content, PROFILE, file="profile.json")
    name = _name(source)
    text = decoded(content, name) if isinstance(content, bytes) else content
    return _Content(text, name, origin=_origin(source))


def _name(source: Any) -> str:
    return Path(str(getattr(source, "name", "profile.json"))).name


def _is_text(source: str) -> bool:
    # No path begins so; taken for one, the whole profile would stand in the message that it was not found.
    return "\n" in source or source.removeprefix("\ufeff").lstrip().startswith("{")


def _origin(stream: Any) -> Identity | None:
    try:
        return identity(stream.fileno())
    except (AttributeError, OSError, ValueError):
        return None


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, PROFILE, file=path.name)
    except (OSError, ValueError) as error:
        raise Refused([problem("E-FILE.profile", path=_shown(str(path)), **reasons(error))]) from None


def _shown(path: str) -> str:
    """The path, unless it may be a profile's text by mistake: values are never quoted."""
    plain = len(path) <= _MOST_SHOWN and not any(sign in path for sign in ('"', ": ", "{", "\0"))
    return path if plain else "…"
