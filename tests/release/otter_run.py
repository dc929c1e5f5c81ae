"""`otter run` case by case: what plain otter says about a submission, for tests that compare with it.

`results.json` adds the cases of a test file up, so the results are taken from `otter.run.main`, which returns
them. It runs in a process of its own: it changes the working folder and the search path of its process.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OtterRun:
    """Per test file (`<question>`) which cases passed; the total; results.json."""

    cases: dict[str, dict[str, bool]]
    total: float
    report: dict

    @property
    def passed(self) -> dict[str, bool]:
        """All cases in one dict, by `<test file>: <case>`."""
        return {f"{file}: {case}": ok for file, cases in self.cases.items() for case, ok in cases.items()}


def run_otter(zip: Path, submissions: Sequence[Path], *, timeout: float = 120.0) -> list[OtterRun]:
    """Grades submissions (.py or .ipynb) with a plain-otter zip; each takes some four seconds.

    What otter fails at is tried once more: kernels that start at the same moment may choose the same port.

    Raises:
        RuntimeError: otter itself fails, or a test file has no result; the message is the end of what it said.
    """
    process = subprocess.run(
        [sys.executable, __file__, *(str(Path(path).resolve()) for path in (zip, *submissions))],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout * len(submissions),
        # student plots go nowhere, and no test depends on the language of the one who runs it
        env={**os.environ, "MPLBACKEND": "Agg", "HOMEWORK_LANG": "en", "OMP_NUM_THREADS": "1"},
    )
    lines = process.stdout.strip().splitlines()
    if process.returncode or len(lines) != len(submissions):
        raise RuntimeError(f"otter run: {process.stderr.strip()[-2000:]}")
    return [OtterRun(found["cases"], found["total"], found["report"]) for found in map(json.loads, lines)]


def _main(zip: str, *submissions: str) -> None:
    import multiprocessing

    import otter.run  # noqa: F401  # once, for all processes that are forked

    context = multiprocessing.get_context("fork")
    with context.Pool(min(len(submissions), os.cpu_count() or 1), maxtasksperchild=1) as pool:
        for line in pool.starmap(_twice, [(zip, submission) for submission in submissions], chunksize=1):
            print(line)


def _twice(zip: str, submission: str) -> str:
    try:
        return _one(zip, submission)
    except Exception:
        traceback.print_exc()
    return _one(zip, submission)


def _one(zip: str, submission: str) -> str:
    import contextlib
    import tempfile

    from otter.run import main as otter_run

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        results = otter_run(submission, autograder=zip, output_dir=folder, no_logo=True)
        report = json.loads((Path(folder) / "results.json").read_text())
    if results.catastrophic_error is not None:
        raise RuntimeError(f"{submission}: no results: {results.catastrophic_error}")
    cases = {
        Path(file.path).stem: {result.test_case.name: bool(result.passed) for result in file.test_case_results}
        for file in results.results.values()
    }
    return json.dumps({"cases": cases, "total": float(results.total), "report": report})


if __name__ == "__main__":
    _main(*sys.argv[1:])
