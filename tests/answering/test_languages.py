"""Which language a question is in, and what is said to those who do not ask in English."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from advisor.answering.languages import UNREAD, find_language
from advisor.models import Question

HERE = Path(__file__).parent
DEVELOPMENT = HERE.parents[1] / "evals" / "datasets" / "development"
FOREIGN = yaml.safe_load((HERE / "foreign_questions.yaml").read_text(encoding="utf-8"))
TEN_MOST_SPOKEN = {"zh", "hi", "es", "fr", "ar", "bn", "pt", "ru", "ur", "id"}
JARGON = """drift? | precision vs recall | ROC AUC F1 | kpi okr roadmap | Jyothi Nookula | Shruti Tiwari | churn model
p50 latency SLA | A/B test | OpenAI vs Anthropic | roadmap template | NPS | AI PM salary berlin | mlops stack | RAG
data drift | ndcg@10 | TF-IDF | LLM eval | B2B SaaS | Pinterest ranking | Netflix recommender | GDPR | ok | hmm
hello team | hey there | naïve bayes | café chatbot | résumé screening model | São Paulo startup AI | k-means
XGBoost LightGBM CatBoost | pros cons | in 3 bullets pls | tl;dr | MVP de facto | per se | ad hoc metrics | a priori
status quo bias | TensorFlow PyTorch Keras | α error | β vs α | p(y|x) | σ = 2 | what is 机器学习? | précision | me too
what does Weltanschauung mean | Airbnb Etsy Jua | recall in ads | is it ok | so what | no idea | do it | no data
tools for deployment | hallucination rate | confusion matrix | demo | info | `que es esto` | https://es.example/que-es
user interview script | sprint review agenda | ??? | 🙂🙂 | 42""".replace("\n", " | ").split(" | ")


def english_questions():
    rows = [
        json.loads(line)
        for name in ("answers", "refusals")
        for line in (DEVELOPMENT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [row["question"] for row in rows]


@pytest.mark.parametrize("code", FOREIGN)
def test_a_question_in_another_language_is_known_as_that(code):
    assert len(FOREIGN[code]) >= 5
    found = {question: find_language(question) for question in FOREIGN[code]}
    assert {question: each and each.code for question, each in found.items()} == dict.fromkeys(
        FOREIGN[code], code
    )


@pytest.mark.parametrize("code", FOREIGN)
def test_the_notice_is_one_sentence_in_that_language(code):
    language = find_language(FOREIGN[code][1])
    assert find_language(language.notice) == language
    assert "\n" not in language.notice
    assert len(language.notice) < 200


def test_the_ten_most_spoken_languages_have_notices():
    assert set(FOREIGN) >= TEN_MOST_SPOKEN
    notices = {find_language(FOREIGN[code][1]).notice for code in FOREIGN}
    assert len(notices) == len(FOREIGN)


def test_no_english_question_is_taken_for_foreign():
    questions = english_questions()
    assert len(questions) >= 200
    assert [question for question in questions if find_language(question)] == []


def test_no_wording_of_the_guide_is_taken_for_foreign(guide):
    wordings = [
        wording
        for chunk in guide.index.current().chunks
        for wording in (chunk.headings[-1], *chunk.asked_as)
    ]
    foreign = [wording for wording in wordings if find_language(wording)]
    assert len(foreign) <= len(wordings) // 2000


@pytest.mark.parametrize("text", JARGON)
def test_jargon_names_and_formulas_are_not_taken_for_foreign(text):
    assert find_language(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Какво представлява дрейфът на данните?", "Bulgarian"),
        ("מה זה סחיפת נתונים?", "Hebrew"),
        ("ข้อมูลเบี่ยงเบนคืออะไร", "Thai"),
    ],
)
def test_a_language_without_a_sentence_of_its_own_gets_the_english_one(text, name):
    language = find_language(text)
    assert language.name == name
    assert language.notice.startswith("The guide is in English")


def test_plain_english_does_not_load_the_library():
    code = (
        "import sys; from advisor.answering.languages import find_language;"
        "find_language('which metrics should I use for a recommender?'); print('py3langid' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "False"


def test_a_foreign_question_is_answered_in_english_with_its_notice(guide):
    question = "¿Precisión o recall para una prueba médica?"
    answer = guide.answering.ask(Question(question))
    assert answer.notices == (find_language(question).notice,)
    assert answer.trace["language"] == "Spanish"
    assert answer.citations[0].document == "metrics/precision-and-recall.md"


def test_where_no_word_can_be_read_it_says_so_instead_of_guessing(guide):
    answer = guide.answering.ask(Question("मॉडल की सफलता कैसे मापें?"))
    assert answer.abstained
    assert answer.text == UNREAD[1]
    assert answer.citations == ()
    assert "अंग्रेज़ी" in answer.notices[-1]
    assert answer.suggestions


def test_an_abstention_too_comes_with_the_notice(guide):
    answer = guide.answering.ask(Question("¿Qué pizza recomienda el chef del restaurant en Roma?"))
    assert answer.abstained
    assert answer.notices[-1].startswith("La guía está en inglés")


def test_an_english_question_gets_no_notice(guide):
    answer = guide.answering.ask(Question("precision or recall for a medical test?"))
    assert answer.notices == ()
    assert "language" not in answer.trace
