"""Nothing hidden is within reach of a student's process, whatever it searches."""

import os
from pathlib import Path

import pytest
import spy

from autograder.engine.faults import SandboxUnavailable
from autograder.engine.sandbox_process import Server

HEAD = """
import re
ROOT = {root!r}

def found(text):
    "The canaries in a text; the pattern does not match itself."
    return " ".join(re.findall("CANARY-(?:SOL|HID|ENV|OF-)[A-Z0-9a-f-]*", text))
"""

SEARCHES = {
    "files from the root": """
import os
def spy():
    seen, names = [], 0
    for start in ("/", ROOT, "/proc/1/root", "/proc/self/root", "/proc/self/cwd", ".", "..", "/homework/..", "/old"):
        for folder, folders, files in os.walk(start):
            folders[:] = [f for f in folders if f not in ("python3.11", "site-packages", "torch", "nvidia", "sys")]
            for name in files:
                names += 1
                if name.endswith((".py", ".toml", ".md")) and "/lib" not in folder:
                    try:
                        with open(os.path.join(folder, name), errors="replace") as file:
                            seen.append(found(file.read()))
                    except OSError:
                        pass
            if names > 20_000:
                break
    return tell("".join(seen))
""",
    "known paths": """
import os
def spy():
    seen = []
    for name in ("solutions/mini/square.py", "autograder/suites/hidden/mini/square.py",
                 "autograder/misconceptions/mini/square.py", "assignment/course.toml"):
        parent = "/proc/%d/root" % os.getppid()
        for start in (ROOT, "/proc/1/root" + ROOT, "/proc/self/cwd/../..", "../..", parent + ROOT):
            try:
                with open(os.path.join(start, name)) as file:
                    seen.append("CANARY-" + name + file.read()[:10])
            except OSError:
                pass
    return tell("".join(seen))
""",
    "frames": """
import sys
def spy():
    seen = []
    for frame in sys._current_frames().values():
        while frame:
            seen += [found(repr(frame.f_locals)), found(repr(frame.f_globals)), found(repr(frame.f_code.co_consts))]
            frame = frame.f_back
    return tell("".join(seen))
""",
    "objects": """
import gc
def spy():
    gc.unfreeze()
    seen = []
    for thing in gc.get_objects():
        for part in [thing, *gc.get_referents(thing)]:
            if type(part) in (str, bytes):
                text = part if type(part) is str else part.decode("latin-1")
                seen.append(found(text))
    return tell("".join(seen))
""",
    "modules": """
import sys
def spy():
    ours = ("autograder.engine", "autograder.checks", "otter", "torch")
    seen = [name for name in sys.modules if name.startswith(ours)
            and type(sys.modules[name]).__name__ != "_InertModule"]
    return tell(("CANARY-" if seen else "") + "".join(seen)
                + "".join(found(repr(vars(m))) for m in list(sys.modules.values()) if hasattr(m, "__dict__")))
""",
    "the environment": """
import ctypes, os
def spy():
    text = repr(dict(os.environ)) + repr(os.environb)
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_char_p
    text += repr(libc.getenv(b"HOMEWORK_CANARY"))
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    if environ:
        i = 0
        while environ[i] is not None:
            text += environ[i].decode("latin-1")
            i += 1
    return tell(found(text) + ("CANARY-" if "HOMEWORK" in text else ""))
""",
    "processes": """
import os
def spy():
    seen = []
    try:
        pids = os.listdir("/proc")
    except OSError:
        pids = []
    for pid in [*pids, "self", "1", str(os.getppid()), *map(str, range(1, 400))]:
        for name in ("environ", "cmdline", "maps", "mem", "fd", "task", "status", "cwd", "root", "stack"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    seen.append("CANARY-read-" + pid + name + file.read(100).decode("latin-1"))
            except OSError:
                pass
    return tell("".join(seen))
""",
    "descriptors": """
import os, stat
def spy():
    seen = []
    for fd in range(256):
        try:
            mode = os.fstat(fd).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or stat.S_ISCHR(mode):
            continue
        seen.append(f"CANARY-descriptor-{fd}-{oct(mode)}")
    return tell("".join(seen))
""",
    "command lines": """
import sys
def spy():
    return tell(found(repr(sys.argv) + repr(sys.orig_argv) + repr(sys.flags) + repr(sys._xoptions)))
""",
    "memory": """
import ctypes, re
def spy():
    # the stack above: what the kernel put there at the start of the server
    seen = []
    try:
        lines = open("/proc/self/maps").read().split("\\n")
    except OSError:
        lines = []
    for line in lines:
        if "[stack]" in line or "[heap]" in line:
            low, high = (int(part, 16) for part in line.split()[0].split("-"))
            seen.append(found(ctypes.string_at(low, high - low).decode("latin-1")))
    return tell("".join(seen))
""",
}


@pytest.fixture(scope="module")
def server(layer, mini):
    os.environ["HOMEWORK_CANARY"] = "CANARY-ENVIRONMENT-18d4"
    server = spy.start(layer, mini)
    yield server
    server.close()
    del os.environ["HOMEWORK_CANARY"]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_of_a_student_s_process_finds_nothing_hidden(server, mini, search):
    if server.layer == "none" and search in ("files from the root", "known paths", "processes"):
        pytest.skip("this layer contains nothing; it is never chosen silently")
    found = spy.told(server, HEAD.format(root=str(mini.course.root)) + SEARCHES[search])
    assert found == "", found[:500]


def test_the_spy_finds_what_is_there(server, mini):
    """The searches can fail: a canary of the student's own is found by those that look into the process."""
    head = HEAD.format(root=str(mini.course.root)) + "planted = 'CANARY-' + 'OF-MINE'\n"
    assert "CANARY-OF-MINE" in spy.told(server, head + SEARCHES["frames"])
    assert "CANARY-OF-MINE" in spy.told(server, head + SEARCHES["objects"])


def test_the_homework_s_data_is_readable_and_nothing_beside_it(server, mini):
    assert spy.told(server, "def spy():\n    return tell(open('data/numbers.csv').read())") == "x\n1\n2\n3\n"
    if server.layer != "none":
        listed = spy.told(server, "import os\ndef spy():\n    return tell(sorted(os.listdir('.')))")
        assert "square" not in listed


def test_a_server_whose_children_could_read_a_secret_says_so(layer):
    if layer == "none":
        pytest.skip("this layer contains nothing")
    readable = next(Path(p) for p in ("/etc/ld.so.cache", "/usr/lib/os-release") if Path(p).exists())
    with pytest.raises(SandboxUnavailable, match=f"could read {readable}"):
        Server.start(layer, ("numpy",), secrets=[readable])
