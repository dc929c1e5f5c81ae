"""SECURITY.md: its counts are what is counted, and what holds each promise is there."""

import ast
import re
from pathlib import Path

import pytest

from benchmarks.counts import MARKED, PAGE, counted, counts

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_every_count_is_what_is_counted():
    page = PAGE.read_text("utf-8")
    found = counts()
    assert counted(page, found) == page, "run: python -m benchmarks.counts"
    assert {mark[1] for mark in MARKED.finditer(page)} == set(found)


def test_what_holds_each_promise_is_there():
    table = PAGE.read_text("utf-8").partition("### What holds each promise")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for promise, held_by in rows:
        named = re.findall(r"`(tests/[^`:]+)::(\w+)`", held_by)
        assert named, promise
        for file, test in named:
            tree = ast.parse((ROOT / file).read_text("utf-8"))
            assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}: {test}"
