"""A cage for hostile programs under a grader that has none: namespaces, a private root, limits, a clock.

    from benchmarks.cage import Order, run_caged

The command runs as an ordinary user of its own user, pid, mount, network, ipc and uts namespaces. It sees libraries and
the folders that it is lent, read-only; writable are only folders in memory, which go with the cage. Process 1 of the
cage is this module: it cannot be signalled from inside, and says at the end what the command left behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import select
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import kernel

HOME = "/grader"  # the command's working folder; a file system in memory
SCRATCH = ("/tmp", "/var/tmp", "/run", "/dev/shm")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/etc/hosts")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
CGROUPS = Path("/sys/fs/cgroup")
NEW_ROOT = "/mnt"
USER = 1000  # as which the command sees itself
FIRST_UID = 3_000_000  # what it is outside: a user that exists nowhere
MEMORY = 3 << 30  # bytes, of each process and, where there are cgroups, of all together
TASKS = 128
OUTPUT = 4 << 20  # bytes of standard output that are kept, and of a file
FILES = 2000
# By controller; "" is version 2.
LIMITS = {
    "memory": {"memory.limit_in_bytes": MEMORY},
    "pids": {"pids.max": 2 * TASKS},
    "": {"memory.max": MEMORY, "pids.max": 2 * TASKS},
}
GRACE = 2.0  # seconds in which processes may end after the command has


class CageUnavailable(Exception):
    """No cage can be made here; the message says which step failed."""


@dataclass(frozen=True)
class Order:
    """What is to run: a command, the folders that it may read, files for its working folder."""

    command: list[str]
    readable: list[str]
    files: dict[str, str] = field(default_factory=dict)  # latin-1, so that JSON holds any bytes
    environment: dict[str, str] = field(default_factory=dict)
    seconds: float = 60.0


@dataclass(frozen=True)
class Report:
    """How it went. `status` is None if the command had to be ended."""

    status: int | None
    seconds: float
    output: str
    files: dict[str, str]  # regular files of the writable folders; other kinds with no content
    processes: list[str]  # that outlived the command


def run_caged(order: Order) -> Report:
    """Runs a command in a cage and waits for its end.

    Raises:
        CageUnavailable: the cage cannot be made, or gave no report.
    """
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise CageUnavailable("only root on Linux can make one")
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "benchmarks.cage"]
    text, late = json.dumps(asdict(order)).encode(), order.seconds + 60
    try:
        done = subprocess.run(command, input=text, capture_output=True, cwd=root, timeout=late, check=False)
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise CageUnavailable("its first process does not end") from None
    except ValueError:
        raise CageUnavailable(f"no report: {done.stderr.decode(errors='replace')[-500:]}") from None
    if "problem" in said:
        raise CageUnavailable(said["problem"])
    return Report(**said)


def main() -> None:
    """Makes the cage; its first process writes the report to standard output."""
    order = Order(**json.load(sys.stdin))
    kernel.libc.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    with cgroups() as groups:
        try:
            kernel.check(kernel.libc.unshare(kernel.CLONE_NEWPID), "unshare(pid)")
            uid = FIRST_UID + os.getpid()
            pid = os.fork()
            if pid == 0:
                first_process(order, groups, uid)
            os.waitpid(pid, 0)
        except OSError as error:
            print(json.dumps({"problem": str(error)}))


# -- cgroups, where there are any -------------------------------------------------------------------------------


@contextlib.contextmanager
def cgroups() -> Iterator[list[Path]]:
    """Groups with limits on memory and processes below this process's own, removed at the end; maybe none.

    Without one for memory `_watch` ends what takes too much; RLIMIT_NPROC counts tasks too.
    """
    made: list[Path] = []
    for parent, limits in _hierarchies():
        with contextlib.suppress(OSError):
            (group := parent / f"homework-cage-{os.getpid()}").mkdir()
            made.append(group)
            for name, value in limits.items():
                (group / name).write_text(str(value))
    try:
        yield made
    finally:
        for group in made:
            _remove(group)


def _hierarchies() -> Iterator[tuple[Path, dict[str, int]]]:
    """This process's groups that can limit something, of version 1 and 2."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, own = line.split(":", 2)
        for controller in controllers.split(","):
            parent = CGROUPS / controller / own.lstrip("/")
            limits = LIMITS.get(controller, {})
            if limits and (parent / "cgroup.procs").exists():
                yield parent, limits


