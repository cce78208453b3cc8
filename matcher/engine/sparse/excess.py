"""By how much options outweigh the prices along them: the sign exact, the amount rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.options import Options
from matcher.engine.proof.certificate import worth
from matcher.engine.sparse.kernels import Floats, surplus
from matcher.engine.sparse.survey import Recipe, Survey

SAFE = 2**62
"""Sums below this cannot pass 64 bits."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Scores options by weight + ``base`` − Σ price × usage, in units of the first stage.

    ``digits`` (S, labels + 1) are the prices by stage and last the base; None where 64 bits are
    too few for a stage, so that Python's integers are needed.
    """

    survey: Survey
    recipe: Recipe
    prices: Sequence[PriceArray]
    base: int
    digits: IntArray | None

    @classmethod
    def over(
        cls, survey: Survey, recipe: Recipe, prices: Sequence[PriceArray], base: int = 0
    ) -> Excess:
        """Take prices, one array per family, apart by stage."""
        rest: npt.NDArray[np.object_] = np.concatenate(
            [*(price.astype(np.object_) for price in prices), [base]]
        )
        rows = []
        for scale in recipe.plan.scales[:-1]:
            # rounded to the nearest, as that gives back a network's own prices of the stage
            row = (2 * rest + scale) // (2 * scale)
            rest = rest - row * scale
            rows.append(row)
        rows.append(rest)
        cuts = np.cumsum([len(price) for price in prices])
        fits = True
        for row, stage in zip(rows, recipe.plan.stages, strict=False):
            total = int(np.abs(stage).max(initial=0)) + abs(int(row[-1]))
            for part, usage in zip(np.split(row[:-1], cuts[:-1]), survey.usage, strict=True):
                total += int(np.abs(part).max(initial=0)) * usage
            fits &= 2 * total < SAFE
        return cls(survey, recipe, prices, base, np.array(rows, dtype=np.int64) if fits else None)

    def score(self, options: Options, labels: IntArray) -> Floats:
        """Return the scores (n,); ``labels`` (F, n) number all labels of all families."""
        scales = self.recipe.plan.scales
        if not scales:
            return np.zeros(options.size)
        if self.digits is None:
            left = self.recipe.folding(options).weights().astype(np.object_) + self.base
            left = (left - worth(options, self.prices)) / scales[0]
            return np.asarray(left, dtype=np.float64)
        score = np.empty(options.size)
        weighted = np.array([each is not None for each in self.survey.shape.divisor])
        usage = np.zeros((len(labels), 0), dtype=np.int64)
        if weighted.any():
            usage = np.array([family.usage for family in options.families])
        bits = np.array([scale.bit_length() for scale in scales], dtype=np.int64)
        base = np.ascontiguousarray(self.digits[:, -1])
        stages = self.recipe.stages(options)
        surplus(stages, labels, usage, weighted, self.digits, base, -np.diff(bits), score)
        return score
