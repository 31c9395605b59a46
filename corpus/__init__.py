"""Synthetic reports whose facts are known: a load of any size, and an oracle for what extraction must find."""
