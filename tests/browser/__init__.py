"""A package, so that its browser and services end with its last test."""
