"""Step 0: transcripts for the speech that has none, by Whisper tiny.en itself. Writes work/labels.json.

    python -m attune_training.steps.label

A clip whose transcript Whisper is unsure of (mean log-probability under -0.5, or odd in its compression) is left out.
"""

import argparse
import json

from .. import corpus
from ..places import LABELS
from ..recognisers import whisper_model

MEAN_LOG_PROBABILITY = -0.5


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    model, labels, unsure = whisper_model(), {}, 0
    for row in corpus.rows():
        if row["split"] != "train" or row["text"] is not None:
            continue
        segments = list(model.transcribe(str(corpus.place_of(row)), language="en", beam_size=5)[0])
        sure = segments and all(s.avg_logprob > MEAN_LOG_PROBABILITY and s.compression_ratio < 2.2 for s in segments)
        if sure:
            labels[row["path"]] = " ".join(s.text.strip() for s in segments)
        else:
            unsure += 1
    LABELS.parent.mkdir(exist_ok=True)
    LABELS.write_text(json.dumps(labels, indent=1))
    print(f"{len(labels)} clips labelled, {unsure} left out")


if __name__ == "__main__":
    main()
