"""Sound and text side by side."""

from torch import Tensor, nn

from ..correction import Correction
from ..given import Given
from ..widths import EVIDENCE, SHARED


def layers() -> dict[str, nn.Module]:
    return {"concat": Correction(2 * SHARED + EVIDENCE)}


def correction(of: nn.Module, given: Given) -> Tensor:
    return of.concat(given.pair, given.inside)
