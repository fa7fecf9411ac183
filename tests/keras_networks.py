"""Random networks over all the layers that the reader supports, made with Keras 3 or Keras 2."""

import numpy as np

ACTIVATIONS = [None, "relu", "elu", "gelu", "sigmoid", "tanh", "linear", "softmax", "hard_sigmoid"]
ONLY_KERAS_3 = ["silu", "leaky_relu", "relu6"]
ONLY_KERAS_2 = ["swish"]


class RandomNetwork:
    """One network, drawn layer by layer from a seed."""

    def __init__(self, keras, seed: int):
        self.keras, self.rng = keras, np.random.default_rng(seed)
        self.enlarging = np.random.default_rng((seed, 1))
        self.is_keras_3 = keras.__version__.startswith("3")
        self.sequential = self.chance(0.35)
        self.layers = []  # of a Sequential model
        self.scaling = "0..1"
        shape = self.pick([(28, 28), (28, 28, 1), (784,)])
        self.x = self.input = keras.Input(shape)
        self.shape = shape

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def number(self, low: float, high: float) -> float:
        return round(float(self.rng.uniform(low, high)), 3)

    def add(self, layer):
        """Put a layer on top. A Sequential model is traced as well: its shapes are needed on the way."""
        if self.sequential:
            self.layers.append(layer)
        self.x = layer(self.x)

    def activation(self):
        return self.pick(ACTIVATIONS + (ONLY_KERAS_3 if self.is_keras_3 else ONLY_KERAS_2))

    def build(self):
        """Return the model, its logits' model (None where softmax is inside a layer), has it a softmax."""
        self.scale()
        if self.chance(0.65):
            self.picture_part()
        self.vector_part()
        return self.end()

    def scale(self):
        layers = self.keras.layers
        kind = self.pick(
            ["none", "rescaling", "centred", "operator", "standard", "standard_bytes", "doubled"]
        )
        if kind == "operator" and not self.sequential:
            self.x = self.x / 255.0
            self.scaling = "inside"
        elif kind == "rescaling":
            self.add(layers.Rescaling(1 / 255))
            self.scaling = "inside"
        elif kind == "centred":
            self.add(layers.Rescaling(1 / 127.5, offset=-1))
            self.scaling = "inside"
        elif kind == "standard":
            self.add(layers.Normalization(mean=0.1307, variance=0.0949, axis=None))
        elif kind == "standard_bytes":
            self.add(layers.Normalization(mean=33.3, variance=6170.0, axis=None))
            self.scaling = "inside"
        elif kind == "doubled":
            self.add(layers.Rescaling(2.0, offset=-1.0))

    def picture_part(self):
        layers = self.keras.layers
        if len(self.shape) != 3:
            self.add(layers.Reshape(self.pick([(28, 28, 1), (28, -1, 1)])))
        if self.chance(0.2):
            self.add(self.pick([layers.RandomRotation(0.1), layers.RandomZoom(0.1), layers.RandomFlip()]))
        if self.chance(0.2):
            self.add(layers.RandomTranslation(0.1, 0.1))
        for _ in range(int(self.rng.integers(1, 4))):
            self.block()
        if self.chance(0.5):
            keepdims = self.chance(0.3)
            pool = self.pick([layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D])
            self.add(pool(keepdims=keepdims))

    def block(self):
        layers = self.keras.layers
        if self.chance(0.25):
            self.add(layers.ZeroPadding2D(self.pick([1, (1, 2), ((0, 1), (2, 0))])))
        before = self.x
        self.convolution()
        if self.chance(0.4):
            self.add(
                layers.BatchNormalization(
                    scale=self.chance(0.8), center=self.chance(0.8), epsilon=self.pick([1e-3, 1e-5])
                )
            )
        self.activation_layer()
        if not self.sequential:
            self.branch(before)
        if min(self.x.shape[1:3]) > 4 and self.chance(0.7):
            pool = self.pick([layers.MaxPooling2D, layers.AveragePooling2D])
            self.add(
                pool(self.pick([2, 3, (2, 3)]), strides=self.pick([None, 2, (1, 2)]), padding=self.padding())
            )
        self.enlarge()
        self.add(
            self.pick(
                [
                    layers.Dropout(0.3),
                    layers.SpatialDropout2D(0.3),
                    layers.GaussianNoise(0.2),
                    layers.GaussianDropout(0.2),
                ]
            )
        )

    def enlarge(self):
        """Make the picture larger, now and then; drawn apart, so that the rest stays as it was."""
        layers, rng = self.keras.layers, self.enlarging
        if rng.random() < 0.7 or max(self.x.shape[1:3]) > 14:
            return
        size, strides = (int(number) for number in rng.integers((1, 1), (6, 4)))
        padding, bias = ("same", "valid")[int(rng.integers(2))], bool(rng.random() < 0.5)
        how = ("nearest", "bilinear")[int(rng.integers(2))]
        if rng.random() < 0.5:
            self.add(layers.UpSampling2D((2, strides), interpolation=how))
        else:
            self.add(layers.Conv2DTranspose(4, (size, 2), strides=strides, padding=padding, use_bias=bias))

    def padding(self) -> str:
        return self.pick(["same", "valid"])

    def convolution(self):
        layers, smallest = self.keras.layers, min(self.x.shape[1:3])
        size = int(self.rng.integers(1, max(2, min(5, smallest) + 1)))
        strides, dilation = self.pick([(1, 1), (2, 1), (3, 1), (1, 2)])
        padding = self.padding() if (size - 1) * dilation + 1 <= smallest else "same"
        common = {
            "strides": strides,
            "padding": padding,
            "activation": self.activation(),
            "use_bias": self.chance(0.8),
        }
        channels = self.x.shape[-1]
        kind = self.pick(["conv", "conv", "depthwise", "separable", "grouped"])
        if kind == "depthwise":
            self.add(
                layers.DepthwiseConv2D(size, depth_multiplier=self.pick([1, 2]), **{**common, "strides": 1})
            )
        elif kind == "separable":
            self.add(
                layers.SeparableConv2D(self.pick([4, 6]), size, depth_multiplier=self.pick([1, 2]), **common)
            )
        elif kind == "grouped" and channels % 2 == 0:
            self.add(layers.Conv2D(6, size, groups=2, **{**common, "strides": 1}))
        else:
            self.add(
                layers.Conv2D(
                    self.pick([4, 6, 8]), (size, max(1, size - 1)), dilation_rate=dilation, **common
                )
            )

    def activation_layer(self):
        layers = self.keras.layers
        kind = self.pick(
            ["none", "relu", "relu6", "bent", "leaky", "elu", "prelu", "softmax", "function", "inside"]
        )
        if kind == "relu":
            self.add(layers.ReLU())
        elif kind == "relu6":
            self.add(layers.ReLU(max_value=self.pick([6.0, 0.5])))
        elif kind == "bent":
            self.add(
                layers.ReLU(
                    max_value=self.pick([None, 1.5]),
                    negative_slope=self.number(0, 0.3),
                    threshold=self.number(0, 0.2),
                )
            )
        elif kind == "leaky":
            slope = self.number(0, 0.5)
            self.add(
                layers.LeakyReLU(negative_slope=slope) if self.is_keras_3 else layers.LeakyReLU(alpha=slope)
            )
        elif kind == "elu":
            self.add(layers.ELU(alpha=self.number(0.5, 1.5)))
        elif kind == "prelu":
            shared = [1, 2] if len(self.x.shape) == 4 and self.chance(0.6) else None
            self.add(layers.PReLU(shared_axes=shared))
        elif kind == "softmax":
            self.add(layers.Softmax())
        elif kind == "function":
            self.add(layers.Activation(self.activation() or "relu"))
        elif kind == "inside":
            self.add(layers.Dense(8, activation=layers.LeakyReLU(0.1)))

    def branch(self, before):
        layers = self.keras.layers
        channels = self.x.shape[-1]
        kind = self.pick(["none", "residual", "side", "attention", "operators", "nested"])
        if kind == "residual" and tuple(before.shape) == tuple(self.x.shape):
            self.x = layers.Add()([before, self.x])
        elif kind == "side":
            other = layers.Conv2D(3, 1, activation="tanh")(self.x)
            self.x = layers.Concatenate()([self.x, other, self.x])
        elif kind == "attention":
            weights = layers.GlobalAveragePooling2D(keepdims=True)(self.x)
            self.x = layers.Multiply()([self.x, layers.Conv2D(channels, 1, activation="sigmoid")(weights)])
        elif kind == "operators":
            self.x = (self.x * 0.5 + self.x) - 0.25
        elif kind == "nested":
            self.x = self.nested(
                [
                    layers.Conv2D(channels, 1),
                    layers.BatchNormalization(),
                    layers.Conv2D(5, 1),
                    layers.BatchNormalization(),
                ]
            )(self.x)

    def nested(self, members):
        """A model in the model, Sequential or functional; its arrays share one group of the file."""
        shape = self.x.shape[1:]
        if self.chance(0.3):
            members[0].trainable = False
        if self.chance(0.5):
            return self.keras.Sequential([self.keras.Input(shape), *members])
        given = value = self.keras.Input(shape)
        for member in members:
            value = member(value)
        return self.keras.Model(given, value)

    def vector_part(self):
        layers = self.keras.layers
        if self.chance(0.15) and len(self.x.shape) == 3:
            self.add(layers.Dense(6, activation=self.activation()))  # on the last axis of rows
        if len(self.x.shape) > 2:
            self.add(layers.Flatten())
        for _ in range(int(self.rng.integers(0, 3))):
            before = self.x
            self.add(
                layers.Dense(self.pick([12, 16]), activation=self.activation(), use_bias=self.chance(0.8))
            )
            if self.chance(0.4):
                self.add(layers.BatchNormalization())
            self.activation_layer()
            self.add(
                self.pick(
                    [layers.Dropout(0.5), layers.AlphaDropout(0.1), layers.ActivityRegularization(0.01)]
                )
            )
            if not self.sequential:
                self.vector_branch(before)

    def vector_branch(self, before):
        layers, width = self.keras.layers, self.x.shape[-1]
        kind = self.pick(["none", "shared", "concatenate", "nested", "shared_nested", "subtract"])
        if kind == "shared":
            twice = layers.Dense(width, activation="tanh")
            self.x = twice(twice(self.x))
        elif kind == "concatenate":
            self.x = layers.Concatenate(axis=self.pick([1, -1]))([self.x, layers.Dense(5)(before)])
        elif kind in ("nested", "shared_nested"):
            model = self.nested([layers.Dense(width), layers.BatchNormalization(), layers.Dense(width)])
            self.x = model(self.x)
            if kind == "shared_nested":
                self.x = layers.Add()([self.x, model(self.x)])
        elif kind == "subtract":
            self.x = layers.Subtract()([self.x, layers.Dense(width)(before)])

    def end(self):
        layers, outputs = self.keras.layers, self.pick([10, 10, 11])
        kind = self.pick(["logits", "softmax", "layer", "activation"])
        self.add(layers.Dense(outputs, activation="softmax" if kind == "softmax" else None))
        logits = self.x
        if kind == "layer":
            self.add(layers.Softmax())
        elif kind == "activation":
            self.add(layers.Activation("softmax"))
        if self.chance(0.1):
            self.add(layers.Dropout(0.1))
        whole = self.keras.Model(self.input, self.x)
        model = (
            self.keras.Sequential([self.keras.Input(self.shape), *self.layers]) if self.sequential else whole
        )
        return model, None if kind == "softmax" else self.keras.Model(self.input, logits), kind != "logits"
