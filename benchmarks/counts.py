"""Writes the counts of SECURITY.md: `python -m benchmarks.counts`.

A number before `<!--name-->` is the count of that name: of the tests that pytest collects, and of the programs of the
corpus.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from autograder.engine.sandbox_process import LAYERS
from tests.hostile.corpus import programs

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "SECURITY.md"
MARKED = re.compile(r"\b\d+<!--([a-z-]+)-->")
# Of which tests each collected case is one.
COLLECTED = {
    "odd-files": ("test_an_odd_zip", "test_an_odd_notebook", "test_an_odd_place"),
    "odd-replies": ("test_every_case_can_judge_an_odd_reply",),
    "ways-out": ("test_a_reader_is_contained",),
    "false-replies": ("test_a_reader_that_says_what_it_may_not_is_not_believed",),
    "html": ("test_what_an_answer_does_not_need_is_refused_as_a_whole",),
}
TESTS = ("tests/hostile/test_odd_files.py", "tests/engine/test_odd_replies.py", "tests/written")


def counts() -> dict[str, int]:
    """Every count that the page may name."""
    corpus = programs()
    waiting = sum(program.waits for program in corpus)
    found = {"programs": len(corpus), "waiting": waiting, "programs-user": len(corpus) - waiting}
    cases = _collected()
    for name, tests in COLLECTED.items():
        found[name] = len({case for case in cases if case.partition("[")[0] in tests})
    return found


def _collected() -> list[str]:
    """The cases of the tests in question; those of each homework and of each layer are the same ones."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-o", "addopts=", "--collect-only", "-q"]
    plain = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    ended = subprocess.run([*command, *TESTS], cwd=ROOT, env=plain, capture_output=True, text=True, check=True)
    each = "|".join([*LAYERS, *(path.name for path in (ROOT / "solutions").iterdir())])
    names = [line.partition("::")[2] for line in ended.stdout.splitlines()]
    return [re.sub(rf"\[(?:{each})-", "[", name) for name in names if name]


def counted(page: str, found: dict[str, int]) -> str:
    """The page with every marked number as it was counted."""
    return MARKED.sub(lambda mark: f"{found[mark[1]]}<!--{mark[1]}-->", page)


if __name__ == "__main__":
    PAGE.write_text(counted(PAGE.read_text("utf-8"), counts()), "utf-8")
