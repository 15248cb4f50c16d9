"""How well the words of a free part ("add {item} to my list", "play {query}") are found.

    swift build -c release --product attune
    python -m attune_training.steps.free_words                 # about six minutes of one core

Real speech: pieces of one to four words are cut out of LibriSpeech dev (3 speakers that no network was trained on),
at the middle of the gaps that `attune align` finds, and put into a frame that a synthetic voice speaks ("add ... to
my list", "play ..."), each part at the same level. So the piece is real and what is around it is not, and neither
voice nor room goes on across the cut.

Synthetic speech: whole sentences by flite and espeak-ng, with things that people would put on a list or ask a player
for.

Each is understood by sound alone, beside its right transcript, and beside one in which a fifth of all words are
wrong. Prints how many words of the free part are wrong (edits, as in a word error rate) with 95 % intervals by
bootstrap over clips; the same of the transcript in the same place.
"""

import argparse
import json
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile as sf

from ..binary import score
from ..corpus import manifest, place_of, read
from ..measure import edits
from ..misheard import with_errors
from ..phones import words_of
from ..places import BINARY, TRIALS
from ..synthesisers import SYNTHESISERS
from ..whisper import SAMPLE_RATE

COMMANDS = """
intents:
  add: {data: [{sentences: ["add {item} to my list"]}]}
  play: {data: [{sentences: ["play {query}"]}]}
lists:
  item: {wildcard: true}
  query: {wildcard: true}
"""
FRAMES = {"add": ("add", "to my list"), "play": ("play", "")}
THINGS = {
    "add": """oat milk; a dozen eggs; washing powder; bread and butter; two pounds of potatoes; dish soap; orange juice;
        paper towels; olive oil; cheddar cheese; toothpaste; dog food; light bulbs; a birthday card; green tea;
        peanut butter; frozen peas; aluminum foil; brown sugar; chicken soup; rice; batteries; garlic; strawberries;
        black pepper; call the dentist; water the plants; pay the electric bill; a new umbrella; cat litter""",
    "play": """yesterday; some jazz; the weather forecast; bohemian rhapsody; classical music; the morning news; dancing
        queen; songs for the road; the sound of silence; country music from texas; a hard day's night; my favorite
        playlist; something relaxing; the new album; smooth operator; piano concerto number two; the lord of the
        rings; radio paradise; happy birthday; an audiobook; purple rain; sweet home alabama; thunder; stairway to
        heaven; the four seasons; christmas carols; heavy metal; born to run; a podcast about history; space oddity""",
}
LEVEL = 0.05
"""The root mean square of what is loud in every part."""
GAP = 0.04
"""Seconds of silence at a cut."""


@dataclass
class Clip:
    path: Path
    intent: str
    words: list[str]
    speaker: str

    @property
    def sentence(self) -> list[str]:
        before, after = FRAMES[self.intent]
        return [*before.split(), *self.words, *after.split()]


