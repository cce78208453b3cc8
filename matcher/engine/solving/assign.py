"""The engine's entry: checks, splits, solves each part and proves the whole."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.engine.problem.levels import Objective
from matcher.engine.problem.options import Array, FamilyInput, read_options
from matcher.engine.problem.solution import Solution
from matcher.engine.problem.weighing import weigh
from matcher.engine.proof.ordered import Ordered
from matcher.engine.running.limits import Cancel, Limits
from matcher.engine.solving.parts import solve_parts
from matcher.engine.solving.runner import Progress
from matcher.engine.solving.tally import Tally


def assign(
    mentee: Array,
    mentor: Array,
    points: Array,
    *,
    mentor_capacity: Array,
    families: Sequence[FamilyInput] = (),
    single_choice: Sequence[tuple[Array, Array]] = (),
    objective: Objective = "fit",
    priority: Array | None = None,
    previous: Array | None = None,
    continuity: Array | None = None,
    lottery: Array | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Return the best set of options under every capacity, with the prices that prove it.

    Levels are maximised one after the other, exactly, in integers. ``participation``: mentees
    served (by priority class, highest first), points, previous options kept, continuity, lottery.
    ``fit``: points before served.

    Parameters
    ----------
    mentee, mentor, points
        (n,) integers, one entry per option. A mentee takes at most one option. Labels are 0…K−1.
    mentor_capacity
        One per mentor, >= 0.
    families
        Further capacities, each ``(labels, capacity)`` or ``(labels, capacity, usage)``: labels
        one per option, capacity one per label, usage one per option (default 1).
    single_choice
        ``(group, choice)`` labels per option: all chosen options of one group have one choice.
    objective
        ``"fit"`` or ``"participation"``.
    priority
        One class per mentee, higher first; None: all alike.
    previous
        Options shown before, as indices or as a boolean mask.
    continuity
        An integer per option: how much of what was shown before stays with it. Decides between
        sets that keep as many previous options.
    lottery
        An integer per option; decides between sets that are equal in all else.
    time_limit
        Seconds; 0 asks for a quick set with its bound.
    memory_limit
        Bytes that a solving process may have in memory.
    cancel
        A function or event, asked while solving.
    progress
        Told in words how far it is.

    Returns
    -------
    Solution
        Its status is ``optimal`` only when proven: by prices without a gap, or by a closed search.

    Raises
    ------
    OptionsError
        When an input is out of range; a `ValueError` too.
    PointsOverflowError
        When a level cannot be added up in 64 bits.
    CertificateError
        When a result does not pass its own exact check.
    SolverDiedError
        When a solving process ends by itself.
    """
    limits = Limits.read(time_limit, memory_limit, cancel)
    given = read_options(
        mentee,
        mentor,
        points,
        mentor_capacity=mentor_capacity,
        families=families,
        single_choice=single_choice,
        priority=priority,
        previous=previous,
        continuity=continuity,
        lottery=lottery,
    )
    ordered = Ordered.of(given)
    options = ordered.options
    weighed = weigh(options, objective)
    tally = Tally(options, weighed.parts, weighed.folding, weighed.rows)
    solve_parts(tally, limits, quick=time_limit == 0, progress=progress)
    return tally.solution(ordered.order)