def _remove(group: Path) -> None:
    """A group can be removed once its last process is reaped."""
    for _ in range(100):
        try:
            group.rmdir()
        except OSError:
            time.sleep(0.05)
        else:
            return


# -- the first process of the cage ------------------------------------------------------------------------------


def first_process(order: Order, groups: list[Path], uid: int) -> NoReturn:
    """Builds the root, starts the command, watches it, reports; never returns."""
    try:
        kernel.libc.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        for group in groups:
            (group / "cgroup.procs").write_text("0")
        limited = any((group / name).exists() for group in groups for name in ("memory.limit_in_bytes", "memory.max"))
        flags = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
        kernel.check(kernel.libc.unshare(flags), "unshare")
        _loopback_up()
        _private_root(order, uid)
        output, theirs = os.pipe()
        ready, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            _become_the_command(order, uid, theirs, told)
        os.close(theirs)
        os.close(told)
        problem = os.read(ready, 1000).decode()
        report: dict[str, Any] = {"problem": problem} if problem else _watch(pid, output, order.seconds, limited)
    except OSError as error:
        report = {"problem": str(error)}
    sys.stdout.write(json.dumps(report))
    sys.stdout.flush()
    os._exit(0)


def _loopback_up() -> None:
    """The kernel of a notebook talks to otter over 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: up, running


def _private_root(order: Order, uid: int) -> None:
    """A root of its own: libraries and lent folders read-only, folders in memory, /proc of this cage."""
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    safe = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", NEW_ROOT, "tmpfs", safe, "size=4m,mode=755")
    new = Path(NEW_ROOT)
    for folder in map(Path, (*SYSTEM, *order.readable)):
        _show(folder, new / str(folder).lstrip("/"))
    for device in DEVICES:
        kernel.bind(Path(device), new / device.lstrip("/"), kernel.MS_NOSUID | kernel.MS_NOEXEC)
    for name in SCRATCH:
        _in_memory(new / name.lstrip("/"), "size=1g,mode=1777")
    _in_memory(new / HOME.lstrip("/"), f"size=1g,mode=755,uid={uid},gid={uid}")
    for file, content in order.files.items():
        target = new / HOME.lstrip("/") / file
        if file.endswith("/"):
            target.mkdir()
        else:
            target.write_bytes(content.encode("latin-1"))
        os.chown(target, uid, uid)
    (new / "proc").mkdir()
    kernel.mount("proc", str(new / "proc"), "proc", safe | kernel.MS_NOEXEC)
    kernel.move_root(new, "/")
    kernel.mount("none", "/", None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | safe)


def _show(folder: Path, target: Path) -> None:
    """Binds a folder or a file read-only at its own path; a link stays a link."""
    if folder.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(folder.readlink())
    elif folder.exists():
        kernel.bind(folder, target)


def _in_memory(target: Path, options: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    kernel.mount("tmpfs", str(target), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)


def _become_the_command(order: Order, uid: int, output: int, told: int) -> NoReturn:
    """Gives every right away, then runs the command; what fails is told to the first process."""
    try:
        os.setsid()
        Path("/proc/self/oom_score_adj").write_text("1000")
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.dup2(told, 3)  # closes when the command starts
        os.set_inheritable(3, False)
        os.closerange(4, 1 << 16)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        kernel.check(kernel.libc.prctl(kernel.PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")
        kernel.check(kernel.libc.unshare(kernel.CLONE_NEWUSER), "unshare(user)")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{USER} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{USER} {uid} 1")
        _limits(order.seconds)
        kernel.drop_capabilities()
        kernel.check(kernel.libc.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        kernel.assert_no_rights(USER)
        os.chdir(HOME)
        os.execve(order.command[0], order.command, order.environment)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            os.write(3, str(error).encode())
    finally:
        os._exit(127)


def _limits(seconds: float) -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_NPROC: TASKS,
        resource.RLIMIT_FSIZE: 1 << 30,
        resource.RLIMIT_CPU: int(seconds) + 30,
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for limit, value in limits.items():
        hard = resource.getrlimit(limit)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (least, least))


# -- watching and reporting -------------------------------------------------------------------------------------


def _watch(pid: int, output: int, seconds: float, limited: bool) -> dict[str, Any]:
    """Waits for the command, keeps what it prints, and looks at what it leaves."""
    begin = time.monotonic()
    kept = bytearray()
    status: int | None = None
    while status is None and time.monotonic() < begin + seconds:
        _drain(output, kept, 0.1)
        status = _reap(pid)
        if not limited and _memory() > MEMORY:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # of process 1: all others of the cage
    elapsed = time.monotonic() - begin
    left = _processes_that_stay(output, kept) if status is not None else []
    return asdict(Report(status, elapsed, kept.decode("utf-8", "replace"), dict(_files()), left))


def _drain(output: int, kept: bytearray, wait: float) -> None:
    """Reads on when enough is kept: a full pipe would hold the command up."""
    end = time.monotonic() + wait
    while select.select([output], [], [], max(0.0, end - time.monotonic()))[0]:
        data = os.read(output, 1 << 16)
        if not data:
            time.sleep(wait)  # everybody has closed it
            return
        kept += data[: max(0, OUTPUT - len(kept))]
        if time.monotonic() > end:
            return


def _reap(pid: int) -> int | None:
    """Takes the end of any process: the cage's orphans are this one's children."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == pid:
                return os.waitstatus_to_exitcode(ended[1])
    return None


