"""The evaluation suites: the product measured as people meet it, by the pictures they upload."""

from training.suites.evaluation import evaluate
from training.suites.report import EvaluationReport

__all__ = ["EvaluationReport", "evaluate"]
