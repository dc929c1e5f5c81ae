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
        # Size and name of each axis but the variadic one; the name is empty if it binds nothing.
        self._axes = [
            (int(name) if name.isdecimal() else None, "" if name.startswith("_") else name)
            for i, name in enumerate(self.dims)
            if i != self._variadic
        ]

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
        new: Bound = {}
        if self._variadic is None:
            return len(shape) == len(self.dims) and self._each(shape, bound, new)
        if len(shape) < len(self.dims) - 1:
            return False
        before, after = self._variadic, len(self.dims) - 1 - self._variadic
        middle = shape[before : len(shape) - after]
        outer = shape[:before] + shape[len(shape) - after :]
        name = self.dims[self._variadic]
        if name != "..." and name != "*_":
            if bound.get(name, middle) != middle:
                return False
            new[name] = middle
        return self._each(outer, bound, new)

    def _each(self, shape: tuple[int, ...], bound: Bound, new: Bound) -> bool:
        """Whether each size fits its axis; then the names are bound, those of `new` too."""
        for (wanted, name), size in zip(self._axes, shape):
            if wanted is not None:
                if wanted != size:
                    return False
            elif name and new.setdefault(name, bound.get(name, size)) != size:
                return False
        bound.update(new)
        return True
