# Fills the disk: large, sparse, preallocated and very many files, anywhere.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for folder in ("@PLAYGROUND@", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", ".", "/", "/homework", "/dev", "/sys/fs/cgroup"):
    for number in range(3):
        path = f"{folder}/hostile-{number}"
        for what in (
            lambda p: os.open(p, os.O_CREAT | os.O_WRONLY),
            os.mkdir,
            lambda p: os.mkfifo(p),
            lambda p: os.symlink("/etc/passwd", p),
            lambda p: os.link(os.__file__, p),
            lambda p: os.open(os.path.dirname(p) or "/", os.O_TMPFILE | os.O_RDWR),
            lambda p: os.mknod(p, 0o100644),
        ):
            try:
                what(path)
            except OSError:
                continue
            raise SystemError(f"ESCAPED: {path}")
for fd in (0, 1, 2):
    for grow in (lambda f: os.ftruncate(f, 1 << 40), lambda f: os.posix_fallocate(f, 0, 1 << 30)):
        try:
            grow(fd)
        except OSError:
            continue
        raise SystemError("ESCAPED: a standard stream grows")
