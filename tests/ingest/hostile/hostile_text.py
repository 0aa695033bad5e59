"""Text and tables: too wide, too long, not text at all."""

import codecs

from hostile_file import READ, Hostile

TEXT = [
    Hostile("long-cell.csv", lambda _: "a,b\n" + "x" * 2_000_000 + ",y\n", "cannot be read"),
    Hostile("open-quote.csv", lambda _: 'a,b\n"' + "x,y\n" * 100_000, "cannot be read"),
    Hostile("wide.csv", lambda _: ",".join(["x"] * 1_000), "1,000 cells"),
    Hostile("long.csv", lambda _: "a,b\n" * 60_000, "50,000 rows"),
    Hostile("zero.csv", b"a,b\n1,\0\n", "binary"),
    Hostile("latin.csv", "name\ncaf\xe9\n".encode("latin-1"), "line 2: not UTF-8"),
    Hostile("formula.csv", "name,note\nx,=cmd|' /C calc'!A0\n", READ),
    Hostile("table.tsv", lambda _: "a\tb\n" + "|" * 19_000 + "\t`<b>`\n", READ, ("<b>`",)),
    Hostile("utf16.csv", "name,cost\nä,3\n".encode("utf-16"), READ),
    Hostile("program.txt", b"\x7fELF" + b"\x01" * 500, "a program"),
    Hostile("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a picture"),
    Hostile("database.txt", b"SQLite format 3\0" + b"\x01" * 100, "a database"),
    Hostile("packed.txt", b"\x1f\x8b\x08" + b"\x01" * 100, "a compressed file"),
    Hostile("utf16-unmarked.txt", "plain words".encode("utf-16-le"), "binary"),
    Hostile("half-utf16.txt", codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "not UTF-8"),
    Hostile(
        "controls.txt",
        "Good words \x1b[31mred\x1b[0m \x07\x08 here.",
        READ,
        ("\x1b", "\x07", "\x08"),
    ),
    Hostile("blank.txt", " \n\t\r\n", "empty"),
    Hostile("zeros.txt", b"\0" * 5_000, "empty"),
    Hostile("one-line.txt", lambda _: "word " * 1_100_000, "million characters"),
    Hostile("many-sections.txt", lambda _: "A\n=\n\nx\n\n" * 60_000, READ),
    Hostile(
        "fence.txt", "Words.\n\n```\nnot code\n\n<script>x</script>\n", READ, ("\n```", "\n<script")
    ),
    Hostile("invalid.txt", b"fine\n\xff\xfe\xfd\n", "line 2: not UTF-8"),
    Hostile("old.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
    Hostile("sheet.xlsm", b"PK\x03\x04", "save its sheets as .csv"),
    Hostile("words.rtf", b"{\\rtf1 x}", "save it as .docx"),
]
