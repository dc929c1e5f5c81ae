"""The benchmark's judgement of hostile programs: the same for the engine and for plain otter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import Course
from benchmarks.cage import HOME, CageUnavailable, Report
from benchmarks.hostile import (
    CLAIM,
    OUTSIDE,
    OtterRuns,
    Outcome,
    Row,
    classify,
    for_the_engine_only,
    points,
    seen,
    table,
)
from tests.hostile.corpus import Program, programs

CANARY = "CANARY-SOLUTION-5b1e"


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (Outcome(True, 30.0, "", ""), set()),
        (Outcome(True, 31.0, "", ""), {"undeserved marks"}),
        (Outcome(True, 0.0, f"it says {CANARY}", ""), {"secrets read"}),
        (Outcome(True, 0.0, CANARY, CANARY), {"secrets read", "secrets told"}),
        (Outcome(True, 0.0, 'text.find("CANARY-")', 'text.find("CANARY-")'), set()),
        (Outcome(True, 0.0, "0.123456", ""), set()),  # a function gets its inputs, by right
        (Outcome(True, 0.0, "0.123456", "0.123456"), {"secrets told"}),
        (Outcome(False, None, "", ""), {"hung"}),
        (Outcome(True, None, "", ""), {"no result"}),
        (Outcome(True, 0.0, "", "", ("process sh",)), {"leftovers"}),
        (Outcome(True, 0.0, "SystemError: ESCAPED: a fork", ""), {CLAIM}),
        (Outcome(True, 0.0, 'raise SystemError(f"ESCAPED: {name}")', ""), set()),
    ],
)
def test_a_run_is_judged_by_what_can_be_seen_of_it(outcome: Outcome, found: set[str]) -> None:
    assert classify(outcome, 30.0, {"0.123456"}) == found


def results(**more: object) -> str:
    public = {"name": "Public Tests", "visibility": "visible", "output": "all passed"}
    hidden = {"name": "square", "score": 15.0, "max_score": 40.0, "visibility": "hidden", "output": CANARY}
    return json.dumps({"tests": [public, hidden], **more})


def test_what_otter_leaves_in_its_cage_is_read() -> None:
    files = {
        f"{HOME}/out/results.json": results(),
        f"{HOME}/outside.txt": OUTSIDE,
        f"{HOME}/playground/hostile-shell": "",
        "/tmp/tmpabc/tests/square_hidden.py": "CANARY-HIDDEN-VALUE-7a40",  # otter's own copy
    }

    outcome = seen(Report(0, 5.0, "Total Score: 15", files, ["sleep"]))

    assert (outcome.ended, outcome.score) == (True, 15.0)
    assert CANARY in outcome.printed and CANARY not in outcome.shown
    assert "HIDDEN-VALUE" not in outcome.printed
    assert outcome.leftovers == ("process sleep", f"{HOME}/playground/hostile-shell")


@pytest.mark.parametrize("text", ["", "[]", '{"score": 100}', '{"tests": [{"name": "Autograder Failed"}], "score": 0}'])
def test_a_results_file_without_points_is_no_result(text: str) -> None:
    assert points(text) is None


def test_a_run_that_was_ended_has_no_score_and_no_leftovers_of_its_own() -> None:
    files = {f"{HOME}/out/results.json": results(), f"{HOME}/outside.txt": OUTSIDE}

    outcome = seen(Report(None, 60.0, "", files, []))

    assert classify(outcome, 100.0, set()) == {"hung", "secrets read"}


def test_only_what_attacks_our_wire_is_left_out() -> None:
    left_out = {p.name for p in programs() if for_the_engine_only(p)}

    assert {"protocol/garbage", "forging/loaded_forged", "ending/the_worker_replaced"} <= left_out
    assert not {"forging/fake_modules", "reading/hidden_files", "semantics/torch_in_a_numpy_homework"} & left_out


def test_the_table_counts_by_class() -> None:
    def row(name: str, engine: set[str], otter: set[str] | None) -> Row:
        program = Program(Path("programs", f"{name}.py"), "", 0.0, False, False)
        return Row(program, frozenset(engine), None if otter is None else frozenset(otter), {})

    lines = table(
        [
            row("reading/a", set(), {"secrets read", "leftovers"}),
            row("reading/b", set(), {CLAIM}),
            row("protocol/c", {"hung"}, None),
        ]
    ).split("\n")

    assert lines[2] == "| protocol | 1, 0 | 0, 0 | 0, 0 | 0, 0 | 1, 0 | 0, 0 | 0, 0 | 0, 0 | 0, 0 |"
    assert lines[3] == "| reading | 2, 2 | 0, 0 | 0, 1 | 0, 0 | 0, 0 | 0, 0 | 0, 1 | 2, 1 | 0, 1 |"
    assert lines[4] == "| all | 3, 2 | 0, 0 | 0, 1 | 0, 0 | 1, 0 | 0, 0 | 0, 1 | 2, 1 | 0, 1 |"


@pytest.mark.slow
@pytest.mark.root
def test_otter_runs_in_a_cage_that_nothing_leaves(mini_course: Course) -> None:
    source = f"""
import os, subprocess

def square(x):
    return x * x

print(open({str(mini_course.solution("mini", "square"))!r}).read())
open("{HOME}/playground/hostile-file", "w").close()
subprocess.Popen(["sleep", "100"], start_new_session=True)
try:
    open("/usr/hostile-file", "w")
except OSError:
    print("read-only", os.getuid(), os.listdir("/sys/class/net") if os.path.exists("/sys") else "no devices")
"""
    try:
        outcome = OtterRuns(mini_course, {}, 120.0).grade(source.encode())
    except CageUnavailable as error:
        pytest.skip(str(error))

    assert outcome.score == 40.0, outcome
    assert classify(outcome, 40.0, set()) == {"secrets read", "leftovers"}
    assert outcome.leftovers == ("process sleep", f"{HOME}/playground/hostile-file")
    assert "read-only 1000 no devices" in outcome.printed
    assert not Path("/usr/hostile-file").exists()
