"""What README.md's tables run, `python -m attune_training.steps.NAME`; each does one thing, and none imports
another."""