def _processes_that_stay(output: int, kept: bytearray) -> list[str]:
    """After a while in which they may end. One that forks and ends again and again is told by its numbers."""
    end = time.monotonic() + GRACE
    while (left := _processes()) and time.monotonic() < end:
        _drain(output, kept, 0.05)
        _reap(0)
    before = _last_number()
    time.sleep(0.2)
    return left or (["one that keeps forking"] if _last_number() != before else [])


def _last_number() -> int:
    """The number of the newest process of the cage."""
    return int(Path("/proc/loadavg").read_text().split()[-1])


def _processes() -> list[str]:
    """Names of the cage's other processes, without those that have ended."""
    names = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, rest = (folder / "stat").read_text(errors="replace").partition("(")[2].rpartition(") ")
            if folder.name != "1" and rest[0] not in "ZX":
                names.append(name)
    return sorted(names)


def _memory() -> int:
    """Bytes that the cage's processes hold, those that they share counted once."""
    kilobytes = 0
    for path in Path("/proc").glob("[0-9]*/smaps_rollup"):
        with contextlib.suppress(OSError, ValueError):
            lines = path.read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes << 10


def _files() -> Iterator[tuple[str, str]]:
    """What lies in the writable folders; their content was chosen by nobody trusted."""
    count = 0
    for top in (HOME, *SCRATCH):
        for folder, folders, names in os.walk(top):
            for name in (*names, *folders):
                count += 1
                if count > FILES:
                    return
                path = Path(folder, name)
                yield str(path), _content(path)


def _content(path: Path) -> str:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    try:
        return os.read(fd, OUTPUT).decode("utf-8", "replace") if stat.S_ISREG(os.fstat(fd).st_mode) else ""
    finally:
        os.close(fd)


if __name__ == "__main__":
    main()
