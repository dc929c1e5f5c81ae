# Right values, but the argument is changed: all points but those for leaving it alone.
# may earn 30
def square(x):
    x *= x
    return x
