import asyncio

import numpy as np

log = []


async def wait(seconds, value):
    await asyncio.sleep(seconds)
    log.append(value)
    return value


async def through_a_queue():
    queue = asyncio.Queue()

    async def put():
        for value in range(3):
            await asyncio.sleep(0.01)
            await queue.put(value)

    task = asyncio.create_task(put())
    got = [await queue.get() for _ in range(3)]
    await task
    return got


await wait(0.1, "alone")
assert await asyncio.gather(wait(0.1, "late"), wait(0.01, "early")) == ["late", "early"]
assert log == ["alone", "early", "late"]
assert asyncio.run(through_a_queue()) == [0, 1, 2]
assert asyncio.run(asyncio.wait_for(asyncio.to_thread(sum, [1, 2]), 5)) == 3


def square(x):
    async def squared():
        await asyncio.sleep(0.001)
        return x * x

    return asyncio.run(squared())


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
