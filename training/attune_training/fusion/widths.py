"""How wide the aligner's layers are."""

MEMORY = 384
"""Of what the phone head remembers of a frame."""
SHARED = 128
"""Of the space in which sound and text meet."""
EVIDENCE = 7
"""Of what a gate can see."""
HEADS = 4
"""Of attention."""
DETECTORS = 512
"""Of what is looked for in an utterance."""
UTTERANCE = 256
"""Of an utterance's embedding."""
