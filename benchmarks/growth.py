"""What a solve costs as a programme grows from S to L: CPU seconds and memory, drawn as SVG.

The instances are those of ``engine.py``. Ours maximises points, then who is served, and proves it
by prices over every allowed pair; OR-Tools' min-cost flow on all pairs maximises points and proves
nothing. Options stand in memory before the clock starts; from 50,000 mentees on ours makes them
when it reads them. A run that would need more memory than given is told so and not drawn.

    python benchmarks/growth.py [--most MENTEES] [--memory GB] [--write]
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import floor, log10

from engine import IN_TABLES, Answer, Programme, ortools_flow, ours_sparse
from measuring import ROOT, Lines, Stopwatch, alone

SIZES = (500, 1_000, 2_200, 4_600, 10_000, 22_000, 46_000, 100_000)
PICTURE = ROOT / "docs" / "growth.svg"
SECONDS = 170
GIGABYTE = 1 << 30
RUNS: dict[str, Callable[[Programme, float], Answer]] = {
    "ours, proven": ours_sparse,
    "bare min-cost flow": ortools_flow,
}
COLOURS = {"ours, proven": "#0b6e4f", "bare min-cost flow": "#b5651d"}
Point = tuple[float, float]


def programme(mentees: int) -> Programme:
    """Return the instance of so many mentees: S, M and L as in ``engine.py``."""
    return Programme(mentees, 150 if mentees == SIZES[0] else mentees // 5)


def child(name: str, mentees: int, gigabytes: float) -> None:
    """Run one solve and print its figures as JSON."""
    most = int(gigabytes * GIGABYTE)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    run = RUNS[name]
    run(Programme(60, 20), SECONDS)  # loads what it needs, and machine code where kept
    given = programme(mentees)
    pairs = sum(len(people) * len(helpers) for people, helpers in given.pairs())
    if run is ortools_flow or mentees < IN_TABLES:
        given.columns  # noqa: B018 -- made before the clock starts
    watch = Stopwatch()
    points, said = run(given, SECONDS)
    print(json.dumps({"pairs": pairs, "points": points, "said": said, **watch.read()}))


# --- drawing --------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, GAP = 330, 240, 62, 42, 76


def svg(panels: Mapping[str, Mapping[str, Sequence[Point]]], across: str) -> str:
    """Return panels side by side, both axes in powers of ten.

    Parameters
    ----------
    panels
        By title, lines by name, each a sequence of (x, y), all above 0.
    across
        What x counts.
    """
    parts = []
    for number, (title, lines) in enumerate(panels.items()):
        left = LEFT + number * (WIDTH + GAP)
        parts += _panel(title, lines, left, across)
    whole = f"{LEFT + len(panels) * (WIDTH + GAP) - GAP + 20} {TOP + HEIGHT + 50}"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole}" role="img">',
            '<g font-family="sans-serif" font-size="12">',
            f"<title>{', '.join(panels)} by {across}</title>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *parts,
            "</g>",
            "</svg>\n",
        )
    )


def _panel(
    title: str, lines: Mapping[str, Sequence[Point]], left: float, across: str
) -> Iterable[str]:
    points = [point for line in lines.values() for point in line]
    (low_x, high_x), (low_y, high_y) = (
        _decades(point[axis] for point in points) for axis in (0, 1)
    )

    def place(x: float, y: float) -> tuple[str, str]:
        right = (log10(x) - low_x) / (high_x - low_x)
        up = (log10(y) - low_y) / (high_y - low_y)
        return f"{left + right * WIDTH:.1f}", f"{TOP + (1 - up) * HEIGHT:.1f}"

    yield f'<text x="{left}" y="{TOP - 14}" font-size="14" font-weight="bold">{title}</text>'
    for power in range(low_x, high_x + 1):
        x, y = place(10.0**power, 10.0**low_y)
        yield f'<path d="M{x} {TOP}V{y}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{TOP + HEIGHT + 17}" text-anchor="middle">{_said(power)}</text>'
    for power in range(low_y, high_y + 1):
        x, y = place(10.0**low_x, 10.0**power)
        yield f'<path d="M{x} {y}h{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{left - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{_said(power)}</text>'
    middle = left + WIDTH / 2
    yield f'<text x="{middle}" y="{TOP + HEIGHT + 38}" text-anchor="middle">{across}</text>'
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[name]
        spots = [place(*point) for point in line]
        track = "L".join(" ".join(spot) for spot in spots)
        yield f'<path d="M{track}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in spots)
        below = TOP + 18 + 17 * number
        yield f'<text x="{left + 10}" y="{below}" fill="{colour}">{name}</text>'


def _decades(values: Iterable[float]) -> tuple[int, int]:
    found = [log10(value) for value in values]
    low, high = floor(min(found)), floor(max(found)) + 1
    return low, high


def _said(power: int) -> str:
    for least, letter in ((6, " M"), (3, " k")):
        if power >= least:
            return f"{10 ** (power - least)}{letter}"
    return f"{10.0**power:g}"


def main(arguments: list[str]) -> None:
    """Print the table; draw it and keep both when asked to."""
    if arguments[:1] == ["--one"]:
        child(arguments[1], int(arguments[2]), float(arguments[3]))
        return
    most = int(arguments[arguments.index("--most") + 1]) if "--most" in arguments else SIZES[-1]
    memory = arguments[arguments.index("--memory") + 1] if "--memory" in arguments else "5"
    command = f"python benchmarks/growth.py --most {most} --memory {memory}"
    lines = Lines("growth.txt", command)
    lines.add(
        f"{'mentees':>8}{'pairs':>12}  {'':20}{'CPU':>8}{'seconds':>9}{'MB':>7}{'points':>12}"
    )
    cpu: dict[str, list[Point]] = {name: [] for name in RUNS}
    megabytes: dict[str, list[Point]] = {name: [] for name in RUNS}
    for mentees in (size for size in SIZES if size <= most):
        for name in RUNS:
            got = alone("growth.py", "--one", name, str(mentees), memory, timeout=SECONDS + 60)
            if isinstance(got, str):
                lines.add(f"{mentees:8,}{'':12}  {name:20} within {memory} GB: {got}")
                continue
            lines.add(
                f"{mentees:8,}{got['pairs']:12,}  {name:20}{got['cpu']:8.3f}{got['seconds']:9.3f}"
                f"{got['megabytes']:7.0f}{got['points']:12,}  {got['said']}"
            )
            cpu[name].append((got["pairs"], got["cpu"]))
            megabytes[name].append((got["pairs"], got["megabytes"]))
    if "--write" in arguments:
        lines.write()
        panels = {"CPU seconds": cpu, "Memory in MB, instance included": megabytes}
        PICTURE.write_text(svg(panels, "allowed pairs"), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
