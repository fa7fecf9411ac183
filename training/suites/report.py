"""The whole evaluation as a table: for people as Markdown, for programs as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.suites.mistakes import reason, write_sheets
from training.suites.reading import TextAnswer
from training.suites.run import Answer, SuiteResult
from training.suites.targets import TARGETS, Target
from training.suites.text_figures import by_kind, digits_right, false_digits, lines_right, parts_right, texts

MISTAKES_TOLD = 40  # of each suite


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: an accuracy, an AUROC, a calibration error."""

    name: str
    value: float  # a share, 0..1
    count: int  # pictures that it was found with

    @property
    def target(self) -> Target:
        """Its bounds, or none."""
        return TARGETS.get(self.name, Target())

    @property
    def missed_by(self) -> float:
        """How far it is from its gate; 0 where it is met."""
        return self.target.missed_by(self.value)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Everything that was measured."""

    rows: tuple[Row, ...]
    suites: tuple[SuiteResult, ...]
    coverage: Mapping[str, Mapping[float, float]]  # suite -> share answered -> share of these that are wrong

    @property
    def missed(self) -> tuple[Row, ...]:
        """Figures that miss their gate."""
        return tuple(row for row in self.rows if row.missed_by)

    def markdown(self) -> str:
        """The table, then each suite's kinds, coverage, and each mistake with its reason."""
        parts = [_table(self.rows), *(_kinds(suite) for suite in self.suites if len(suite.by_kind) > 1)]
        if self.coverage:
            parts.append(_coverage(self.coverage))
        parts += [_mistakes(suite) for suite in self.suites if suite.mistakes]
        return "\n\n".join(parts) + "\n"

    def write(self, folder: Path) -> None:
        """Write `suites.md`, `suites.json` and a sheet of each suite's mistakes."""
        write_sheets(self.suites, folder)
        (folder / "suites.md").write_text(self.markdown(), encoding="utf-8")
        (folder / "suites.json").write_text(json.dumps(self.as_json(), indent=1), encoding="utf-8")

    def as_json(self) -> dict[str, Any]:
        """The same as values that `json.dumps` takes."""
        return {
            "rows": [
                {"name": row.name, "count": row.count, "value": row.value, "gate": row.target.gate,
                 "goal": row.target.goal, "missed_by": row.missed_by}
                for row in self.rows
            ],
            "suites": [_suite_json(suite) for suite in self.suites],
            "coverage": {
                name: {f"{part:g}": error for part, error in curve.items()}
                for name, curve in self.coverage.items()
            },
        }  # fmt: skip


def _table(rows: tuple[Row, ...]) -> str:
    lines = ["| suite | pictures | value | gate | goal | |", "|---|---:|---:|---:|---:|---|"]
    for row in rows:
        target = row.target
        bounds = f"{_bound(target.gate, target.side)} | {_bound(target.goal, target.side)}"
        lines.append(f"| {row.name} | {row.count:,} | {row.value:.2%} | {bounds} | {_judged(row)} |")
    return "\n".join(lines)


def _bound(bound: float | None, side: str) -> str:
    if bound is None:
        return ""
    return f"{'>=' if side == 'at least' else '<='} {bound * 100:.4g}%"


def _judged(row: Row) -> str:
    if row.target.gate is None:
        return ""
    return f"missed by {row.missed_by * 100:.2f} points" if row.missed_by else "met"


def _kinds(suite: SuiteResult) -> str:
    if texts(suite):
        return _kinds_of_texts(suite)
    lines = [f"### {suite.name}", "", "| kind | pictures | right |", "|---|---:|---:|"]
    lines += [f"| {kind} | {one.count:,} | {one.accuracy:.2%} |" for kind, one in suite.by_kind.items()]
    return "\n".join(lines)


def _kinds_of_texts(suite: SuiteResult) -> str:
    lines = [
        f"### {suite.name}",
        "",
        "| kind | pictures | right | digits | parts | lines | false digits per true one |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for kind, answers in by_kind(texts(suite)):
        shares = [digits_right(answers), parts_right(answers), lines_right(answers), false_digits(answers)]
        cells = " | ".join("" if share is None else f"{share.value:.2%}" for share in shares)
        right = sum(answer.right for answer in answers) / len(answers)
        lines.append(f"| {kind} | {len(answers):,} | {right:.2%} | {cells} |")
    return "\n".join(lines)


def _coverage(coverage: Mapping[str, Mapping[float, float]]) -> str:
    shares = list(next(iter(coverage.values())))
    head = "| answered, the surest first | " + " | ".join(f"{share:.0%}" for share in shares) + " |"
    lines = ["### Wrong answers among those given", "", head, "|---|" + "---:|" * len(shares)]
    for name, curve in coverage.items():
        lines.append(f"| {name} | " + " | ".join(f"{curve[share]:.2%}" for share in shares) + " |")
    return "\n".join(lines)


def _mistakes(suite: SuiteResult) -> str:
    told = suite.mistakes[:MISTAKES_TOLD]
    lines = [f"### Mistakes in {suite.name}: {len(suite.mistakes)}", ""]
    lines += [_mistake(wrong) for wrong in told]
    if len(suite.mistakes) > len(told):
        lines.append(f"- and {len(suite.mistakes) - len(told)} more")
    return "\n".join(lines)


def _mistake(wrong: Answer) -> str:
    if isinstance(wrong, TextAnswer):
        return _mistake_in_text(wrong)
    sure = "" if wrong.confidence is None else f", {wrong.confidence:.0%} sure"
    answered = f"answered {_shown(wrong.told)} ({_shown(wrong.verdict)}{sure})"
    return f"- {wrong.name}: expected {_shown(wrong.expected)}, {answered}: {reason(wrong)}"


def _mistake_in_text(wrong: TextAnswer) -> str:
    """Of a text that has as many lines as it should, the lines that are wrong."""
    told, expected = wrong.told.split("\n"), wrong.expected.split("\n")
    if len(told) == len(expected):
        differing = [at for at, line in enumerate(told) if wrong.form(line) != wrong.form(expected[at])]
        told, expected = ([text[at] for at in differing] for text in (told, expected))
    confidence = wrong.confidence if wrong.text_confidence is None else wrong.text_confidence
    sure = "" if confidence is None else f" ({confidence:.0%} sure)"
    right, read = (_shown("\n".join(lines)) for lines in (expected, told))
    return f"- {wrong.name}: expected {right}, answered {read}{sure}: {reason(wrong)}"


def _shown(text: str) -> str:
    return text.replace("\n", " / ") or "nothing"


def _suite_json(suite: SuiteResult) -> dict[str, Any]:
    kinds = suite.by_kind.items()
    return {
        "name": suite.name,
        "count": suite.count,
        "right": suite.right,
        "accuracy": suite.accuracy,
        "by_kind": {kind: {"count": one.count, "accuracy": one.accuracy} for kind, one in kinds},
        "mistakes": [
            {"name": wrong.name, "index": wrong.index, "expected": wrong.expected, "answered": wrong.told,
             "verdict": wrong.verdict, "confidence": wrong.confidence, "digit_score": wrong.digit_score,
             "reason": reason(wrong), "seen": wrong.seen}
            for wrong in suite.mistakes
        ],
    }  # fmt: skip