def levelled(samples: np.ndarray) -> np.ndarray:
    """At the same level; what is 30 dB below the loudest does not count, and is cut off at both ends."""
    step = SAMPLE_RATE // 100
    power = (samples[: len(samples) // step * step].reshape(-1, step) ** 2).mean(1)
    loud = np.flatnonzero(power > power.max() * 1e-3)
    return samples[loud[0] * step : (loud[-1] + 1) * step] * (LEVEL / np.sqrt(power[loud].mean()))


def spoken(text: str, engine: str, seed: int, to: Path) -> np.ndarray:
    """Synthetic speech; the file is kept."""
    if not to.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        SYNTHESISERS[engine]()(text, random.Random(seed), to)
    return read(to)


def joined(parts: list[np.ndarray]) -> np.ndarray:
    """One after another, each faded in and out over 5 ms, with silence between them and around all."""
    fade = np.linspace(0, 1, SAMPLE_RATE // 200, dtype=np.float32)
    gap = np.zeros(int(GAP * SAMPLE_RATE), np.float32)
    quiet = np.zeros(SAMPLE_RATE // 4, np.float32)
    pieces = [quiet]
    for part in parts:
        part = part.copy()
        part[: len(fade)] *= fade
        part[-len(fade) :] *= fade[::-1]
        pieces += [part, gap]
    rng = np.random.default_rng(0)
    sound = np.concatenate([*pieces, quiet])
    return sound + rng.normal(0, 1e-4, len(sound)).astype(np.float32)


def word_times(path: Path, words: list[str]) -> list[tuple[float, float]] | None:
    """When each word was heard, in seconds; None where one was not, or where the file is too long."""
    command = [BINARY, "align", "--format", "json", "--text", " ".join(words), path]
    done = subprocess.run(command, capture_output=True, text=True)
    found = json.loads(done.stdout)["words"] if done.returncode == 0 else []
    if len(found) != len(words) or any(word["start"] is None for word in found):
        return None
    return [(word["start"], word["end"]) for word in found]


def real(folder: Path, seed: int) -> list[Clip]:
    """Pieces of LibriSpeech dev in a synthetic frame; the files are kept."""
    rng, clips = random.Random(seed), []
    for row in manifest("librispeech/", "dev"):
        words = words_of(row["text"] or "")
        if not words or not 3 < len(words) < 60 or row["seconds"] > 29:
            continue
        if not (times := word_times(place_of(row), words)):
            continue
        sound = read(place_of(row))
        for part in range(2):
            count = rng.randint(1, 4)
            half = len(words) // 2
            begin = rng.randint(part * half, max(part * half, (part + 1) * half - count))
            end = begin + count
            if begin < 1 or end >= len(words) - 1:
                continue
            cut = [(times[i - 1][1] + times[i][0]) / 2 for i in (begin, end)]
            intent, engine = rng.choice(list(FRAMES)), rng.choice(["flite", "espeak"])
            clip = Clip(folder / f"{Path(row['path']).stem}-{part}.wav", intent, words[begin:end], row["speaker"])
            if not clip.path.exists():
                voice = rng.randrange(20)
                frame = [
                    levelled(spoken(text, engine, voice, folder / f"frame-{engine}-{voice}-{intent}-{place}.wav"))
                    for place, text in enumerate(FRAMES[intent]) if text
                ]
                piece = levelled(sound[int(cut[0] * SAMPLE_RATE) : int(cut[1] * SAMPLE_RATE)])
                sf.write(clip.path, joined([frame[0], piece, *frame[1:]]), SAMPLE_RATE, subtype="PCM_16")
            clips.append(clip)
    return clips


def synthetic(folder: Path, seed: int) -> list[Clip]:
    """Whole sentences of synthetic voices; the files are kept."""
    clips = []
    for intent, things in THINGS.items():
        for number, thing in enumerate(" ".join(things.split()).split("; ")):
            for engine in ("flite", "espeak"):
                clip = Clip(folder / f"{intent}-{number}-{engine}.wav", intent, thing.split(), engine)
                spoken(" ".join(clip.sentence), engine, seed * 1000 + number, clip.path)
                clips.append(clip)
    return clips


def distance(words: list[str], other: list[str]) -> int:
    return edits(list(range(len(other) + 1)), words, other)[-1]


def interval(wrong: list[int], total: list[int]) -> str:
    """A rate in percent with its 95 % interval by bootstrap over clips."""
    wrongs, totals = np.array(wrong), np.array(total)
    draws = np.random.default_rng(0).integers(len(wrongs), size=(2000, len(wrongs)))
    low, high = np.percentile(wrongs[draws].sum(1) / totals[draws].sum(1), [2.5, 97.5])
    rate = wrongs.sum() / totals.sum()
    return f"{100 * rate:.1f} ({100 * low:.1f}-{100 * high:.1f})  {wrongs.sum()}/{totals.sum()}"


def measure(name: str, clips: list[Clip], folder: Path, arguments: argparse.Namespace) -> None:
    commands = folder / "commands.yaml"
    commands.write_text(COMMANDS)
    rng = random.Random(20)
    inserted = sorted({word for clip in clips for word in clip.words})
    total = [len(clip.words) for clip in clips]
    speakers = len({clip.speaker for clip in clips})
    print(f"{name}: {len(clips)} clips, {sum(total)} words in free parts, {speakers} speakers or voices")
    for kind in ("sound alone", "right transcript", "20 % wrong"):
        rows, written = [], []
        for clip in clips:
            row = {"file": str(clip.path)}
            if kind != "sound alone":
                before, after = FRAMES[clip.intent]
                rate = 0.2 if kind == "20 % wrong" else 0.0
                part = with_errors(clip.words, rate, inserted, rng)
                around = [with_errors(text.split(), rate, inserted, rng) for text in (before, after)]
                row["transcript"] = " ".join([*around[0], *part, *around[1]])
                written.append(distance(clip.words, part))
            rows.append(row)
        listed = folder / "list.jsonl"
        listed.write_text("".join(json.dumps(row) + "\n" for row in rows))
        records = score(
            "--threshold", "0", "--jobs", "1", "--encoder", arguments.encoder, "--commands", commands,
            "--manifest", listed,
        )  # fmt: skip
        wrong, exact, command, guessed = [], 0, 0, 0
        for clip, record in zip(clips, records, strict=True):
            value = next(iter(record["slots"].values()), "") if record["intent"] == clip.intent else ""
            found = [] if value.startswith("/") else [word.strip(".,").lower() for word in value.split()]
            wrong.append(distance(clip.words, found))
            exact += found == clip.words
            command += record["intent"] == clip.intent
            guessed += bool(record.get("guessed"))
            if arguments.show:
                mark = "=" if found == clip.words else "x"
                print("  ", mark, " ".join(clip.words), "|", value, record.get("guessed"))
        print(f"  {kind:18} words wrong, %: {interval(wrong, total)}; whole part right: {exact}/{len(clips)};"
              f" command right: {command}/{len(clips)}; guessed: {guessed}")
        if written:
            print(f"  {'':18} the transcript's own: {interval(written, total)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="whole", choices=["whole", "streaming"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print every clip")
    arguments = parser.parse_args()
    folder = TRIALS / "free-words" / str(arguments.seed)
    (folder / "real").mkdir(parents=True, exist_ok=True)
    kept = folder / "real.json"
    if not kept.exists():
        clips = real(folder / "real", arguments.seed)
        kept.write_text(json.dumps([[str(c.path), c.intent, c.words, c.speaker] for c in clips]))
    clips = [Clip(Path(path), intent, words, speaker) for path, intent, words, speaker in json.loads(kept.read_text())]
    measure("LibriSpeech dev in a synthetic frame", clips, folder, arguments)
    measure("synthetic sentences", synthetic(folder / "synthetic", arguments.seed), folder, arguments)


if __name__ == "__main__":
    main()
