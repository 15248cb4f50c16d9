"""The speech-to-intent benchmark: features of its dev clips, clean and in kitchen noise, and command acceptance.

python -m attune_training.steps.commands --features
python -m attune_training.steps.commands --run head
"""

import argparse

import numpy as np
import torch

from ..benchmark import CONDITIONS, acceptance, features_of, hearing, sounds, summary
from ..pretrained import pretrained_encoder
from ..whisper import BASE, log_mel


def make_features() -> None:
    encoder = pretrained_encoder(BASE)
    for condition in CONDITIONS:
        path = features_of(condition)
        if path.exists():
            continue
        hidden = {}
        with torch.inference_mode():
            for name, samples in sounds(condition):
                blocks = encoder(log_mel(torch.from_numpy(samples))[None])
                hidden[name] = torch.cat(blocks[-3:], dim=-1)[0].half().numpy()
        np.savez(path, **hidden)
        print(f"{path.name}: {sum(map(len, hidden.values())) / 50 / 3600:.2f} h", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", action="store_true", help="make the features and stop")
    parser.add_argument("--run")
    parser.add_argument("--every", type=int, default=1, help="every n-th clip only")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS))
    parser.add_argument("--plain", action="store_true", help="no connected-speech forms")
    parser.add_argument("--failures", action="store_true", help="list what was misunderstood")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.features:
        return make_features()
    conditions = arguments.condition or list(CONDITIONS)
    hear = hearing(arguments.run, conditions)
    for condition in conditions:
        results = acceptance(hear, condition, arguments.every, not arguments.plain)
        print(summary(condition, results), flush=True)
        for result in results if arguments.failures else []:
            if not result.right:
                print(f"    {result.name[:8]} wanted {result.wanted}\n             heard {' '.join(result.words)}")


if __name__ == "__main__":
    main()
