"""Sound and text together: the cross-modal aligner, its ways of fusion, and what it learns from."""
