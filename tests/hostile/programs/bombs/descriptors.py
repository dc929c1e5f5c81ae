# Opens descriptors until there are none left, while loading and in a call.
import os


def more():
    held = []
    try:
        while len(held) < 100_000:
            held.append(os.open("/etc/ld.so.cache", os.O_RDONLY))
    except OSError:
        pass
    if len(held) > 1000:
        raise SystemError(f"ESCAPED: {len(held)} descriptors")
    return held


held = more()


def square(x):
    return more()
