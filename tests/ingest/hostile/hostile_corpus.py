"""Files that would stop, deceive or exhaust a careless build, each with what must be said of it."""

from hostile_disk import DISK
from hostile_markdown import MARKDOWN
from hostile_office import OFFICE
from hostile_pdf import PDF
from hostile_text import TEXT
from hostile_web import WEB

CORPUS = [*OFFICE, *PDF, *WEB, *TEXT, *MARKDOWN, *DISK]
