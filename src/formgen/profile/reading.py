"""Reads a profile from a file, bytes, an open file or plain data, and remembers where it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formgen.files.confined import resolve
from formgen.files.located import Located, read_json, read_yaml
from formgen.ground.problems import Problem, Refused, problem, with_lines
from formgen.profile.custom import Declarations, custom_facts
from formgen.profile.model import Profile
from formgen.profile.validation import validate

ProfileSource = "ProfileFile | Profile | Mapping[str, Any] | str | Path | bytes | IO[bytes] | IO[str]"


@dataclass(frozen=True)
class ProfileFile:
    """A profile with the folder its attachments are in, and the text it was read from (for lines)."""

    profile: Profile
    folder: Path
    data: Mapping[str, Any]
    located: Located | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the profile as canonical JSON, the same however the file is spaced."""
        text = json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with the lines of this file."""
        found = tuple(problems)
        return with_lines(found, self.located.lines, self.located.name) if self.located and found else found

    def declared(self, facts: Declarations) -> ProfileFile:
        """The same with `custom` as values of these kinds (a day becomes a date). Raises `Refused`, with lines."""
        if not self.profile.custom:
            return self
        custom, faults = custom_facts(self.profile.custom, facts)
        if faults:
            raise Refused(self.placed(faults))
        return replace(self, profile=self.profile.model_copy(update={"custom": custom}))


def read_profile(source: Any, *, folder: Path | None = None, declared: Declarations | None = None) -> ProfileFile:
    """A profile from a path, bytes, an open file or plain data.

    `folder` is where relative paths of attachments start: the folder of the file, else the current one. `declared`
    says what may stand in `custom` (`Library.facts.own`); without it, that is looked at when the profile is used.
    Raises `Refused` with every fault of the file at once (E-SCHEMA, E-DATE, E-VALUE, E-FILE).
    """
    if isinstance(source, ProfileFile):
        return source if declared is None else source.declared(declared)
    if isinstance(source, Profile):
        data = source.model_dump(mode="json", by_alias=True, exclude_unset=True)
        found = ProfileFile(_with_texts(source, folder or Path()), folder or Path(), data)
        return found if declared is None else found.declared(declared)
    if isinstance(source, Mapping):
        return _checked(source, folder or Path(), None, declared)
    text, name, home = _text(source)
    located = read_yaml(text, name) if name.endswith((".yaml", ".yml")) else read_json(text, name)
    return _checked(located.data, folder or home, located, declared)


def _checked(data: Any, folder: Path, located: Located | None, declared: Declarations | None) -> ProfileFile:
    try:
        profile = _with_texts(validate(data, declared), folder)
    except Refused as refused:
        if located is None:
            raise
        raise Refused(with_lines(refused.problems, located.lines, located.name)) from None
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
        text = found.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused([problem("E-FILE.text", pointer=pointer, value=profile.pledge_text_file)]) from None
    return profile.model_copy(update={"pledge_text": text.strip("\n"), "pledge_text_file": None})


def _text(source: Any) -> tuple[str, str, Path]:
    if isinstance(source, str | Path):
        path = Path(source)
        return _decoded(_bytes(path, str(source)), path.name), path.name, path.parent
    content = source if isinstance(source, bytes) else source.read()
    name = Path(str(getattr(source, "name", "profile.json"))).name
    return (_decoded(content, name) if isinstance(content, bytes) else content), name, Path()


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "I/O"
        raise Refused([problem("E-FILE.profile", path=shown, reason=reason)]) from None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([problem("E-SCHEMA.encoding", file=name)]) from None
