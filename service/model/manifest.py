"""What a published version says about itself: `manifest.json`, checked when read."""

from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

PLAIN_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
SHA256 = r"^([0-9a-f]{64})?$"

Scaling = Literal["inside", "0..1", "0..255"]


class _Frozen(BaseModel):
    # Unknown fields are kept: an older service must read what a newer training job writes.
    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)


class ModelFile(_Frozen):
    """One network of a version; `sha256` is empty until the store has published it."""

    name: str = Field(pattern=PLAIN_NAME)
    role: str = "digit"
    sha256: str = Field(default="", pattern=SHA256)


class InputSpec(_Frozen):
    """What the network takes: `scaling` says who turns 0..255 into the numbers it was trained on."""

    shape: tuple[int, ...] = (28, 28)
    dtype: Literal["uint8"] = "uint8"
    scaling: Scaling = "inside"


class Calibration(_Frozen):
    """How a network's numbers become honest ones; found on the validation split."""

    temperature: float = Field(default=1.0, gt=0, le=100)
    # confidence, times the digit score if the network knows other things, under which it is `uncertain`
    uncertain_below: float = Field(default=0.6, ge=0, le=1)
    digit_score_below: float = Field(default=0.0, ge=0, le=1)  # score under which it is `not_a_digit`


class ReaderSettings(_Frozen):
    """What is fitted for a reader on validation pages, and travels with it."""

    # How much the logarithms of the reader's classes, of the digit network's labels and of its digit score
    # count for what a mark is, and what counts for its being a sign, or something else.
    reader: float = 1.0
    digit: float = 0.0
    score: float = 0.0
    sign: float = 0.0
    other: float = 0.0
    # Slope and bias that make of a peak's logit the probability of a mark, and from which it is one.
    peak: float = 1.0
    present: float = 0.0
    mark_from: float = Field(default=0.5, ge=0, le=1)
    unclear_from: float = Field(default=0.25, ge=0, le=1)  # under that it is nothing, between, unread
    uncertain_below: float = Field(default=0.7, ge=0, le=1)  # confidence of a mark
    # Slope and bias that make of the certainty of all marks the probability that the whole text is right.
    text: float = 1.0
    text_bias: float = 0.0


class Gate(_Frozen):
    """Whether the version met its recipe's bounds; what it missed stands beside `passed`."""

    passed: bool


class Manifest(_Frozen):
    """A published version: its networks, what they take and give, and the evidence."""

    version: str = ""  # empty: the store names it when it publishes
    recipe: str
    created_at: AwareDatetime
    files: list[ModelFile] = Field(min_length=1, max_length=16)
    input: InputSpec = InputSpec()
    outputs: Literal[10, 11] = 10
    calibration: Calibration = Calibration()
    reader: ReaderSettings | None = None  # of the network with the role `reader`, where there is one
    metrics: dict[str, float] = {}
    gate: Gate
    training: dict[str, Any] = {}

    @field_validator("files")
    @classmethod
    def _one_digit_network(cls, files: list[ModelFile]) -> list[ModelFile]:
        names = {file.name for file in files}
        roles = {file.role for file in files}
        if len(names) < len(files) or len(roles) < len(files) or "digit" not in roles:
            raise ValueError("every file needs its own name and role, and one the role 'digit'")
        return files

    @model_validator(mode="after")
    def _a_reader_and_its_settings(self) -> Self:
        if any(file.role == "reader" for file in self.files) != (self.reader is not None):
            raise ValueError("a reader and what was fitted for it come together")
        return self

    def file(self, role: str = "digit") -> ModelFile:
        """The network that plays `role`. Raises KeyError when the version holds none."""
        for file in self.files:
            if file.role == role:
                return file
        raise KeyError(role)
