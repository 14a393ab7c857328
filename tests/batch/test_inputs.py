"""What a case is made of has one digest; whatever changes what is made of it changes that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import making
import pytest

from formgen.batch.inputs import Inputs
from formgen.batch.work import Recipe
from formgen.library import open_library

RECIPE = Recipe("folder", making.EXAMPLE, None)


def digest(recipe: Recipe) -> str:
    return Inputs(recipe, open_library()).digest(making.case(0).data, making.DAY)


@pytest.mark.parametrize("changed", [{"kind": "zip"}, {"sheet": "pledge"}, {"version": "0.0.1"}], ids=str)
def test_another_recipe_is_another_input(changed: dict[str, Any]) -> None:
    assert digest(replace(RECIPE, **changed)) != digest(RECIPE) == digest(replace(RECIPE, force=True))
