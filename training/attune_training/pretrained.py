"""The encoder with OpenAI's weights, out of CTranslate2's model file."""

import struct

import numpy as np
import torch

from .places import whisper_base, whisper_tiny
from .whisper import BASE, TINY, Encoder, Size

Arrays = dict[str, np.ndarray]


def pretrained_encoder(size: Size) -> Encoder:
    files = {TINY: whisper_tiny, BASE: whisper_base}[size]()
    variables = variables_of(b"".join(file.read_bytes() for file in files), files[0].name)
    state = layer("conv1", "conv1", variables) | layer("conv2", "conv2", variables)
    for number in range(size.blocks):
        state |= block(f"blocks.{number}", f"layer_{number}", variables)
    state |= norm("ln_post", "layer_norm", variables)
    encoder = Encoder(size)
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
        width = together[".weight"].shape[1]
        rows = slice(number * width, (number + 1) * width)
        state[f"{name}.attn.{projection}.weight"] = together[".weight"][rows]
        if projection != "key":
            state[f"{name}.attn.{projection}.bias"] = together[".bias"][rows]
    state |= layer(f"{name}.attn.out", f"{source}/self_attention/linear_1", variables)
    state |= norm(f"{name}.mlp_ln", f"{source}/ffn/layer_norm", variables)
    state |= layer(f"{name}.mlp.0", f"{source}/ffn/linear_0", variables)
    return state | layer(f"{name}.mlp.2", f"{source}/ffn/linear_1", variables)


def variables_of(data: bytes, name: str) -> dict[str, np.ndarray]:
    """The variables of a CTranslate2 model file, version 6; `name`: what errors call it."""
    types = [np.float32, np.int8, np.int16, np.int32, np.float16]
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
        raise ValueError(f"{name}: CTranslate2 format {version}; this reader knows 6")
    string()
    number("I")
    variables = {}
    for _ in range(number("I")):
        variable = string()
        shape = [number("I") for _ in range(number("B"))]
        kind = types[number("B")]
        size = number("I")
        variables[variable] = np.frombuffer(data, kind, size // np.dtype(kind).itemsize, at).reshape(shape)
        at += size
    for _ in range(number("I")):
        alias, variable = string(), string()
        variables[alias] = variables[variable]
    return variables
