"""What can be wrong with an upload, before any picture in it is looked at, as a tree.

UploadError
├── MalformedUpload     not the multipart/form-data that its header says
├── UploadTooLarge      more bytes than `DIGITS_MAX_UPLOAD_BYTES`
├── UploadTooSlow       the body did not arrive in time
├── NotAnUpload         another kind of content than multipart/form-data
├── MissingFile         no part has the name of the field
└── TooManyFiles        more parts, of that name or others, than the call takes
"""

from service.errors import DigitsError


class UploadError(DigitsError):
    """The request's body cannot be read as an upload; the message tells its sender what to do."""


class MalformedUpload(UploadError):
    """The body is not the multipart/form-data that its header says."""


class UploadTooLarge(UploadError):
    """The body has more bytes than `DIGITS_MAX_UPLOAD_BYTES`, declared or streamed."""


class UploadTooSlow(UploadError):
    """The body did not arrive in time."""


class NotAnUpload(UploadError):
    """The content type is not multipart/form-data."""


class MissingFile(UploadError):
    """No part of the upload has the name of the field."""


class TooManyFiles(UploadError):
    """More parts have the name of the field than the call takes."""
