# An endless loop that catches everything.
# slow
def square(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
