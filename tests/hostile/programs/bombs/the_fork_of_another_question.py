# A thread that forks all the time steals the fork that is let through for a question, for a process that outlives it.
# slow
import ctypes
import os
import threading
import time

libc = ctypes.CDLL(None)


def steal():
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        if libc.fork() == 0:
            time.sleep(600)
            os._exit(0)


threading.Thread(target=steal, daemon=True).start()


def square(x):
    return -x
