"""One metric per layer: the right one for the kind of problem, and for the error that hurts more."""

import pytest

from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.metrics import choose_metrics

# capability, description, mistakes, what the model's metric begins with, what the worse error names
LABELLED = [
    ("classification", "Keep spam out of the inbox", "", "Precision", "wanted mail"),
    ("classification", "Detect phishing mails", "", "Precision", "wanted mail"),
    ("classification", "Recognise disease in X-rays of the chest", "", "Recall", "sick patient"),
    ("classification", "Skin cancer screening from photos", "", "Recall", "sick patient"),
    ("classification", "Diagnose patients", "missing a sick patient is the worst", "Recall", "sick patient"),
    ("classification", "Diagnose patients", "A false alarm is worse: people get treated for nothing",
     "Precision", "healthy person"),
    ("classification", "Find students who cheat in exams", "a wrong accusation", "Precision", "innocent person"),
    ("anomaly_detection", "Shoplifting suspects on camera", "", "Precision", "innocent person"),
    ("classification", "Whom should our adverts reach?", "", "Recall", "interested person"),
    ("classification", "Which customers churn next month?", "", "Recall", "customer who leaves"),
    ("classification", "Will the applicant repay the loan?", "", "Precision and recall", "Open"),
    ("classification", "Will the applicant repay the loan?", "a missed default costs more than a false alarm",
     "Recall", "loan that is granted"),
    ("classification", "Remove toxic comments", "", "Precision and recall", "Open"),
    ("classification", "Sort parts into good and defective", "", "Recall", "defective part"),
    ("classification", "Route tickets to the right department", "", "Macro-F1", "urgent case"),
    ("anomaly_detection", "Alert us when a card payment looks like fraud", "", "Precision and recall", "Open"),
    ("anomaly_detection", "Alert us of card fraud", "blocking an honest customer is far worse than a missed fraud",
     "Precision", "honest customer"),
    ("anomaly_detection", "Warn before a pump breaks down", "", "Recall", "breakdown"),
    ("anomaly_detection", "Notice intrusions in the network", "", "Recall", "attack"),
    ("anomaly_detection", "Tell us when something is odd", "too many false alarms are the worst",
     "Precision", "alarm for nothing"),
    ("regression", "What price should a used car be listed for?", "", "Mean absolute error of the price", "Open"),
    ("regression", "How many loaves will each shop sell?", "unsold bread is worse",
     "Mean absolute error", "too high"),
    ("regression", "Forecast the demand per store", "empty shelves cost us more", "Mean absolute error", "too low"),
    ("regression", "How many minutes until the bus arrives?", "", "Mean absolute error in minutes", "too short"),
    ("ranking", "Improve the order of search results in the shop", "", "nDCG@10", "far down"),
    ("ranking", "Which overdue accounts should we call first?", "", "Precision at k", "far down"),
    ("ranking", "Order the posts of the feed by interest", "", "nDCG@10", "far down"),
    ("recommendations", "Show each shopper products they want next", "", "Precision at k", "poor suggestion"),
    ("clustering", "Which groups of customers are there?", "", "Stability", "looks neat"),
    ("creation", "Chatbot that answers questions from the handbook", "", "Share of answers", "sounds right"),
    ("creation", "Summarise long meetings", "", "Share of summaries", "invented"),
    ("ranking", "Which heating fault to send a plumber to first", "", "Precision at k", "urgent case"),
    ("regression", "Load of each substation in MW", "", "Mean absolute error in the unit", "dear"),
    ("regression", "Forecast the call volume of next month", "", "Mean absolute error in cases", "wait"),
    ("regression", "How many loaves to bake per day", "", "Mean absolute error in pieces", "shelves"),
    ("creation", "Transcribe calls", "", "Word error rate", "wrong word"),
    ("creation", "Write product descriptions", "", "Share of outputs", "sounds right"),
]  # fmt: skip


@pytest.mark.parametrize(("capability", "text", "mistakes", "model", "worse"), LABELLED)
def test_a_labelled_case_gets_its_metric_and_names_its_worse_error(
    capability, text, mistakes, model, worse
):
    metrics = choose_metrics(capability, text, mistakes=mistakes)
    assert metrics.model.startswith(model)
    assert worse in metrics.worse_error
    assert metrics.adoption
    assert metrics.business
    assert len({metrics.model, metrics.adoption, metrics.business}) == 3


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_each_capability_has_three_layers_whatever_is_told(capability):
    metrics = choose_metrics(capability, "something that nobody has seen")
    assert metrics.model
    assert metrics.adoption
    assert metrics.business
    assert metrics.worse_error


@pytest.mark.parametrize(
    ("told", "leads"),
    [
        ("Missing one is worse than a false alarm", "Recall"),
        ("False alarms are worse than missed ones", "Precision"),
        ("A false alarm is cheap, a missed one is expensive", "Recall"),
        ("We must never miss one", "Recall"),
        ("We must not wrongly block people", "Precision"),
        ("A false alarm costs us more than a miss.", "Precision"),
    ],
)
def test_what_is_told_of_mistakes_outweighs_what_is_usual(told, leads):
    for text, mistakes in (("Label the cases", told), (f"Label the cases. {told}", "")):
        metrics = choose_metrics("classification", text, mistakes=mistakes)
        assert metrics.model.startswith(leads)
        assert "by your words" in metrics.worse_error


def test_the_positive_class_is_named():
    assert "spam" in choose_metrics("classification", "Keep spam out").model
    assert "fraudulent" in choose_metrics("anomaly_detection", "card fraud").model
