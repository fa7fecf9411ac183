"""What the product is to reach in every suite, as data: the gate that must be met, the goal to aim for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """One figure's bounds; None where there is none."""

    gate: float | None = None
    goal: float | None = None
    side: Literal["at least", "at most"] = "at least"

    def missed_by(self, value: float) -> float:
        """How far the value is from the gate; 0 where it is met."""
        if self.gate is None:
            return 0.0
        return max(0.0, self.gate - value if self.side == "at least" else value - self.gate)


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "mnist test": Target(gate=0.9968, goal=0.9980),
        "mnist test, black on white": Target(gate=0.9968, goal=0.9980),
        "mnist-c, mean of 15": Target(gate=0.94, goal=0.97),
        "made pictures, mean of 12": Target(gate=0.985, goal=0.993),
        "made pictures, worst kind": Target(gate=0.95, goal=0.98),
        "neat digits": Target(gate=0.99, goal=1.0),
        "dev photos": Target(gate=0.985, goal=0.995),
        "dev usps": Target(gate=0.975, goal=0.985),
        "dev scans": Target(gate=0.96, goal=0.98),
        "dev drawings": Target(gate=0.998, goal=0.998),
        "pages, clean": Target(gate=0.98, goal=0.98),
        "pages, hard": Target(gate=0.90, goal=0.95),
        "touching pairs": Target(gate=0.88, goal=0.95),
        "dev multi, digits": Target(gate=0.96, goal=0.99),
        "blank pages": Target(gate=1.0, goal=1.0),
        "same answer in other dress": Target(gate=0.995, goal=0.995),
        "rejection, AUROC": Target(gate=0.95, goal=0.98),
        "ECE, mnist test": Target(gate=0.005, goal=0.005, side="at most"),
        "ECE, dev photos": Target(gate=0.03, goal=0.03, side="at most"),
    }
)
