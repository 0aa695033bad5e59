"""PDFs: locked, acting, endless, broken."""

import random

from hostile_file import LINES, READ, Hostile, late, page_html
from pdf_maker import Pdf, bomb, pdf


def acting(catalog="", page="", extra=()):
    return late(pdf, [LINES], catalog=catalog, page=page, extra=extra)


def locked_pdf():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def bomb_pdf(megabytes, times):
    made = Pdf()
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    filters = " ".join(["/FlateDecode"] * times)
    content = made.stream(bomb(megabytes, times), f"/Filter [{filters}]")
    page = made.add(
        f"<< /Type /Page /Parent 2 0 R /Resources << /Font << >> >> /Contents {content} 0 R >>"
    )
    made.objects[2] = f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>".encode()
    return made.bytes()


def tree_pdf(kids, count):
    made = Pdf()
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    made.objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    return made.bytes()


def self_drawing_pdf():
    resources = "/Resources << /XObject << /X 5 0 R >> >>"
    form = f"<< /Type /XObject /Subtype /Form {resources} /Length 5 >>\nstream\n/X Do\nendstream"
    data = pdf([b"/X Do"], extra=(form,))
    # Of the same length, so that the table of places still holds.
    return data.replace(b"/Font << /F1 3 0 R /F2 4 0 R >>", b"/XObject << /X 5 0 R >>".ljust(31))


def busy_pdf():
    return pdf([b"BT /F1 9 Tf " + b"1 0 0 1 5 5 Tm (a) Tj " * 700_000 + b"ET"])


def looping_pdf():
    data = pdf([LINES])
    start = data.rindex(b"startxref\n") + 10
    place = int(data[start : data.index(b"\n", start)])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def nested_pdf():
    return pdf([LINES], catalog="/Deep " + "[" * 50_000 + "]" * 50_000)


SCRIPT = "<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"
PDF = [
    Hostile("password.pdf", late(locked_pdf), "encrypted"),
    Hostile(
        "aes.pdf",
        late(
            pdf,
            [LINES],
            trailer="/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /EncryptMetadata true"
            f" /O <{'00' * 48}> /U <{'00' * 48}> /OE <{'00' * 32}> /UE <{'00' * 32}> /Perms <{'00' * 16}>"
            " /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >> /ID [<00><00>]",
        ),
        "encrypted",
    ),
    Hostile("cut.pdf", lambda _: pdf([LINES])[:400], "broken"),
    Hostile("noise.pdf", lambda _: b"%PDF-1.7\n" + random.Random(2).randbytes(50_000), "broken"),
    Hostile("script-at-opening.pdf", acting(f"/OpenAction {SCRIPT}"), "JavaScript"),
    Hostile(
        "script-named.pdf",
        acting("/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", extra=(SCRIPT,)),
        "JavaScript",
    ),
    Hostile("script-on-page.pdf", acting(page=f"/AA << /O {SCRIPT} >>"), "JavaScript"),
    Hostile(
        "script-disguised.pdf",
        acting("/OpenAction << /#53 /J#61vaScript /J#53 (1) >>"),
        "JavaScript",
    ),
    Hostile(
        "script-second.pdf",
        acting(f"/OpenAction << /S /GoTo /D [5 0 R] /Next {SCRIPT} >>"),
        "JavaScript",
    ),
    Hostile(
        "script-in-field.pdf",
        acting(f"/AcroForm << /Fields [<< /AA << /K {SCRIPT} >> >>] >>"),
        "JavaScript",
    ),
    Hostile(
        "program.pdf",
        acting(page="/Annots [<< /Subtype /Link /A << /S /Launch /F (cmd.exe) >> >>]"),
        "starts a program",
    ),
    Hostile(
        "sends.pdf",
        acting(page="/Annots [<< /Subtype /Link /A << /S /SubmitForm /F (http://{host}) >> >>]"),
        "sends data",
    ),
    Hostile(
        "attachment.pdf",
        acting("/Names << /EmbeddedFiles << /Names [(a) << /EF << >> >>] >> >>"),
        "attached file",
    ),
    Hostile(
        "clipped.pdf",
        acting(page="/Annots [<< /Subtype /FileAttachment /FS << >> >>]"),
        "attached file",
    ),
    Hostile("media.pdf", acting(page="/Annots [<< /Subtype /RichMedia >>]"), "media"),
    Hostile("xfa.pdf", acting("/AcroForm << /XFA [(a) 5 0 R] >>", extra=("<< >>",)), "XFA"),
    Hostile("bomb.pdf", late(bomb_pdf, 200, 1), "unpacks to more"),
    Hostile("bomb-in-bomb.pdf", late(bomb_pdf, 400, 3), "unpacks to more"),
    Hostile("circle.pdf", late(tree_pdf, "2 0 R", 1), "broken"),
    Hostile("boasts.pdf", late(tree_pdf, "", 10**9), "no text"),
    Hostile("many-pages.pdf", lambda _: pdf([b""] * 2_001), "2,001 pages"),
    Hostile("loop.pdf", late(looping_pdf), READ),
    Hostile("draws-itself.pdf", late(self_drawing_pdf), "no text"),
    Hostile("nested.pdf", late(nested_pdf), "broken"),
    Hostile("busy.pdf", late(busy_pdf), "more than a PDF may have"),
    Hostile("scan.pdf", lambda _: pdf([b"q 600 0 0 800 0 0 cm Q"]), "text recognition"),
    Hostile("page.pdf", page_html(""), "not a PDF"),
    Hostile("program-renamed.pdf", b"MZ" + b"\0" * 500, "a program"),
    Hostile("empty.pdf", b"", "empty"),
    Hostile("late.pdf", lambda _: b"From: mail\r\n\r\n" + pdf([LINES]), READ),
]
