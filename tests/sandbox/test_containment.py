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


@pytest.mark.parametrize("what", sorted(set(REFUSED) - {"a fork", "another clone"}))
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
import os, signal, time
for s in range(1, 65):
    try: signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError): pass
for _ in range(5):
    if os.fork() == 0:
        while True: time.sleep(1)
def spy():
    return tell("ok")
"""
    children = lambda: subprocess.run(  # noqa: E731
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True
    ).stdout.split()
    before = children()
    with spy.submission(server, source) as session:
        session.ask(1).close()
    deadline = time.monotonic() + 5
    while children() != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() == before


def test_a_submission_cannot_take_more_processes_than_its_share(server):
    if os.getuid() != 0:
        pytest.skip("the kernel counts processes per uid: only as root has a submission its own")
    source = """
import os, time
count = 0
try:
    for _ in range(500):
        if os.fork() == 0:
            while True: time.sleep(1)
        count += 1
except OSError:
    pass
def spy():
    return tell(count)
"""
    with spy.submission(server, source) as session:
        pass
    assert session.closed
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
        begin = time.monotonic()
        process.sock.settimeout(15)
        assert process.sock.recv(1) == b"", "the processor limit ends it"
        assert time.monotonic() - begin < 10


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
    deadline = time.monotonic() + 5
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid}")


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
