"""`python -m unittest`, in training/; what needs PyTorch is skipped where it is not installed."""
