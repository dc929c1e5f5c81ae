# Memory that RLIMIT_AS does not count: memfd, secret memory, tmpfs, System V, queues, pipes, unmapped shared pages.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "memfd_create": (319, b"hostile", 0), "memfd_secret": (447, 0), "shmget": (29, 0, 1 << 20, 0o1777),
    "msgget": (68, 0, 0o1777), "semget": (64, 0, 1, 0o1777), "mq_open": (240, b"hostile", 0o102, 0o600, 0),
    "pipe": (22, bytes(8)), "pipe2": (293, bytes(8), 0), "socketpair": (53, 1, 1, 0, bytes(8)), "eventfd": (290, 0, 0),
    "epoll_create": (291, 0), "inotify_init": (294, 0), "timerfd_create": (283, 0, 0), "fanotify_init": (300, 0, 0),
    "signalfd": (289, -1, bytes(8), 8, 0), "splice": (275, 0, 0, 3, 0, 1, 0), "io_setup": (206, 1, bytes(8)),
}  # fmt: skip
for name, arguments in calls.items():
    if libc.syscall(*arguments) >= 0:
        raise SystemError(f"ESCAPED: {name}")
for path in ("/dev/shm/hostile", "/tmp/hostile", "/run/hostile"):
    try:
        os.open(path, os.O_CREAT | os.O_RDWR)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: {path}")
