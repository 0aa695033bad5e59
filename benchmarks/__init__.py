"""Side-by-side measurements of speed and size: `make bench`."""
