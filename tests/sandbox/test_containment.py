"""What a student's process may not do, and what it may, in every layer that this machine offers."""

import os
import socket
import subprocess
import sys
import time

import pytest
import spy

from autograder.engine.sandbox_process import Died


@pytest.fixture(scope="module")
def server(layer, mini):
    if layer == "none":
        pytest.skip("this layer contains nothing; it is never chosen silently")
    server = spy.start(layer, mini)
    yield server
    server.close()


TRY = """
import ctypes, errno, fcntl, os, resource, signal, socket, subprocess, sys, tempfile, threading, time

libc = ctypes.CDLL(None, use_errno=True)

def syscall(*args):
    result = libc.syscall(*args)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def spy():
    try:
        result = attempt()
    except (OSError, subprocess.SubprocessError, RuntimeError, ImportError, ValueError) as error:
        return tell("refused " + type(error).__name__)
    return tell(f"done {result!r}")

def attempt():
    return ATTEMPT
"""

REFUSED = {
    "a network socket": "socket.socket(socket.AF_INET)",
    "an IPv6 socket": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a unix socket": "socket.socket(socket.AF_UNIX)",
    "a vsock": "socket.socket(40, socket.SOCK_STREAM)",
    "a netlink socket": "socket.socket(16, socket.SOCK_RAW)",
    "a socket pair": "socket.socketpair()",
    "a fork": "os.fork()",
    "a program": "os.execv('/bin/sh', ['sh'])",
    "a subprocess": "subprocess.run(['/bin/true'])",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "a new file": "open('/tmp/homework-escape', 'w')",
    "a new file here": "open('escape', 'w')",
    "a new file beside the data": "open('data/escape', 'w')",
    "a temporary file": "tempfile.TemporaryFile()",
    "a folder": "os.mkdir('/tmp/homework-escape')",
    "a link": "os.symlink('/', '/tmp/homework-escape')",
    "a memory file": "os.memfd_create('x')",
    "a changed mode": "os.chmod('data/numbers.csv', 0o777)",
    "a removed file": "os.unlink('data/numbers.csv')",
    "a renamed file": "os.rename('data/numbers.csv', 'data/x')",
    "a FIFO": "os.mkfifo('/tmp/homework-escape')",
    "shared memory": "os.open('/dev/shm/homework-escape', os.O_CREAT | os.O_RDWR)",
    "a signal to the parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "a signal to all": "os.kill(-1, signal.SIGKILL)",
    "a signal to the group": "os.killpg(0, signal.SIGKILL)",
    "a signal to itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "a session": "os.setsid()",
    "a process group": "os.setpgid(0, 0)",
    "another uid": "os.setuid(0)",
    "another gid": "os.setgid(0)",
    "other groups": "os.setgroups([0])",
    "more limits": "resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))",
    "a nicer life": "os.nice(-5)",
    "ptrace": "syscall(101, 0, 0, 0, 0)",
    "a mount": "syscall(165, b'none', b'/', b'tmpfs', 0, 0)",
    "a user namespace": "syscall(272, 0x10000000)",
    "a chroot": "os.chroot('/')",
    "io_uring": "syscall(425, 8, ctypes.create_string_buffer(256))",
    "bpf": "syscall(321, 0, 0, 0)",
    "perf_event_open": "syscall(298, 0, 0, -1, -1, 0)",
    "a key": "syscall(248, b'user', b'x', b'y', 1, -3)",
    "a message queue": "syscall(240, b'/x', 0o102, 0o600, 0)",
    "System V shared memory": "syscall(29, 0, 4096, 0o1600)",
    "userfaultfd": "syscall(323, 0)",
    "process_vm_readv": "syscall(310, os.getppid(), 0, 0, 0, 0, 0)",
    "pidfd_open": "syscall(434, os.getppid(), 0)",
    "a pipe": "os.pipe()",
    "another clone": "syscall(56, 17, 0, 0, 0, 0)",
    "a prctl": "syscall(157, 4, 1, 0, 0, 0)",
    "an ioctl that types into a terminal": "fcntl.ioctl(0, 0x5412, b'x')",
    "a setuid bit by fchmod": "syscall(91, 0, 0o4777)",
}
X86_ONLY = {name for name, code in REFUSED.items() if "syscall(" in code}


@pytest.mark.parametrize("what", REFUSED)
def test_a_student_s_function_is_refused(server, what):
    if what in X86_ONLY and os.uname().machine != "x86_64":
        pytest.skip("system-call numbers of x86_64")
    answer = spy.told(server, TRY.replace("ATTEMPT", REFUSED[what]))
    assert answer.startswith("refused"), answer


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_the_file_is_refused_it_at_the_top_level_too(server, what):
    if what in X86_ONLY and os.uname().machine != "x86_64":
        pytest.skip("system-call numbers of x86_64")
    source = TRY.replace("ATTEMPT", REFUSED[what]).replace("def spy()", "def early()")
    answer = spy.told(server, source + "\nanswer = early()\n\ndef spy():\n    return answer\n")
    assert answer.startswith("refused"), answer


