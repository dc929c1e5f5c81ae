"""Shapes in jaxtyping's notation, whose names are bound across arguments and result.

jaxtyping's own check takes 20 microseconds an array, a third of what it costs to judge a call. Contracts use a small
part of its notation, which these lines match in a fraction of that. A property test compares them with jaxtyping.
"""

from __future__ import annotations

Bound = dict[str, int | tuple[int, ...]]


class Shape:
    """A shape such as `n k`, `*batch k`, `2 2` or `...`."""

    def __init__(self, dims: str) -> None:
        """Parses it.

        Raises:
            TypeError: it uses notation that contracts do not.
        """
        self.dims = tuple(dims.split())
        self._sizes = [int(d) if d.isdecimal() else None for d in self.dims]
        variadic = [i for i, d in enumerate(self.dims) if d == "..." or d.startswith("*")]
        plain = [d for i, d in enumerate(self.dims) if i not in variadic]
        names = [d.lstrip("*") for d in self.dims if d != "..." and not d.isdecimal()]
        if (
            len(variadic) > 1
            or not all(n.isidentifier() for n in names)
            or not all(d.isalnum() or "_" in d for d in plain)
        ):
            raise TypeError(f"a contract's shape uses names, sizes and at most one of *name and ..., not {dims!r}")
        self._variadic = variadic[0] if variadic else None

    @property
    def axes(self) -> int:
        """How many axes it has; 0 if any number will do."""
        return 0 if self._variadic is not None else len(self.dims)

    def axis(self, name: str) -> int:
        """The axis of that name; after `*name` or `...` it is counted from the end."""
        at = self.dims.index(name)
        return at if self._variadic is None or at < self._variadic else at - len(self.dims)

    def matches(self, shape: tuple[int, ...], bound: Bound) -> bool:
        """Whether an array of this shape fits; if it does, its new names are bound."""
        if self._variadic is None:
            if len(shape) != len(self.dims):
                return False
            new: Bound = {}
            return self._each(range(len(shape)), shape, bound, new) and not bound.update(new)
        if len(shape) < len(self.dims) - 1:
            return False
        new = {}
        before, after = self._variadic, len(self.dims) - 1 - self._variadic
        middle = shape[before : len(shape) - after]
        outer = shape[:before] + shape[len(shape) - after :]
        places = [i for i in range(len(self.dims)) if i != self._variadic]
        name = self.dims[self._variadic]
        if name != "..." and name != "*_":
            if bound.get(name, middle) != middle:
                return False
            new[name] = middle
        return self._each(places, outer, bound, new) and not bound.update(new)

    def _each(self, places: range | list[int], shape: tuple[int, ...], bound: Bound, new: Bound) -> bool:
        for place, size in zip(places, shape):
            wanted, name = self._sizes[place], self.dims[place]
            if wanted is not None:
                if wanted != size:
                    return False
            elif not name.startswith("_"):
                if bound.get(name, new.get(name, size)) != size:
                    return False
                new[name] = size
        return True
