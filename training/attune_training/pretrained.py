"""The encoder with OpenAI's weights, out of CTranslate2's model file."""

import struct
from pathlib import Path

import numpy as np
import torch

from .places import whisper_weights
from .whisper import BLOCKS, WIDTH, Encoder

Arrays = dict[str, np.ndarray]


def pretrained_encoder() -> Encoder:
    variables = variables_of(whisper_weights() / "model.bin")
    state = layer("conv1", "conv1", variables) | layer("conv2", "conv2", variables)
    for number in range(BLOCKS):
        state |= block(f"blocks.{number}", f"layer_{number}", variables)
    state |= norm("ln_post", "layer_norm", variables)
    encoder = Encoder()
    encoder.load_state_dict({k: torch.from_numpy(v.astype(np.float32)) for k, v in state.items()})
    return encoder.eval()


def layer(name: str, source: str, variables: Arrays) -> Arrays:
    """Weight and bias, where there is one, by our name and by CTranslate2's."""
    parts = ("weight", "bias")
    return {f"{name}.{p}": variables[f"encoder/{source}/{p}"] for p in parts if f"encoder/{source}/{p}" in variables}


def norm(name: str, source: str, variables: Arrays) -> Arrays:
    parts = {"weight": "gamma", "bias": "beta"}
    return {f"{name}.{ours}": variables[f"encoder/{source}/{theirs}"] for ours, theirs in parts.items()}


def block(name: str, source: str, variables: Arrays) -> Arrays:
    """CTranslate2 keeps the three projections in one matrix. The key's has no bias of its own."""
    state = norm(f"{name}.attn_ln", f"{source}/self_attention/layer_norm", variables)
    together = layer("", f"{source}/self_attention/linear_0", variables)
    for number, projection in enumerate(["query", "key", "value"]):
        rows = slice(number * WIDTH, (number + 1) * WIDTH)
        state[f"{name}.attn.{projection}.weight"] = together[".weight"][rows]
        if projection != "key":
            state[f"{name}.attn.{projection}.bias"] = together[".bias"][rows]
    state |= layer(f"{name}.attn.out", f"{source}/self_attention/linear_1", variables)
    state |= norm(f"{name}.mlp_ln", f"{source}/ffn/layer_norm", variables)
    state |= layer(f"{name}.mlp.0", f"{source}/ffn/linear_0", variables)
    return state | layer(f"{name}.mlp.2", f"{source}/ffn/linear_1", variables)


def variables_of(path: Path) -> dict[str, np.ndarray]:
    """The variables of a CTranslate2 model file, version 6."""
    types = [np.float32, np.int8, np.int16, np.int32, np.float16]
    data = path.read_bytes()
    at = 0

    def number(form: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize(form)
        return value

    def string() -> str:
        nonlocal at
        length = number("H")
        text = data[at : at + length - 1].decode()
        at += length
        return text

    if (version := number("I")) != 6:
        raise ValueError(f"{path}: CTranslate2 format {version}; this reader knows 6")
    string()
    number("I")
    variables = {}
    for _ in range(number("I")):
        name = string()
        shape = [number("I") for _ in range(number("B"))]
        kind = types[number("B")]
        size = number("I")
        variables[name] = np.frombuffer(data, kind, size // np.dtype(kind).itemsize, at).reshape(shape)
        at += size
    for _ in range(number("I")):
        alias, name = string(), string()
        variables[alias] = variables[name]
    return variables
