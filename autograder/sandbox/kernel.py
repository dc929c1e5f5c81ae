"""System calls of Linux that Python's standard library does not offer, and the numbers they take."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
ST_NOATIME, ST_NODIRATIME, ST_RELATIME, MS_RELATIME = 1024, 2048, 4096, 1 << 21
READ_ONLY = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV  # of a mount that is there already
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 1, 4, 36, 38, 39

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Checks the result of a call into the C library.

    Raises:
        OSError: the call failed.
    """
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mounts a file system.

    Raises:
        OSError: the kernel refuses.
    """
    result = libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        options.encode() if options else None,
    )
    check(result, f"mount {target}")


def bind(source: Path, target: Path, flags: int = MS_NOSUID | MS_NODEV) -> None:
    """Shows a file or a folder at another place as well, read-only.

    Raises:
        OSError: the kernel refuses.
    """
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    mount(str(source), str(target), None, MS_BIND | MS_REC)
    mount("none", str(target), None, MS_REMOUNT | MS_BIND | MS_RDONLY | flags | _locked_flags(target))


def move_root(new: Path, working_folder: str) -> None:
    """Makes a folder the root of this mount namespace, and loses sight of the former one.

    Raises:
        OSError: the kernel refuses.
    """
    old = new / "old"
    old.mkdir()
    number = 155 if os.uname().machine == "x86_64" else 41
    check(libc.syscall(number, str(new).encode(), str(old).encode()), "pivot_root")
    os.chdir(working_folder)
    check(libc.umount2(b"/old", MNT_DETACH), "umount")
    os.rmdir("/old")


def _locked_flags(path: Path) -> int:
    """The flags of a mount that a user namespace may not take away."""
    flags = os.statvfs(path).f_flag
    kept = flags & (MS_NOSUID | MS_NODEV | MS_NOEXEC | ST_NOATIME | ST_NODIRATIME)
    return kept | (MS_RELATIME if flags & ST_RELATIME else 0)


def drop_capabilities() -> None:
    """Gives up all capabilities that this process holds.

    Raises:
        OSError: the kernel refuses.
    """
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    for capability in range(41):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
    check(libc.syscall(126 if os.uname().machine == "x86_64" else 91, header, data), "capset")


def assert_no_rights(uid: int | None) -> None:
    """Asks the kernel what this process may still do, instead of trusting what was done before.

    Raises:
        OSError: it has a capability or the rights of another user or group, or could gain some by running a program.
    """
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    check(libc.syscall(125 if os.uname().machine == "x86_64" else 90, header, held), "capget")
    if any(held):
        raise OSError(errno.EPERM, "a capability is left")
    if uid is not None and ({*os.getresuid(), *os.getresgid()} != {uid} or os.getgroups()):
        raise OSError(errno.EPERM, "a right of the grader's user is left")
    if libc.prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1:
        raise OSError(errno.EPERM, "no_new_privs is not set")
