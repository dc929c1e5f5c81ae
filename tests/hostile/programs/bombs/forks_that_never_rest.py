# A fork bomb that goes on whatever happens, in the submission's process.
# waits
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
