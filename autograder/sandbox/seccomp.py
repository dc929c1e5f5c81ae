"""The system-call filter: an allow-list as a small classic-BPF program, built by hand.

It is built by hand and not with libseccomp because the program is a list and a few argument checks, the kernel's
interface is stable, and graders need no C library or compiler this way. A call that is not listed gets EPERM.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

LD, JEQ, JGE, JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF_LD|W|ABS, BPF_JMP|..|K, BPF_RET|K
ALLOW, KILL, ERRNO, ASK = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000  # ASK: RET_USER_NOTIF
NEW_LISTENER = 8
EPERM, EAGAIN, ENOSYS, ENOTTY = 1, 11, 38, 25
FUTEX_WAKE, FUTEX_PRIVATE = 1, 128
OFFSET_NR, OFFSET_ARCH, OFFSET_ARG = 0, 4, 16
FORK_FLAGS = 0x01200011  # glibc's fork: CHILD_CLEARTID | CHILD_SETTID | SIGCHLD
CLONE_THREAD = 0x00010000
CLONE_NEW = 0x7E020080  # every namespace flag
PR_SET_NAME, PR_GET_NAME, PR_SET_VMA = 15, 16, 0x53564D41
TCGETS, FIOCLEX, FIONBIO = 0x5401, 0x5451, 0x5421
# No locks and leases, which could tell other submissions something, and no owners and signals of descriptors, by which
# the kernel would send a SIGKILL on the student's behalf.
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030

# The numbers on (x86_64, aarch64); None where the architecture has no such call.
CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "stat": (4, None),
    "fstat": (5, 80), "lstat": (6, None), "poll": (7, None), "lseek": (8, 62), "mmap": (9, 222),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "pread64": (17, 67), "readv": (19, 65),
    "writev": (20, 66), "access": (21, None), "select": (23, None), "sched_yield": (24, 124),
    "mremap": (25, 216), "madvise": (28, 233), "dup": (32, 23), "dup2": (33, None), "nanosleep": (35, 101),
    "getitimer": (36, 102), "alarm": (37, None), "setitimer": (38, 103), "getpid": (39, 172),
    "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "getsockname": (51, 204), "getsockopt": (55, 209), "exit": (60, 93), "wait4": (61, 260),
    "uname": (63, 160), "getcwd": (79, 17),
    "readlink": (89, None), "gettimeofday": (96, 169), "getrlimit": (97, 163), "getrusage": (98, 165),
    "times": (100, 153), "getuid": (102, 174), "getgid": (104, 176),
    "geteuid": (107, 175), "getegid": (108, 177), "getppid": (110, 173), "getpgrp": (111, None),
    "sigaltstack": (131, 132), "gettid": (186, 178), "time": (201, None),
    "sched_getaffinity": (204, 123), "set_tid_address": (218, 96), "restart_syscall": (219, 128),
    "getdents64": (217, 61), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "waitid": (247, 95), "openat": (257, 56),
    "newfstatat": (262, 79), "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72),
    "ppoll": (271, 73), "set_robust_list": (273, 99), "get_robust_list": (274, 100), "dup3": (292, 24),
    "getrandom": (318, 278), "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293),
    "close_range": (436, 436), "faccessat2": (439, 439), "getcpu": (309, 168),
}  # fmt: skip
CLONE, CLONE3, PRLIMIT, PRCTL, IOCTL, SECCOMP = (56, 220), (435, 435), (302, 261), (157, 167), (16, 29), (317, 277)
FCNTL, FUTEX = (72, 25), (202, 98)
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000

Instruction = tuple[int, int, int, int]


def number_of_seccomp() -> int:
    """The number of the system call on this machine."""
    return SECCOMP[0 if platform.machine() == "x86_64" else 1]


def supported() -> bool:
    """Whether there is a table for this machine's architecture."""
    return platform.machine() in AUDIT_ARCH


