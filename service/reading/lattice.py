"""Which marks of a line may be one digit: pieces, parts of them where digits may touch, neighbours joined."""

from dataclasses import dataclass

from service.vision import Box, Segment, around
from service.vision.cut import cut

SURE = 0.98  # digit score from which a piece that is no wider than a digit is not cut
WIDE = 1.25  # of its height: a wider piece is always cut, too
NARROW = 0.5  # of a digit's height: a narrower piece is never cut
NEAR = 0.3  # of a digit's height: pieces further apart are not parts of one digit
WIDEST = 1.6  # of a digit's height that one digit is wide at most
BAR = 0.4  # of a digit's height: a lower piece, as the bar of a 5, is only cut where it is wide
THREE = 1.6  # width to height from which a piece may be three digits
MOST_PIECES = 4  # that make one digit
SMALL = 0.45  # of a digit's height: a mark that is smaller in both directions is no digit
LYING = 0.6  # of its width that a mark counts as high, if it is low: a lying 2 is none the smaller


@dataclass(frozen=True, slots=True)
class Candidate:
    """Neighbouring atoms as one mark; lengths are parts of a digit's height."""

    first: int
    last: int
    parts: list[Segment]
    box: Box  # around them
    size: float  # how high it counts
    breadth: float  # width to height
    is_small: bool
    joined: float  # how much of pieces that stand side by side is put together
    is_uncut: bool  # at both its ends
    crossed: float | None  # ink that the cut at its right end goes through; None between pieces
    aspect: float  # width to height of the piece that is cut there
    score: float  # how much that piece, uncut, looks like one digit


@dataclass(frozen=True, slots=True)
class Atoms:
    """A line of marks, cut as far as it may be."""

    atoms: list[Segment]
    pieces: list[Segment]
    scores: list[float]  # how much each piece looks like one digit
    owner: list[int]  # which piece each atom is of
    crossed: list[float | None]  # ink between each atom and the next, in heights; None between pieces
    height: float  # of a digit, in pixels


def needs_cut(piece: Segment, height: float, score: float) -> bool:
    """Tell whether a piece may be several digits; `score` says how much it looks like one."""
    width = piece.box.width
    is_bar = piece.box.height < BAR * height
    return width > WIDE * max(piece.box.height, 0.8 * height) or (
        score < SURE and width > NARROW * height and not is_bar
    )


def cut_line(pieces: list[Segment], scores: list[float], height: float, cuts: list[bool]) -> Atoms:
    """Cut those pieces of a line that `cuts` says; `scores` tells how much each looks like one digit."""
    atoms: list[Segment] = []
    owner: list[int] = []
    crossed: list[float | None] = []
    for number, (piece, is_cut) in enumerate(zip(pieces, cuts, strict=True)):
        parts = cut(piece) if is_cut else None
        own = parts.atoms if parts else [piece]
        atoms += own
        owner += [number] * len(own)
        crossed += [*(parts.cuts if parts else []), None]
    return Atoms(atoms, pieces, scores, owner, crossed, height)


def candidates_of(line: Atoms) -> list[Candidate]:
    """Put together every run of atoms that may be one digit, ordered by their first atom."""
    found = []
    for first in range(len(line.atoms)):
        box = line.atoms[first].box
        for last in range(first, len(line.atoms)):
            if last > first and not _may_join(line, first, last):
                break
            box = around([box, line.atoms[last].box])
            if last > first and box.width > WIDEST * max(line.height, box.height):
                if line.owner[first] != line.owner[last]:
                    break
                if not _is_whole(line, first, last):  # all of one piece stays a choice: it may be a sign
                    continue
            if _is_inner(line, first, last):
                continue
            found.append(_candidate(line, first, last, box))
    return found


def _is_inner(line: Atoms, first: int, last: int) -> bool:
    """Tell a run that is no digit because what it leaves on both sides would have to be some.

    Such a run begins and ends inside pieces: of one piece that holds no three digits, or of two.
    """
    begins, ends = _begins_piece(line, first), _ends_piece(line, last)
    box = line.pieces[line.owner[first]].box
    may_be_three = line.owner[first] == line.owner[last] and box.width >= THREE * box.height
    return not (begins or ends or may_be_three)


def _begins_piece(line: Atoms, at: int) -> bool:
    return at == 0 or line.owner[at - 1] != line.owner[at]


def _ends_piece(line: Atoms, at: int) -> bool:
    return at == len(line.owner) - 1 or line.owner[at + 1] != line.owner[at]


def _candidate(line: Atoms, first: int, last: int, box: Box) -> Candidate:
    height = line.height
    piece = line.pieces[line.owner[last]]
    return Candidate(
        first,
        last,
        line.atoms[first : last + 1],
        box,
        size=max(box.height, LYING * box.width) / height,
        breadth=box.width / box.height,
        is_small=max(box.width, box.height) < SMALL * height,
        joined=_side_by_side(line, first, last),
        is_uncut=line.crossed[last] is None and (first == 0 or line.crossed[first - 1] is None),
        crossed=line.crossed[last],
        aspect=piece.box.width / piece.box.height,
        score=line.scores[line.owner[last]],
    )


def _side_by_side(line: Atoms, first: int, last: int) -> float:
    """How much of the atoms of different pieces does not lie above each other."""
    total = 0.0
    for at in range(first, last):
        if line.owner[at] != line.owner[at + 1]:
            a, b = line.atoms[at].box, line.atoms[at + 1].box
            shared = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
            beside = 1 - max(0.0, shared / min(a.width, b.width))
            total += beside * min(1.0, a.height / line.height, b.height / line.height)
    return total


def _is_whole(line: Atoms, first: int, last: int) -> bool:
    return _begins_piece(line, first) and _ends_piece(line, last)


def _may_join(line: Atoms, first: int, last: int) -> bool:
    """Tell whether the last atom may belong to the same digit as those before it."""
    if line.owner[last] - line.owner[first] >= MOST_PIECES:
        return False
    if line.owner[last] == line.owner[last - 1]:
        return True
    right = max(atom.box.x + atom.box.width for atom in line.atoms[first:last])
    return line.atoms[last].box.x - right < NEAR * line.height
