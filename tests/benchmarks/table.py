"""The table and the plot of what was compared."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import matplotlib as mpl

if TYPE_CHECKING:
    from tests.benchmarks.compare import Figures

HEAD = (
    "| system | requests a second | against this service | one client, median ms | CPU ms a request "
    "| 99 % within ms | memory MiB | ready after s |\n|---|---:|---:|---:|---:|---:|---:|---:|\n"
)


def of(figures: Sequence["Figures"], floors: dict[str, list[float]], measured: str, *, rounds: int) -> str:
    """Give a table for each picture, as Markdown: medians, with the least and the most in brackets.

    `measured` says when and on which machine.
    """
    text = f"Medians of {rounds} interleaved rounds, in brackets the least and the most ({measured}).\n"
    for picture in _in_order(each.picture for each in figures):
        ours, *others = _in_order(each.system for each in figures)
        own = _rows(figures, picture, ours)
        text += f"\n### {picture}\n\n{HEAD}"
        for system in (ours, *others):
            text += _line(system, _rows(figures, picture, system), own)
        floor = median(floors[picture])
        http = median(each.cpu_ms for each in own) - floor
        text += (
            f"\nThe same steps in a loop with no HTTP: {floor:.2f} ms of CPU; "
            f"HTTP and all around it: {http:.2f} ms.\n"
        )
    return text


def _line(system: str, rows: Sequence["Figures"], own: Sequence["Figures"]) -> str:
    errors = sum(each.errors for each in rows)
    ratio = median(each.rate for each in own) / median(each.rate for each in rows)
    cells = [
        system + (f" ({errors} errors)" if errors else ""),
        _spread([each.rate for each in rows], 0),
        f"1 : {ratio:.2f}",
        _spread([each.alone_ms for each in rows], 2),
        _spread([each.cpu_ms for each in rows], 2),
        _spread([each.p99_ms for each in rows], 0),
        f"{median(each.resident_mib for each in rows):.0f}",
        f"{median(each.ready_after for each in rows):.1f}",
    ]
    return f"| {' | '.join(cells)} |\n"


def plot(figures: Sequence["Figures"], path: Path) -> None:
    """Draw requests a second as bars, a panel for each picture, with the least and the most."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  after the backend is chosen

    pictures = _in_order(each.picture for each in figures)
    systems = _in_order(each.system for each in figures)
    figure, panels = plt.subplots(1, len(pictures), figsize=(4.2 * len(pictures), 2.8), layout="constrained")
    for panel, picture in zip(panels, pictures, strict=True):
        rates = [[each.rate for each in _rows(figures, picture, system)] for system in systems]
        middle = [median(each) for each in rates]
        reach = [
            [m - min(each) for m, each in zip(middle, rates, strict=True)],
            [max(each) - m for m, each in zip(middle, rates, strict=True)],
        ]
        panel.barh(systems, middle, xerr=reach, color=["#1d4ed8", *["#9ca3af"] * (len(systems) - 1)])
        panel.invert_yaxis()
        panel.set_title(picture, fontsize=10)
        panel.set_xlabel("requests a second")
        for place, value in enumerate(middle):
            panel.text(value, place, f" {value:,.0f}", va="center", fontsize=8)
        panel.margins(x=0.18)
        if panel is not panels[0]:
            panel.set_yticklabels([])
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _rows(figures: Iterable["Figures"], picture: str, system: str) -> list["Figures"]:
    return [each for each in figures if (each.picture, each.system) == (picture, system)]


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"
