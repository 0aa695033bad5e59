import pytest

from ingest.blocks import quotable
from ingest.rejection import RejectedError
from ingest.tables import TABLES, load_table

HEAD = "about:\n  title: {title}\n  sources: [S]\n  last_reviewed: 2026-11-22\nentries:\n"
ROWS = {
    "glossary": "  - term: Recall\n    aliases: [sensitivity]\n    definition: Share found.\n"
    '    related: [Precision]\n    asked_as: ["what is found?"]\n',
    "stack": "  - stage: Deployment\n    tools:\n      - {name: Docker, aliases: [docker engine], "
    "what: packs software}\n    note: A note.\n",
    "resources": "  - title: AI for Everyone\n    kind: Course\n    topic: AI basics\n    by: Ng\n"
    "    about: A course.\n    recommended_by: HelloPM\n    caveat: Old.\n",
    "gallery": "  - company: Etsy\n    what: It has a team.\n    capability: null\n    caveat: null\n",
    "metrics": "  - problem: Churn\n    capability: classification\n    positive_class: leavers\n"
    "    worse_error: A miss.\n    metrics: {model: Recall., adoption: Use., business: Revenue.}\n",
    "capabilities": "  - id: ranking\n    name: Ranking\n    definition: It sorts.\n    cue: Which order?\n"
    "    examples: [Google sorts pages.]\n    typical_data: [clicks]\n"
    "    metrics: {model: NDCG., adoption: Clicks., business: Sales.}\n    baseline: By date.\n"
    "    confused_with: [{capability: clustering, difference: No order.}]\n",
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_row_reads_as_sections_and_is_kept_as_data(name):
    document, rows = load_table(f"{name}.yaml", HEAD.format(title="The table") + ROWS[name])
    assert len(rows) == 1
    assert document.last_reviewed == "2026-11-22"
    key = TABLES[name][1]
    for section in document.sections:
        assert section.headings[:2] == ("The table", rows[0][key])
        assert section.line == 6
        assert quotable(section.text)


def test_a_term_reads_as_its_definition_and_is_found_by_all_its_names():
    document, _ = load_table("glossary.yaml", HEAD.format(title="Glossary") + ROWS["glossary"])
    (section,) = document.sections
    assert section.text == "Share found."
    assert section.asked_as == ("what is found?", "sensitivity")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        pytest.param(
            "  - term: A\n", "line 6: entry 1, field 'definition': Field required", id="missing"
        ),
        pytest.param(
            "  - {term: A, definition: B}\n  - {term: A, definition: B, related: x}\n",
            "line 7: entry 2, field 'related'",
            id="wrong type",
        ),
        pytest.param("  - {term: A, definiton: B, definition: C}\n", "definiton", id="misspelt"),
        pytest.param("  - just text\n", "line 6: entry 1", id="no mapping"),
        pytest.param("  - [\n", "line 7: not valid YAML", id="no yaml"),
    ],
)
def test_a_wrong_row_is_named_with_its_field_and_line(rows, reason):
    with pytest.raises(RejectedError, match=reason):
        load_table("glossary.yaml", HEAD.format(title="Glossary") + rows)


@pytest.mark.parametrize(
    "text", ["", "entries: []", "- a", "about: {title: x}", "about: {}\nentries: []"]
)
def test_a_table_without_its_frame_is_refused(text):
    with pytest.raises(RejectedError):
        load_table("glossary.yaml", text)
