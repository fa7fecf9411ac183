"""One layer of a model file: its kind, its checked settings, and the names of its weights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import ModelRefused
from service.model.configuration.weights import WeightName

MAX_SETTING = 1_000_000  # no whole number in a layer's settings is larger
# Weights compute in float32 here whatever the policy: a float16 policy only makes Keras itself less exact.
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float16", "float64")
# What these do happens in training only. RandomCrop and Resizing are not among them: they always work.
DO_NOTHING = (
    "InputLayer",
    "Dropout",
    "SpatialDropout2D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "ActivityRegularization",
    "RandomBrightness",
    "RandomContrast",
    "RandomErasing",
    "RandomFlip",
    "RandomRotation",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
)
ARITHMETIC = {"Add": "Add", "Subtract": "Sub", "Multiply": "Mul", "TrueDivide": "Div", "Divide": "Div"}
KERAS2_OPERATORS = {  # x / 255 and a + b in Keras 2: layers of class TFOpLambda, by their `function`
    "__operators__.add": "Add",
    "math.add": "Add",
    "math.subtract": "Sub",
    "math.multiply": "Mul",
    "math.truediv": "Div",
    "math.divide": "Div",
}


@dataclass(frozen=True)
class Layer:
    """A layer as the file configures it; every getter refuses what is missing or not of its type."""

    kind: str  # Keras' class name
    name: str  # with the names of the models around it: "inner/dense_2"
    settings: Mapping[str, Any]
    weights: tuple[WeightName, ...]
    keras: int  # major version of the Keras that wrote it: some formulas differ between 2 and 3

    def refuse(self, reason: str) -> ModelRefused:
        """Return the error that names this layer."""
        return ModelRefused(f"Layer {self.name!r} ({self.kind}) {reason}.")

    def integer(self, key: str, *, default: int | None = None) -> int:
        """Return a whole number from 1 to MAX_SETTING; `default` when the setting is absent or null."""
        value = self.settings.get(key)
        return self._whole(key, default if value is None else value, 1)

    def number(self, key: str, default: float) -> float:
        """Return a finite number; `default` when the setting is absent or null."""
        value = self.settings.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refuse(f"has {key}={_short(value)}; supported is one finite number")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false; `default` when the setting is absent or null."""
        value = self.settings.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(f"has {key}={_short(value)}, which is neither true nor false")
        return value

    def pair(self, key: str, default: object = None) -> tuple[int, int]:
        """Return height and width, given as one positive number or as two."""
        value = self.settings.get(key)
        value = default if value is None else value
        two = value if isinstance(value, list | tuple) else [value, value]
        if len(two) != 2:
            raise self.refuse(f"has {key}={_short(value)}; supported is a number or a pair of numbers")
        return self._whole(key, two[0], 1), self._whole(key, two[1], 1)

    def whole_numbers(self, key: str, *, low: int) -> tuple[int, ...]:
        """Return a list of up to eight whole numbers from `low` up; one number counts as a list of one."""
        value = self.settings.get(key)
        entries = value if isinstance(value, list) else [value]
        if len(entries) > 8:
            raise self.refuse(f"has {key}={_short(value)}, which is too long")
        return tuple(self._whole(key, entry, low) for entry in entries)

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        value = self.settings.get(key)
        value = default if value is None else value
        if value not in allowed:
            raise self.refuse(f"has {key}={_short(value)}; supported is {' or '.join(allowed)}")
        return str(value)

    def activation(self) -> "Layer":
        """Return the activation inside this layer, as a layer of its own ("linear" when there is none).

        Keras writes a name ("relu"), or a whole layer where one was passed (`activation=LeakyReLU(0.1)`).
        """
        value = self.settings.get("activation")
        if value is None or isinstance(value, str):
            return Layer(value or "linear", self.name, {}, (), self.keras)
        if isinstance(value, dict) and isinstance(value.get("class_name"), str):
            kind, settings = value["class_name"], value.get("config")
            if kind != "function" and isinstance(settings, dict):
                return Layer(kind, self.name, settings, (), self.keras)
        raise self.refuse(f"uses an activation of its own, {_short(value)}, which would be program code")

    def check_policy(self) -> None:
        """Refuse data formats and number types that would compute something else."""
        self.choice("data_format", ("channels_last",), "channels_last")
        dtype = self.settings.get("dtype")
        if isinstance(dtype, dict):
            config = dtype.get("config")
            dtype = config.get("name") if isinstance(config, dict) else dtype
        if self.kind != "InputLayer" and dtype is not None and dtype not in POLICIES:
            raise self.refuse(f"has the number type {_short(dtype)}; supported are {', '.join(POLICIES)}")
        if self.settings.get("quantization_config") is not None:
            raise self.refuse("is quantized; supported are float weights")

    def _whole(self, key: str, value: object, low: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= MAX_SETTING:
            raise self.refuse(
                f"has {key}={_short(value)}; supported are whole numbers from {low} to {MAX_SETTING}"
            )
        return value


def arithmetic(layer: Layer) -> str:
    """Return the ONNX name of the operation that a layer does between values; "" for any other layer."""
    if layer.kind == "TFOpLambda":
        return KERAS2_OPERATORS.get(str(layer.settings.get("function")), "")
    return ARITHMETIC.get(layer.kind, "")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
