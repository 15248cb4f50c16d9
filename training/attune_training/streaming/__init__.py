"""The streaming network: one set of weights that hears a segment whole or chunk by chunk.

What differs from the network it is distilled from:

- The floor of the log-mel frames is fixed (`FLOOR`), where Whisper's follows the segment's maximum.
- Positions come round: frame t stands at t modulo 1500, so that a stream may go on for ever. Training hears the seam.
- It is heard step by step, a chunk of new frames at each (`Chunking`): a frame of an encoder block attends to its
  chunk, to some frames before and a few after. Each block answers a little later than the one before it, so nothing is
  computed twice. The convolutions are as they were: they look 12.5 ms beyond a chunk's end.
- The head hears a few frames more than it says in a step. Its forward LSTMs carry their state from step to step; its
  backward LSTMs begin at the last frame that it hears.

`masked.py` computes a batch of segments at once, with masks; `stepwise.py` computes the same step by step.
"""