def program(forking: bool, asking: bool = False) -> bytes:
    """The filter as an array of `struct sock_filter`.

    Args:
        forking: a submission's process may fork, as it does for each question, and tighten its filter once more; a
            question's process may do neither.
        asking: whether each fork has to be answered by whoever holds the listener.
    """
    column = 0 if platform.machine() == "x86_64" else 1
    code: list[Instruction] = [
        (LD, 0, 0, OFFSET_ARCH),
        (JEQ, 1, 0, AUDIT_ARCH[platform.machine()]),
        (RET, 0, 0, KILL),
        (LD, 0, 0, OFFSET_NR),
    ]
    if column == 0:
        code += [(JGE, 0, 1, X32_BIT), (RET, 0, 0, KILL)]
    code += _case(CLONE3[column], [(RET, 0, 0, ERRNO | ENOSYS)])  # its flags are in memory: glibc falls back to clone
    code += _case(CLONE[column], _clone(forking, asking))
    code += _case(PRCTL[column], _argument(0, [PR_SET_NAME, PR_GET_NAME, PR_SET_VMA]))
    code += _case(IOCTL[column], _argument(1, [TCGETS, FIOCLEX, FIONBIO], otherwise=ENOTTY))
    code += _case(
        FCNTL[column], _argument(1, [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC], otherwise=EPERM)
    )
    # By waiting on a page of a file that everyone may map, submissions could hear each other. pthread_join also waits
    # like that, but on memory of its own, and tries again after EAGAIN.
    code += _case(
        FUTEX[column],
        [
            (LD, 0, 0, OFFSET_ARG + 8),
            (JSET, 1, 0, FUTEX_PRIVATE),
            (JEQ, 0, 1, FUTEX_WAKE),
            (RET, 0, 0, ALLOW),
            (RET, 0, 0, ERRNO | EAGAIN),
        ],
    )
    # prlimit64 is for reading only: both halves of the pointer to new limits have to be null
    code += _case(PRLIMIT[column], _argument(2, [0], high=True))
    if forking:
        code += _case(SECCOMP[column], _argument(1, [0]))
    for numbers in CALLS.values():
        number = numbers[column]
        if number is not None:
            code += [(JEQ, 0, 1, number), (RET, 0, 0, ALLOW)]
    code.append((RET, 0, 0, ERRNO | EPERM))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _case(number: int, body: list[Instruction]) -> list[Instruction]:
    """Runs the body, which returns on every path, for this call."""
    return [(JEQ, 0, len(body), number), *body]


def _clone(forking: bool, asking: bool) -> list[Instruction]:
    body: list[Instruction] = [
        (LD, 0, 0, OFFSET_ARG),
        (JSET, 0, 1, CLONE_NEW),
        (RET, 0, 0, ERRNO | EPERM),
        (JSET, 0, 1, CLONE_THREAD),
        (RET, 0, 0, ALLOW),
    ]
    if forking:
        body += [(JEQ, 0, 1, FORK_FLAGS), (RET, 0, 0, ASK if asking else ALLOW)]
    return [*body, (RET, 0, 0, ERRNO | EPERM)]


def _argument(index: int, allowed: list[int], otherwise: int = EPERM, high: bool = False) -> list[Instruction]:
    """Allows the call if the low half of an argument has one of these values, and, if asked, its high half is 0."""
    body: list[Instruction] = []
    if high:
        body += [(LD, 0, 0, OFFSET_ARG + 8 * index + 4), (JEQ, 1, 0, 0), (RET, 0, 0, ERRNO | otherwise)]
    body.append((LD, 0, 0, OFFSET_ARG + 8 * index))
    for value in allowed:
        body += [(JEQ, 0, 1, value), (RET, 0, 0, ALLOW)]
    return [*body, (RET, 0, 0, ERRNO | otherwise)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


class Filter:
    """A program that is ready for installation: it is built before the fork, so that a child only makes the call."""

    def __init__(self, forking: bool, asking: bool = False) -> None:
        code = program(forking, asking)
        self._flags = NEW_LISTENER if asking else 0
        self._buffer = ctypes.create_string_buffer(code, len(code))
        self._program = _Program(len(code) // 8, ctypes.addressof(self._buffer))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._number = number_of_seccomp()

    def install(self) -> int:
        """Binds this process, and all that it starts, to the filter. It needs no_new_privs.

        Returns the listener, a descriptor, if forks are asked for.

        Raises:
            OSError: the kernel refuses.
        """
        listener = self._libc.syscall(self._number, 1, self._flags, ctypes.byref(self._program))
        if listener < 0:
            raise OSError(ctypes.get_errno(), f"seccomp: {os.strerror(ctypes.get_errno())}")
        return int(listener)
