"""What the table in README.md runs, `python -m attune_training.steps.NAME`; each does one thing, and none needs another."""
