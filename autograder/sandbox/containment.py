"""Containment in layers. The server prepares once what takes time; a child only applies it.

`core`: an unprivileged uid (as root), rlimits, closed descriptors, no_new_privs, Landlock, seccomp.
`namespaces`: the same, and mount, network, ipc and uts namespaces with a private read-only root for the server and all
its children, and a pid namespace for each submission.
`none`: rlimits only, for systems that offer nothing else; never chosen silently.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import resource
import signal
import socket
import sys
from pathlib import Path

from autograder.sandbox import forks, kernel, landlock, seccomp
from autograder.sandbox.libraries import Libraries, copy_unreachable, libraries
from autograder.sandbox.private_root import DATA, DEVICES, private_root
from autograder.wire.messages import Limits

PROCESSES = 64
OTHERS = 512  # processes that an ordinary user may start beside ours while we are grading


class ContainmentError(Exception):
    """The layer that was asked for is not available here; the message says which step failed."""


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
        self._asking_filter: seccomp.Filter | None = None
        self.applied += ["no_new_privs", "seccomp"]
        if forks.supported(seccomp.number_of_seccomp()):
            self._asking_filter = seccomp.Filter(forking=True, asking=True)
            self.applied.append("forks")
        if kernel.libc.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
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
            self._rules = None  # an old kernel; whether secrets are unreadable all the same is tested, not assumed

    def ready(self) -> None:
        """To be called once everything is imported: freezes the heap and measures the address space in use."""
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
        """How many processes and threads this user has: the kernel counts all of them against each one's limit."""
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
            kernel.check(kernel.libc.unshare(kernel.CLONE_NEWPID), "unshare(pid)")

    def after_fork(self) -> None:
        """Returns to the server's own pid namespace, the only one from which it may unshare again."""
        if self._own_pid_namespace is not None:
            kernel.check(kernel.libc.setns(self._own_pid_namespace, kernel.CLONE_NEWPID), "setns(pid)")

    def kill(self, pid: int) -> float:
        """Kills a submission's processes and reaps them; returns the processor seconds of those that it waited for.

        Nobody waits for those that end with their pid namespace; `used` counts them while they still run.
        """
        cpu = 0.0
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            used = os.wait4(pid, 0)[2]
            cpu = used.ru_utime + used.ru_stime
        # Without a pid namespace its descendants live on. They are all in its process group, which they cannot leave,
        # as setsid and setpgid are not on the list of system calls, and they become children of this process.
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
        return cpu

    def used(self, pid: int) -> float:
        """How many processor seconds a submission's processes have taken so far; 0 if that cannot be told.

        Args:
            pid: of the first one, as this process knows it; /proc may show it under another number.
        """
        if self._proc is None:
            return 0.0
        children: dict[int, list[int]] = {}
        ticks: dict[int, int] = {}
        for name in filter(str.isdigit, os.listdir(self._proc)):
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
                fields = self._read_proc(f"{name}/stat").rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(name))
                ticks[int(name)] = sum(map(int, fields[11:15]))  # its own, and those of children it has waited for
        below: list[int] = []
        with contextlib.suppress(OSError, ValueError):
            ours = children.get(int(os.readlink("self", dir_fd=self._proc)), [])
            below = [child for child in ours if self._is_known_as(child, pid)]
        for process in below:
            below += children.get(process, [])
        return sum(ticks[process] for process in below) / os.sysconf("SC_CLK_TCK")

    def _is_known_as(self, child: int, pid: int) -> bool:
        """Whether a process in /proc has that number here, and is the first of its pid namespace if it has its own."""
        if self._own_pid_namespace is None:
            return child == pid
        with contextlib.suppress(OSError):
            lines = self._read_proc(f"{child}/status").splitlines()
            return any(line.split()[-2:] == [str(pid), "1"] for line in lines if line.startswith("NSpid:"))
        return False

    def bound(self, pid: int, limits: Limits, uid: int) -> None:
        """Sets the limits of a submission's process for the next question that it forks.

        Args:
            pid: of the submission's process.
            limits: as of `enter`.
            uid: the submission's.
        """
        if not hasattr(resource, "prlimit"):  # not Linux: they stay those of `enter`
            return
        if not self.root or self.layer == "none":
            self._set_bounds(pid, limits)
            return
        # Root may do this only with a right that containers do not give; the submission's own user always may.
        helper = os.fork()
        if helper == 0:
            try:
                _become(uid)
                self._set_bounds(pid, limits)
            finally:
                os._exit(0)
        os.waitpid(helper, 0)

    def _set_bounds(self, pid: int, limits: Limits) -> None:
        space = self._address_space + limits.memory
        for limit, value in ((resource.RLIMIT_CPU, limits.cpu), (resource.RLIMIT_AS, space)):
            with contextlib.suppress(ProcessLookupError, ValueError, PermissionError):  # it has ended
                resource.prlimit(pid, limit, (value, resource.prlimit(pid, limit)[1]))

    # -- in the child -------------------------------------------------------------------------------------------

    def enter(self, limits: Limits, most: Limits, keep: int, uid: int, tell: int) -> None:
        """Contains this process for a submission. The order of the steps matters.

        Args:
            limits: seconds of processor time, for it and for each of its children, and bytes of address space beyond
                what the server has mapped.
            most: what `bound` may raise them to.
            keep: the only descriptor that stays open; it becomes number 3.
            uid: the user that the process becomes if the server is root.
            tell: a socket over which the server gets the listener that forks are asked for; it is closed.
        """
        self._fall_first()
        os.setsid()
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.environ.clear()
        signal.set_wakeup_fd(-1)
        if self.layer == "none":
            self._limit(limits, most, None)
            _keep_only(keep, tell)
            os.close(4)
            return
        if self.root:
            _become(uid)
        else:
            kernel.drop_capabilities()
        kernel.libc.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        self._limit(limits, most, PROCESSES if self.root else self._tasks + OTHERS)
        kernel.check(kernel.libc.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        kernel.check(kernel.libc.prctl(kernel.PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
        kernel.assert_no_rights(uid if self.root else None)
        if self._rules is not None:
            self._rules.apply()
        _keep_only(keep, tell)
        with socket.socket(fileno=4) as server:
            if self._asking_filter is None:
                self._submission_filter.install()
            else:
                listener = self._asking_filter.install()
                socket.send_fds(server, [b"-"], [listener])
                os.close(listener)

    def _limit(self, limits: Limits, most: Limits, processes: int | None) -> None:
        bounds = {
            # The first process of a pid namespace ignores SIGXCPU; what ends it then is the grader's clock.
            resource.RLIMIT_CPU: (limits.cpu, most.cpu),
            resource.RLIMIT_AS: (self._address_space + limits.memory, self._address_space + most.memory),
            resource.RLIMIT_FSIZE: (0, 0),
            resource.RLIMIT_NOFILE: (64, 64),
            resource.RLIMIT_CORE: (0, 0),
        }
        if processes is not None:
            bounds[resource.RLIMIT_NPROC] = (processes, processes)
        for name in ("RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
            if hasattr(resource, name):
                bounds[getattr(resource, name)] = (0, 0)
        for limit, values in bounds.items():
            with contextlib.suppress(ValueError, OSError):  # macOS refuses some; tests of `core` check them all
                resource.setrlimit(limit, values)

    def _fall_first(self) -> None:
        """Makes the kernel kill a submission first, not a grader, if this machine runs out of memory."""
        if self._proc is not None:
            with contextlib.suppress(OSError):
                fd = os.open("self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC, dir_fd=self._proc)
                os.write(fd, b"1000")
                os.close(fd)

    def enter_question(self) -> None:
        """Tightens the filter for a question's process, which may not fork."""
        if self.layer != "none":
            self._question_filter.install()

    # -- namespaces ---------------------------------------------------------------------------------------------

    def _enter_namespaces(self, found: Libraries, data: str) -> None:
        flags = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
        flags |= kernel.CLONE_NEWCGROUP
        if not self.root:
            uid, gid = os.geteuid(), os.getegid()
            kernel.check(kernel.libc.unshare(flags | kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID), "unshare(user)")
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
            Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
            _go_on_as_first_process()
        else:
            kernel.check(kernel.libc.unshare(flags), "unshare")
        self._own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        # If the first child in a pid namespace of its own fails, this layer does not work here.
        self.before_fork()
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        self.after_fork()
        private_root(found, data)


def _go_on_as_first_process() -> None:
    """The server goes on as process 1 of the new pid namespace, and this process only waits until it ends.

    A process can only return from a submission's pid namespace to one that its user owns, and an ordinary user owns
    only those inside a user namespace of their own.
    """
    pid = os.fork()
    if pid:
        os.closerange(3, 1 << 16)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
    kernel.libc.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _keep_only(third: int, fourth: int) -> None:
    fourth = fcntl.fcntl(fourth, fcntl.F_DUPFD_CLOEXEC, 5)  # out of the way
    if third != 3:
        os.dup2(third, 3, inheritable=False)
    os.dup2(fourth, 4, inheritable=False)
    os.closerange(5, 1 << 20)
