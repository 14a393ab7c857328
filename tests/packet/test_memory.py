"""What a packet of large scans takes of the memory: once their size, for the packet that is put together."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pikepdf
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "usage-request-by-mail"
SIZE = 4_000_000


def scan(number: int) -> bytes:
    """One page of noise that cannot be packed."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    side = 2000
    picture = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": side, "Height": side}
    about = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8}
    shown = pikepdf.Stream(pdf, Random(number).randbytes(SIZE), **picture, **about)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=shown))
    page.Contents = pdf.make_stream(b"q 595 0 0 841 0 0 cm /I Do Q")
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def peak(folder: Path, count: int) -> int:
    """Most memory of a run with so many scans, in bytes."""
    profile = json.loads((EXAMPLE / "profile.json").read_text("utf-8"))
    scans = [{"document": "identity-document", "user": 0, "file": f"{n}.pdf", "masked": True} for n in range(count)]
    profile["attachments"] += [{**one, "issued_on": "2025-05-01"} for one in scans]
    (folder / "profile.json").write_text(json.dumps(profile), "utf-8")
    command = [sys.executable, "-m", "formgen", "packet", "profile.json", "-o", f"out-{count}", "--json"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss * 1024


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory in other units")
def test_each_scan_is_in_memory_once_at_most(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "scans", tmp_path / "scans")
    for number in range(20):
        (tmp_path / f"{number}.pdf").write_bytes(scan(number))
    more = peak(tmp_path, 20) - peak(tmp_path, 4)
    assert more < 16 * SIZE * 1.3
