"""Which language to speak: the option, else the locale, else Japanese."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

from formgen.ground.problems import Language


class Lang(StrEnum):
    """The values of `--lang`."""

    ja = "ja"
    en = "en"


def of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """English when the locale names another language than Japanese; C and POSIX name none."""
    # The order of POSIX: the first that is set and not empty counts.
    names = (environment.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language = next((n for n in names if n), "").partition(".")[0].partition("_")[0].lower()
    return "ja" if language in ("", "c", "posix", "ja", "japanese") else "en"
