"""How many views a reader network's training draws, and how it learns on them."""

from typing import NamedTuple


class Plan(NamedTuple):
    """How many views are drawn, and how they are learned on."""

    draws: int
    views: int  # in each
    batch: int
    echoes: int  # epochs that learn on one draw

    @property
    def batches(self) -> int:
        """Batches of an epoch; what is left over is not drawn."""
        return max(1, self.views // self.batch)

    @property
    def epochs(self) -> int:
        """Epochs of the whole run."""
        return self.draws * self.echoes
