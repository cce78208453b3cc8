"""A forger who renders every document and digest anew for another set, or for other prices."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from output_worlds import World, change_json, forge_digests, refused, render

from matcher.output.certificate import family_names, proven
from matcher.output.verify import verify

CERTIFICATE = "certificate.json"
STATED = ("certificate.json", "proposals.json", "run.json")


@pytest.fixture(params=["small", "gapped"])
def made(request: pytest.FixtureRequest) -> World:
    """Return a programme proven by prices, then one proven by a closed search."""
    found: World = request.getfixturevalue(request.param)
    return found


def exchanges(made: World) -> list[list[int]]:
    """Return every set in which two mentees have each other's mentor, coach and project."""
    matching = made.result.matching
    instance, chosen = matching.instance, matching.chosen.tolist()
    found = []
    for one, two in combinations(chosen, 2):
        swapped = [
            instance.option_at(
                int(instance.mentee[a]),
                int(instance.mentor[b]),
                int(instance.coach[b]),
                int(instance.project[b]),
            )
            for a, b in ((one, two), (two, one))
        ]
        if None not in {*swapped} and {*swapped} != {one, two}:
            kept = [option for option in chosen if option not in {one, two}]
            found.append(kept + [option for option in swapped if option is not None])
    return found


def test_the_true_set_rendered_anew_is_verified(made: World, tmp_path: Path) -> None:
    assert verify(render(made, tmp_path / "out")).ok


def test_two_mentees_who_exchanged_mentors_are_not_verified(made: World, tmp_path: Path) -> None:
    found = exchanges(made)
    assert found
    for chosen in found:
        refused(render(made, tmp_path / "out", chosen=chosen), CERTIFICATE)


def test_a_duo_beyond_a_capacity_is_not_verified(made: World, tmp_path: Path) -> None:
    matching = made.result.matching
    served = {int(matching.instance.mentee[i]) for i in matching.chosen}
    more = [i for i, e in enumerate(matching.instance.mentee.tolist()) if e not in served]
    assert more
    for option in more[:8]:
        folder = render(made, tmp_path / "out", chosen=[*matching.chosen.tolist(), option])
        refused(folder, CERTIFICATE, "Expected")


def test_a_second_duo_for_a_mentee_is_not_verified(made: World, tmp_path: Path) -> None:
    matching = made.result.matching
    chosen = matching.chosen.tolist()
    other = next(
        i
        for i, e in enumerate(matching.instance.mentee.tolist())
        if e in matching.instance.mentee[chosen] and i not in chosen
    )
    folder = render(made, tmp_path / "out", chosen=[*chosen, other])
    refused(folder, CERTIFICATE, "Expected at most 1 used")


def test_no_duo_can_be_dropped(made: World, tmp_path: Path) -> None:
    chosen = made.result.matching.chosen.tolist()
    for dropped in chosen:
        kept = [option for option in chosen if option != dropped]
        refused(render(made, tmp_path / "out", chosen=kept), CERTIFICATE)


def test_an_empty_set_is_not_verified(made: World, tmp_path: Path) -> None:
    refused(render(made, tmp_path / "out", chosen=[]), CERTIFICATE)


def test_no_price_can_be_lower(small: World, tmp_path: Path) -> None:
    """The bound is met, so that one less along any label lets some option outweigh its prices."""
    prices = small.result.proof.prices
    for family, column in enumerate(prices):
        for label in np.flatnonzero(column):
            lower: list[Any] = [p.astype(np.object_) for p in prices]
            lower[family][label] -= 1
            refused(render(small, tmp_path / "out", prices=lower), CERTIFICATE, "prices along it")


def test_a_price_below_zero_is_not_verified(small: World, tmp_path: Path) -> None:
    lower: list[Any] = [p.astype(np.object_) for p in small.result.proof.prices]
    lower[0][0] = -1
    refused(render(small, tmp_path / "out", prices=lower), CERTIFICATE, "prices >= 0")


