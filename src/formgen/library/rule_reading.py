"""Reads and checks the rule files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from formgen.files.located import read_yaml
from formgen.ground.problems import Broken, Refused, problem
from formgen.library.rule_checks import Reading, check, model_problems
from formgen.library.rule_files import FILES
from formgen.library.rules import Rules
from formgen.spec.items import Model


def read_rules(folder: Path) -> Rules:
    """All rule files of a folder, checked. Raises `Broken` with every fault, each with file and line."""
    reading = Reading()
    for name, model in FILES.items():
        _read(reading, folder / f"{name}.yaml", name, model)
    if reading.problems:
        raise Broken(reading.problems)
    check(reading)
    if reading.problems:
        raise Broken(reading.problems)
    return _rules(reading.models)


def _read(reading: Reading, path: Path, name: str, model: type[Model]) -> None:
    try:
        located = read_yaml(path.read_text(encoding="utf-8"), path.name)
        reading.located[name] = located
        reading.models[name] = model.model_validate(located.data)
    except Refused as refused:
        reading.problems += refused.problems
    except (OSError, UnicodeDecodeError):
        reading.problems.append(problem("E-SCHEMA.encoding", file=path.name))
    except ValidationError as error:
        reading.problems += model_problems(error, located, model)


def _rules(models: Mapping[str, Any]) -> Rules:
    offices, fees, limits = models["offices"], models["fees"], models["limits"]
    return Rules(
        sources={s.id: s for s in models["sources"].sources},
        offices={o.name: o for o in offices.offices},
        documents={d.id: d for d in models["documents"].documents},
        addresses=offices.special_addresses,
        usage_request_forms=offices.usage_request_forms,
        fees=fees.fees,
        tiers=fees.tiers,
        settlements=fees.settlements,
        payments=fees.payments,
        limits=limits.limits,
        hours=limits.counter_hours,
        deadlines=limits.deadlines,
        markings=limits.markings,
    )
