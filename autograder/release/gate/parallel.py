"""Does pieces of work in forked processes, a few side by side; each has a deadline, and may die without harm."""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from autograder.release.gate.bare import prepare

Task = TypeVar("Task")
Result = TypeVar("Result")


class Lost(Generic[Task]):
    """Stands for the result of a piece of work that has none; `why` says what happened."""

    def __init__(self, task: Task, why: str) -> None:
        self.task = task
        self.why = why


def parallel(
    tasks: Sequence[Task], work: Callable[[Task], Result], workers: int, deadline: float
) -> Iterator[tuple[Task, Result | Lost[Task]]]:
    """Yields each task with its result, as they come.

    Args:
        tasks: what is to be done, the longest first.
        work: does one, in a process of its own.
        workers: processes side by side.
        deadline: seconds that a task may take.
    """
    context = multiprocessing.get_context("fork")
    waiting = list(tasks)
    running: dict[Connection[Any, Any], tuple[Task, Any, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                task = waiting.pop(0)
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_run, args=(theirs, work, task))
                process.start()
                theirs.close()
                running[ours] = (task, process, time.monotonic() + deadline)
            ready = wait(list(running), timeout=1.0)
            for connection in [c for c in running if c in ready or running[c][2] < time.monotonic()]:
                task, process, _ = running.pop(connection)
                result = (
                    _receive(connection, task) if connection in ready else Lost(task, f"not done in {deadline:g} s")
                )
                connection.close()
                process.kill()
                process.join()
                yield task, result
    finally:
        for connection, (_, process, _) in running.items():
            process.kill()
            process.join()
            connection.close()


def _receive(connection: Connection[Any, Any], task: Task) -> Any:
    try:
        kind, value = connection.recv()
    except (EOFError, OSError):
        return Lost(task, "its process died")
    return value if kind == "result" else Lost(task, value)


def _run(connection: Connection[Any, Any], work: Callable[[Any], Any], task: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    prepare()
    try:
        message = ("result", work(task))
    except Exception as error:
        message = ("lost", "".join(traceback.format_exception(error))[-2000:])
    connection.send(message)
    connection.close()
