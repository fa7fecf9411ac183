"""Ink to lines of digits: find the marks, gather them into lines, read each line."""

from service.model.serving import ServingModel
from service.reading.found import Found
from service.reading.lattice import read_lines
from service.vision import Ink
from service.vision.layout import find_lines, find_slope
from service.vision.pieces import find_pieces, typical_height


def read_ink(ink: Ink, serving: ServingModel) -> tuple[list[list[Found]], bool]:
    """Read the digits on a page.

    Returns:
        Lines from top to bottom, each from left to right, signs that are no digits among them; and whether
        all marks of the page were looked at.

    """
    pieces = find_pieces(ink.strength)
    if not pieces.marks:
        return [], pieces.complete
    slope = find_slope([mark.box for mark in pieces.marks])
    lines = find_lines(pieces.marks, slope)
    heights = [typical_height([mark.box for mark in line]) for line in lines]
    return read_lines(lines, heights, serving), pieces.complete
