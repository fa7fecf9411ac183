"""What can go wrong in training on purpose; each message is one line for the person at the keyboard."""

from service.errors import DigitsError


class TrainingError(DigitsError):
    """The job cannot go on as asked: data missing, file unusable, arguments that do not fit."""


class GateFailed(DigitsError):
    """The model is worse than its recipe allows; it was not promoted."""
