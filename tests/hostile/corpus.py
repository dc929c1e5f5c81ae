"""The hostile programs, and an arena that grades them and looks at what they left behind.

A program's first line says what it tries. Further comment lines at its head: `# may earn N` (points that it
deserves; default 0), `# slow` (more than a second) and `# waits` (for a limit of wall time to pass). A program
that gets something it should not have raises SystemError with ESCAPED in its text: while loading or in a public
case that text reaches the student, and so this test.
"""

from __future__ import annotations

import difflib
import os
import platform
import re
import stat
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks.inputs import generator, primes
from autograder.diagnosis import Tables
from autograder.engine import sandbox_process, uids
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import Layer
from autograder.questions.loading import LoadedHomework
from autograder.reports.html import class_report
from autograder.results import SubmissionResult, to_json
from autograder.sandbox import seccomp
from autograder.submission import Submission
from tests.patient import Stopwatch, graded

PROGRAMS = Path(__file__).parent / "programs"
SEED = 1
CANARY = "CANARY-"  # in the small course's solution and hidden suite, and in what the arena plants
WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run")
MEMORY_GROWTH = 700 << 20  # bytes: what decoding the largest reply of the smallest values takes
# Not what a program meant to do: it did not get as far as its attack.
STUMBLED = re.compile(
    r"\b(NameError|SyntaxError|IndentationError|UnboundLocalError|AttributeError|TypeError|KeyError: 'auto)"
)
RIGHT = b"""
import numpy as np


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("no parts")
    return [total // parts + (i < total % parts) for i in range(parts)]


PROBE = "PROBE-OF-ANOTHER-STUDENT"
"""


@dataclass(frozen=True)
class Program:
    """One file of the corpus."""

    path: Path
    intent: str
    may_earn: float
    slow: bool
    waits: bool

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")


def programs() -> list[Program]:
    """All of them, by name."""
    return [_program(path) for path in sorted(PROGRAMS.rglob("*.py"))]


def _program(path: Path) -> Program:
    lines = path.read_text(encoding="utf-8").split("\n")
    head = []
    for line in lines:
        if not line.startswith("# "):
            break
        head.append(line[2:])
    earns = [float(line.removeprefix("may earn ")) for line in head if line.startswith("may earn ")]
    return Program(path, head[0], *(earns or [0.0]), "slow" in head or "waits" in head, "waits" in head)


def runs_here(program: Program) -> bool:
    """Programs that name system calls by number name those of x86_64."""
    return "syscall" not in program.source or platform.machine() == "x86_64"


class Arena:
    """A grader of one layer, a playground that all may write to, canaries, and a census of the machine."""

    def __init__(self, mini: LoadedHomework, layer: Layer, folder: Path) -> None:
        self.mini = mini
        self.playground = folder / "playground"
        self.playground.mkdir()
        self.playground.chmod(0o777)
        self.outside = folder / "outside.txt"
        self.outside.write_text("CANARY-OUTSIDE-20c7")
        os.environ["HOSTILE_CANARY"] = "CANARY-ENVIRONMENT-e1f5"
        self.grader = Grader(mini, layer, tables=Tables(mini))
        self.right = self.grade_right()
        self.census = self.machine()

    def close(self) -> None:
        self.grader.close()
        os.environ.pop("HOSTILE_CANARY", None)

    def grade(self, name: str, source: bytes) -> tuple[SubmissionResult, float]:
        """The result, and the seconds it took until its processes were gone."""
        watch = Stopwatch()
        result = self.grader.grade(Submission(name, "py", source), SEED)
        self.wait_stopped()
        return result, watch.seconds

    def wait_stopped(self) -> None:
        """Until the processes of all submissions are gone."""
        for server in self.grader.servers:
            server.wait_stopped()

    def grade_right(self) -> SubmissionResult:
        """As in a class."""
        result = graded(self.grader, Submission("right", "py", RIGHT), SEED)
        self.wait_stopped()
        return result

    def spoilt(self) -> list[str]:
        """Where the right answer's result is not what it was before any program ran, in short lines."""
        before, after = (to_json(result).decode().splitlines() for result in (self.right, self.grade_right()))
        return list(difflib.unified_diff(before, after, "before", "after", lineterm="", n=4))

    def run(self, program: Program) -> tuple[SubmissionResult, float]:
        """Grades a program that knows as much as an attacker could."""
        return self.grade(program.name, filled(program, self.known()))

    def known(self) -> dict[str, str]:
        """What the programs are told: paths, process numbers, the allow-list, another student's answers."""
        column = 0 if platform.machine() == "x86_64" else 1
        special = (
            seccomp.CLONE,
            seccomp.CLONE3,
            seccomp.PRLIMIT,
            seccomp.PRCTL,
            seccomp.IOCTL,
            seccomp.SECCOMP,
            seccomp.FCNTL,
        )
        allowed = {numbers[column] for numbers in (*seccomp.CALLS.values(), *special)} - {None}
        course = self.mini.course
        return {
            "PLAYGROUND": str(self.playground),
            "OUTSIDE": str(self.outside),
            "SOLUTION": str(course.solution("mini", "square")),
            "HIDDEN_SUITE": str(course.hidden_suite("mini", "square")),
            "GRADER": str(os.getpid()),
            "SERVER": str(self.server.process.pid),
            "REPLY_LIMIT": str(sandbox_process.REPLY_LIMIT),
            "ALLOWED": ", ".join(map(str, sorted(allowed))),
            "FUTEX": str(seccomp.FUTEX[column]),
            "SITE_PACKAGES": sysconfig.get_path("purelib"),
            "TABLE": table(inputs("another")),
        }

    @property
    def server(self) -> sandbox_process.Server:
        return self.grader.server(self.mini.questions[0].spec.packages)

    def shown(self, result: SubmissionResult) -> str:
        """All that a student, or a grader on the student's behalf, gets to see."""
        return to_json(result).decode() + self.pages(result)

    def pages(self, result: SubmissionResult) -> str:
        """The class report and the student's page."""
        return "".join(class_report(self.mini.spec, [self.right, result], "now").values())

    def machine(self) -> dict[str, object]:
        """What a program could leave behind: processes, files, sockets, mounts, shared memory."""
        server = self.server.process.pid
        return {
            "processes below the server": descendants(server),
            "processes of the slot": processes_of(range(*slot_uids())) if os.geteuid() == 0 else [],
            "files": leftovers(self.playground),
            "mounts of the grader": mounts("self"),
            "mounts of the server": mounts(str(server)),
            "sockets": sockets(),
            "shared memory": shared_memory(),
            "open descriptors": len(os.listdir("/proc/self/fd")),
            "canary": self.outside.read_text(),
        }


