"""Every character that a hand can draw, and the forms in which people write it."""

from training.reader.highdigits import HIGH
from training.reader.lowdigits import LOW, Form
from training.reader.otherforms import LOOKALIKES, OTHER_FORMS
from training.reader.signforms import SIGN_FORMS

FORMS: dict[str, tuple[Form, ...]] = {**LOW, **HIGH, **SIGN_FORMS, **OTHER_FORMS}
DIGITS = tuple("0123456789")
SIGNS = tuple(SIGN_FORMS)
OTHER = tuple(OTHER_FORMS)

__all__ = ["DIGITS", "FORMS", "LOOKALIKES", "OTHER", "SIGNS"]
