# Changes what exists: files outside, libraries, the grader's own code, modes, times, attributes.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for path in (os.__file__, "@OUTSIDE@", "@SOLUTION@", "/etc/passwd", "/proc/self/oom_score_adj", "/dev/urandom", "/dev/zero"):
    for change in (
        lambda p: os.open(p, os.O_WRONLY), lambda p: os.open(p, os.O_RDWR | os.O_TRUNC), lambda p: os.truncate(p, 0),
        lambda p: os.chmod(p, 0o777), lambda p: os.chown(p, 0, 0), lambda p: os.utime(p), os.unlink,
        lambda p: os.rename(p, p + "x"), lambda p: os.setxattr(p, "user.hostile", b"x"), lambda p: os.open(p, os.O_APPEND | os.O_WRONLY),
    ):  # fmt: skip
        try:
            change(path)
        except OSError:
            continue
        raise SystemError(f"ESCAPED: {path} changed")
