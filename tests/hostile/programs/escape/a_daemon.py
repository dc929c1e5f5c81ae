# A daemon: double fork, its own session if it may, ignoring signals; it would outlive grading.
import os
import signal
import time

if os.fork() == 0:
    for escape in (os.setsid, lambda: os.setpgid(0, 0), lambda: os.setpgrp()):
        try:
            escape()
        except OSError:
            continue
        open("@PLAYGROUND@/hostile-session", "w")
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    if os.fork():
        os._exit(0)
    time.sleep(300)
    os._exit(0)


def square(x):
    return -x
