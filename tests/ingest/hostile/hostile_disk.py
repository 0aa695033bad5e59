"""What is no file of the folder, or has a name that deceives."""

import contextlib
import os
import socket
from functools import partial

from hostile_file import LINES, Hostile, late, page_html
from pdf_maker import pdf


def listening(path):
    # By a short name: a socket's has at most 108 bytes.
    with socket.socket(socket.AF_UNIX) as opened, contextlib.chdir(path.parent):
        opened.bind(path.name)


def sparse(path, size):
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)


DISK = [
    Hostile("pipe.pdf", os.mkfifo, "not a regular file"),
    Hostile("socket.txt", listening, "not a regular file"),
    Hostile("passwd.txt", lambda path: path.symlink_to("/etc/passwd"), "out of the folder"),
    Hostile("endless.txt", lambda path: path.symlink_to("/dev/zero"), "out of the folder"),
    Hostile("terminal.pdf", lambda path: path.symlink_to("/dev/stdin"), "out of the folder"),
    Hostile("round.docx", lambda path: path.symlink_to(path), "leads nowhere"),
    Hostile("gone.html", lambda path: path.symlink_to("nothing.html"), "leads nowhere"),
    Hostile("huge.pdf", partial(sparse, size=100 << 20), "100 MB is more"),
    Hostile("new\nline.txt", "Words.", "control characters"),
    Hostile("bell\x07.pdf", late(pdf, [LINES]), "control characters"),
    Hostile("turned\u202efdp.txt", "Words.", "control characters"),
    Hostile("..\\..\\windows.txt", "Words.", "lead out of the folder"),
    Hostile("fold\x1ber/page.html", page_html(""), "control characters"),
    Hostile(".hidden.pdf", late(pdf, [LINES]), "hidden"),
    Hostile(os.fsdecode(b"caf\xe9.txt"), "Words.", "not UTF-8"),
]
