"""A pupil computes as precisely as it is asked to, and what it learns is float32 either way."""

import keras
import pytest

from training import networks
from training.recipes import find

NETWORK = find("cnn").network


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_pupil_computes_as_it_is_asked_to_with_weights_and_logits_in_float32(precision):
    pupil = networks.build_pupil(NETWORK, precision)

    assert pupil.get_layer("conv_2").compute_dtype == precision
    assert {weight.dtype for weight in pupil.weights} == {"float32"}
    assert pupil.output.dtype == "float32"
    assert keras.config.dtype_policy().name == "float32"


def test_what_is_kept_takes_a_pupils_weights():
    pupil, kept = networks.build_pupil(NETWORK, "bfloat16"), networks.build(NETWORK)

    assert [weight.shape for weight in pupil.weights] == [weight.shape for weight in kept.weights]
    assert {layer.compute_dtype for layer in kept.layers} <= {"float32"}
