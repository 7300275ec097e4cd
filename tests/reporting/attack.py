"""Whoever collects all that was ever published, and works out by linear programming what it leaves open."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Terms = tuple[tuple[int, int], ...]
"""Unknowns, each with what it is multiplied by."""


MOST = 100_000
"""More than any figure of the tests."""


@dataclass
class Attack:
    """Unknowns, what adds up among them, and what is known of each; none is below nothing."""

    unknowns: dict[Hashable, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    equal: set[Terms] = field(default_factory=set)
    at_most: set[Terms] = field(default_factory=set)

    def unknown(self, key: Hashable) -> int:
        """Number an unknown."""
        return self.unknowns.setdefault(key, len(self.unknowns))

    def know(self, key: Hashable, value: int) -> None:
        """Learn what was published."""
        self.known[self.unknown(key)] = value

    def adds_up(self, whole: Hashable, parts: Iterable[Hashable]) -> None:
        """Learn that a figure is the sum of others."""
        self.equal.add(self._less(whole, parts))

    def is_at_most(self, one: Hashable, others: Iterable[Hashable]) -> None:
        """Learn that a figure is at most the sum of others."""
        self.at_most.add(self._less(one, others))

    def _less(self, one: Hashable, others: Iterable[Hashable]) -> Terms:
        return (self.unknown(one), 1), *sorted((self.unknown(each), -1) for each in others)

    def between(self, key: Hashable) -> tuple[float, float]:
        """Work out between what a figure must lie."""
        return self._least(self.unknown(key), 1), -self._least(self.unknown(key), -1)

    def _least(self, unknown: int, sign: int) -> float:
        goal = np.zeros(len(self.unknowns))
        goal[unknown] = sign
        done = linprog(goal, **self._written, method="highs")
        assert done.status == 0, done.message
        return float(done.fun)

    @cached_property
    def _written(self) -> dict[str, Any]:
        """Write everything down once, when the last was learned."""
        bounds = [(self.known.get(number, 0), self.known.get(number, MOST)) for number in range(len(self.unknowns))]
        ub, eq = self._matrix(self.at_most), self._matrix(self.equal)
        sums = {"A_ub": ub, "b_ub": np.zeros(len(self.at_most)), "A_eq": eq, "b_eq": np.zeros(len(self.equal))}
        return {"bounds": np.array(bounds), **{name: each for name, each in sums.items() if each.size}}

    def _matrix(self, rows: set[Terms]) -> Any:
        entries = [(number, *term) for number, terms in enumerate(sorted(rows)) for term in terms]
        at, unknowns, by = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_matrix((by, (at, unknowns)), shape=(len(rows), len(self.unknowns)))