def test_a_price_of_someone_who_does_not_exist_is_not_verified(small: World, folder: Path) -> None:
    key = family_names(small.result.matching.instance)[1][0]
    change_json(folder, CERTIFICATE, lambda document: document["prices"][key].update(M99="5"))
    forge_digests(folder)
    refused(folder, CERTIFICATE, "M99")


def test_higher_prices_leave_a_gap_that_proves_no_optimum(small: World, tmp_path: Path) -> None:
    higher = [p.astype(np.object_) + 1 for p in small.result.proof.prices]
    folder = render(small, tmp_path / "out", prices=higher, claim=("flow", "optimal"))
    refused(folder, CERTIFICATE, "expected a proof")


def test_a_feasible_set_cannot_be_called_optimal(quick: World, tmp_path: Path) -> None:
    folder = quick.write(tmp_path / "out")
    for name in STATED:
        change_json(folder, name, lambda document: document.update(status="optimal"))
    forge_digests(folder)
    refused(folder, CERTIFICATE, "expected status feasible, found optimal")


def test_a_quick_set_cannot_be_called_optimal_with_the_claims_raised_too(
    quick: World, tmp_path: Path
) -> None:
    for claim in (("greedy", "optimal"), ("flow", "optimal"), ("milp", "optimal")):
        refused(render(quick, tmp_path / "out", claim=claim), CERTIFICATE, "found a gap of")


def test_a_solver_s_claim_is_not_taken_for_a_network(quick: World, tmp_path: Path) -> None:
    """A network's prices could close the gap, so that no claim is needed there."""
    folder = quick.write(tmp_path / "out")
    loose = proven(quick.result.matching, quick.result.proof).loose
    networks = [number for number, part in enumerate(loose) if part.network]
    assert networks
    assert len(networks) < len(loose)

    def raise_claim(document: Any) -> None:
        for number in networks:
            document["components_with_a_gap"][number].update(method="milp", solver_says="optimal")

    change_json(folder, CERTIFICATE, raise_claim)
    forge_digests(folder)
    refused(folder, CERTIFICATE, "found a gap of")


@pytest.mark.parametrize(
    "change", [{"method": "oracle"}, {"solver_says": "certain"}, {"network": True}, {"gap": "1"}]
)
def test_what_is_said_of_a_component_cannot_be_changed(
    quick: World, tmp_path: Path, change: dict[str, Any]
) -> None:
    folder = quick.write(tmp_path / "out")
    change_json(
        folder, CERTIFICATE, lambda document: document["components_with_a_gap"][0].update(change)
    )
    forge_digests(folder)
    refused(folder, CERTIFICATE)


def test_a_component_with_a_gap_cannot_be_left_out(quick: World, tmp_path: Path) -> None:
    folder = quick.write(tmp_path / "out")
    change_json(folder, CERTIFICATE, lambda document: document["components_with_a_gap"].pop())
    forge_digests(folder)
    refused(folder, CERTIFICATE, "components with a gap")


def test_an_optimal_set_cannot_be_called_merely_feasible(folder: Path) -> None:
    for name in STATED:
        change_json(folder, name, lambda document: document.update(status="feasible"))
    forge_digests(folder)
    refused(folder, CERTIFICATE, "expected status optimal, found feasible")


def test_an_unknown_status_is_not_verified(folder: Path) -> None:
    for name in STATED:
        change_json(folder, name, lambda document: document.update(status="perfect"))
    forge_digests(folder)
    refused(folder, CERTIFICATE, "perfect")


@pytest.mark.parametrize("key", ["served", "points", "weight", "bound", "gap", "objective"])
def test_no_total_of_the_certificate_can_be_changed(folder: Path, key: str) -> None:
    value = json.loads((folder / CERTIFICATE).read_bytes())[key]
    other = "fit" if key == "objective" else type(value)(int(value) + 1)
    change_json(folder, CERTIFICATE, lambda document: document.update({key: other}))
    forge_digests(folder)
    refused(folder, CERTIFICATE, "line ")
