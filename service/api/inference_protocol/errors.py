"""What can be wrong with a request of the Open Inference Protocol.

InferenceError
├── InvalidInference    not a request of the protocol, or tensors that the network does not take
├── UnknownModel        another model than the one there is
└── UnknownVersion      another version than the one that serves
"""

from service.errors import DigitsError


class InferenceError(DigitsError):
    """The request cannot be answered; the message tells the programmer what to do."""


class InvalidInference(InferenceError):
    """The body is no inference request, or its tensors are not what the model's metadata say."""


class UnknownModel(InferenceError):
    """The path names a model that this service does not have."""


class UnknownVersion(InferenceError):
    """The path names a version that is not serving."""
