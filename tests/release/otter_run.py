"""`otter run` case by case: what plain otter says about a submission, for tests that compare with it.

`results.json` adds the cases of a test file up, so the results are taken from `otter.run.main`, which returns
them. It runs in a process of its own: it changes the working folder and the search path of its process.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OtterRun:
    """Per test file (`<question>` or `<question>_hidden`) which cases passed; the total; results.json."""

    cases: dict[str, dict[str, bool]]
    total: float
    report: dict

    @property
    def passed(self) -> dict[str, bool]:
        """All cases in one dict, by `<test file>: <case>`."""
        return {f"{file}: {case}": ok for file, cases in self.cases.items() for case, ok in cases.items()}


def run_otter(zip: Path, submission: Path, *, timeout: float = 120.0) -> OtterRun:
    """Grades one submission (.py or .ipynb) with a plain-otter zip; takes about four seconds.

    Raises:
        RuntimeError: otter itself fails, or a test file has no result; the message is otter's last line.
    """
    process = subprocess.run(
        [sys.executable, __file__, str(Path(zip).resolve()), str(Path(submission).resolve())],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        # student plots go nowhere, and no test depends on the language of the one who runs it
        env={**os.environ, "MPLBACKEND": "Agg", "HOMEWORK_LANG": "en", "OMP_NUM_THREADS": "1"},
    )
    lines = process.stdout.strip().splitlines()
    if process.returncode or not lines:
        raise RuntimeError(f"otter run {submission}: {process.stderr.strip()[-2000:]}")
    found = json.loads(lines[-1])
    return OtterRun(found["cases"], found["total"], found["report"])


def _main(zip: str, submission: str) -> None:
    import contextlib
    import tempfile

    from otter.run import main as otter_run

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        results = otter_run(submission, autograder=zip, output_dir=folder, no_logo=True)
        report = json.loads((Path(folder) / "results.json").read_text())
    if results.catastrophic_error is not None:
        raise SystemExit(f"no results: {results.catastrophic_error}")
    cases = {
        Path(file.path).stem: {result.test_case.name: bool(result.passed) for result in file.test_case_results}
        for file in results.results.values()
    }
    print(json.dumps({"cases": cases, "total": float(results.total), "report": report}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
