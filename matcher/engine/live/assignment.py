"""The live engine: the best set is there after every event, with the prices that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.engine.live.book import Book
from matcher.engine.live.export import Exported, export
from matcher.engine.live.facts import (
    KINDS,
    CapacityError,
    Key,
    Kind,
    Lottery,
    MentorFacts,
    Place,
    Points,
    Shown,
)
from matcher.engine.live.levels import CONTINUITY, PREVIOUS, Levels, Vector
from matcher.engine.live.placing import Placing
from matcher.engine.live.proving import Proof, Proving
from matcher.engine.problem.levels import POINTS, Objective
from matcher.engine.problem.options import OptionsError

Keys = Key | tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Regret:
    """What it costs all together to give a mentee this mentor; ``levels`` from the highest on."""

    mentor: Key
    levels: dict[str, int]


class LiveAssignment:
    """Mentees, mentors and capacities that change, and the best set of duos at every moment.

    Where families nest, every event is answered by a shortest path or a few, and the set is the
    best there is, with prices that prove it. Where they cross (a mentee open to the projects of
    several promotors, a mentor whose duos must share one of several coaches), the set is a good
    one at once, with a bound (``status`` says ``bounded``), and the best after `settle`.

    An event that cannot be taken raises an error and changes nothing.

    Parameters
    ----------
    objective
        ``"fit"`` or ``"participation"``, as `matcher.engine.assign` has them.
    lottery
        Called with the kind of pair (``"mentee-project"``, ``"mentee-mentor"``,
        ``"mentor-coach"``) and its two keys; gives an integer from 0 to 2^40, for the same pair the
        same. An option's lot is the sum of its three. With it the set itself is unique. Where it
        has a method ``many``, that is called with a kind and the keys of several pairs, one
        sequence a side, and gives the same as calls one by one. It is called before an event
        changes anything; what it raises is passed on.
    one_coach
        Whether all duos of a mentor must have the same coach.
    """

    def __init__(
        self,
        objective: Objective = "fit",
        *,
        lottery: Lottery | None = None,
        one_coach: bool = False,
    ) -> None:
        self._book = Book.empty(objective, lottery, one_coach=one_coach)
        self._placing = Placing(self._book)

    # -- places -----------------------------------------------------------------------------------

    def add_project(self, key: Key, promotor: Key | None = None) -> None:
        """Add a project, of a promotor or of none; it has no limit yet.

        Raises
        ------
        OptionsError
            When it is there already.
        """
        if key in self._book.promotor_of:
            raise OptionsError(f"Expected a new project, got {key!r} twice.")
        self._placing.add_project(key, promotor)

    def set_capacity(self, kind: Kind, key: Key, capacity: int | None) -> None:
        """Set how many duos there can be at once, those fixed included; None is no limit.

        A coach, project or promotor that is new is added.

        Raises
        ------
        CapacityError
            When it is less than what is fixed.
        OptionsError
            When the kind is none of the four, or the capacity no integer from 0 on.
        UnknownNameError
            When a mentor is not there.
        """
        if kind not in KINDS:
            raise OptionsError(f"Expected one of {KINDS} as kind, got {kind!r}.")
        if kind == "mentor":
            self._book.check_mentor(key)
        number = self._book.check_capacity(kind, key, capacity)
        self._placing.know(kind, key)
        if self._book.limits[kind][key] != number:
            self._book.limits[kind][key] = number
            self._placing.limit(kind, key)
            self._placing.mend()

    # -- people -----------------------------------------------------------------------------------

    def add_mentee(
        self,
        key: Key,
        points: Mapping[Key, Points],
        projects: Iterable[Key] | None = None,
        *,
        priority: int = 0,
    ) -> None:
        """Let a mentee arrive.

        Parameters
        ----------
        key
            Whoever it is; anything that can be a key of a dict.
        points
            By mentor allowed: an integer, or one by (coach, project) where not all are allowed.
        projects
            Those that admit the mentee; None: whatever a mentor serves.
        priority
            The class; a higher one is served first.

        Raises
        ------
        OptionsError
            When the mentee is there already, or points are not usable.
        PointsOverflowError
            When points are too large to be added up.
        UnknownNameError
            When a mentor is not there.
        """
        book = self._book
        book.check_new(key)
        kept = book.check_pairs(key, points)
        admitted = None if projects is None else frozenset(projects)
        number = book.check_integer(priority, "a priority")
        facts = book.described(number, admitted, kept)
        book.draw(key, facts)
        self._placing.open(priority=number)
        self._placing.arrive(key, facts)
        self._placing.mend()

    def remove_mentee(self, key: Key) -> None:
        """Let a mentee leave, fixed or not.

        Raises
        ------
        UnknownNameError
            When nobody has this key.
        """
        if key in self._book.fixed:
            self._placing.unfix(key)
        else:
            self._book.check_mentee(key)
            self._placing.depart(key)
        self._book.forget_mentee(key)
        self._placing.mend()

    def add_mentor(
        self,
        key: Key,
        capacity: int | None,
        coach: Keys,
        project: Keys,
        points: Mapping[Key, Points],
    ) -> None:
        """Let a mentor come.

        Parameters
        ----------
        key
            Whoever it is.
        capacity
            Duos at once; None is no limit.
        coach, project
            Who can follow the mentor, and which projects they serve: a key, or a tuple of keys.
        points
            By mentee allowed, as in `add_mentee`.

        Raises
        ------
        OptionsError, PointsOverflowError, UnknownNameError
            As `add_mentee`.
        """
        book = self._book
        if key in book.mentors:
            raise OptionsError(f"Expected a new mentor, got {key!r} twice.")
        coaches = coach if isinstance(coach, tuple) else (coach,)
        projects = project if isinstance(project, tuple) else (project,)
        facts = MentorFacts(tuple(dict.fromkeys(coaches)), tuple(dict.fromkeys(projects)))
        number = book.check_capacity("mentor", key, capacity)
        kept = {
            mentee: book.check_points(mentee, key, one, facts)
            for mentee, one in points.items()
            if book.check_mentee(mentee)
        }
        book.draw_pairs(key, facts, kept)
        book.limits["mentor"][key] = number
        self._placing.come(key, facts, kept)
        self._placing.mend()

    def remove_mentor(self, key: Key) -> None:
        """Let a mentor leave, who has no duo that is fixed.

        Raises
        ------
        CapacityError
            When a duo is fixed.
        UnknownNameError
            When nobody has this key.
        """
        self._book.check_mentor(key)
        self._book.check_capacity("mentor", key, 0)
        _, points = self._placing.go(key)
        self._book.forget_mentor(key, points)
        del self._book.limits["mentor"][key]
        self._placing.mend()

    def set_points(self, mentee: Key, mentor: Key, points: Points | None) -> None:
        """Change the points of a pair, allow it, or (None) allow it no longer.

        Raises
        ------
        OptionsError, PointsOverflowError, UnknownNameError
            As `add_mentee`.
        """
        book = self._book
        facts, helper = book.check_mentee(mentee), book.check_mentor(mentor)
        kept = None if points is None else book.check_points(mentee, mentor, points, helper)
        if kept != facts.pairs.get(mentor):
            if kept is not None:
                book.draw_pairs(mentor, helper, {mentee: kept})
            self._placing.pair(mentee, mentor, kept)
            self._placing.mend()

    # -- what people decided ------------------------------------------------------------------------

    def fix(
        self, mentee: Key, mentor: Key, coach: Key | None = None, project: Key | None = None
    ) -> None:
        """Keep a duo as it is, whatever comes: it uses its places until `unfix`.

        Coach and project may be left out when the mentee has this mentor now, or when there is
        only one choice.

        Raises
        ------
        CapacityError
            When a place of it is taken by other fixed duos.
        OptionsError
            When the duo is not allowed, or coach or project are not clear.
        UnknownNameError
            When mentee or mentor are not there.
        """
        book = self._book
        book.check_mentee(mentee)
        book.check_mentor(mentor)
        place, points = self._meant(mentee, mentor, coach, project)
        for kind, label in book.labels(place):
            if book.free(kind, label) == 0:
                raise book.taken(kind, label)
        self._placing.fix(mentee, place, points)
        self._placing.mend()

    def unfix(self, mentee: Key) -> None:
        """Let a fixed duo go; the mentee waits as before.

        Raises
        ------
        UnknownNameError
            When the mentee is not fixed.
        """
        book = self._book
        before = book.check_fixed(mentee).facts
        here = {mentor: one for mentor, one in before.pairs.items() if mentor in book.mentors}
        book.draw(mentee, book.described(before.priority, before.projects, here))
        self._placing.unfix(mentee)
        # described again: the mentor may be free to have other coaches now
        self._placing.arrive(mentee, book.described(before.priority, before.projects, here))
        self._placing.mend()

    def show(
        self, mentee: Key, mentor: Key, coach: Key | None = None, project: Key | None = None
    ) -> None:
        """Take in what a mentee was shown, which then stays when nothing else decides.

        First the pair, then the coach whom the mentor was shown with and the mentee's project. Who
        was shown several proposals keeps any of them; `unshow` forgets them all.
        """
        self._placing.open(name=PREVIOUS)
        self._placing.open(name=CONTINUITY)
        self._placing.show(mentee, Shown(mentor, coach, project))
        self._placing.mend()

    def unshow(self, mentee: Key) -> None:
        """Forget what a mentee was shown."""
        if mentee in self._book.shown:
            self._placing.unshow(mentee)
            self._placing.mend()

    # -- what is best ---------------------------------------------------------------------------------

    @property
    def chosen(self) -> dict[Key, Place]:
        """Who is served, and by which mentor, coach and project; fixed duos are among them."""
        return {**self._placing.chosen(), **self.fixed}

    @property
    def fixed(self) -> dict[Key, Place]:
        """The fixed duos."""
        return {mentee: one.place for mentee, one in self._book.fixed.items()}

    def fixed_at(self, kind: Kind, key: Key) -> int:
        """Return how many fixed duos use a capacity, which cannot be less."""
        return self._book.fixed_at.get((kind, key), 0)

    @property
    def objective(self) -> int:
        """Total points, those of fixed duos included."""
        fixed = sum(one.points for one in self._book.fixed.values())
        return self._placing.total()[self._levels.at[POINTS]] + fixed

    @property
    def served(self) -> int:
        """How many mentees are served, fixed duos included."""
        return self._levels.served(self._placing.total()) + len(self._book.fixed)

    @property
    def totals(self) -> dict[str, int]:
        """What the set reaches at each level, highest first, without fixed duos."""
        return dict(zip(self._levels.names, self._placing.total(), strict=True))

    @property
    def bounds(self) -> dict[str, int]:
        """What no set passes, compared level by level from the highest on; as `totals`."""
        return dict(zip(self._levels.names, self._placing.bound(), strict=True))

    @property
    def bound(self) -> int:
        """How many points no set passes that is as good at the levels above points."""
        at = self._levels.at[POINTS]
        total, bound = self._placing.total(), self._placing.bound()
        fixed = sum(one.points for one in self._book.fixed.values())
        if bound[:at] == total[:at]:
            return bound[at] + fixed
        return self._book.most_points() + fixed

    @property
    def status(self) -> Literal["optimal", "bounded"]:
        """``optimal`` when the set is proven to be the best, else ``bounded``."""
        return "optimal" if self._placing.bound() == self._placing.total() else "bounded"

    @property
    def nested(self) -> bool:
        """Whether nothing crosses, so that prices alone prove the set."""
        return not self._placing.pooled

    @property
    def prices(self) -> dict[str, dict[Key, int]]:
        """A price for one place by kind (``"mentee"`` too) and key, 0 where none is given.

        Every option weighs at most the sum of the prices along it, and Σ price × capacity is at
        most `gap` above the weight of the set. Prices are weights folded as `scales` says.
        """
        return self._placing.prices()

    @property
    def scales(self) -> dict[str, int]:
        """By what each level counts in a price, highest first."""
        shifts = self._placing.fold.shifts
        return {n: 1 << shift for n, shift in zip(self._levels.names, shifts, strict=True)}

    def regret(self, mentee: Key, k: int) -> list[Regret]:
        """Return the k mentors whom this mentee could have at the least cost to all together.

        Exact: the best set that has this pair, compared to the best of all. Mentors whom nobody
        can have, for want of a place anywhere, are left out.

        Raises
        ------
        UnknownNameError
            When nobody has this key.
        """
        self._book.check_mentee(mentee)
        names = self._levels.names
        found = self._placing.regret(mentee)
        if found is None:
            found = self._forced(mentee)
        ranked = sorted(found.items(), key=lambda one: (one[1], repr(one[0])))
        return [Regret(mentor, dict(zip(names, cost, strict=True))) for mentor, cost in ranked[:k]]

    def worth(self, mentee: Key, mentor: Key, coach: Key, project: Key) -> dict[str, int]:
        """Return what a duo that is allowed adds at each level.

        Raises
        ------
        OptionsError
            When it is not allowed.
        UnknownNameError
            When nobody has this key.
        """
        self._book.check_mentee(mentee)
        place, points = self._meant(mentee, mentor, coach, project)
        worth = self._book.worth(mentee, place, points).tolist()
        return dict(zip(self._levels.names, worth, strict=True))

    def exported(self) -> Exported:
        """Return the same problem as arrays for `matcher.engine.assign`, without fixed duos."""
        return export(self._book, self._book.mentees)

    # -- proving ----------------------------------------------------------------------------------

    def proving(self) -> Proving | None:
        """Return what is to be solved for a proof, None when there is nothing.

        It can be solved in another thread or process, and taken in by `adopt`.
        """
        return self._placing.proving()

    def adopt(self, proof: Proof) -> None:
        """Take in a proof, also when events came meanwhile: then for what it is still worth."""
        self._placing.adopt(proof)

    def settle(self) -> None:
        """Prove again what is only bounded, here and now."""
        task = self.proving()
        if task is not None:
            self.adopt(task.solve())

    # -- copies -----------------------------------------------------------------------------------

    def copy(self) -> LiveAssignment:
        """Return an independent what-if."""
        other = LiveAssignment.__new__(LiveAssignment)
        other._book = self._book.copy()  # noqa: SLF001 - of the same class
        other._placing = self._placing.copy(other._book)  # noqa: SLF001 - likewise
        return other

    def snapshot(self) -> LiveAssignment:
        """Return the state as it is, for `restore`."""
        return self.copy()

    def restore(self, snapshot: LiveAssignment) -> None:
        """Go back to a snapshot, which can be used again."""
        kept = snapshot.copy()
        self._book, self._placing = kept._book, kept._placing  # noqa: SLF001 - of the same class

    # -- inside -----------------------------------------------------------------------------------

    @property
    def _levels(self) -> Levels:
        return self._book.levels

    def _forced(self, mentee: Key) -> dict[Key, Vector]:
        """Return by mentor what having them costs, each place tried with the rest solved again."""
        best = self.copy()
        best.settle()
        total = best._placing.total()  # noqa: SLF001 - of the same class
        found: dict[Key, Vector] = {}
        for place, points in self._book.places(mentee):
            other = best.copy()
            try:
                other.fix(mentee, *place)
            except CapacityError:
                continue
            other.settle()
            rest = other._placing.total()  # noqa: SLF001 - of the same class
            worth = self._book.worth(mentee, place, points).tolist()
            cost = tuple(a - b - c for a, b, c in zip(total, rest, worth, strict=True))
            found[place.mentor] = min(cost, found.get(place.mentor, cost))
        return found

    def _meant(
        self, mentee: Key, mentor: Key, coach: Key | None, project: Key | None
    ) -> tuple[Place, int]:
        """Return the place that a duo to fix has."""
        now = self._placing.place_of(mentee)
        pairs = self._book.mentees[mentee].pairs
        found = [
            (place, points)
            for place, points in self._book.places(mentee, [mentor] if mentor in pairs else [])
            if coach in {None, place.coach} and project in {None, place.project}
        ]
        if not found:
            raise OptionsError(
                f"Expected an allowed duo, got {mentee!r} with {mentor!r}, coach {coach!r} and "
                f"project {project!r}."
            )
        for place, points in found:
            if place == now:
                return place, points
        if len(found) > 1:
            raise OptionsError(
                f"Expected coach and project of {mentee!r} with {mentor!r}, as there are "
                f"{len(found)} choices."
            )
        return found[0]
