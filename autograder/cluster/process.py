"""A grader on a worker of a cluster: a process that loads the homework once, and grades what it is handed.

It is started with `Popen` by the worker's plugin (`plugin.py`): a worker may be a process that is not allowed children
of `multiprocessing`'s, and has threads, so that it cannot fork. It ends with whoever started it.
"""

from __future__ import annotations

import dataclasses
import os
import select
import signal
import socket
import sys
import threading
from multiprocessing.connection import Connection

import msgspec

from autograder import digests
from autograder.classroom import pool
from autograder.cluster.messages import Answer, Order, Ready, Refused, Work, encode
from autograder.course import find_course
from autograder.diagnosis import Tables
from autograder.engine import leftovers
from autograder.engine.grader import Grader
from autograder.engine.uids import uid_range
from autograder.errors import HomeworkError
from autograder.questions.loading import LoadedHomework, load_homework

IDLE_SECONDS = 900.0  # after which it ends if nobody asks for anything: its client may be gone


def main(descriptor: int, slot: int) -> None:
    """Grades until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    connection: Connection[bytes, bytes] = Connection(descriptor)
    threading.Thread(target=_end_with, args=(descriptor,), daemon=True).start()
    leftovers.adopt()
    processor = _processor_of_its_own(slot)
    order = msgspec.msgpack.decode(connection.recv_bytes(), type=Order)
    try:
        loaded, tables, notes = _load(order)
    except HomeworkError as error:
        connection.send_bytes(encode(Refused(str(error))))
        return
    connection.send_bytes(encode(Ready(notes)))
    graders: dict[str, Grader] = {}
    try:
        while connection.poll(IDLE_SECONDS):
            work = msgspec.msgpack.decode(connection.recv_bytes(), type=Work)
            if work.question not in graders:
                graders[work.question] = Grader(_part(loaded, work.question), order.layer, slot, tables)
            said = pool.grade_one(graders[work.question], work.number, work.job)
            connection.send_bytes(encode(Answer.of(said)))
    except (EOFError, OSError):
        pass
    finally:
        for grader in graders.values():
            grader.close()
        if processor is not None:
            processor.close()


def _processor_of_its_own(slot: int) -> socket.socket | None:
    """Takes a processor that no other grader of a cluster's has on this machine, while there are any.

    Several workers of one machine know nothing of each other: a name that one process at a time can have is what they
    share. Whoever holds the socket that is returned has the processor.
    """
    if not sys.platform.startswith("linux"):
        return None
    processors = sorted(os.sched_getaffinity(0))
    for offset in range(len(processors)):
        number = slot + offset
        taken = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            taken.bind(f"\0dl-homework grader on processor {processors[number % len(processors)]}")
        except OSError:
            taken.close()
            continue
        pool.stay_on_one_processor(number)
        return taken
    pool.stay_on_one_processor(slot)
    return None


def _load(order: Order) -> tuple[LoadedHomework, Tables | None, list[str]]:
    """The homework, if it is the client's.

    Raises:
        HomeworkError: it is not, or cannot be loaded.
    """
    uid_range()
    course = find_course()
    loaded = load_homework(course, order.homework)
    if digests.judging(course, loaded.spec).digest != order.digest:
        raise HomeworkError(f"{course.root}: is not what the client has: it was changed meanwhile")
    tables = Tables(loaded) if order.naming else None
    return loaded, tables, tables.prepare() if tables is not None else []


def _part(loaded: LoadedHomework, question: str) -> LoadedHomework:
    if not question:
        return loaded
    return dataclasses.replace(loaded, questions=tuple(q for q in loaded.questions if q.spec.name == question))


def _end_with(descriptor: int) -> None:
    """Ends this process as soon as the other end is closed, whatever it is at: its servers end with it."""
    waiting = select.poll()
    waiting.register(descriptor, 0)  # that nobody is there is told without being asked for
    while not waiting.poll():
        pass
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
