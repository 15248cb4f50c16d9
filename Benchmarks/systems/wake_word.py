"""openWakeWord by pyopen-wakeword, listening for one wake word; usage: wake_word.py < FILES."""

from hearing import work
from pyopen_wakeword import Model, OpenWakeWord, OpenWakeWordFeatures

WORD = Model.OKAY_NABU


class WakeWord:
    def __init__(self):
        self.features = OpenWakeWordFeatures.from_builtin()
        self.word = OpenWakeWord.from_builtin(WORD)
        self.facts = {"wake word": WORD.value, "detections": 0}
        # The first sample sets off 8 s of silence of its own, which are no part of what it is measured on.
        self.hear(bytes(2))

    def hear(self, block):
        for features in self.features.process_streaming(block):
            for probability in self.word.process_streaming(features):
                self.facts["detections"] += probability > 0.5

    def finish(self):
        """Nothing is left to do, and there are no words."""


if __name__ == "__main__":
    work(WakeWord, ["pyopen-wakeword"])
