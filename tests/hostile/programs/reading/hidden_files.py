# Opens the hidden suite, the solution, the canary outside and what else could lie around.
import os

PATHS = [
    "@SOLUTION@", "@HIDDEN_SUITE@", "@OUTSIDE@", "/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", "/tmp",
    "/var/tmp", "/dev/shm", "/autograder", "/proc/1/cmdline", "/sys/kernel", "@PLAYGROUND@", "..", "/run", "/var/lib",
]  # fmt: skip
for path in PATHS:
    for look in (lambda p: open(p).read(300), os.listdir):
        try:
            content = look(path)
        except OSError:
            continue
        if path == ".." and len(content) < 12:  # the private root: libraries and the homework
            continue
        raise SystemError(f"ESCAPED: {path}: {content}")
