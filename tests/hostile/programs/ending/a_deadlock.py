# Waits for a lock that nobody releases, with the interpreter lock held by a C call.
# waits
import ctypes
import threading

lock = threading.Lock()
lock.acquire()


def mean_and_std(x):
    ctypes.PyDLL(None).sleep(30)
    lock.acquire()
