# Looks into /proc: the grader's memory, command line, descriptors and root.
import os

for pid in ("self", "thread-self", 1, os.getppid(), @GRADER@, @SERVER@):
    own = str(pid).endswith("self")  # its own namespaces are no secret, and of no use without setns
    for name in ("mem", "maps", "cmdline", "environ", "root", "cwd", "fd/3", "stat", "status", "task", *([] if own else ["ns/pid"])):
        path = f"/proc/{pid}/{name}"
        for look in (lambda p: os.close(os.open(p, os.O_RDONLY)), lambda p: os.listdir(p)):
            try:
                look(path)
            except OSError:
                continue
            raise SystemError(f"ESCAPED: {path}")
