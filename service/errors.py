"""Everything that can go wrong, as a tree. No status codes here: `api.problems` has the one table.

DigitsError
├── PictureError               what was posted cannot be read as a picture
│   ├── EmptyPicture           no bytes at all
│   ├── PictureTooLarge        more pixels than the limit
│   ├── UnsupportedPicture     not a picture, or a format that is not accepted
│   └── DamagedPicture         a known format whose bytes are truncated or wrong
├── UnknownNeuron              an explanation was asked about a neuron that the network does not have
├── Overloaded                 more is waiting than the pool can take
├── ModelError
│   ├── ModelRefused           a model file that is unsafe, damaged or not supported, with the reason
│   └── ModelUnavailable       no model is serving
└── StoreError                 the model store cannot be read or written as asked
"""


class DigitsError(Exception):
    """Base of every error that this project raises on purpose; its message is for a person."""


class PictureError(DigitsError):
    """The posted picture cannot be read; the message tells its sender what was found and what to do."""


class EmptyPicture(PictureError):
    """The posted file holds no bytes."""


class PictureTooLarge(PictureError):
    """The picture has more pixels than `DIGITS_MAX_PIXELS`."""


class UnsupportedPicture(PictureError):
    """The bytes are not a picture, or a picture in a format that is not accepted."""


class DamagedPicture(PictureError):
    """The format is known, but the bytes are truncated or wrong."""


class UnknownNeuron(DigitsError):
    """An explanation was asked about a neuron that the network does not have."""


class Overloaded(DigitsError):
    """More requests are waiting than the pool can take; come back in a moment."""


class ModelError(DigitsError):
    """Base of what can go wrong with models."""


class ModelRefused(ModelError):
    """A model file that is unsafe, damaged or not supported; the message is the reason."""


class ModelUnavailable(ModelError):
    """No model is serving."""


class StoreError(DigitsError):
    """The model store cannot be read or written as asked."""
