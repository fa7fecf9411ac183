"""Reads a page without a reader network: connected pieces of ink, cut and joined until digits are left."""

from service.model.serving import ServingModel
from service.reading.answer import ReadMark, Unread, UnreadReason
from service.reading.assembly import PageRead
from service.reading.found import Found
from service.reading.ink import read_ink
from service.vision import Box, Page, binarize, encode_png


def read_pieces(page: Page, serving: ServingModel) -> PageRead:
    """Read the digits of a page. Signs are not named, and spaces between numbers are not seen.

    How sure the whole is stays unsaid: what was lost on the way to the marks is not known here.
    """
    found, complete = read_ink(binarize(page), serving)
    lines = [[_mark(each, page) for each in line] for line in found]
    everywhere = Box(0, 0, page.width, page.height)
    left_out = [] if complete else [Unread(everywhere, UnreadReason.TOO_MANY)]
    return PageRead(lines, left_out, confidence=None)


def _mark(found: Found, page: Page) -> ReadMark:
    judgement = found.judgement
    named = found.is_digit
    return ReadMark(
        digit=judgement.digit if named else None,
        sign=None,
        verdict=judgement.verdict,
        confidence=judgement.confidence if named else None,
        digit_score=judgement.digit_score,
        probabilities=judgement.probabilities if named else None,
        box=page.in_picture(found.box),
        seen=encode_png(found.seen),
    )
