"""Places in a profile: JSON Pointers of the model's places, and how far one may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import BaseModel

from formgen.ground.problems import Problem, escape
from formgen.ground.suggestions import near
from formgen.profile.custom import ROOT, Declarations, below
from formgen.profile.model import Profile, part_of

# A place in a list; what is longer may be a telephone number.
_MOST_FIGURES = 6


def pointer(steps: Iterable[str | int], data: object) -> str:
    """JSON Pointer of a place in the model, as it stands in `data` (one permission need not be a list)."""
    out, here = "", data
    for step in steps:
        # A single permission may be written without its list; the model counts it as number 0.
        if isinstance(step, int) and isinstance(here, Mapping):
            continue
        if isinstance(here, Mapping) and step not in here and step == "since":
            step = "from"
        out += "/" + escape(step)
        here = _child(here, step)
    return out


def stated(steps: Iterable[str | int], data: object) -> list[str | int]:
    """The steps without names of pydantic's own validators (function-before[...]), which no data has."""
    out: list[str | int] = []
    here = data
    for step in steps:
        # A key of the user's may look so, too: then it stands in the data.
        if isinstance(step, str) and "[" in step and not (isinstance(here, Mapping) and step in here):
            continue
        out.append(step)
        # As in `pointer`: of something that is written without its list.
        if not (isinstance(step, int) and isinstance(here, Mapping)):
            here = _child(here, step)
    return out


def _child(here: object, step: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def keys_of(steps: Iterable[str | int]) -> tuple[str, ...]:
    """The keys a part of the profile may have; `steps` as in a JSON Pointer."""
    return keys_in(model_at(steps))


def keys_in(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of one part, as they are written."""
    return tuple(f.alias or name for name, f in model.model_fields.items())


def model_at(steps: Iterable[str | int]) -> type[BaseModel]:
    """The part of the model at a place."""
    model: type[BaseModel] = Profile
    for step in steps:
        if isinstance(step, str):
            # A step the model does not know (a key that is itself unknown)
            # leaves the keys of its parent to choose from.
            model = part_of(model, step) or model
    return model


def showable(found: Problem, declared: Declarations | None) -> Problem:
    """The problem with its pointer as far as it may be shown: before a key that is no word of the profile's.

    A key that is nearly one is a word misspelt; any other may be a name that was pasted in the wrong place.
    """
    full = found.pointer or ""
    shown = _known_part(full.split("/")[1:], declared or {})
    return found if shown == full else replace(found, pointer=shown, exact=full)


def _known_part(steps: list[str], declared: Declarations) -> str:
    out = ""
    model: type[BaseModel] | None = Profile
    for step in steps:
        if not (step.isascii() and step.isdigit() and len(step) <= _MOST_FIGURES):
            known = below(out[1:].replace("/", "."), declared) if _custom(out) else keys_in(model) if model else ()
            if step not in known and not near(step, known):
                break
            model = part_of(model, step) if model else None
        out += f"/{step}"
    return out


def _custom(place: str) -> bool:
    return place.partition("/")[2].partition("/")[0] == ROOT
