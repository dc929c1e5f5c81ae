"""Whose time a deadline counts: a neighbour's is no mark lost, one's own sleep is believed the first time."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import subprocess
import sys
import time

import msgspec
import pytest

from autograder.classroom import pool
from autograder.course import Limits
from autograder.engine import processor
from autograder.engine.grader import Grader
from autograder.engine.processor import Budget, Clock, Watch
from autograder.submission import Submission
from tests.engine.test_grader import RIGHT, scores, with_limits
from tests.patient import Stopwatch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="the kernel does not tell who waits"),
]

BURN = """
import time

def burn(seconds):
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        pass

"""


@contextlib.contextmanager
def neighbours(count):
    """On one processor with this process, and so with its servers: processes that never rest."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
        os.sched_setaffinity(0, before)


def graded(grader, source, patience=1.0):
    return grader.finish(grader.begin(Submission("s", "py", source.encode()), 1, patience))


def test_a_call_that_shares_its_processor_has_its_limit_all_the_same(mini, layer):
    source = BURN + RIGHT.replace("return x * x", "burn(0.76 if x.size > 1 else 0)\n    return x * x")
    with neighbours(1), Grader(with_limits(mini, question=9.0), layer) as grader:
        result = graded(grader, source)
    assert result.result.score == 100 or "starved" in result.doubts  # other work of this machine comes on top
    assert scores(result.result)[1:] == [35, 25]


def test_a_budget_that_went_in_short_calls_beside_a_neighbour_is_given_back(mini, strongest):
    source = BURN + RIGHT.replace("return x * x", "[burn(0.01) for _ in range(8)]\n    return x * x")
    calls = 6  # about: half of a second altogether
    with neighbours(2), Grader(with_limits(mini, question=0.16 * calls), strongest) as grader:
        result = graded(grader, source)
    assert result.result.score == 100 or result.doubts


@pytest.mark.parametrize("body", ["time.sleep(9)", "threading.Event().wait()", "burn(99)", "select.select([], [], [])"])
def test_a_hang_is_believed_the_first_time(mini, layer, body):
    source = BURN + "import select, threading\n" + RIGHT.replace("return x * x", body)
    with Grader(mini, layer) as grader:
        watch = Stopwatch()
        result = graded(grader, source)
        took = watch.seconds
    assert scores(result.result) == [0, 35, 25]
    assert not result.doubts or body == "burn(99)"  # which other work of this machine may hold up
    assert took < 30


def test_a_file_that_sleeps_while_it_loads_is_believed_the_first_time(mini, layer):
    with Grader(mini, layer) as grader:
        result = graded(grader, "import time\ntime.sleep(1e6)\n" + RIGHT)
    assert result.result.score == 100
    assert not result.doubts


def test_a_call_that_is_starved_to_the_end_is_in_doubt(mini, strongest, monkeypatch):
    monkeypatch.setattr(processor, "STRETCH", 1.1)
    source = BURN + RIGHT.replace("return x * x", "burn(0.9)\n    return x * x")
    with neighbours(6), Grader(mini, strongest) as grader:
        result = graded(grader, source)
    assert "starved" in result.doubts


def test_one_s_own_threads_are_no_neighbours(mini, strongest):
    spin = "import threading\n\ndef spin():\n    while True: hash((1, 2))\n\n"
    hang = "[threading.Thread(target=spin, daemon=True).start() for _ in range(4)]\n    spin()"
    with neighbours(0), Grader(mini, strongest) as grader:
        watch = Stopwatch()
        result = graded(grader, spin + RIGHT.replace("return x * x", hang))
        took = watch.seconds
    assert scores(result.result) == [0, 35, 25]
    assert took < 3 * mini.spec.limits.question


