"""A packet of 50 scans of 5 MB beside the least that can be done with them, in turns. Prints a line of JSON.

`python scans.py [--rounds 5] [--count 50] [--folder DIR]`. The least: copy and hash every file twice, and merge them
once with pikepdf. Seconds of the clock, as the scans are read side by side; most memory of the process, MB.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PIXELS = (2480, 3508)
"""A4 at 300 dpi."""
BYTES = 5_000_000
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "usage-request-by-mail"


def make(folder, count):
    """The scans, each another one, and a profile that has them all for one document."""
    import img2pdf

    scans = folder / "scans"
    shutil.copytree(EXAMPLE / "scans", scans)
    picture = jpeg()
    profile = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8"))
    for number in range(count):
        # The same picture with another comment: only the hash has to differ.
        other = picture[:2] + b"\xff\xfe\x00\x06" + number.to_bytes(4, "big") + picture[2:]
        (scans / f"big-{number:02}.pdf").write_bytes(img2pdf.convert(other, nodate=True))
        one = {"document": "identity-document", "user": 0, "file": f"scans/big-{number:02}.pdf", "masked": True}
        profile["attachments"].append(one | {"issued_on": "2025-05-01"})
    (folder / "profile.json").write_text(json.dumps(profile), encoding="utf-8")


def jpeg():
    """A noisy page of about five megabytes."""
    from io import BytesIO

    from PIL import Image

    noise = Image.frombytes(
        "L", (PIXELS[0] // 2, PIXELS[1] // 2), random.Random(1).randbytes(PIXELS[0] * PIXELS[1] // 4)
    )
    page = noise.resize(PIXELS).convert("RGB")
    made = b""
    for quality in range(96, 60, -2):
        out = BytesIO()
        page.save(out, "JPEG", quality=quality, dpi=(300, 300))
        made = out.getvalue()
        if len(made) <= BYTES:
            break
    return made


def least(folder, out):
    """What nobody can leave out."""
    import pikepdf

    out.mkdir()
    files = sorted((folder / "scans").glob("big-*.pdf"))
    for turn in range(2):
        for file in files:
            copy = out / f"{turn}-{file.name}"
            shutil.copyfile(file, copy)
            with copy.open("rb") as opened:
                hashlib.file_digest(opened, "sha256")
    merged, parts = pikepdf.new(), [pikepdf.open(file) for file in files]
    for part in parts:
        merged.pages.extend(part.pages)
    merged.save(out / "merged.pdf")


def once(folder, which, target):
    """Seconds of the clock and most memory (MB) of one process."""
    shutil.rmtree(target, ignore_errors=True)
    # What the last one wrote is on the disk before the next one begins.
    os.sync()
    least_command = [sys.executable, __file__, "--least", folder, "--folder", target]
    packet_command = [sys.executable, "-m", "formgen", "packet", folder / "profile.json", "-o", target, "--json"]
    start = time.perf_counter()
    # Bytecode is kept, as it is for everyone who has the program.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [str(part) for part in (least_command if which == "least" else packet_command)],
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{which}: exit code {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def measured(count, rounds, base=None):
    """Both in turns: medians, their ratio and the memory."""
    with tempfile.TemporaryDirectory(prefix="formgen-bench-", dir=base) as name:
        folder = Path(name)
        make(folder, count)
        turns = {which: [] for which in ("least", "packet")}
        for number in range(rounds + 1):
            for which, found in turns.items():
                made = once(folder, which, folder / "out")
                if number:  # the first turn fills the caches
                    found.append(made)
    seconds = {which: statistics.median(s for s, _ in found) for which, found in turns.items()}
    ratios = [p[0] / o[0] for p, o in zip(turns["packet"], turns["least"], strict=True)]
    return {
        "count": count,
        "least": seconds["least"],
        "packet": seconds["packet"],
        "ratio": statistics.median(ratios),
        "peak": max(m for _, m in turns["packet"]),
        "peak_least": max(m for _, m in turns["least"]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--least", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.least:
        least(asked.least, asked.folder)
    else:
        print(json.dumps(measured(asked.count, asked.rounds, asked.folder)))


if __name__ == "__main__":
    main()
