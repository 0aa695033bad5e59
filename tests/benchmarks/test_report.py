import json

from benchmarks.markdown import build_details, build_markdown
from benchmarks.report import keep_result, write_report
from benchmarks.sets.question_set import About, Query, QuestionSet


def row(ndcg, p50=1.0):
    return {"hit@1": 0.5, "ndcg@10": ndcg, "query_p50_ms": p50, "query_p95_ms": 2 * p50}


def keep(root, *, ours, peer, bm25=0.1, p50=1.0, left_out=0):
    about = About("tiny", "test", "a <kind>", "nowhere 1.0", "ours")
    found = QuestionSet(about, root, (Query("1", "?", "a.md"),))
    result = {
        "systems": {
            "AI PM Advisor": row(ours, p50) | {"left_out": left_out},
            "LangChain": row(peer),
        },
        "ablations": {"served": row(ours), "BM25": row(bm25)},
        "versions": {"LangChain": {"langchain": "1.4.7"}},
    }
    keep_result(root, found, result)


def test_the_report_says_nothing_where_we_lead(tmp_path):
    keep(tmp_path, ours=0.9, peer=0.8)

    assert write_report(tmp_path, ["tiny"])["summary"]["behind"] == []


def test_the_report_names_each_place_where_we_are_behind(tmp_path):
    keep(tmp_path, ours=0.7, peer=0.8, bm25=0.75, p50=3.0)

    assert write_report(tmp_path, ["tiny"])["summary"]["behind"] == [
        "tiny: nDCG@10 0.700, LangChain 0.800",
        "tiny: nDCG@10 0.700, BM25 alone 0.750",
        "tiny: a peer's query p50 is shorter",
        "tiny: a peer's query p95 is shorter",
    ]


def test_the_report_tells_what_our_ingest_left_out(tmp_path):
    keep(tmp_path, ours=0.9, peer=0.8, left_out=3)

    assert write_report(tmp_path, ["tiny"])["summary"]["behind"] == [
        "tiny: our ingest left out 3 files or sections"
    ]


def test_the_page_and_the_json_hold_every_system_and_its_versions(tmp_path):
    keep(tmp_path, ours=0.9, peer=0.8)
    write_report(tmp_path, ["tiny", "never run"])

    page = (tmp_path / "report.html").read_text()
    report = json.loads((tmp_path / "report.json").read_text())

    assert "langchain 1.4.7" in page
    assert "a &lt;kind&gt;" in page
    assert list(report["sets"]) == ["tiny"]


def test_the_table_marks_the_best(tmp_path):
    keep(tmp_path, ours=0.9, peer=0.8)

    table = build_markdown(write_report(tmp_path, ["tiny"]))

    assert "| tiny (test, 1) | **0.900** | 0.800 | - | 0.100 |" in table
    assert "| mean | **0.900** | 0.800 | - | 0.100 |" in table


def test_the_systems_means_stand_below_and_each_set_has_a_table_of_its_own(tmp_path):
    keep(tmp_path, ours=0.9, peer=0.8, p50=3.0)
    report = write_report(tmp_path, ["tiny"])

    assert "| AI PM Advisor | 0.500 | 0.900 | 3.0 | 6.0 |" in build_markdown(report)
    assert "| tiny (test) | hit@1 | nDCG@10 | p50 ms | p95 ms |" in build_details(report)
