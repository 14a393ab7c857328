"""What every test shares: the flag that rewrites goldens, hypothesis settings, the poppler tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Tests neither read nor leave anything in the user's cache folder.
_CACHE = tempfile.TemporaryDirectory(prefix="formgen-tests-")
os.environ["FORMGEN_CACHE"] = _CACHE.name
MUTATED = "MUTANT_UNDER_TEST" in os.environ
if MUTATED:
    os.environ["FORMGEN_CACHE"] = "off"

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("formgen", deadline=None, derandomize=True, max_examples=60, print_blob=True)
settings.load_profile("formgen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite the golden files; look before you commit")


@pytest.fixture(autouse=MUTATED)
def nothing_kept() -> None:
    """Each test lays its sheets out anew, or the mutants of layout would live on what was laid out before them."""
    from formgen.sheet import compiled
    from forms_under_test import filled

    filled.cache_clear()
    compiled._inks.clear()
    compiled._marks.clear()


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The poppler program; where it is absent the test is skipped, except in CI, where it fails."""
    found = shutil.which("pdftotext")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("pdftotext (poppler-utils) is not installed")
    return str(found)


@pytest.fixture(scope="session")
def poppler_text(pdftotext: str):
    def read(pdf: bytes, *options: str) -> str:
        done = subprocess.run([pdftotext, *options, "-", "-"], input=pdf, capture_output=True, check=True)
        assert done.stderr == b""
        return done.stdout.decode()

    return read
