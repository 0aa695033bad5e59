"""What the prose says is true of the code, and the rules that no linter knows are kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from advisor.cli import build_parser

ROOT = Path(__file__).parent.parent
OURS = ("advisor", "ingest", "listeners", "workspace", "evals", "benchmarks")
SOURCES = [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))] + [
    ROOT / "bot.py"
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def offenders(pattern, *, allowed=()):
    found = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(pattern, path.read_text("utf-8"))
    ]
    return [path for path in found if path not in allowed]


def test_only_settings_reads_the_environment():
    # Taking a variable away, so that a library does not read it, is no reading; nor is handing all of them on to a
    # child process, which benchmarks/children.py does and nothing else.
    pattern = r"os\.environ(?!\.pop)|getenv|load_dotenv"
    allowed = ("advisor/settings.py", "benchmarks/children.py")
    assert offenders(pattern, allowed=allowed) == []


def test_nothing_is_unpickled():
    assert (
        offenders(
            r"import pickle|pickle\.load|torch\.load|joblib\.load|allow_pickle=True|yaml\.load\("
        )
        == []
    )


def test_sql_stands_in_the_database_folder_only():
    found = offenders(r"from sqlalchemy import|import sqlalchemy|connection\.execute")
    # live.py only names the error, store.py looks into Chroma's own file, and the installations' stores are Slack's.
    allowed = ("advisor/index/live.py", "advisor/index/store.py", "listeners/installations.py")
    assert [
        path for path in found if not path.startswith("advisor/database/") and path not in allowed
    ] == []


def test_no_file_is_a_drawer():
    names = {path.name for path in SOURCES}
    assert names.isdisjoint({"utils.py", "helpers.py", "common.py", "base.py", "misc.py"})


def test_no_file_is_longer_than_300_lines():
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in SOURCES
        if (n := len(p.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_no_two_files_of_tests_have_one_name():
    # pytest takes them for one module, and leaves the second out.
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_the_entry_file_stays_thin():
    assert len((ROOT / "bot.py").read_text().splitlines()) <= 60


def test_no_question_text_is_logged():
    assert offenders(r"log\.\w+\([^)]*(question=|question\.text|query=|text=)") == []


def test_the_product_stands_on_its_own():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    texts = [
        ROOT / name
        for name in tracked.stdout.split("\n")
        if name.endswith((".md", ".py", ".yaml", ".toml"))
    ]
    here = Path(__file__)
    mentions = [
        p.name for p in texts if p.exists() and p != here and "../shared" in p.read_text("utf-8")
    ]
    assert mentions == []


def test_the_lock_has_hashes_and_no_addresses():
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert "http://" not in lock
    assert "https://" not in lock
    assert not re.search(r"^(torch|nvidia|triton)", lock, re.MULTILINE)


@pytest.mark.parametrize("prose", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_target_that_the_prose_names_exists(prose):
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", prose)) <= targets


def test_every_target_that_people_rely_on_exists():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert {"run", "install", "test", "check", "bench", "eval", "clean"} <= targets


def test_the_tree_in_contributing_is_the_tree():
    tree = CONTRIBUTING.split("```")[1]
    for line in tree.strip().splitlines():
        name = line.split()[0]
        folder = ROOT / "advisor" if line.startswith("  ") else ROOT
        assert (folder / name).exists(), name


@pytest.mark.parametrize(
    "command",
    sorted(
        set(re.findall(r"`(advisor [a-z]+(?: [a-z]+)?)", README))
        | {"advisor ask", "advisor doctor"}
    ),
)
def test_every_advisor_command_of_the_readme_exists(command):
    words = [word for word in command.split()[1:] if word.islower()]
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*words, "--help"])
    assert ended.value.code == 0


def test_the_links_of_the_prose_lead_somewhere():
    for prose in (README, CONTRIBUTING):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", prose):
            assert (ROOT / target).exists(), target


def test_the_readme_counts_what_the_guide_has():
    pages = [path for path in (ROOT / "knowledge").rglob("*.md") if path.name != "README.md"]
    assert f"{len(pages)} pages" in (ROOT / "CHANGELOG.md").read_text()
    assert 25 <= len(pages) <= 50


def test_the_seven_capabilities_are_the_closed_list_in_order():
    table = yaml.safe_load((ROOT / "knowledge" / "capabilities.yaml").read_text("utf-8"))
    assert [row["id"] for row in table["entries"]] == [
        "recommendations",
        "ranking",
        "classification",
        "regression",
        "clustering",
        "anomaly_detection",
        "creation",
    ]


def test_importing_the_bot_has_no_side_effects_and_loads_no_torch():
    code = "import sys, bot; print(sorted({'torch', 'sentence_transformers', 'langchain'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
    assert result.stderr == ""