def filled(program: Program, known: Mapping[str, str]) -> bytes:
    """Its source with what it is told in the places of @NAMES@."""
    return re.sub(r"@([A-Z_]+)@", lambda match: known[match.group(1)], program.source).encode()


def table(inputs: list[Any]) -> str:
    """The answers to the first two hidden inputs of square, as the lines of a dict."""
    return ", ".join(f'"{x.ravel()[0]:.6f}": {(x * x).ravel().tolist()}' for x in inputs[:2])


def inputs(name: str) -> list[Any]:
    """What the hidden cases of the small course send a student of that name."""
    return inputs_from(lambda question, case: generator(SEED, "mini", question, case, name))


def inputs_from(rng: Callable[[str, str], Any]) -> list[Any]:
    """What they send, by the generator of a question's case."""
    drawn: list[Any] = []
    for case, dims in (("a vector", 1), ("a matrix", 2)):
        draw = rng("square", case)
        drawn.append(draw.normal(size=primes(draw, dims)))
    drawn.append(rng("square", "the argument stays as it is").normal(size=5))
    drawn.append(rng("mean_and_std", "the mean").normal(loc=3.0, size=11))
    drawn.append(rng("mean_and_std", "the standard deviation").normal(loc=3.0, size=7))
    return drawn


def hidden_numbers(name: str) -> set[str]:
    """Every number of the hidden inputs, in the forms in which the programs tell them."""
    return numbers(inputs(name))


def numbers(inputs: list[Any]) -> set[str]:
    """Every number of some inputs, in the forms in which the programs tell them."""
    texts = {f"{v:.6f}" for x in inputs for v in x.ravel()}
    return texts | {text.replace(".", "p") for text in texts}


def slot_uids() -> tuple[int, int]:
    """The uids that this process's graders give to submissions."""
    first = uids.sandbox_uid(0, 0)
    return first, first + 64


def _status(pid: str) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def _processes() -> dict[int, dict[str, str]]:
    found = {int(pid): _status(pid) for pid in os.listdir("/proc") if pid.isdigit()}
    return {pid: status for pid, status in found.items() if status and not status["State"].startswith("X")}


def descendants(pid: int) -> list[str]:
    """Names of the processes below one, and which of them are zombies; a live one may sleep or run."""
    processes = _processes()
    below, new = set(), {pid}
    while new:
        new = {p for p, s in processes.items() if int(s["PPid"]) in new} - below
        below |= new
    return sorted(processes[p]["Name"] + (" zombie" if processes[p]["State"].startswith("Z") else "") for p in below)


def processes_of(uids: range) -> list[str]:
    """Names of the processes of some uids."""
    return sorted(s["Name"] for s in _processes().values() if int(s["Uid"].split()[0]) in uids)


def leftovers(playground: Path) -> list[str]:
    """Files that submissions made: of their uids, or named as the programs name them."""
    first, last = slot_uids()
    found = []
    for folder in (*WRITABLE, ".", str(playground)):
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            try:
                owner = entry.stat(follow_symlinks=False).st_uid
            except OSError:
                continue
            if first <= owner < last or "hostile-" in entry.name or folder == str(playground):
                found.append(entry.path)
    return sorted(found)


def mounts(pid: str) -> list[str]:
    """Mount points, without the counters in their lines; other programs' temporary mounts do not count."""
    try:
        lines = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    except OSError:
        return []
    return sorted(line.split()[4] for line in lines if pid != "self" or "hostile" in line)


def sockets() -> list[str]:
    """Sockets of the submissions' uids, and abstract ones named as the programs name them."""
    first, last = slot_uids()
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "unix"):
        try:
            lines = Path(f"/proc/net/{kind}").read_text().splitlines()[1:]
        except OSError:
            continue
        if kind == "unix":
            found += [line for line in lines if "hostile" in line]
        else:
            found += [line for line in lines if first <= int(line.split()[7]) < last]
    return found


def shared_memory() -> list[str]:
    """System V objects of the submissions' uids."""
    first, last = slot_uids()
    found = []
    for kind in ("shm", "sem", "msg"):
        try:
            lines = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
        except OSError:
            continue
        found += [line for line in lines if any(part.isdigit() and first <= int(part) < last for part in line.split())]
    return found


def forget_peak() -> None:
    """Resets the mark of the most memory this process had."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def memory(line: str) -> int:
    """Bytes of this process: `VmHWM` (the most since `forget_peak`) or `VmRSS`."""
    return int(_status("self")[line].split()[0]) << 10


def readable_by_all(path: Path) -> bool:
    """Whether any user can come to this folder."""
    return all(p.stat().st_mode & stat.S_IXOTH for p in (path, *path.parents))
