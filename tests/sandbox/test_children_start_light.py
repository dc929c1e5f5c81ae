"""What a server's child has to do for itself is little: it costs every submission and every question."""

import os
import subprocess
import sys


def said(code):
    done = subprocess.run(
        [sys.executable, "-P", "-s", "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return done.stdout.split()


NOTED = """
import os, sys
register, noted = os.register_at_fork, []
def note(**hooks):
    if "after_in_child" in hooks:
        noted.append(sys._getframe(1).f_globals["__name__"])
    register(**hooks)
os.register_at_fork = note
from autograder.sandbox import server
from autograder.sandbox.imports import preload
preload(["numpy"])
print(*noted)
"""


def test_no_module_of_a_server_has_work_to_do_in_a_child_but_through_the_hold():
    assert set(said(NOTED)) == {"autograder.sandbox.after_forks"}


FORKED = """
import os, sys
from autograder.sandbox import server
import random, threading

{more}
random.seed(5)
expected = random.getstate()
pid = os.fork()
if pid == 0:
    os._exit(0 if (random.getstate() == expected) is {left_alone} else 1)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_what_is_held_back_is_left_out_with_one_thread_and_done_with_two():
    assert said(FORKED.format(more="", left_alone=True)) == ["0"]
    thread = "threading.Thread(target=threading.Event().wait, daemon=True).start()"
    assert said(FORKED.format(more=thread, left_alone=False)) == ["0"]


LOCKED = """
import os, threading
from autograder.sandbox.after_forks import no_work_after_forks
lock = threading.Lock()
with no_work_after_forks():  # as concurrent.futures and logging do
    os.register_at_fork(before=lock.acquire, after_in_child=lock._at_fork_reinit, after_in_parent=lock.release)
pid = os.fork()
if pid == 0:
    os._exit(1 if lock.locked() else 0)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_a_lock_that_is_taken_before_a_fork_is_free_in_the_child():
    assert said(LOCKED) == ["0"]


WARMED = """
import os, sys
from autograder.sandbox import loading, server, warming
from autograder.sandbox.imports import preload
preload(["numpy"]); loading.prepare()
def seen():
    return set(sys.modules), set(vars(sys.modules["builtins"])), set(os.listdir("/proc/self/fd"))
before = seen()
warming.warm_up()
print(*[sorted(now ^ then) for now, then in zip(seen(), before)])
"""


def test_warming_up_leaves_nothing_that_a_student_could_see():
    assert said(WARMED) == ["[]", "[]", "[]"]
