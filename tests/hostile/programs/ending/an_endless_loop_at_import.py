# An endless loop at the top level, with every signal ignored.
# waits
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass


def square(x):
    return x * 0
