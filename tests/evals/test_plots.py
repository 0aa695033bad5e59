from xml.etree import ElementTree as ET

import pytest

from evals.plots import Bar, Dot, bar_chart, histogram, line_chart, reliability_chart

PLOTS = {
    "lines": line_chart(
        {"as it serves": [0.5, 0.9], "words <only>": [0.4, 0.9]}, steps=["1", "5"], title="Recall"
    ),
    "reliability": reliability_chart([Dot(0.2, 0.1, 0.0, 0.4, 9)], title="Reliability"),
    "bars": bar_chart([Bar("near & far", 0.5, 0.4, 0.6, "50%", mark=0.75)], title="Bars"),
    "histogram": histogram([10.0, 12.0, 95.0], marks={"p50": 12.0}, unit="ms", title="Times"),
    "no dots": reliability_chart([], title="Nothing"),
    "no bars": bar_chart([], title="Nothing"),
    "no times": histogram([], marks={}, unit="ms", title="Nothing"),
}


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_is_well_formed_and_says_what_it_shows(name):
    root = ET.fromstring(PLOTS[name])
    assert root.attrib["aria-label"]
    assert root.attrib["role"] == "img"


def test_lines_end_in_labels_that_do_not_overlap():
    root = ET.fromstring(PLOTS["lines"])
    labels = [one for one in root.iter("text") if one.attrib["class"] in {"t1", "t2"}]
    assert [one.text for one in labels] == ["as it serves 90%", "words <only> 90%"]
    first, second = (float(one.attrib["y"]) for one in labels)
    assert abs(first - second) >= 12


def test_each_point_tells_its_figures_when_pointed_at():
    told = [one.text for one in ET.fromstring(PLOTS["reliability"]).iter("title")]
    assert told == ["estimated 20%, right 10% (0% to 40%), n=9"]


def test_every_value_is_counted_in_the_histogram():
    values = [float(value) for value in range(1, 201)]
    root = ET.fromstring(histogram(values, marks={}, unit="ms", title="Times"))
    counts = [int(one.text.rsplit(": ", 1)[1]) for one in root.iter("title")]
    assert sum(counts) == len(values)
