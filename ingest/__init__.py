"""The write side: load, split, embed, index, check, publish."""
