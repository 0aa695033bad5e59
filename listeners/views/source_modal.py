"""The modal that shows the passage behind a source."""

from advisor.models import Citation
from listeners.mrkdwn import escape, to_mrkdwn
from listeners.views.blocks import Block, build_context, build_header, build_plain, build_section
from listeners.views.message import split_markdown

SECTION_LENGTH = 2_800


def build_source_modal(citation: Citation, *, own_url: str = "") -> Block:
    """Returns the modal with the whole passage that was cited."""
    *_, heading = citation.heading.split(" › ")
    passage = to_mrkdwn(citation.passage or citation.quote, own_url=own_url)
    sections = [build_section(part) for part in split_markdown(passage, SECTION_LENGTH)]
    return {
        "type": "modal",
        "title": build_plain(f"Source [{citation.marker}]"),
        "close": build_plain("Close"),
        "blocks": [
            build_header(heading),
            *sections[:90],
            build_context(f"{escape(citation.heading)}  ({escape(citation.document)})"),
        ],
    }
