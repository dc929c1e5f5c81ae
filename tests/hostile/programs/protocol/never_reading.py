# Never reads what it is sent, and floods the other side.
# waits
import sys
import time

worker = sys.modules["autograder.sandbox.worker"]


def deaf(sock, namespace):
    sock.setblocking(False)
    while True:
        try:
            sock.send(b"\0" * 65536)
        except OSError:
            time.sleep(0.01)


worker.answer_calls = deaf


def square(x):
    return x
