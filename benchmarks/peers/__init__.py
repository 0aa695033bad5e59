"""Public peers, each a script that runs in an environment of its own and speaks JSON lines."""
