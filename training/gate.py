"""The quality gate: a recipe's bounds against what was measured."""

from service.model.manifest import Gate
from training.recipes import Bound

# For a file that no recipe of ours made: the student project's figure, rounded down.
FOREIGN_BOUNDS = (Bound("mnist_test", 0.97), Bound("mnist_test_ece", 0.02, "at most"))


def judge(bounds: tuple[Bound, ...], metrics: dict[str, float]) -> Gate:
    """Whether every bound is kept; `missed` says which were not and by how much."""
    missed = [_told(bound, value) for bound in bounds if bound.missed_by(value := metrics[bound.metric])]
    return Gate.model_validate({"passed": not missed, "missed": missed})


def missed(gate: Gate) -> str:
    """What the gate found wanting, in one line."""
    return "; ".join(_reasons(gate)) or "it did not pass its gate"


def both(one: Gate, other: Gate) -> Gate:
    """Passed where both are; what either missed is told."""
    told = [_reasons(gate) for gate in (one, other)]
    return Gate.model_validate({"passed": one.passed and other.passed, "missed": told[0] + told[1]})


def without(gate: Gate, metrics: str) -> Gate:
    """The gate as if there were no bounds on metrics whose names begin so."""
    left = [reason for reason in _reasons(gate) if not reason.startswith(metrics)]
    dropped = len(_reasons(gate)) > len(left)
    return Gate.model_validate({"passed": gate.passed or (dropped and not left), "missed": left})


def _told(bound: Bound, value: float) -> str:
    return (
        f"{bound.metric} is {value:.4f}, {bound.missed_by(value):.4f} off the {bound.limit:.4f} "
        f"that it must have {bound.side}"
    )


def _reasons(gate: Gate) -> list[str]:
    return list((gate.model_extra or {}).get("missed", []))
