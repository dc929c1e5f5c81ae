"""The system-call filter: an allow-list as a small classic-BPF program, built by hand.

By hand rather than through libseccomp: the program is one list and three argument checks, the kernel
interface is stable, and a grader needs no C library or compiler. What is not listed gets EPERM.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

LD, JEQ, JGE, JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF_LD|W|ABS, BPF_JMP|..|K, BPF_RET|K
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, EAGAIN, ENOSYS, ENOTTY = 1, 11, 38, 25
FUTEX_WAKE, FUTEX_PRIVATE = 1, 128
OFFSET_NR, OFFSET_ARCH, OFFSET_ARG = 0, 4, 16
FORK_FLAGS = 0x01200011  # glibc's fork: CHILD_CLEARTID | CHILD_SETTID | SIGCHLD
CLONE_THREAD = 0x00010000
CLONE_NEW = 0x7E020080  # every namespace flag
PR_SET_NAME, PR_GET_NAME, PR_SET_VMA = 15, 16, 0x53564D41
TCGETS, FIOCLEX, FIONBIO = 0x5401, 0x5451, 0x5421
# Neither locks and leases, which tell other submissions something, nor owners and signals of descriptors: the
# kernel would send a SIGKILL on the student's behalf.
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030

# Numbers of (x86_64, aarch64); None: the architecture has no such call.
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


def supported() -> bool:
    """Whether this machine's architecture has a table here."""
    return platform.machine() in AUDIT_ARCH


def program(forking: bool) -> bytes:
    """The filter as an array of `struct sock_filter`.

    Args:
        forking: a submission's process may fork (it forks one per question) and tighten its filter once
            more; a question's process may do neither.
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
    code += _case(CLONE3[column], [(RET, 0, 0, ERRNO | ENOSYS)])  # its flags lie in memory: glibc falls back to clone
    code += _case(CLONE[column], _clone(forking))
    code += _case(PRCTL[column], _argument(0, [PR_SET_NAME, PR_GET_NAME, PR_SET_VMA]))
    code += _case(IOCTL[column], _argument(1, [TCGETS, FIOCLEX, FIONBIO], otherwise=ENOTTY))
    code += _case(
        FCNTL[column], _argument(1, [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC], otherwise=EPERM)
    )
    # Waiting at a page of a file that all may map would hear other submissions. A pthread_join, which asks for that on
    # memory of its own, tries again at EAGAIN.
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
    # prlimit64 only to look: the pointer to new limits is null in both halves
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
    """Runs the body (which returns on every path) if the call is that one."""
    return [(JEQ, 0, len(body), number), *body]


def _clone(forking: bool) -> list[Instruction]:
    body: list[Instruction] = [
        (LD, 0, 0, OFFSET_ARG),
        (JSET, 0, 1, CLONE_NEW),
        (RET, 0, 0, ERRNO | EPERM),
        (JSET, 0, 1, CLONE_THREAD),
        (RET, 0, 0, ALLOW),
    ]
    if forking:
        body += [(JEQ, 0, 1, FORK_FLAGS), (RET, 0, 0, ALLOW)]
    return [*body, (RET, 0, 0, ERRNO | EPERM)]


def _argument(index: int, allowed: list[int], otherwise: int = EPERM, high: bool = False) -> list[Instruction]:
    """Allows the call if the low half of an argument is one of some values (and its high half 0, if asked)."""
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
    """A program ready to be installed: built before the fork, so that a child only makes the call."""

    def __init__(self, forking: bool) -> None:
        code = program(forking)
        self._buffer = ctypes.create_string_buffer(code, len(code))
        self._program = _Program(len(code) // 8, ctypes.addressof(self._buffer))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._number = SECCOMP[0 if platform.machine() == "x86_64" else 1]

    def install(self) -> None:
        """Binds this process, and all it starts, to the filter. Needs no_new_privs.

        Raises:
            OSError: the kernel refuses.
        """
        if self._libc.syscall(self._number, 1, 0, ctypes.byref(self._program)) != 0:
            raise OSError(ctypes.get_errno(), f"seccomp: {os.strerror(ctypes.get_errno())}")
