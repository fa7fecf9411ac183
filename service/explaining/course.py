"""How a bundled version's training went, from the report that lies in its folder."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import StoreError
from service.explaining.explanation import Course
from service.model import durable
from service.model.store import ModelStore

MAX_REPORT_BYTES = 1_000_000
MAX_EPOCHS = 1000


class _History(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)
    loss: list[float] = Field(min_length=1, max_length=MAX_EPOCHS)
    accuracy: list[float] = Field(max_length=MAX_EPOCHS)
    val_loss: list[float] = Field(max_length=MAX_EPOCHS)
    val_accuracy: list[float] = Field(max_length=MAX_EPOCHS)


class _Report(BaseModel):
    history: _History


def course_of(store: ModelStore, version: str) -> Course | None:
    """Read how the training of a version went; None where its report does not say."""
    try:
        report = store.path(version, "manifest.json").parent / "report" / "report.json"
        history = _Report.model_validate_json(durable.read_bounded(report, MAX_REPORT_BYTES)).history
    except (OSError, StoreError, ValidationError):
        return None  # an explanation is whole without it
    return Course(
        loss=tuple(history.loss),
        accuracy=tuple(history.accuracy),
        validation_loss=tuple(history.val_loss),
        validation_accuracy=tuple(history.val_accuracy),
    )
