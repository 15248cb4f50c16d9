"""The judge: one learned decision over the candidates of a search by sound."""
