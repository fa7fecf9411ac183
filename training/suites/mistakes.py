"""Every wrong answer with its reason; on a sheet, what was uploaded beside what the network saw."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from training.suites.reading import TextAnswer
from training.suites.run import Answer, SuiteResult
from training.suites.texts import DIGITS, MARKS

VERDICTS = ("digit", "uncertain", "blank", "not_a_digit", "several_digits", "problem")
CLOSE = 0.05  # probability of the right digit from which an answer was a close call
TOLD = 60  # mistakes of a suite on its sheet
COLUMNS = 6
SIDE = 112  # pixels of each of the two pictures
CAPTION = 16


def reason(answer: Answer) -> str:
    """Say why an answer is wrong, as far as the answer itself tells."""
    if answer.digit is not None and answer.expected.isdigit():
        return _misread(answer, int(answer.expected))
    if answer.digit is not None:
        return f"what was found looks like a {answer.digit} (digit score {answer.digit_score:.2f})"
    if answer.verdict not in VERDICTS:
        return _misnumbered(answer.told, answer.expected)
    told = {
        "blank": "no ink was found",
        "not_a_digit": f"what was found looks like no digit (digit score {answer.digit_score:.2f})",
        "several_digits": f"the ink was taken for {answer.digits_found} digits",
    }
    return told.get(answer.verdict, f"refused: {answer.message}")


def _misnumbered(told: str, expected: str) -> str:
    read, true = DIGITS(told), DIGITS(expected)
    if len(read) < len(true):
        return "a digit was lost, or two were taken for one"
    if len(read) > len(true):
        return "a digit was taken for two, or another mark for a digit"
    pairs = [f"{right} as {wrong}" for wrong, right in zip(read, true, strict=True) if wrong != right]
    if pairs:
        return f"misread: {', '.join(pairs)}"
    if MARKS(told) != MARKS(expected):
        return "the digits are right, and a sign is missing, too many or another"
    return "numbers were joined or parted, or the lines taken apart in another way"


def _misread(answer: Answer, right: int) -> str:
    probability = answer.probabilities[right] if answer.probabilities else 0.0
    if probability >= CLOSE:
        return f"a close call: the {right} came second or third with {probability:.0%}"
    return f"the ink was found and misread: {probability:.1%} for the {right}"


def write_sheets(suites: Sequence[SuiteResult], folder: Path) -> None:
    """Write `mistakes-SUITE.png` for each suite with mistakes: as uploaded, and as seen."""
    folder.mkdir(parents=True, exist_ok=True)
    for suite in suites:
        shown = [answer for answer in suite.mistakes if answer.picture][:TOLD]
        if shown:
            _sheet(shown).save(folder / f"mistakes-{suite.name.replace(' ', '-').replace(',', '')}.png")


def _sheet(answers: Sequence[Answer]) -> Image.Image:
    columns = min(COLUMNS, len(answers))
    rows = -(-len(answers) // columns)
    wide, tall = 2 * SIDE + 8, SIDE + CAPTION
    sheet = Image.new("RGB", (columns * wide, rows * tall), "white")
    draw = ImageDraw.Draw(sheet)
    for number, answer in enumerate(answers):
        x, y = number % columns * wide, number // columns * tall
        width = (
            2 * SIDE if isinstance(answer, TextAnswer) else SIDE
        )  # of a text there is no one digit to show
        sheet.paste(_fitted(answer.picture, width), (x, y))
        if answer.seen is not None:
            sheet.paste(_fitted(base64.b64decode(answer.seen.partition(",")[2])), (x + SIDE, y))
        caption = f"{answer.name}: {answer.expected} as {answer.told}".replace("\n", "|")
        draw.text((x + 2, y + SIDE + 2), caption[:36], "black")
    return sheet


def _fitted(picture: bytes, width: int = SIDE) -> Image.Image:
    """Open a picture and fit it into its place, upright; what Pillow cannot open stays grey."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError):  # ValueError: a mode that it cannot turn into colours
        return Image.new("RGB", (width, SIDE), "grey")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return ImageOps.pad(ground.convert("RGB"), (width, SIDE), color="white")
