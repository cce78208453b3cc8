"""Distances between many places at once, to the same tenth of a kilometre as one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matcher.domain.errors import UnknownNameError
from matcher.vocabulary.municipalities import EARTH_RADIUS_KM, distance_km10, municipality

IN_DOUBT = 1e-6
"""Tenths of a kilometre; far more than two ways to compute a sine can differ by."""


def distance_grid(rows: Sequence[str], columns: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return `distance_km10` of each row with each column, shape (rows, columns).

    Haversine on arrays. Where the result lies so near to a half that the last digit of a sine
    decides how it is rounded, the single computation is asked.

    Raises
    ------
    UnknownNameError
        When a code is none of a municipality.
    """
    phi, longitude = (part[:, None] for part in _radians(rows))
    psi, other_longitude = (part[None, :] for part in _radians(columns))
    squared_half_chord = (
        np.sin((psi - phi) / 2) ** 2
        + np.cos(phi) * np.cos(psi) * np.sin((other_longitude - longitude) / 2) ** 2
    )
    tenths = 20 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(squared_half_chord)) + 0.5
    grid: npt.NDArray[np.int64] = np.floor(tenths).astype(np.int64)
    for row, column in np.argwhere(np.abs(tenths - np.rint(tenths)) < IN_DOUBT):
        grid[row, column] = distance_km10(rows[row], columns[column])
    return grid


def _radians(codes: Sequence[str]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    centres = np.empty((len(codes), 2))
    for row, code in enumerate(codes):
        place = municipality(code)
        if place is None:
            raise UnknownNameError(f"Expected the REFNIS code of a municipality, got {code!r}.")
        centres[row] = place.latitude, place.longitude
    latitude, longitude = np.radians(centres).T
    return latitude, longitude
