"""The table's figures of texts that were read: people's pictures, written numbers, pages of lines."""

from collections.abc import Iterator, Mapping

from training.suites import text_figures
from training.suites.dev_numbers import OTHER_WRITING, TABLES
from training.suites.reading import TextAnswer
from training.suites.report import Row
from training.suites.run import SuiteResult
from training.suites.text_figures import Share, texts
from training.suites.written.suites import BESIDE_LETTERS

WRITTEN = "written"  # how the names of the suites of `written` begin
REAL = ("dev numbers", "dev multi")


def rows_of_texts(results: Mapping[str, SuiteResult]) -> Iterator[Row]:
    """Beside each suite's share of texts wholly right: digits, parts, lines, digits that nobody wrote."""
    if "pages, hard" in results:
        lines = results["pages, hard"].by_kind.get("lines")
        if lines is not None:
            yield Row("pages, lines", lines.accuracy, lines.count)
    if "dev multi" in results:
        yield from _row("dev multi, digits", text_figures.digits_right(texts(results["dev multi"])))
    if "dev numbers" in results:
        yield from _people(results["dev numbers"])
    yield from _written({name: each for name, each in results.items() if name.startswith(WRITTEN)})
    yield from _calibration(results)


def _people(result: SuiteResult) -> Iterator[Row]:
    answers, name = texts(result), result.name
    tables = [answer for answer in answers if answer.kind == TABLES]
    among_letters = [answer for answer in answers if answer.kind in OTHER_WRITING]
    yield from _row(f"{name}, digits", text_figures.digits_right(answers))
    if tables:
        yield from _row(f"{name}, digits of mark tables", text_figures.digits_right(tables))
    yield _worst(result)
    yield from _row(f"{name}, lines", text_figures.lines_right(answers))
    yield from _row(f"{name}, parts", text_figures.parts_right(answers))
    if among_letters:
        yield from _row(f"{name}, false digits per true one", text_figures.false_digits(among_letters))


def _written(results: Mapping[str, SuiteResult]) -> Iterator[Row]:
    for name, result in results.items():
        if len(result.by_kind) > 1:
            yield _worst(result)
        if name == BESIDE_LETTERS:
            yield from _row(f"{name}, false digits per true one", text_figures.false_digits(texts(result)))
    every = [answer for result in results.values() for answer in texts(result)]
    yield from _row("written, parts", text_figures.parts_right(every))


def _calibration(results: Mapping[str, SuiteResult]) -> Iterator[Row]:
    """Of the whole texts' confidence; no row while the service gives none."""
    groups: dict[str, list[TextAnswer]] = {"real pictures": [], "written numbers": []}
    for name, result in results.items():
        if name in REAL:
            groups["real pictures"] += texts(result)
        elif name.startswith(WRITTEN):
            groups["written numbers"] += texts(result)
    for name, answers in groups.items():
        yield from _row(f"ECE, whole texts of {name}", text_figures.text_calibration(answers))


def _worst(result: SuiteResult) -> Row:
    return Row(
        f"{result.name}, worst kind", min(kind.accuracy for kind in result.by_kind.values()), result.count
    )


def _row(name: str, share: Share | None) -> Iterator[Row]:
    if share is not None:
        yield Row(name, share.value, share.count)
