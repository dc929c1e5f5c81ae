# What the kernel tells: its log, its symbols, its memory, its configuration, other processes' accounts.
import os

for path in (
    "/dev/kmsg", "/dev/mem", "/dev/port", "/proc/kcore", "/proc/kallsyms", "/proc/kmsg", "/proc/keys", "/proc/sysrq-trigger",
    "/sys/kernel/debug", "/sys/kernel/tracing", "/sys/fs/cgroup", "/sys/kernel/security/lsm", "/sys/class", "/boot",
    "/var/log", "/run", "/var/lib", "/etc/shadow", "/etc/passwd", "/etc/hostname", "/etc/machine-id", "/root", "/home",
):  # fmt: skip
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        text = os.listdir(fd) if os.path.isdir(path) else os.read(fd, 100)
    except OSError:
        continue
    raise SystemError(f"ESCAPED {path}: {text}")
