# Regains rights: user and group ids, capabilities, securebits, limits, priorities, personality, dumpable.
import ctypes
import os
import resource

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "setuid": (105, 0), "setgid": (106, 0), "setresuid": (117, 0, 0, 0), "setresgid": (119, 0, 0, 0), "setgroups": (116, 0, 0),
    "setfsuid": (122, 0), "capset": (126, bytes(8), b"\xff" * 24), "personality": (135, 0x0040000),
    "PR_SET_DUMPABLE": (157, 4, 1, 0, 0, 0), "PR_SET_SECUREBITS": (157, 28, 0, 0, 0, 0), "PR_CAP_AMBIENT": (157, 47, 2, 1, 0, 0),
    "PR_SET_PDEATHSIG": (157, 1, 0, 0, 0, 0), "PR_SET_CHILD_SUBREAPER": (157, 36, 1, 0, 0, 0), "PR_SET_PTRACER": (157, 0x59616D61, -1, 0, 0, 0),
    "setpriority": (141, 0, 0, -20), "sched_setscheduler": (144, 0, 1, b"\x63\0\0\0"), "ioprio_set": (251, 1, 0, 0x2000),
    "setrlimit": (160, 7, b"\xff" * 16), "prlimit": (302, 0, 7, b"\xff" * 16, 0), "prlimit of the grader": (302, @GRADER@, 7, b"\xff" * 16, 0),
    "sched_setaffinity": (203, 0, 8, b"\xff" * 8), "umask": (95, 0), "setsid": (112,), "setpgid": (109, 0, 0), "vhangup": (153,),
    "iopl": (172, 3), "reboot": (169, 0xFEE1DEAD, 672274793, 0x89ABCDEF, 0), "init_module": (175, 0, 0, b""), "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0), "userfaultfd": (323, 1), "io_uring_setup": (425, 1, bytes(120)), "swapon": (167, b"/", 0),
    "sethostname": (170, b"hostile", 7), "clock_settime": (227, 0, bytes(16)), "seccomp notify": (317, 1, 8, bytes(16)),
}  # fmt: skip
for name, arguments in calls.items():
    if libc.syscall(*arguments) >= 0:
        raise SystemError(f"ESCAPED: {name}")
for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
    soft, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY or soft != hard:
        raise SystemError(f"ESCAPED: limit {limit} is {soft}, {hard}")
    try:
        resource.setrlimit(limit, (hard, hard))
    except (OSError, ValueError):
        continue
    raise SystemError(f"ESCAPED: limit {limit} can be set")
