"""The tables of workspace/README.md say what the server does, no more and no less."""

import re
from pathlib import Path

import pytest

import workspace
from workspace.events import SENT
from workspace.faults import KINDS
from workspace.methods import METHODS

README = (Path(workspace.__file__).parent / "README.md").read_text()
WORDS = ("done", "partly", "not")


def read_table(heading):
    """Return the rows of the table with this first heading: names, word."""
    table = README.split(f"| {heading} | | |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    assert all(len(row) == 3 for row in rows)
    return [(re.findall(r"`([^`]+)`", row[0]), row[1]) for row in rows]


@pytest.mark.parametrize("heading", ["Web API method", "Event", "Delivery", "Limit"])
def test_each_row_says_done_partly_or_not(heading):
    assert {word for _, word in read_table(heading)} <= set(WORDS)


@pytest.mark.parametrize(("heading", "served"), [("Web API method", METHODS), ("Event", SENT)])
def test_what_is_served_is_listed_and_what_is_listed_is_served(heading, served):
    rows = read_table(heading)
    listed = [name for names, word in rows if word != "not" for name in names]
    assert sorted(listed) == sorted(served)
    absent = [name for names, word in rows if word == "not" for name in names]
    families = tuple(name.removesuffix("*") for name in absent if name.endswith("*"))
    assert [name for name in served if name in absent or name.startswith(families)] == []


ELSEWHERE = {
    "files.getUploadURLExternal": "files_upload_v2",
    "files.completeUploadExternal": "files_upload_v2",
}
"""Methods that the SDK calls by way of others."""


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_is_called_through_the_sdk(method):
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("*.py"))
    assert f".{ELSEWHERE.get(method, method.replace('.', '_'))}(" in sources


def test_every_fault_is_described():
    table = README.split("## Faults on demand")[1].split("## What it does")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) - {"kind"}
    assert described == set(KINDS)


def test_every_option_of_the_command_is_described():
    from workspace.__main__ import build_parser

    options = {text for action in build_parser()._actions for text in action.option_strings} - {
        "-h",
        "--help",
    }
    described = set(re.findall(r"`(--[\w-]+)", README.split("## In a test")[0]))
    assert described == options
