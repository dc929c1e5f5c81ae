"""The lines of docs/graders.md that make a shell complete `homework`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = re.findall(
    r"^.*_HOMEWORK_COMPLETE=\w+.*$", (ROOT / "docs/graders.md").read_text(encoding="utf-8"), re.MULTILINE
)
SHELLS = [re.search(r"=(\w+)_source", line).group(1) for line in LINES]


@pytest.fixture
def environment(tmp_path):
    """One in which `homework` is a command."""
    command = tmp_path / "homework"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{COMMAND}" "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


COMMAND = "import sys; sys.argv[0] = 'homework'; from autograder.cli import main; main()"


def test_three_shells_are_explained():
    assert sorted(SHELLS) == ["bash", "fish", "zsh"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_what_the_shell_reads(environment, shell):
    done = subprocess.run(
        ["homework"], env={**environment, "_HOMEWORK_COMPLETE": f"{shell}_source"}, capture_output=True, text=True
    )
    assert done.returncode == 0 and "_homework_completion" in done.stdout and done.stderr == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["gr"], ["grade"]),
        (["grade", "--pub"], ["--publish-written"]),
        (["grade", "--sandbox", "n"], ["namespaces", "none"]),
    ],
)
def test_bash_completes_after_the_line_of_the_page(environment, tmp_path, typed, offered):
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    (line,) = [line.partition("#")[0] for line in LINES if "bash_source" in line]
    words = " ".join(["homework", *typed])
    ask = f"{line}\nCOMP_WORDS=({words}); COMP_CWORD={len(typed)}\n_homework_completion homework\n"
    script = tmp_path / "typed.bash"
    script.write_text(ask + 'printf "%s\\n" "${COMPREPLY[@]}"\n')
    done = subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == offered, done.stderr
