# Ends the process four times while the file is loaded.
import os
import sys

os._exit(0)
sys.exit(0)
os.abort()
os._exit(255)


def square(x):
    return x * 0
