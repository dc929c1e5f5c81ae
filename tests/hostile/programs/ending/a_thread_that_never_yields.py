# A thread that keeps the interpreter to itself: the switch interval is a year.
# waits
import sys
import threading

sys.setswitchinterval(3e7)


def spin():
    while True:
        pass


def square(x):
    threading.Thread(target=spin, daemon=True).start()
    return x


mean_and_std = square
