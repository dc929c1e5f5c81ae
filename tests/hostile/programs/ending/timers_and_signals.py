# Timers that end the process later: SIGALRM, SIGPROF, SIGVTALRM.
import signal
import time

signal.alarm(1)
signal.setitimer(signal.ITIMER_VIRTUAL, 0.05, 0.05)


def square(x):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.2)
    return x
