"""A submission's processes together stay below a bound, where this machine offers control groups."""

import contextlib
import os
import signal
from pathlib import Path

import pytest
import spy

from autograder.course import Limits
from autograder.engine import memory_group
from autograder.engine.memory_group import MemoryGroup
from autograder.engine.sandbox_process import Died

LIMIT = 400 << 20
# Each process within its own limit, together far above the group's.
MANY = """
import time

def spy():
    held = b"x" * (100 << 20)
    time.sleep(20)
"""


@pytest.fixture
def group():
    group = MemoryGroup.make(LIMIT)
    if group is None:
        pytest.skip("no control group is available here")
    yield group
    group.remove()


def peak(server):
    for name in ("memory.max_usage_in_bytes", "memory.peak"):
        file = server.group.folder / name
        if file.exists():
            return int(file.read_text())
    pytest.skip("this kernel does not tell a group's peak")


def test_many_processes_of_one_submission_stay_below_one_bound(layer, mini, group):
    server = spy.start(layer, mini, memory=LIMIT)
    folder = server.group.folder
    try:
        with spy.submission(server, MANY, limits=Limits(load=20.0, memory=200)) as session, contextlib.suppress(Died):
            for process in [session.ask(1) for _ in range(12)]:
                with contextlib.suppress(Died):
                    process.call("spy", [], 0.3)
        assert peak(server) <= LIMIT
        assert server.alive(), "the bomb's own processes go first"
        assert spy.told(server, "def spy():\n    return tell('next')\n") == "next"
    finally:
        server.close()
    assert not folder.exists()


def test_a_group_that_a_killed_grader_left_is_removed_by_the_next(group):
    pid = os.fork()
    if pid == 0:
        MemoryGroup.make(LIMIT)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    left = list(group.folder.parent.glob(f"{memory_group.PREFIX}{pid}-*"))
    assert len(left) == 1

    MemoryGroup.make(LIMIT).remove()

    assert not left[0].exists()


def test_a_system_without_groups_gives_none(monkeypatch):
    monkeypatch.setattr(memory_group, "_parents", lambda: iter([(Path("/proc/no-such-folder"), ("memory.max",))]))
    assert MemoryGroup.make(LIMIT) is None
