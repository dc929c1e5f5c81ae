# A loop in C code that no Python signal handler interrupts.
# waits
import re


def split_evenly(total, parts):
    return re.match(r"(a*)*b", "a" * 64)
