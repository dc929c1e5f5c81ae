"""Every hostile program under every layer: no undeserved point, nothing hidden told, nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from corpus import (
    CANARY,
    MEMORY_GROWTH,
    STUMBLED,
    Arena,
    Program,
    forget_peak,
    hidden_numbers,
    memory,
    programs,
    runs_here,
)

from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.results import SubmissionResult, to_json

BRIEF = os.environ.get("HOSTILE_BRIEF")  # leave out what only waits for a limit
LAYERS = os.environ.get("HOSTILE_LAYERS", "namespaces core").split()


@pytest.fixture(scope="module", params=LAYERS)
def arena(request, mini, tmp_path_factory):
    try:
        arena = Arena(mini, request.param, tmp_path_factory.mktemp(request.param))
    except (SandboxUnavailable, SandboxGone) as error:
        pytest.skip(f"{request.param}: {error}")
    yield arena
    arena.close()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(p, id=p.name, marks=pytest.mark.slow if p.slow else ())
        for p in programs()
        if not (p.waits and BRIEF)
    ],
)
def test_a_program_earns_reads_and_leaves_nothing(arena: Arena, program: Program):
    if not runs_here(program):
        pytest.skip("names system calls by their number on x86_64")
    arena.census["open descriptors"] = arena.machine()["open descriptors"]
    before = memory("VmRSS")
    forget_peak()

    result, seconds = arena.run(program)
    growth = memory("VmHWM") - before
    spoilt = arena.spoilt()

    assert not list(problems(arena, program, result, seconds))
    assert growth < MEMORY_GROWTH
    assert not spoilt, "\n".join(spoilt)
    census = arena.machine()
    assert [key for key in census if census[key] != arena.census[key]] == [], census


def problems(arena: Arena, program: Program, result: SubmissionResult, seconds: float) -> Iterator[str]:
    """What is wrong with a result, in short lines: a whole result in a message would bury it."""
    record, pages = to_json(result).decode(), arena.pages(result)
    if result.score > program.may_earn:
        yield f"earned {result.score:g}"
    if result.status == "grader_error":
        yield f"a fault of the grader: {result.message}"
    for text in ("ESCAPED", CANARY, *hidden_numbers(program.name)):
        if text in record + pages:
            at = record.find(text)
            yield f"told: {record[at : at + 200]}"
    for text in ("\x1b", "\x9b", "\u202e"):
        if text in record + pages:
            yield f"a character that moves what is seen: {text!r}"
    for text in ("<script>alert", "<img src=x"):
        if text in pages:
            yield f"unescaped HTML: {text}"
    if len(record) > 100_000:
        yield f"a result of {len(record)} characters"
    if seconds > 20:
        yield f"{seconds:.0f} s"
    if stumbled := STUMBLED.search(record):
        yield f"did not get as far as its attack: {record[stumbled.start() :][:200]}"


def test_a_right_answer_beside_them_earns_everything(arena: Arena):
    assert arena.right.score == 100.0
