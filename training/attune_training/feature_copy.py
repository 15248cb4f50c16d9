"""A copy of the corpus as features, to learn from or to be measured on."""

import numpy as np

from .phones import pronunciations
from .places import FEATURES
from .stored import StoredClips

BATCH_FRAMES = 7_000


class FeatureCopy(StoredClips):
    """One copy, read from disk as it is needed; each item with the `phones` that are said."""

    def __init__(self, name: str, aligned: dict[str, list[int]], times: dict[str, int] | None = None) -> None:
        """`aligned`: by path, how the words were really said; `times`: how often the clips of a source (by the
        beginning of its name) are taken, where that is not once."""
        super().__init__(FEATURES / name)
        for item in self.items:
            item["phones"] = [
                phone
                for u in item["utterances"]
                for phone in (
                    u.get("phones")
                    or aligned.get(u["path"])
                    or [p for word in u["words"] for p in pronunciations(word)[0]]
                )
            ]
        self.items = [
            item
            for item in self.items
            if 0 < len(item["phones"]) <= 0.8 * item["frames"]
            for _ in range(next((n for source, n in (times or {}).items() if item["source"].startswith(source)), 1))
        ]

    def batches(self, rng: np.random.Generator) -> list[list[dict]]:
        """Clips of like length together, a little shuffled."""
        order = sorted(self.items, key=lambda i: i["frames"] * rng.uniform(0.9, 1.1))
        batches, batch = [], []
        for item in order:
            if batch and item["frames"] * (len(batch) + 1) > BATCH_FRAMES:
                batches.append(batch)
                batch = []
            batch.append(item)
        batches.append(batch)
        return batches
