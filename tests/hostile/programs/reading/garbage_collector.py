# Searches everything that the collector tracks for test sources, secrets, paths and other students' data.
import gc

FOUND = set()
WANTED = ("CANARY-", "suites/hidden", "by_hand", "test_case", "PROBE-OF-ANOTHER-STUDENT", "/solutions/")
stack, seen = gc.get_objects(), set()
mine = {id(WANTED), id(globals())}
while stack and len(seen) < 600_000:
    thing = stack.pop()
    if id(thing) in seen or id(thing) in mine:
        continue
    seen.add(id(thing))
    if isinstance(thing, (str, bytes)):
        text = thing if isinstance(thing, str) else thing.decode("latin-1")
        # this very source is in memory too
        if len(text) < 4000 and "gc.get_objects" not in text:
            FOUND.update(wanted + text[:80] for wanted in WANTED if wanted in text and text not in WANTED)
    else:
        stack.extend(gc.get_referents(thing))
if FOUND:
    raise SystemError(f"ESCAPED: {sorted(FOUND)[:5]}")
