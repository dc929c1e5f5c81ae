# The process that holds the file ends as soon as a question's process is there: will every call load it again?
# slow
import os
import sys
import threading
import time

worker = sys.modules["autograder.sandbox.worker"]
fork = worker._fork_question
time.sleep(0.3)


def fork_and_die(*args):
    fork(*args)
    threading.Timer(0.1, os._exit, [0]).start()


worker._fork_question = fork_and_die


def square(*args):
    time.sleep(0.2)
    return args[0]


mean_and_std = split_evenly = square
