"""Where the time goes in `formgen.render`, warm: writes profile.txt, and flame.svg if py-spy is there."""

import argparse
import cProfile
import io
import json
import pstats
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pages

HERE = Path(__file__).resolve().parent
FORM = "fee-payment-sheet"


def work(count):
    import formgen

    base = formgen.sample(FORM)
    for number in range(count):
        formgen.render(FORM, pages.profile(FORM, base, number))


def table(count):
    work(20)
    begin = time.process_time()
    work(count)
    plain = time.process_time() - begin
    profiler = cProfile.Profile()
    profiler.runcall(work, count)
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text)
    for order in ("tottime", "cumtime"):
        stats.sort_stats(order).print_stats(r"formgen|zlib|built-in|pydantic|json|reportlab", 30)
    lines = re.sub(r"\S*/(?=(?:src|lib/python[\d.]+|site-packages)/)", "", text.getvalue()).splitlines()
    head = f"{count} x formgen.render of {FORM}, warm: {plain / count * 1000:.3f} ms CPU each, unprofiled"
    return "\n".join([head, *(line.rstrip() for line in lines if line.strip())]) + "\n"


def flame(target, seconds):
    spy = shutil.which("py-spy", path=f"{Path(sys.executable).parent}")
    if spy is None:
        return "no flame picture: py-spy is not installed"
    inner = [sys.executable, __file__, "--work", str(seconds)]
    command = [spy, "record", "-o", str(target), "-r", "400", "-d", str(seconds), "--", *inner]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not target.exists():
        return f"no flame picture: {done.stderr.strip()[-200:]}"
    svg = re.sub(r"[^\s>]*py-spy record[^<]*", f"formgen.render of {FORM}, warm", target.read_text(encoding="utf-8"))
    target.write_text(re.sub(r"(?<=[ >\"(])/[^ <\"()]*/(?=(?:src|benchmarks|lib)/)", "", svg), encoding="utf-8")
    return f"{target.name}: {target.stat().st_size // 1000} kB"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=float, help="only make documents for so many seconds")
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args()
    if asked.work:
        until = time.monotonic() + asked.work
        while time.monotonic() < until:
            work(200)
        return
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "profile.txt").write_text(table(300), encoding="utf-8")
    print(json.dumps(flame(asked.out / "flame.svg", 8)))


if __name__ == "__main__":
    main()