def test_the_32_bit_system_calls_end_the_process(server):
    if os.uname().machine != "x86_64":
        pytest.skip("an ABI of x86_64")
    code = "import ctypes\ndef spy():\n    ctypes.CDLL(None).syscall(0x40000000 + 39)\n    return tell('alive')\n"
    assert spy.told(server, code) == "crashed"


ALLOWED = {
    "threads": "threading.Thread(target=time.sleep, args=(0,)).start() or 1",
    "sleep": "time.sleep(0.001) or 1",
    "linear algebra": "np.linalg.svd(np.ones((3, 3)))[1].shape",
    "random numbers": "np.random.default_rng().normal() is not None",
    "the clock": "time.time() > 0",
    "os.urandom": "len(os.urandom(8))",
    "lazy imports": "__import__('colorsys').rgb_to_hsv(0, 0, 0)",
    "more lazy imports": "[__import__(m) for m in ('csv', 'decimal', 'statistics', 'sqlite3', 'ctypes')] and 1",
    "numpy's lazy parts": "(np.fft.fft([1.0]), np.polynomial.Polynomial([1]), np.testing.assert_equal(1, 1)) and 1",
    "a time zone": "time.strftime('%Y') and 1",
    "unicode": "'中'.encode('gbk') and 1",
    "big memory": "np.ones(2 * 10**7).sum()",
}


@pytest.mark.parametrize("what", ALLOWED)
def test_a_student_s_function_may(server, what):
    answer = spy.told(server, TRY.replace("ATTEMPT", ALLOWED[what]))
    assert answer.startswith("done"), answer


def test_the_process_is_nobody_without_rights_or_an_environment(server):
    answer = spy.told(
        server,
        "import os\ndef spy():\n    return tell((os.getuid() != 0, os.geteuid() != 0, len(os.environ)))",
    )
    if os.getuid() == 0:
        assert answer == "(True, True, 0)"
    else:
        assert answer.endswith(", 0)")


def test_no_new_file_is_left_on_the_machine(server):
    assert not [name for name in os.listdir("/tmp") if name.startswith("homework-escape")]


def test_what_a_submission_starts_is_gone_when_it_is_closed(server):
    source = """
import signal, threading, time
for s in range(1, 65):
    try: signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError): pass
def spy():
    while True:
        try: time.sleep(1)
        except BaseException: pass
threading.Thread(target=spy).start()
"""
    children = lambda: subprocess.run(  # noqa: E731
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True
    ).stdout.split()
    before = children()
    with spy.submission(server, source) as session:
        for _ in range(3):
            with pytest.raises(Died):
                session.ask(1).call("spy", [], 0.1)
    deadline = time.monotonic() + 60
    while children() != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() == before


STARTS = {
    "fork": "os.fork() or os._exit(0)",
    "fork of the C library": "check(ctypes.CDLL(None, use_errno=True).fork())",
    "fork by number": "check(ctypes.CDLL(None, use_errno=True).syscall(56, 0x01200011, 0, 0, 0, 0))",
    "forkpty": "os.forkpty()",
    "subprocess": "subprocess.run(['true'])",
    "multiprocessing": "multiprocessing.Process(target=print).start()",
    "a pool": "multiprocessing.Pool(2)",
    "an executor": "concurrent.futures.ProcessPoolExecutor(2).submit(print).result()",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
}
START = """
import concurrent.futures, ctypes, multiprocessing, os, subprocess

def check(result):
    if result == 0: os._exit(0)
    if result < 0: raise OSError(ctypes.get_errno(), "refused")

def start():
    try:
        WHAT
    except Exception as error:
        return f"{type(error).__name__} {error}"
    return "started"
"""


@pytest.mark.parametrize("what", STARTS)
@pytest.mark.parametrize("when", ["while it loads", "in a call"])
def test_a_submission_starts_no_processes(server, what, when):
    if "forks" not in server.applied:
        pytest.skip("this kernel does not ask who may fork")
    if "number" in what and os.uname().machine != "x86_64":
        pytest.skip("system-call numbers of x86_64")
    source = START.replace("WHAT", STARTS[what]) + (
        "told = start()\ndef spy():\n    return tell(told)\n"
        if when == "while it loads"
        else "def spy():\n    return tell(start())\n"
    )
    answer = spy.told(server, source)
    assert answer.startswith(("PermissionError", "OSError", "FileNotFoundError")), answer
    if what in ("fork", "subprocess", "multiprocessing"):
        assert "may not start processes" in answer
        assert "不能启动新进程" in answer


