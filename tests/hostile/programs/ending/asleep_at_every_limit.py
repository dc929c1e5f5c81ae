# Sleeps wherever a limit lets it: how long does one file hold up a class?
# waits
import time

time.sleep(1e6)
time.sleep(2e6)


def square(*args):
    time.sleep(1e6)


mean_and_std = split_evenly = square
