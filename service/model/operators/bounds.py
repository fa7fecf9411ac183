"""What a network may take in memory and work for one of what it is given."""

from dataclasses import dataclass

from service.model.loaded import Role

MAX_PARAMETERS = 5_000_000  # 20 MB; with the optimizer's state a file of 60 MB
REFERENCE = 256  # pixels: a reader's height and width are free; it is built for a page of 256 x 256


@dataclass(frozen=True, slots=True)
class Bounds:
    """For one digit, or one page of REFERENCE x REFERENCE: a page twice as large takes twice as much."""

    given: str  # in the words of a refusal
    tensor: int  # float32 values of one tensor
    activations: int  # of all tensors together
    work: int  # multiplications: 2e9 take about 0.1 s on one core


BOUNDS: dict[Role, Bounds] = {
    "digit": Bounds("one digit", 524_288, 8_388_608, 2_000_000_000),  # 28 x 28 x 512 fits in a tensor
    # 256 x 256 x 16 and 128 x 128 x 64 fit, 4 MB; a page of 1536 x 1152 pixels is 27 of these.
    "reader": Bounds("a page of 256 x 256", 1_048_576, 33_554_432, 2_000_000_000),
}
