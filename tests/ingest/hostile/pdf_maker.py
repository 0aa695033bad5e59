"""Writes small PDFs by hand: what an attacker writes no library would."""

import zlib


class Pdf:
    """Objects by their number; the first is the catalog, the second the page tree."""

    def __init__(self):
        self.objects = {}

    def add(self, body):
        number = max([2, *self.objects]) + 1
        self.objects[number] = body if isinstance(body, bytes) else body.encode()
        return number

    def stream(self, data, head=""):
        data = data if isinstance(data, bytes) else data.encode()
        return self.add(
            f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
        )

    def bytes(self, trailer=""):
        parts, offsets, size = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], {}, 15
        for number, body in sorted(self.objects.items()):
            offsets[number] = sum(map(len, parts))
            parts.append(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        start, size = sum(map(len, parts)), max(self.objects) + 1
        rows = ["0000000000 65535 f \n"]
        rows += [
            f"{offsets[n]:010} 00000 n \n" if n in offsets else "0000000000 65535 f \n"
            for n in range(1, size)
        ]
        parts.append(f"xref\n0 {size}\n{''.join(rows)}".encode())
        parts.append(
            f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        )
        return b"".join(parts)


def pdf(pages, *, catalog="", page="", trailer="", extra=()):
    """A PDF of pages, each a list of (size, text), or raw drawing as bytes; `extra` objects come from number 5."""
    made = Pdf()
    made.objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    made.objects[4] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>"
    for body in extra:
        made.add(body)
    kids = []
    for lines in pages:
        content = made.stream(lines if isinstance(lines, bytes) else drawing(lines))
        kids.append(
            made.add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R"
                f" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> {page} >>"
            )
        )
    made.objects[1] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    references = " ".join(f"{kid} 0 R" for kid in kids)
    made.objects[2] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>".encode()
    return made.bytes(trailer)


def drawing(lines):
    """Lines below each other; one is (size, text) or (size, text, x, font) or a list of (x, text) for a row."""
    y, parts = 760, []
    for line in lines:
        if line is None:
            y -= 14
            continue
        size, text, *more = line
        cells = text if isinstance(text, list) else [(more[0] if more else 50, text)]
        font = more[1] if len(more) > 1 else "F1"
        y -= size * 1.2
        for x, words in cells:
            escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            parts.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y:.1f} Tm ({escaped}) Tj ET")
    return "\n".join(parts).encode("latin-1")


def bomb(megabytes, times=1):
    """Blanks by the megabyte, deflated so many times."""
    data = b" " * (megabytes << 20)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data
