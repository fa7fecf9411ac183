"""The student project's two tables beside ours, over one seed or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev

WIDTH = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the student project, and the same of ours for each seed."""

    title: str
    theirs: str
    ours: tuple[float, ...]
    is_share: bool

    @property
    def told(self) -> str:
        """Mean, and ± standard deviation where there are several."""
        scale, digits, unit = (100, 2, " %") if self.is_share else (1, 4, "")
        values = [scale * value for value in self.ours]
        spread = f" ± {stdev(values):.{digits}f}" if len(values) > 1 else ""
        return f"{mean(values):.{digits}f}{spread}{unit}"


def rows(histories: Sequence[dict[str, list[float]]], metrics: Sequence[dict[str, float]]) -> list[Row]:
    """What the student project reported, measured as it was: training figures while the network learns."""
    last = [{name: values[-1] for name, values in history.items()} for history in histories]
    return [
        Row("training accuracy", "96.82 %", tuple(epoch["accuracy"] for epoch in last), is_share=True),
        Row("training loss", "0.1043", tuple(epoch["loss"] for epoch in last), is_share=False),
        Row("testing accuracy", "97.25 %", tuple(m["mnist_test"] for m in metrics), is_share=True),
        Row("testing loss", "0.0903", tuple(m["mnist_test_loss"] for m in metrics), is_share=False),
    ]


def as_markdown(table: Sequence[Row]) -> str:
    """The table for a report or a README."""
    seeds = len(table[0].ours)
    ours = f"here, mean ± sd of {seeds} seeds" if seeds > 1 else "here"
    lines = [f"| | student project | {ours} |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.title} | {row.theirs} | {row.told} |" for row in table)])
