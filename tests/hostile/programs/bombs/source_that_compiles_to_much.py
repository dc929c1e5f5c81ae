# Source whose compilation takes memory and time: a constant folded large, a deep expression.
# waits
square = lambda x: ((((1 << 2000) ** 64) ** 64) and None)
exec("value = " + "(" * 190 + "1" + ")" * 190)
try:
    compile("x" + "[0]" * 300_000, "", "eval")
except (MemoryError, RecursionError):
    pass
try:
    compile("-" * 500_000 + "1", "", "eval")
except (MemoryError, RecursionError, SyntaxError):
    pass
sum(range(10**15))
