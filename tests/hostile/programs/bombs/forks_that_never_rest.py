# A fork bomb that goes on whatever happens, in the submission's process.
# slow
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
