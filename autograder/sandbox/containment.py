"""Containment in layers. What costs time is prepared once in the server; a child only applies it.

`core`: an unprivileged uid (as root), rlimits, closed descriptors, no_new_privs, Landlock, seccomp.
`namespaces`: on top, mount, network, ipc and uts namespaces with a private read-only root for the server
and all its children, and a pid namespace for each submission.
`none`: rlimits only, for systems that offer nothing else; never chosen silently.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import os
import random
import resource
import signal
import sys
from pathlib import Path

from autograder.sandbox import landlock, seccomp
from autograder.sandbox.libraries import Libraries, copy_unreachable, libraries

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
ST_NOATIME, ST_NODIRATIME, ST_RELATIME, MS_RELATIME = 1024, 2048, 4096, 1 << 21
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 1, 4, 36, 38, 39
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
DATA = "/homework"  # where a private root shows the homework's data folder
PROCESSES = 64
OTHERS = 512  # processes that an ordinary user may start beside ours while we grade

_libc = ctypes.CDLL(None, use_errno=True)


class ContainmentError(Exception):
    """The asked layer cannot be had here; the message says which step failed."""


class Containment:
    """The prepared containment of one server."""

    def __init__(self, layer: str, data: str, packages: list[str]) -> None:
        """Prepares it; with `namespaces` this moves the calling process into them.

        Args:
            layer: "namespaces", "core" or "none".
            data: folder with the homework's data files, or "".
            packages: what students may import beyond the standard library.

        Raises:
            ContainmentError: a layer that was asked for does not work here.
        """
        self.layer = layer
        self.root = os.geteuid() == 0
        self.applied: list[str] = ["rlimits"]
        self._address_space = 0
        self.copies: Path | None = None  # to be removed when the server ends
        self._own_pid_namespace: int | None = None
        self._rules: landlock.Ruleset | None = None
        self._tasks = 0
        self._proc: int | None = None  # /proc, while this process sees it
        with contextlib.suppress(OSError):
            self._proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        if layer == "none":
            if data:
                with contextlib.suppress(OSError):
                    os.chdir(Path(data).parent)
            return
        if not sys.platform.startswith("linux"):
            raise ContainmentError("only Linux can contain processes")
        if not seccomp.supported():
            raise ContainmentError("no system-call table for this architecture")
        found = libraries(packages)
        self.withheld = found.withheld()
        try:
            if layer == "namespaces":
                self._enter_namespaces(found, data)
                self.applied.append("namespaces")
            elif data:
                os.chdir(Path(data).parent)
        except OSError as error:
            raise ContainmentError(f"{error.strerror or error}") from None
        if layer == "core" and self.root:
            self.copies = copy_unreachable(packages)
            if self.copies is not None:
                found.folders.append(self.copies)
        self._prepare_rules(found, data)
        if self.root:
            self.applied.append("uid")
        self._submission_filter = seccomp.Filter(forking=True)
        self._question_filter = seccomp.Filter(forking=False)
        self.applied += ["no_new_privs", "seccomp"]
        if _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
            raise ContainmentError("cannot become a subreaper")

    def _prepare_rules(self, found: Libraries, data: str) -> None:
        try:
            readable, listed = found.allowed()
            readable += map(Path, DEVICES)
            if data:
                readable.append(Path(DATA) if self.layer == "namespaces" else Path(data))
            self._rules = landlock.Ruleset(readable, listed, [Path("/dev/null")])
            self.applied.append("landlock")
        except OSError:
            self._rules = None  # an old kernel; whether secrets are unreadable without it is tested, not assumed

    def ready(self) -> None:
        """To be called when everything is imported: freezes the heap and measures what is mapped."""
        gc.collect()
        gc.freeze()
        with contextlib.suppress(OSError, ValueError):
            self._address_space = int(self._read_proc("self/statm").split()[0]) * resource.getpagesize()
        if not self.root:
            self._tasks = self._count_tasks()

    def _read_proc(self, name: str) -> str:
        with open(os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._proc), encoding="utf-8") as file:
            return file.read()

    def _count_tasks(self) -> int:
        """Processes and threads of this user: the kernel counts them against the limit of every one."""
        if self._proc is None:
            return 0
        count = 0
        for pid in filter(str.isdigit, os.listdir(self._proc)):
            with contextlib.suppress(OSError, ValueError):  # it has ended
                fields = dict(line.split(":\t", 1) for line in self._read_proc(f"{pid}/status").splitlines())
                if int(fields["Uid"].split()[0]) == os.getuid():
                    count += int(fields["Threads"])
        return count

    # -- in the server, around a fork -----------------------------------------------------------------------

    def before_fork(self) -> None:
        """Gives the next child a pid namespace of its own."""
        if self._own_pid_namespace is not None:
            _check(_libc.unshare(CLONE_NEWPID), "unshare(pid)")

    def after_fork(self) -> None:
        """Back to the server's own pid namespace: a second unshare is only allowed from there."""
        if self._own_pid_namespace is not None:
            _check(_libc.setns(self._own_pid_namespace, CLONE_NEWPID), "setns(pid)")

    def kill(self, pid: int) -> tuple[int, float]:
        """Kills a submission's processes and reaps them; returns the first one's wait status, and the seconds of all.

        But for those that end with their pid namespace, which nobody waits for: see `used`.
        """
        status, cpu = -1, 0.0
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            _, status, used = os.wait4(pid, 0)
            cpu = used.ru_utime + used.ru_stime
        # Without a pid namespace its descendants live on: they are all in its process group, which
        # they cannot leave (setsid and setpgid are not on the list), and become this process's children.
        if self._own_pid_namespace is None:
            for _ in range(10_000):
                try:
                    os.killpg(pid, signal.SIGKILL)
                    used = os.wait4(-pid, 0)[2]
                    cpu += used.ru_utime + used.ru_stime
                except (ProcessLookupError, PermissionError):
                    break
                except ChildProcessError:
                    continue
        return status, cpu

    def used(self, pid: int) -> float:
        """Processor seconds until now of a submission's processes; 0 if nobody can say.

        Args:
            pid: of the first one, as this process knows it; /proc may know it under another number.
        """
        if self._proc is None:
            return 0.0
        children: dict[int, list[int]] = {}
        ticks: dict[int, int] = {}
        for name in filter(str.isdigit, os.listdir(self._proc)):
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
                fields = self._read_proc(f"{name}/stat").rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(name))
                ticks[int(name)] = sum(map(int, fields[11:15]))  # its own, and those of children that it waited for
        below: list[int] = []
        with contextlib.suppress(OSError, ValueError):
            ours = children.get(int(os.readlink("self", dir_fd=self._proc)), [])
            below = [child for child in ours if self._is_known_as(child, pid)]
        for process in below:
            below += children.get(process, [])
        return sum(ticks[process] for process in below) / os.sysconf("SC_CLK_TCK")

    def _is_known_as(self, child: int, pid: int) -> bool:
        """Whether a process of /proc has that number here, and is the first one of a pid namespace if it has one."""
        if self._own_pid_namespace is None:
            return child == pid
        with contextlib.suppress(OSError):
            lines = self._read_proc(f"{child}/status").splitlines()
            return any(line.split()[-2:] == [str(pid), "1"] for line in lines if line.startswith("NSpid:"))
        return False

    # -- in the child -------------------------------------------------------------------------------------------

    def enter(self, cpu: int, memory: int, keep: int, uid: int) -> None:
        """Contains this process, for a submission; the order matters.

        Args:
            cpu: seconds of processor time for it and for each of its children.
            memory: bytes of address space beyond what the server has mapped.
            keep: the only descriptor that stays open; it becomes number 3.
            uid: what it becomes if the server is root.
        """
        self._fall_first()
        os.setsid()
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.environ.clear()
        signal.set_wakeup_fd(-1)
        if self.layer == "none":
            _limits(cpu, memory, self._address_space, None)
            _keep_only(keep)
            return
        if self.root:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
        else:
            _drop_capabilities()
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _limits(cpu, memory, self._address_space, PROCESSES if self.root else self._tasks + OTHERS)
        _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        _check(_libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
        _assert_no_rights(uid if self.root else None)
        if self._rules is not None:
            self._rules.apply()
        _keep_only(keep)
        self._submission_filter.install()

    def _fall_first(self) -> None:
        """If memory runs out on this machine, the kernel shall take it from a submission, not from a grader."""
        if self._proc is not None:
            with contextlib.suppress(OSError):
                fd = os.open("self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC, dir_fd=self._proc)
                os.write(fd, b"1000")
                os.close(fd)

    def enter_question(self) -> None:
        """Tightens a question's process: no more forks."""
        if self.layer != "none":
            self._question_filter.install()

    # -- namespaces ---------------------------------------------------------------------------------------------

    def _enter_namespaces(self, found: Libraries, data: str) -> None:
        flags = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP
        if not self.root:
            uid, gid = os.geteuid(), os.getegid()
            _check(_libc.unshare(flags | CLONE_NEWUSER | CLONE_NEWPID), "unshare(user)")
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
            Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
            _go_on_as_first_process()
        else:
            _check(_libc.unshare(flags), "unshare")
        self._own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        # A first child in a pid namespace of its own, or this layer is not to be had.
        self.before_fork()
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        self.after_fork()
        _private_root(found, data)


def _go_on_as_first_process() -> None:
    """The server goes on as process 1 of the new pid namespace; this process only waits for its end.

    To come back from a submission's pid namespace, one has to own the namespace one comes back to: an ordinary
    user owns only those that lie inside a user namespace of their own.
    """
    pid = os.fork()
    if pid:
        os.closerange(3, 1 << 16)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _private_root(found: Libraries, data: str) -> None:
    """A root of its own: empty but for the libraries, three devices and the data, all read-only, no /proc."""
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    # A folder that every system has and no library lies in; the mount is this namespace's own business.
    new = next(Path(p) for p in ("/sys", "/proc", "/mnt") if Path(p).is_dir())
    _mount("tmpfs", str(new), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755,nr_inodes=4096")
    for folder in found.folders:
        target = new / str(folder).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():
            target.symlink_to(os.readlink(folder))
        else:
            _bind(folder, target)
    masked = [str(new / str(folder).lstrip("/")) for folder in found.masked]
    for cover in masked:
        _mount("tmpfs", cover, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=755,nr_inodes=64")
    for part in found.offered:
        _bind(part, new / str(part).lstrip("/"))
    for cover in masked:
        _mount("none", cover, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    for device in DEVICES:
        _bind(Path(device), new / device.lstrip("/"), MS_NOSUID | MS_NOEXEC)
    (new / DATA.lstrip("/")).mkdir()
    if data and Path(data).is_dir():
        _bind(Path(data), new / DATA.lstrip("/") / "data")
    old = new / "old"
    old.mkdir()
    os.chmod(new, 0o755)
    _check(
        _libc.syscall(155 if os.uname().machine == "x86_64" else 41, str(new).encode(), str(old).encode()), "pivot_root"
    )
    os.chdir(DATA)
    _check(_libc.umount2(b"/old", MNT_DETACH), "umount")
    os.rmdir("/old")
    _mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _bind(source: Path, target: Path, flags: int = MS_NOSUID | MS_NODEV) -> None:
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    _mount(str(source), str(target), None, MS_BIND | MS_REC)
    _mount("none", str(target), None, MS_REMOUNT | MS_BIND | MS_RDONLY | flags | _locked_flags(target))


def _locked_flags(path: Path) -> int:
    """Flags that the mount already has and that a user namespace may not take away."""
    flags = os.statvfs(path).f_flag
    kept = flags & (MS_NOSUID | MS_NODEV | MS_NOEXEC | ST_NOATIME | ST_NODIRATIME)
    return kept | (MS_RELATIME if flags & ST_RELATIME else 0)


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    result = _libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        options.encode() if options else None,
    )
    _check(result, f"mount {target}")


def _limits(cpu: int, memory: int, mapped: int, processes: int | None) -> None:
    limits = {
        resource.RLIMIT_CPU: cpu,  # soft = hard: the first process of a pid namespace ignores SIGXCPU
        resource.RLIMIT_AS: mapped + memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    if processes is not None:
        limits[resource.RLIMIT_NPROC] = processes
    for name in ("RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
        if hasattr(resource, name):
            limits[getattr(resource, name)] = 0
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some; the core layer's own tests see them all
            resource.setrlimit(limit, (value, value))


def _keep_only(keep: int) -> None:
    if keep != 3:
        os.dup2(keep, 3, inheritable=False)
    os.closerange(4, 1 << 20)


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    for capability in range(41):
        _libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
    _check(_libc.syscall(126 if os.uname().machine == "x86_64" else 91, header, data), "capset")


def _assert_no_rights(uid: int | None) -> None:
    """Believes nothing: asks the kernel what this process may still do.

    Raises:
        OSError: it has a capability, another user's or group's rights, or could gain some by starting a program.
    """
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    _check(_libc.syscall(125 if os.uname().machine == "x86_64" else 90, header, held), "capget")
    if any(held):
        raise OSError(errno.EPERM, "a capability is left")
    if uid is not None and ({*os.getresuid(), *os.getresgid()} != {uid} or os.getgroups()):
        raise OSError(errno.EPERM, "a right of the grader's user is left")
    if _libc.prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1:
        raise OSError(errno.EPERM, "no_new_privs is not set")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def reseed(entropy: int) -> None:
    """Seeds the global generators: forks share their state, and marks have to repeat."""
    random.seed(entropy)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(entropy % 2**32)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(entropy % 2**63)
