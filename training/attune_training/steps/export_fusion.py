"""Step 8: the aligner as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.steps.export_fusion --run fusion
    python -m attune_training.steps.export_fusion --shipped     # the golden vectors alone, where the head is another one

Writes Sources/Aligner/Resources/fusion.safetensors (float16) and Fixtures/golden-fusion.safetensors (float32), computed
from the rounded weights: memories and log-probabilities of a clip of golden.safetensors, a transcript of it with an
error in it, the alignment, the text encoder's output, the fused log-probabilities of every strategy, the attention's
weights, and both embeddings.
"""

import argparse

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from ..alignment import align
from ..exported import exported, restored
from ..fusion.aligner import Aligner
from ..fusion.strategies import STRATEGIES
from ..fusion.strategies.attention import attended
from ..fusion.text import Text
from ..network import shipped
from ..phones import INDEX, NAMES
from ..places import FUSION_WEIGHTS, GOLDEN, GOLDEN_FUSION, run_folder
from ..run import averaged_weights

TRANSCRIPT = [("turn", 1.0, 0.5), ("off", 0.4, 0.5), ("the", 0.9, 0.2), ("lights", 0.8, 0.2)]
"""Words with confidence and age; "turn on the lights" was said."""
PHONES = {"turn": "T ER N", "off": "AO F", "the": "DH AH", "lights": "L AY T S"}


def transcript() -> Text:
    rows = [
        (INDEX[phone], float(index == 0), confidence, age)
        for word, confidence, age in TRANSCRIPT
        for index, phone in enumerate(PHONES[word].split())
    ]
    phones, starts, confidence, age = (torch.tensor([column]) for column in zip(*rows, strict=True))
    return Text(phones, torch.tensor([len(rows)]), starts, confidence, age)


def tensors_of(aligner: Aligner) -> dict[str, Tensor]:
    """Every tensor by its exported name; scalars as one value. The temperature is of use in training only."""
    found = exported(aligner.state_dict())
    return {n: value.reshape(1) if value.dim() == 0 else value for n, value in found.items() if n != "temperature"}


def loaded(aligner: Aligner, tensors: dict[str, Tensor]) -> Aligner:
    """The aligner with these weights, by their exported names."""
    state = aligner.state_dict()
    found = restored(state, tensors | {"temperature": state["temperature"]})
    aligner.load_state_dict({name: found[name].float().reshape(value.shape) for name, value in state.items()})
    return aligner.eval()


@torch.inference_mode()
def golden(aligner: Aligner) -> dict[str, Tensor]:
    clip = load_file(GOLDEN)
    network = shipped()
    hidden = torch.cat([clip[f"lights.block{number}"] for number in (3, 4, 5)], dim=-1)[None]
    frames = torch.tensor([hidden.shape[1]])
    memories = network.head.memories(hidden, frames)
    heard = network.head.heard(memories)
    text = transcript()
    alignment = align(heard, frames, text.phones, text.lengths)
    fused = aligner(memories, heard, frames, text, alignment)
    weights = attended(aligner, aligner.given(memories, heard, frames, text, alignment))[1]
    found = {
        "memories": memories[0], "heard": heard[0], "phones": text.phones[0].float(), "starts": text.starts[0],
        "confidence": text.confidence[0], "age": text.age[0], "alignment.phones": alignment.phones[0],
        "alignment.gaps": alignment.gaps[0], "alignment.entered": alignment.entered[0], "text": aligner.text(text)[0],
        "sound": aligner.heard(memories)[0], "weights": weights[0].flatten(0, 1),
        "utterance.sound": aligner.utterance_of_sound(memories, heard, frames)[0],
        "utterance.text": aligner.utterance_of_text(text)[0],
    }  # fmt: skip
    return found | {f"fused.{name}": fused[name][0] for name in STRATEGIES}


def write_golden(aligner: Aligner) -> None:
    vectors = golden(aligner)
    save_file({k: v.float().contiguous().clone() for k, v in vectors.items()}, GOLDEN_FUSION)
    for name, value in vectors.items():
        print(f"    {name}: {list(value.shape)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", help="random weights where it is left out, to develop against")
    parser.add_argument("--shipped", action="store_true", help="of the committed weights; writes golden vectors alone")
    parser.add_argument("--version", default="1")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    aligner = Aligner()
    if arguments.shipped:
        return write_golden(loaded(aligner, load_file(FUSION_WEIGHTS)))
    if arguments.run:
        aligner.load_state_dict(averaged_weights(run_folder(arguments.run)))
    else:
        for name, value in aligner.named_parameters():
            if name.endswith("strength"):
                torch.nn.init.constant_(value, 0.7)
    half = {name: value.half().contiguous() for name, value in tensors_of(aligner).items()}
    metadata = {"format": "attune-fusion", "version": arguments.version, "phones": " ".join(NAMES)}
    save_file(half, FUSION_WEIGHTS, metadata)
    print(
        f"{FUSION_WEIGHTS.name}: {FUSION_WEIGHTS.stat().st_size / 1e6:.2f} MB,"
        f" {sum(t.numel() for t in half.values()) / 1e6:.2f} M parameters"
    )
    write_golden(loaded(aligner, half))


if __name__ == "__main__":
    main()
