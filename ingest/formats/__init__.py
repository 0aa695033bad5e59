"""Files that are not Markdown, one loader per format; each runs in a child process with limits."""
