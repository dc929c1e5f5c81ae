"""Programs that are after the others of a class: theirs are the marks that must not change, and the time."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

import pytest
from corpus import PROGRAMS

from autograder.classroom import pool
from autograder.engine.faults import SandboxUnavailable
from autograder.engine.sandbox_process import LAYERS, Layer, Server
from autograder.submission import Submission
from tests.patient import Stopwatch

pytestmark = pytest.mark.slow
# Right, and one of its calls takes three quarters of the limit.
SLOW = """
import time

def burn(seconds):
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        pass

def square(x):
    burn(0.76 if x.size == 2 else 0)
    return x * x

def mean_and_std(x):
    return float(x.mean()), float(x.std())

def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("no parts")
    return [total // parts + (i < total % parts) for i in range(parts)]
"""
# Right, and each call needs a few threads of its own.
THREADS = SLOW.replace(
    "    burn(0.76 if x.size == 2 else 0)\n    return x * x",
    "    import threading\n    got = []\n"
    "    team = [threading.Thread(target=lambda: got.append(x * x)) for _ in range(4)]\n"
    "    for t in team: t.start()\n    for t in team: t.join()\n    return got[0]",
)
UNTIL_NONE_IS_LEFT = """
import os, threading, time

def more():
    started = 0
    while started < 5000:
        try:
            threading.Thread(target=time.sleep, args=(1.0,), daemon=True).start()
            started += 1
        except RuntimeError:
            try:
                os.fork() or os._exit(0)
            except OSError:
                time.sleep(0.05)
                return

more()

def square(x):
    more()
    return -x
"""
LAYERS_HERE = os.environ.get("HOSTILE_LAYERS", "namespaces core").split()


@pytest.fixture(scope="module", params=LAYERS[:2])
def contained(request: pytest.FixtureRequest) -> Layer:
    if request.param not in LAYERS_HERE:
        pytest.skip(f"{request.param} is not asked for")
    try:
        Server.start(request.param, ("numpy",)).close()
    except SandboxUnavailable as error:
        pytest.skip(f"{request.param}: {error}")
    return request.param


@contextlib.contextmanager
def hogs(count):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def marks(mini, layer, sources, jobs, notes=None):
    """The results by name, of a class in that order."""
    work = [pool.Job(Submission(name, "py", source.encode()), 1) for name, source in sources]
    log = notes.append if notes is not None else lambda line: None
    return {result.submission: result for _, result in pool.run(mini, layer, work, jobs, log=log)}


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_neighbour_costs_a_right_answer_nothing_and_earns_nothing(mini, contained, jobs, busy):
    bombs = [
        "bombs/spinners_for_the_neighbour", "bombs/spinning_threads_for_the_neighbour", "bombs/forks_while_loading",
        "bombs/the_fork_of_another_question",
    ]  # fmt: skip
    bad = [(name, (PROGRAMS / f"{name}.py").read_text()) for name in bombs] + [("none left", UNTIL_NONE_IS_LEFT)]
    right = [(f"slow {n}", SLOW) for n in range(3)] + [(f"threads {n}", THREADS) for n in range(2)]
    together = [both for pair in zip(bad, right, strict=True) for both in pair]
    with hogs(len(os.sched_getaffinity(0)) if busy else 0):
        results = marks(mini, contained, together, jobs)
    assert {name: results[name].score for name, _ in right} == {name: 100.0 for name, _ in right}
    assert all(results[name].score == 0 for name, _ in bad)


def test_who_sleeps_at_every_limit_is_believed_and_holds_up_nobody(mini, contained):
    sleeper = (PROGRAMS / "ending/asleep_at_every_limit.py").read_text()
    notes: list[str] = []
    limits = mini.spec.limits
    watch = Stopwatch()
    results = marks(mini, contained, [("sleeper", sleeper), *((f"right {n}", SLOW) for n in range(4))], 2, notes)
    took = watch.seconds
    assert results.pop("sleeper").score == 0
    assert {result.score for result in results.values()} == {100.0}
    assert not notes, "no second look"
    assert took < limits.submission + 3 * limits.load + 15
