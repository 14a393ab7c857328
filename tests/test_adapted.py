"""What was done to a value is told with its form, its person and its blank."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from formgen.filing.fitting import Adapted, fitted

NOTE = SimpleNamespace(blank="name", label="氏名", kind="letters", words="full")


@pytest.mark.parametrize(("user", "permission"), [(1, None), (None, 2), (0, 0), (None, None)])
def test_a_note_names_its_place(user: int | None, permission: int | None) -> None:
    case = SimpleNamespace(user=user, permission=permission) if (user, permission) != (None, None) else None
    form = SimpleNamespace(form="pledge", blanks=())
    sheet: Any = SimpleNamespace(form=form, case=case, laid=SimpleNamespace(adaptations=(NOTE,), sizes={}))
    assert fitted([sheet]) == ((), (Adapted("pledge", user, permission, "name", "氏名", "letters", "full"),))