def test_nothing_of_the_next_submission_runs_while_one_is_judged(mini, strongest, monkeypatch):
    # Each would spin for its first second, on the one processor of the one worker.
    def both_at_once(self, submission, seed, patience=1.0):
        assert not any(held), "one is begun while another one is not finished"
        held.append(True)
        return begin(self, submission, seed, patience)

    def finished(self, pending):
        try:
            return finish(self, pending)
        finally:
            held.pop()

    held: list[bool] = []
    begin, finish = Grader.begin, Grader.finish
    monkeypatch.setattr(Grader, "begin", both_at_once)
    monkeypatch.setattr(Grader, "finish", finished)
    jobs = [pool.Job(Submission(f"s-{number}", "py", RIGHT.encode()), 1) for number in range(4)]
    notes: list[str] = []
    results = [result for _, result in pool.run(mini, strongest, jobs, 1, log=notes.append)]
    assert [result.score for result in results] == [100] * 4
    assert not notes


# -- limits of a question ----------------------------------------------------------------------------------------

ASKED = """
import resource
import numpy as np

def limits():
    return [*resource.getrlimit(resource.RLIMIT_CPU), *resource.getrlimit(resource.RLIMIT_AS)]

def square(x):
    raise ValueError(limits())

def mean_and_std(x):
    raise ValueError(limits())
"""


def test_each_question_has_its_own_limits(mini, layer):
    own = Limits(call=6.0, question=30.0, submission=60.0, memory=512)
    first = msgspec.structs.replace(mini.spec.question[0], limits=own)
    spec = msgspec.structs.replace(mini.spec, question=(first, *mini.spec.question[1:]))
    homework = dataclasses.replace(mini, spec=spec)
    with Grader(homework, layer) as grader:
        pending = grader.begin(Submission("s", "py", ASKED.encode()), 1)
        session = pending.session
        session.receive_loaded()
        own_text, plain_text, again = (
            session.ask(1, limits).call(function, [1.0], 5.0).text
            for function, limits in (("square", own), ("mean_and_std", spec.limits), ("square", own))
        )
        session.close()
    own_cpu, _, own_memory, _ = map(int, own_text.partition("[")[2].rstrip("]").split(","))
    plain_cpu, _, plain_memory, _ = map(int, plain_text.partition("[")[2].rstrip("]").split(","))
    assert own_text == again
    assert (own_cpu, plain_cpu) == (31, 5)
    assert own_memory - plain_memory == (512 - 256) << 20
    assert spec.largest_limits == Limits(call=6.0, question=30.0, submission=60.0, load=10.0, memory=512)


def test_a_right_answer_that_takes_most_of_its_own_question_s_limit_passes(mini, strongest):
    own = Limits(call=6.0, question=40.0, submission=60.0, memory=512)
    first = msgspec.structs.replace(mini.questions[0].spec, limits=own)
    spec = msgspec.structs.replace(mini.spec, question=(first, *mini.spec.question[1:]))
    question = dataclasses.replace(mini.questions[0], spec=first)
    homework = dataclasses.replace(mini, spec=spec, questions=(question, *mini.questions[1:]))
    body = "block = bytearray(400 << 20)\n    burn(4.0 if len(seen) == 1 else 0)\n    return x * x"
    source = BURN + "seen = []\n" + RIGHT.replace("return x * x", "seen.append(1)\n    " + body)
    with Grader(homework, strongest) as grader:
        result = graded(grader, source)
    assert result.result.score == 100, (result, "more than the homework's 1 s a call and 256 MiB")


# -- the clock and the budget themselves ---------------------------------------------------------------------------


def test_a_clock_without_word_from_the_kernel_is_a_plain_one(monkeypatch):
    monkeypatch.setattr(Watch, "lacked", lambda *_: None)
    clock = Clock(0.2, lambda: Watch(os.getpid()))
    while (left := clock.left()) > 0:
        time.sleep(left)
    assert 0.2 <= clock.elapsed < 0.5
    assert not clock.proved
    assert not clock.starved


def test_a_budget_is_given_back_what_was_lacked_up_to_a_bound(monkeypatch):
    lacked = iter([3.0, 8.0, 30.0])
    monkeypatch.setattr(Watch, "lacked", lambda *_: next(lacked))
    budget = Budget(10.0, 1.0, lambda: Watch(os.getpid()))
    budget.spend(6.0)
    budget.spend(4.0)
    assert not budget.used_up()
    assert budget.remaining == 3.0
    budget.spend(4.0)
    assert not budget.used_up()
    assert budget.remaining == 4.0
    budget.spend(5.0)
    assert budget.used_up()
    assert budget.starved
