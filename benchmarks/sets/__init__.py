"""Question sets made from public packages, and from our own guide."""
