"""One thing that was found on a page: a digit, or a sign that is none."""

from dataclasses import dataclass

from service.verdict import Judgement, Verdict
from service.vision.types import Box, UInt8Array


@dataclass(frozen=True, slots=True)
class Found:
    """A mark with what the network says of it."""

    box: Box  # in page pixels
    seen: UInt8Array  # (28, 28): what the network was given
    judgement: Judgement

    @property
    def is_digit(self) -> bool:
        """Whether it is read, sure or not."""
        return self.judgement.verdict is not Verdict.NOT_A_DIGIT
