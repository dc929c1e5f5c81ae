"""What running a file in this process changes is put back, whichever test it was."""

import asyncio
import sys

import pytest

from autograder.sandbox import stand_ins


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """The file's module is `__main__`, the gate stands before all finders, loops have no descriptors."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr(stand_ins, "_refusing", dict(stand_ins._refusing))
    finders = list(sys.meta_path)
    policy = type(asyncio.get_event_loop_policy())
    monkeypatch.setattr(policy, "_loop_factory", policy._loop_factory)
    yield
    sys.meta_path[:] = finders
