# Endless loops in __del__, in atexit, in a weak reference's callback and in the collector.
import atexit
import gc
import threading
import weakref


def forever(*args):
    while True:
        pass


class Clinging:
    def __del__(self):
        forever()


atexit.register(forever)
threading.Thread(target=forever, daemon=False).start()
keep = Clinging()
thing = type("Thing", (), {})()
reference = weakref.ref(thing, forever)


def square(x):
    raise SystemExit
