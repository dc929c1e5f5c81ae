# Forks while loading; each child takes all the memory that it may have and holds it.
# slow
import mmap
import os
import time

for _ in range(200):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        hoard = []
        try:
            while True:
                block = mmap.mmap(-1, 1 << 24)
                block.write(b"x" * (1 << 24))
                hoard.append(block)
        except (OSError, MemoryError, ValueError):
            pass
        time.sleep(20)
        os._exit(0)
time.sleep(0.5)


def square(x):
    return x