def test_a_fork_that_is_stolen_is_the_only_one_and_costs_its_own_question(server):
    """A thread that forks all the time gets the fork meant for a question, which then has no process."""
    if "forks" not in server.applied:
        pytest.skip("this kernel does not ask who may fork")
    source = """
import ctypes, threading, time
libc = ctypes.CDLL(None)
got = []
def steal():
    for _ in range(10**6):
        pid = libc.fork()
        if pid == 0:
            while True: time.sleep(1)
        if pid > 0:
            got.append(pid)
            return
threading.Thread(target=steal, daemon=True).start()
def spy():
    return tell(len(got))
"""
    with spy.submission(server, source) as session:
        answers = set()
        for _ in range(3):
            process = session.ask(1)
            try:
                answers.add(spy.text_of(process.call("spy", [], 5.0)))
            except Died as died:
                answers.add(died.why)
        assert answers <= {"0", "1", "crashed", "timed_out"}  # what it forked holds the question's socket
    assert spy.told(server, "def spy():\n    return tell('ok')") == "ok"


def test_a_submission_cannot_take_more_threads_than_its_share(server):
    if os.getuid() != 0:
        pytest.skip("the kernel counts processes per uid: only as root has a submission its own")
    source = """
import threading, time
count = 0
try:
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except RuntimeError:
    pass
def spy():
    return tell(count)
"""
    assert server.layer == "none" or int(spy.told(server, source)) <= 64
    assert spy.told(server, "def spy():\n    return tell('ok')") == "ok"


def test_memory_of_a_function_is_bounded(server):
    limits = spy.Limits(call=20.0, load=5.0, memory=128)
    code = "def spy():\n    return np.ones(10**8)"
    assert spy.told(server, code, limits=limits).startswith("memory")
    code = "import mmap\ndef spy():\n    mmap.mmap(-1, 10**9).write(b'x' * 10**9)\n"
    assert spy.told(server, code, limits=limits).startswith(("memory", "raised OSError", "raised"))


@pytest.mark.slow
def test_processor_time_is_bounded_even_if_nobody_waits(server):
    limits = spy.Limits(call=1.0, question=1.0, load=1.0, memory=128)
    with spy.submission(server, "def spy():\n    while True: pass\n", limits=limits) as session:
        process = session.ask(1)
        with pytest.raises(Died):
            process.call("spy", [], 0.1)
        process.sock.settimeout(60)
        assert process.sock.recv(1) == b"", "the processor limit ends it"


def test_a_question_s_process_cannot_be_reached_by_what_the_file_left_running(server):
    """A thread and a duplicate of the control socket from load time see nothing of a question's calls."""
    source = """
import os, socket, threading, time
stolen = []
def listen():
    while True:
        for fd in range(3, 64):
            try:
                data = os.read(fd, 0) and os.read(fd, 1000)
                if data:
                    stolen.append(data)
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=listen, daemon=True).start()
def spy():
    return tell((threading.active_count(), len(stolen)))
"""
    assert spy.told(server, source) == "(1, 0)"


def test_global_generators_are_seeded_alike_for_the_same_student_and_differ_between_questions(server):
    code = "import random\ndef spy():\n    return tell((random.random(), np.random.rand()))"
    draws = []
    for entropy in (1, 1, 2):
        with spy.submission(server, code) as session:
            process = session.ask(entropy)
            draws.append(spy.text_of(process.call("spy", [], 5)))
    assert draws[0] == draws[1] != draws[2]


@pytest.mark.slow
def test_the_server_ends_with_its_grader():
    code = (
        "from autograder.engine.sandbox_process import Server\nimport os\n"
        "server = Server.start('none', ('numpy',))\nprint(server.process.pid, flush=True)\nos._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    pid = int(done.stdout)
    deadline = time.monotonic() + 60
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(pid)


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"  # this process may have adopted it
    except OSError:
        return False


def test_a_homework_of_numpy_has_a_server_that_has_imported_nothing_heavy(layer):
    server = spy.start(layer)
    try:
        heavy = spy.told(
            server,
            "import sys\ndef spy():\n    heavy = ('otter', 'pandas', 'IPython', 'torch', 'click', 'rich', 'sklearn')\n"
            "    return tell([m for m in heavy if m in sys.modules])",
        )
        assert heavy == "[]"
    finally:
        server.close()


def test_the_grader_s_socket_is_not_the_child_s(server):
    """A child has its own control socket at 3 and nothing else."""
    code = (
        "import os\ndef spy():\n    out = []\n    for fd in range(256):\n"
        "        try:\n            os.fstat(fd); out.append(fd)\n        except OSError:\n            pass\n"
        "    return tell(out)"
    )
    with spy.submission(server, code) as session:
        process = session.ask(1)
        open_ones = spy.text_of(process.call("spy", [], 5))
        assert open_ones in ("[0, 1, 2, 4]", "[0, 1, 2, 3]"), open_ones
    assert isinstance(server.sock, socket.socket)


LOOP = """
import asyncio

async def wait():
    return sum(await asyncio.gather(*(asyncio.sleep(0.01, i) for i in range(3))))

at_the_top = await wait()

def spy():
    return tell(f"{at_the_top} {asyncio.run(wait())}")
"""


def test_an_event_loop_works_while_a_file_is_loaded_and_in_a_question(server):
    assert spy.told(server, LOOP) == "3 3"
