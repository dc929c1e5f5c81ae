# 100 MB of output to every stream.
# slow
import os
import sys

for _ in range(100):
    os.write(1, b"x" * (1 << 20))
    sys.stderr.write("y" * (1 << 18))


def square(x):
    for _ in range(100):
        print("z" * (1 << 20))
    return x
