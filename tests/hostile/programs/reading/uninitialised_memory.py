# Searches fresh, uninitialised memory for what somebody left in it.
import numpy as np

KEY = "".join(["CAN", "ARY-"]).encode()
for size in (1 << 12, 1 << 16, 1 << 20, 1 << 26):
    for _ in range(20):
        block = np.empty(size, dtype=np.uint8).tobytes()
        at = block.find(KEY + b"HIDDEN")
        if at >= 0:
            raise SystemError(f"ESCAPED: {block[at:at + 60]}")
        if size > 1 << 20:
            break
