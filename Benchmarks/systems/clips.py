"""Writes recordings as every system is to hear them; usage: clips.py FOLDER NOISE EVERY OUTPUT CONDITION...

OUTPUT/CONDITION/NAME.wav, 16-bit samples at 16 kHz, of every EVERY-th FLAC file in FOLDER, without noise where the
CONDITION is `clean`, else with NOISE as `attune score --noise --snr` adds it; `6 dB`, say.
"""

import pathlib
import sys
import wave

import hearing
import numpy as np
import soundfile

from attune_training.noise import in_noise


def read(path):
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != hearing.RATE or samples.ndim != 1:
        raise ValueError(f"{path}: not one channel at 16 kHz")
    return samples


def write(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, hearing.RATE, 0, "NONE", None))
        file.writeframes(np.round(samples * 32768).clip(-32768, 32767).astype("<i2").tobytes())


def main(folder, noise, every, output, *conditions):
    noise = read(noise)
    for path in sorted(pathlib.Path(folder).glob("*.flac"))[:: int(every)]:
        speech = read(path)
        for condition in conditions:
            sound = speech if condition == "clean" else in_noise(speech, path.name, noise, float(condition.split()[0]))
            write(pathlib.Path(output) / condition / f"{path.stem}.wav", sound)


if __name__ == "__main__":
    main(*sys.argv[1:])
