# Looks, in a question's process, for descriptors other than its own socket.
import os
import stat


def square(x):
    found = []
    for fd in range(3, 4096):
        try:
            found.append((fd, stat.S_ISSOCK(os.fstat(fd).st_mode)))
        except OSError:
            continue
    if len(found) != 1 or not found[0][1]:
        raise SystemError(f"ESCAPED: {found}")
    raise RuntimeError("one socket")
