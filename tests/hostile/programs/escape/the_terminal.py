# Injects text into the grader's terminal, by ioctl, by /dev/tty and by what is printed on it later.
import fcntl
import os
import termios

for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/dev/tty1", "/dev/kmsg"):
    try:
        fd = os.open(path, os.O_RDWR)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: {path}")
for fd in (0, 1, 2, 3):
    for request in (termios.TIOCSTI, termios.TIOCSCTTY, termios.TIOCLINUX, 0x5413):
        try:
            fcntl.ioctl(fd, request, b"x" * 8)
        except OSError:
            continue
        raise SystemError("ESCAPED: a terminal")
raise RuntimeError("\x1b]0;hostile\x07\x1b[2J\x9b2J\u202e=cmd()|'/c calc'!A0\r\n,\"<script>alert(1)</script>")
