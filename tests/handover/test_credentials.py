"""Credentials come from the environment or from a file nobody else can read, and are never shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formgen.ground.problems import Refused
from formgen.handover.credentials import Credentials, Keyring

SECRET = "s3cr3t-0f-mine"


def file_of(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "credentials.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def refused(tmp_path: Path, text: str, mode: int = 0o600) -> str:
    with pytest.raises(Refused) as caught:
        Keyring({}, file_of(tmp_path, text, mode))
    (found,) = caught.value.problems
    assert SECRET not in found.message("ja") + found.fix("ja") + found.message("en") + repr(caught.value) + repr(found)
    return found.key


def test_from_the_environment() -> None:
    keys = Keyring(
        {
            "FORMGEN_PAPERLESS_TOKEN": SECRET + "\n",
            "FORMGEN_MAYAN_USER": "u",
            "FORMGEN_MAYAN_PASSWORD": SECRET,
            "FORMGEN_DAV_USER": "u",
        }
    )
    assert keys.of("paperless") == Credentials(token=SECRET)
    assert keys.of("mayan") == Credentials(user="u", password=SECRET)
    # Half of it is nothing; a folder needs none.
    assert keys.of("dav") is None
    assert keys.of("folder") is None


def test_from_a_file_before_the_environment(tmp_path: Path) -> None:
    text = f"paperless: {{token: {SECRET}}}\ndav: {{user: 花子, password: '{SECRET}'}}\n"
    keys = Keyring({"FORMGEN_PAPERLESS_TOKEN": "other", "FORMGEN_MAYAN_TOKEN": "m"}, file_of(tmp_path, text))
    assert keys.of("paperless") == Credentials(token=SECRET)
    assert keys.of("dav") == Credentials(user="花子", password=SECRET)
    assert keys.of("mayan") == Credentials(token="m")


def test_json_is_read_as_well(tmp_path: Path) -> None:
    assert Keyring({}, file_of(tmp_path, f'{{"mayan": {{"token": "{SECRET}"}}}}')).of("mayan") is not None


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    assert refused(tmp_path, f"paperless: {{token: {SECRET}}}", mode) == "E-SEND.credentials-open"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    path = file_of(tmp_path, "paperless: {token: x}")
    os.chown(path, 12345, -1)
    with pytest.raises(Refused) as caught:
        Keyring({}, path)
    assert caught.value.problems[0].key == "E-SEND.credentials-open"


@pytest.mark.parametrize(
    "text",
    [
        f"paperless: {SECRET}",
        f"paperless: {{tokn: {SECRET}}}",
        f"paperless: {{token: [{SECRET}]}}",
        f"paperless: {{user: u, password: {SECRET}}}",
        f"papers: {{token: {SECRET}}}",
        f"- {SECRET}",
        f"{SECRET}",
        f"a: b: {SECRET}",
        f'paperless: {{token: "{SECRET}\\nX-Other: 1"}}',
        "",
    ],
)
def test_what_cannot_be_read_is_told_without_it(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text) == "E-SEND.credentials-file"


def test_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        Keyring({}, tmp_path / "none.yaml")
    assert caught.value.problems[0].key == "E-SEND.credentials-unreadable"


def test_a_variable_that_no_header_can_hold() -> None:
    with pytest.raises(Refused) as caught:
        Keyring({"FORMGEN_PAPERLESS_TOKEN": f"{SECRET}\r\nX: 1"}).of("paperless")
    assert caught.value.problems[0].key == "E-SEND.credentials-variable"
    assert SECRET not in str(caught.value)


def test_nothing_of_it_is_shown() -> None:
    keys = Keyring({"FORMGEN_PAPERLESS_TOKEN": SECRET, "FORMGEN_DAV_USER": "u", "FORMGEN_DAV_PASSWORD": SECRET})
    assert SECRET not in repr(keys) + repr(keys.of("paperless")) + repr(keys.of("dav")) + str(keys.of("dav"))
