# An endless loop that catches everything.
# waits
def square(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
