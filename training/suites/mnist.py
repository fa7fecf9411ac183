"""The MNIST test digits as uploads: as they are, and as black ink on white paper."""

from training.dataset import Split
from training.suites.encode import png
from training.suites.types import Case, Suite


def mnist_test(mnist: Split) -> Suite:
    """White on black, 28x28, one PNG each: the answer of the network for the raw array is expected."""

    def case(index: int) -> Case:
        return Case(png(mnist.digits[index]), int(mnist.labels[index]), "white on black", f"test {index}")

    return Suite("mnist test", len(mnist.labels), case)


def mnist_black_on_white(mnist: Split) -> Suite:
    """The same digits inverted."""

    def case(index: int) -> Case:
        return Case(
            png(255 - mnist.digits[index]), int(mnist.labels[index]), "black on white", f"test {index}"
        )

    return Suite("mnist test, black on white", len(mnist.labels), case)
