"""What the judge is measured on: the kinds of `strangers` with flat grammars."""

from ..kinds import KINDS

FLAT = (
    "single words, 5", "single words, cut", "single words, 8", "names", "sentences", "telephone",
    "dialogue of a game, short", "kitchen and music, short",
)  # fmt: skip

JUDGED_KINDS = [kind for kind in KINDS if kind.name.startswith(FLAT)]
