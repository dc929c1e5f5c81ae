# Lets faulthandler end the process from its own thread, later, while the function is in C or has returned.
import faulthandler
import time


def square(x):
    faulthandler.dump_traceback_later(0.05, exit=True)
    time.sleep(60)


def mean_and_std(x):
    faulthandler.dump_traceback_later(0.001, repeat=True)
    return 1.0, 1.0


def split_evenly(total, parts):
    faulthandler._sigsegv()
