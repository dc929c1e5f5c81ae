"""The same programs where the grader is an ordinary user, and where a container refuses namespaces."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from corpus import readable_by_all

ROOT = Path(__file__).parents[2]
NOBODY = "65534"
# What Docker leaves to root.
CAPABILITIES = (
    "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,"
    "net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap"
)
pytestmark = [
    pytest.mark.root,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv of util-linux"),
]


@pytest.fixture(scope="module")
def folder():
    path = Path(tempfile.mkdtemp(prefix="homework-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def python(folder: Path) -> Path:
    """An interpreter that any user can run: this one, or the system's with this one's packages."""
    site = Path(sysconfig.get_path("purelib"))
    if not (readable_by_all(ROOT) and readable_by_all(site)):
        pytest.skip("an ordinary user cannot come to this checkout or its packages")
    if readable_by_all(Path(sys.executable).resolve().parent):
        return Path(sys.executable)
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    if not system.exists():
        pytest.skip(f"this interpreter lies where an ordinary user cannot look, and there is no {system}")
    subprocess.run([system, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    (own,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (own / "packages.pth").write_text(f"import site; site.addsitedir({str(site)!r})\n")
    return folder / "venv" / "bin" / "python"


def run_corpus(command: list[object], layers: str, folder: Path, tests: str = "test_programs.py") -> str:
    base = folder / "tmp"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir()
    base.chmod(0o777)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(base),
        "HOSTILE_LAYERS": layers,
        "HOSTILE_BRIEF": "1",
        "PYTHONPATH": str(ROOT),  # this checkout, also for the fork servers
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    arguments = ["-m", "pytest", "-p", "no:cacheprovider", "--tb=line", "-rs", f"--basetemp={base / 'pytest'}"]
    done = subprocess.run(
        [*map(str, command), *arguments, f"tests/hostile/{tests}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("tests", ["test_programs.py", "test_neighbours.py"])
@pytest.mark.parametrize("layer", ["namespaces", "core"])
def test_the_programs_gain_nothing_where_the_grader_is_an_ordinary_user(python, folder, layer, tests):
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", python]

    summary = run_corpus(user, layer, folder, tests)

    print(summary[-300:])
    if f"{layer}: " in summary:
        pytest.skip(summary[-300:])
    assert " passed" in summary


KILLED_SERVER = """
import contextlib, os, signal, sys
from pathlib import Path
from autograder.course import find_course
from autograder.engine import leftovers
from autograder.engine.grader import Grader
from autograder.submission import Submission
from autograder.questions.loading import load_homework

def mine():
    found = set()
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # gone meanwhile
            if process.name.isdigit() and process.stat().st_uid == os.getuid():
                found.add(int(process.name))
    return found

before = mine()
leftovers.adopt()
source = b"x = 1\\n"
with Grader(load_homework(find_course(Path("tests/mini_course")), "mini"), "core") as grader:
    pending = grader.begin(Submission("daemon", "py", source), 1)
    pending.session.receive_loaded()
    questions = [pending.session.ask(1) for _ in range(3)]
    for question in questions:
        question.call("square", [1.0], 5.0)
    server = pending.session.server.process
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    print("daemons", len(mine() - before))
print("left", mine() - before)
"""


def test_what_a_killed_server_leaves_behind_is_ended_where_the_grader_is_an_ordinary_user(python, folder):
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", python]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
    }

    done = subprocess.run(
        [*map(str, user), "-c", KILLED_SERVER], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert re.fullmatch(r"daemons [3-9]\nleft set\(\)\n", done.stdout), done.stdout + done.stderr


@pytest.fixture(scope="module")
def container():
    """The prefix that runs a command as root in a container would: no namespaces, no mounts, few capabilities."""
    script = Path(__file__).with_name("refuse_namespaces.py")
    bounding = "-all," + ",".join(f"+{name}" for name in CAPABILITIES.split(","))
    return [sys.executable, script, "setpriv", f"--bounding-set={bounding}", "--inh-caps=-all", sys.executable]


def test_where_a_container_refuses_namespaces_auto_falls_to_core(container):
    code = "from autograder.engine.sandbox_process import best_layer; print(*best_layer())"

    done = subprocess.run([*map(str, container), "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.startswith("core {'namespaces': "), done.stdout + done.stderr
    assert "Operation not permitted" in done.stdout


def test_the_programs_gain_nothing_in_such_a_container(container, folder):
    print(run_corpus(container, "core", folder)[-300:])
