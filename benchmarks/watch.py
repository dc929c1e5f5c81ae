"""From a save to the answer: `homework check --watch`, beside a cold `homework check` and `import numpy` alone.

    python benchmarks/watch.py [--homework losses] [--saves 20]

A copy of the handout is saved again and again, with an answer that is right in turn and wrong; the time is taken until
the line about the question that was changed comes out of the command.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from autograder.course import find_course
from autograder.release.handout import handout
from autograder.release.render import script_bytes

SETTLE = 0.7  # seconds between two saves, with a part of the pause at random so that polling is not met in step
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def timed(*command: str, cwd: Path) -> float:
    """Seconds that a command takes: the median of five."""
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, check=False)
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def watched(folder: Path, file: Path, right: str, wrong: str, saves: int) -> tuple[float, list[float]]:
    """Seconds until the first answer, and from each save to its answer."""
    command = [sys.executable, "-m", "autograder.cli", "check", file.name, "--watch", "--lang", "en"]
    file.write_text(wrong, encoding="utf-8")
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    stream = process.stdout
    lines: queue.Queue[tuple[float, str]] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put((time.perf_counter(), line.decode()))

    def answered() -> float:
        while True:
            when, line = lines.get(timeout=60)
            if "questions done" in line:
                return when

    threading.Thread(target=read, daemon=True).start()
    took = []
    try:
        first = answered() - begin
        for number in range(saves):
            time.sleep(SETTLE + 0.013 * (number % 7))
            file.write_text(wrong if number % 2 else right, encoding="utf-8")
            saved = time.perf_counter()
            took.append(answered() - saved)
    finally:
        process.kill()
        process.wait()
    return first, took


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--homework", default="losses")
    parser.add_argument("--saves", type=int, default=20)
    args = parser.parse_args()
    course = find_course()
    homework = course.homework(args.homework)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / homework.name
        shutil.copytree(course.template(homework.name), folder)
        file = folder / f"{homework.name}.py"
        right = script_bytes(handout(course, homework, reference=True)).decode()
        stub = file.read_text(encoding="utf-8")
        numpy = timed(sys.executable, "-c", "import numpy", cwd=folder)
        cold = timed(sys.executable, "-m", "autograder.cli", "check", file.name, cwd=folder)
        first, took = watched(folder, file, right, stub, args.saves)
    median = statistics.median(took)
    print(f"import numpy                {1000 * numpy:6.0f} ms")
    print(f"homework check, cold        {1000 * cold:6.0f} ms")
    print(f"--watch, first answer       {1000 * first:6.0f} ms")
    between = f"{1000 * min(took):.0f} to {1000 * max(took):.0f}"
    print(f"--watch, save to answer     {1000 * median:6.0f} ms  median of {len(took)}; {between}")
    print(f"a save costs {median / numpy:.2f} of import numpy, and 1/{cold / median:.0f} of a cold check")


if __name__ == "__main__":
    main()
