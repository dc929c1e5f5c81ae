# Containers that hold themselves, are endless, or change while they are read.
# slow
class Endless(list):
    def __iter__(self):
        while True:
            yield 0.0

    def __len__(self):
        return 3


class Growing(dict):
    def items(self):
        number = 0
        while True:
            number += 1
            yield number, [number] * 1000


def square(x):
    loop = []
    loop.append(loop)
    return loop


def mean_and_std(x):
    return Endless()


def split_evenly(total, parts):
    return Growing()
