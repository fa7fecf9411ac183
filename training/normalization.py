"""Batch normalisation in one operation; Keras's dozen take a third of a training step's time on a CPU."""

import keras
from keras import layers


class FusedNormalization(layers.BatchNormalization):  # type: ignore[misc]  # Keras ships no types
    """The same layer with the same weights; other backends than TensorFlow fuse it themselves."""

    def call(
        self, inputs: keras.KerasTensor, training: bool | None = None, mask: object = None
    ) -> keras.KerasTensor:
        """Normalise maps (n, height, width, channels)."""
        if not training or keras.backend.backend() != "tensorflow":
            return super().call(inputs, training=training, mask=mask)
        import tensorflow  # noqa: PLC0415  only where it is the backend

        outputs, mean, variance = tensorflow.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )[:3]
        for moving, found in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + found * (1 - self.momentum))
        return outputs
