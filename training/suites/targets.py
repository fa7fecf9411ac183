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
        "mnist-c, mean of 15": Target(gate=0.985, goal=0.99),
        "made pictures, mean of 12": Target(gate=0.985, goal=0.995),
        "made pictures, worst kind": Target(gate=0.95, goal=0.98),
        "neat digits": Target(gate=0.99, goal=1.0),
        "dev photos": Target(gate=0.994, goal=0.995),
        "dev usps": Target(gate=0.997, goal=0.999),
        "dev scans": Target(gate=0.975, goal=0.98),
        "dev drawings": Target(gate=0.998, goal=1.0),
        "not digits, unseen kinds": Target(gate=0.70, goal=0.90),
        "pages, clean": Target(gate=0.99, goal=0.995),
        "pages, hard": Target(gate=0.908, goal=0.96),
        "pages, lines": Target(gate=0.95, goal=0.98),
        "touching pairs": Target(gate=0.922, goal=0.97),
        "written numbers": Target(gate=0.95, goal=0.99),
        "written numbers, worst kind": Target(gate=0.85, goal=0.97),
        "written signs": Target(gate=0.85, goal=0.97),
        "written, parts": Target(gate=0.90, goal=0.98),
        "written and marked": Target(gate=0.95, goal=0.99),
        "written in odd forms": Target(gate=0.90, goal=0.98),
        "written in faint pencil": Target(gate=0.98, goal=0.995),
        "written beside letters, false digits per true one": Target(0.1, 0.02, "at most"),
        "dev multi, digits": Target(gate=0.973, goal=0.99),
        "dev numbers": Target(gate=0.70, goal=0.90),
        "dev numbers, worst kind": Target(gate=0.01, goal=0.5),  # no kind of picture without a right one
        "dev numbers, digits": Target(gate=0.95, goal=0.99),
        "dev numbers, digits of mark tables": Target(gate=0.97, goal=0.995),
        "dev numbers, parts": Target(gate=0.90, goal=0.98),
        "dev numbers, false digits per true one": Target(0.1, 0.02, "at most"),
        "blank pages": Target(gate=1.0, goal=1.0),
        "same answer in other dress": Target(gate=0.998, goal=1.0),
        "rejection, AUROC": Target(gate=0.95, goal=0.98),
        "ECE, mnist test": Target(gate=0.005, goal=0.005, side="at most"),
        "ECE, dev photos": Target(gate=0.03, goal=0.03, side="at most"),
        "ECE, whole texts of real pictures": Target(gate=0.05, goal=0.02, side="at most"),
    }
)
