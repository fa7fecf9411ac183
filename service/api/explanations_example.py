"""An answer of /v1/explain for the API's documentation: a three, its long lists cut short."""

from typing import Any

PNG = "data:image/png;base64,iVBORw0KGgo="

# What stands in several places of an answer.
LOGITS = [-5.491, -8.576, -2.418, 9.593, -12.52, -1.419, -7.86, -6.164, -1.019, -1.726]
PROBABILITIES = [
    2.815e-07,
    1.286e-08,
    6.077e-06,
    0.9999,
    2.481e-10,
    1.651e-05,
    2.633e-08,
    1.435e-07,
    2.463e-05,
    1.214e-05,
]
# A neuron's weights to each label.
TOWARD = [
    0.1779,
    -0.0961,
    -0.06174,
    -0.2754,
    -0.2371,
    -0.003438,
    0.3785,
    -0.2389,
    -0.07477,
    0.09457,
]

EXPLANATION_EXAMPLE: dict[str, Any] = {
    "verdict": "digit",
    "digit": 3,
    "message": "This is a 3.",
    "seen": PNG,
    "network": {
        "version": "20261126T030526Z-b3aefdc",
        "recipe": "ann-augmented",
        "kind": "dense",
        "parameters": 636010,
        "labels": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        "temperature": 0.8215,
        "metrics": {"mnist_test": 0.989},
    },
    "computation": {
        "digit": [252, 255, 255],
        "inputs": [0.9882, 1.0, 1.0],
        "layers": [
            {"name": "hidden 1", "sums": [-3.433, 0.8792, -2.386], "outputs": [0.0, 0.8792, 0.0]},
            {
                "name": "logits",
                "sums": LOGITS,
                "outputs": LOGITS,
            },
        ],
        "logits": LOGITS,
        "probabilities": PROBABILITIES,
        "evidence": {
            "method": "exact contributions",
            "window": None,
            "stride": None,
            "labels": [
                {
                    "label": 3,
                    "logit": 9.593,
                    "pixels": [-0.2386, -0.3455, -0.4921],
                    "bias": -0.07129,
                    "total": 9.593,
                }
            ],
        },
        "neurons": [
            {
                "index": 256,
                "sum": 4.815,
                "output": 4.815,
                "bias": 0.03798,
                "toward": TOWARD,
                "weights": PNG,
                "scale": 0.4043,
                "pixel_weights": None,
            }
        ],
        "neuron": {
            "index": 256,
            "sum": 4.815,
            "output": 4.815,
            "bias": 0.03798,
            "toward": TOWARD,
            "weights": PNG,
            "scale": 0.4043,
            "pixel_weights": [0.01962, 0.02115, 0.1768],
        },
        "feature_maps": [],
        "step": {
            "label": 5,
            "learning_rate": 0.01,
            "weights": "all",
            "loss_before": 11.01,
            "loss_after": 0.7072,
            "errors": [
                2.815e-07,
                1.286e-08,
                6.077e-06,
                0.9999,
                2.481e-10,
                -1.0,
                2.633e-08,
                1.435e-07,
                2.463e-05,
                1.214e-05,
            ],
            "gradients": [22.48, 25.51],
            "change": {"unit": 256, "label": 5, "before": -0.003438, "gradient": -4.815, "after": 0.04471},
            "probabilities_before": PROBABILITIES,
            "probabilities_after": [
                3.169e-05,
                1.003e-06,
                0.0002348,
                0.5011,
                4.887e-08,
                0.493,
                1.053e-05,
                8.817e-06,
                0.004051,
                0.001592,
            ],
        },
    },
    "course": {
        "loss": [0.6529, 0.3819],
        "accuracy": [0.8054, 0.8853],
        "validation_loss": [0.1589, 0.1089],
        "validation_accuracy": [0.9578, 0.9696],
    },
}
