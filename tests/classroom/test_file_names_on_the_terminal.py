"""The grader's terminal, while a class is graded: file names of students come by there too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MINI = Path(__file__).parents[1] / "mini_course"
NAME = "\x1b]0;owned\x07\x1b[2Jli\u202e wei.py"


@pytest.mark.slow
def test_a_name_moves_nothing_on_the_terminal(tmp_path, strongest):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / NAME).write_text("import os\n\ndef square(x):\n    os._exit(1)\n")
    command = [sys.executable, "-m", "autograder.cli", "grade", "mini", str(folder), "--out", str(tmp_path / "out")]

    done = subprocess.run(
        [*command, "--sandbox", strongest],
        env={**os.environ, "HOMEWORK_COURSE": str(MINI)},
        capture_output=True,
        text=True,
        check=False,
    )

    shown = done.stdout + done.stderr
    assert done.returncode == 0, shown
    assert "graded again" in shown
    assert [c for c in shown if not c.isprintable() and c not in "\n\t"] == []
    rows = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    assert len(rows) == 2 and rows[0].count("\t") == rows[1].count("\t") == 7, "a tab stands between cells alone"
