# Stops its own process (SIGSTOP), by raise, kill and a timer.
# waits
import ctypes
import os
import signal
import time


def square(x):
    for stop in (
        lambda: os.kill(os.getpid(), signal.SIGSTOP),
        lambda: signal.raise_signal(signal.SIGSTOP),
        lambda: os.killpg(0, signal.SIGTSTP),
        lambda: ctypes.CDLL(None).raise_(19),
        lambda: signal.pthread_kill(__import__("threading").get_ident(), signal.SIGSTOP),
    ):
        try:
            stop()
        except (OSError, AttributeError):
            pass
    time.sleep(30)
