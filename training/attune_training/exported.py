"""How tensors are called in the files that Swift reads. An LSTM's two biases are only ever added: they are one
there."""

import torch
from torch import Tensor

State = dict[str, Tensor]


def exported(state: State) -> State:
    """PyTorch's names -> exported ones, in the same order."""
    found = {}
    for name, value in state.items():
        if name.endswith("bias_ih_l0"):
            found[name.removesuffix("_ih_l0")] = value + state[name.replace("bias_ih", "bias_hh")]
        elif not name.endswith("bias_hh_l0"):
            found[name.removesuffix("_l0")] = value
    return found


def restored(state: State, tensors: State) -> State:
    """Exported names -> PyTorch's, those of `state`: the second bias is zero."""
    found = {}
    for name, value in state.items():
        if name.endswith("bias_hh_l0"):
            found[name] = torch.zeros_like(value)
        else:
            found[name] = tensors[name.replace("bias_ih_l0", "bias").removesuffix("_l0")]
    return found
