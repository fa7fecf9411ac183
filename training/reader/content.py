"""What is written on a training page: numbers as people have them, and what stands beside numbers."""

import numpy as np

Generator = np.random.Generator

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
VARIABLES = "xyzabcnmkt"
AROUND = "$€£=()[]?!&#*x\N{DIVISION SIGN}\N{MULTIPLICATION SIGN}"


def number(rng: Generator) -> str:
    """A number, with signs in two of five cases."""
    draw = rng.random()
    if draw < 0.34:
        return digits(rng, 1, 9)
    if draw < 0.43:
        return round_number(rng)
    if draw < 0.48:
        return bracketed(rng)
    return SIGNED[int(rng.integers(len(SIGNED)))](rng)


def digits(rng: Generator, least: int, most: int) -> str:
    """So many digits; a habit of one repeated digit now and then."""
    count = int(rng.integers(least, most + 1))
    if rng.random() < 0.08:
        return str(rng.integers(10)) * count
    return "".join(str(one) for one in rng.integers(0, 10, count))


def round_number(rng: Generator) -> str:
    """A number that ends in zeros."""
    return str(rng.integers(1, 100)) + "0" * int(rng.integers(1, 4))


def decimal(rng: Generator) -> str:
    """A number with a point or a comma in it, now and then two."""
    point = str(rng.choice([".", ",", "."]))
    head = digits(rng, 1, 4)
    if rng.random() < 0.15:
        head = head + ("," if point == "." else ".") + digits(rng, 3, 3)
    return head + point + digits(rng, 1, 3)


def date(rng: Generator) -> str:
    """Day, month and year."""
    sign = str(rng.choice(["/", "-", ".", "/"]))
    day, month = digits(rng, 1, 2), digits(rng, 1, 2)
    return day + sign + month + sign + digits(rng, 2, 2) * int(rng.choice([1, 2]))


def time(rng: Generator) -> str:
    """Hours and minutes."""
    return digits(rng, 1, 2) + ":" + digits(rng, 2, 2)


def signed(rng: Generator) -> str:
    """A number with a sign before it."""
    return str(rng.choice(["-", "-", "+"])) + (digits(rng, 1, 4) if rng.random() < 0.6 else decimal(rng))


def percent(rng: Generator) -> str:
    """A share."""
    return (digits(rng, 1, 3) if rng.random() < 0.6 else decimal(rng)) + "%"


def dashed(rng: Generator) -> str:
    """Groups with dashes, as in telephone numbers."""
    return "-".join(digits(rng, 1, 4) for _ in range(int(rng.integers(2, 4))))


def fraction(rng: Generator) -> str:
    """One number over another on one line."""
    return digits(rng, 1, 3) + "/" + digits(rng, 1, 3)


def calculation(rng: Generator) -> str:
    """Numbers with signs between them."""
    signs = rng.choice(list("+-:/\N{MULTIPLICATION SIGN}\N{DIVISION SIGN}="), 3)
    parts = [digits(rng, 1, 3) for _ in range(int(rng.integers(2, 4)))]
    return "".join(part + sign for part, sign in zip(parts, signs, strict=False))[:-1]


def equation(rng: Generator) -> str:
    """Numbers among letters."""
    terms = []
    for _ in range(int(rng.integers(1, 4))):
        letter = str(rng.choice(list(VARIABLES)))
        factor = digits(rng, 1, 3) if rng.random() < 0.6 else ""
        term = factor + letter
        if rng.random() < 0.1:
            term = factor + "(" + letter + ")"
        terms.append(term + str(rng.choice(list("+-=="))))
    return "".join(terms) + (digits(rng, 1, 3) if rng.random() < 0.8 else str(rng.choice(list(VARIABLES))))


def words(rng: Generator) -> str:
    """Letters that spell nothing."""
    return "".join(str(rng.choice(list(LETTERS))) for _ in range(int(rng.integers(1, 8))))


def amount(rng: Generator) -> str:
    """A sum of money with its sign."""
    sign = str(rng.choice(list("$€£")))
    value = digits(rng, 1, 4) + str(rng.choice([".", ","])) + digits(rng, 2, 2)
    return sign + value if rng.random() < 0.7 else value + sign


def mixed(rng: Generator) -> str:
    """A number with a word, or a sign that is none of the reader's, at one end."""
    extra = words(rng)[:3] if rng.random() < 0.5 else str(rng.choice(list(AROUND)))
    return extra + number(rng) if rng.random() < 0.5 else number(rng) + extra


def bracketed(rng: Generator) -> str:
    """A number in brackets, or with one behind it, as lists have it."""
    opening, closing = ("(", ")") if rng.random() < 0.7 else ("[", "]")
    inside = digits(rng, 1, 3)
    return opening + inside + closing if rng.random() < 0.7 else inside + closing


def grade(rng: Generator) -> str:
    """A letter, perhaps with a sign, as in the last column of a mark table."""
    return str(rng.choice(list("ABCDEF"))) + str(rng.choice(["", "", "+", "-"]))


SIGNED = (
    decimal,
    decimal,
    date,
    date,
    time,
    time,
    signed,
    percent,
    dashed,
    fraction,
    calculation,
)  # numbers with signs in them
