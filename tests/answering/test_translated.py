"""A sentence in another language than the guide's passes only with the guide's numbers and names."""

import pytest

from advisor.answering.languages import find_language, looks_english
from advisor.answering.validate import Rules
from advisor.models import Chunk, Passage

TEXT = (
    "OpenAI is said to have used 575 GB of text and 1,000 examples. Pinterest sampled 2.5 times as many cases, says "
    "Jyothi Nookula. Recall usually leads in screening; precision leads in 40 percent of ads. A manager asks doctors."
)
PASSAGE = Passage(
    Chunk(id="c", document="d.md", headings=("Guide", "Data"), text=TEXT, position=0),
    0,
    score=1.0,
    cosine=1.0,
    lexical=1.0,
)
ASKED = {
    "es": "¿Precisión o recall para una prueba médica?",
    "de": "Welche Metriken sollte ich für ein Empfehlungssystem verwenden?",
    "pl": "Jak mierzyć sukces modelu rekomendacji?",
    "ru": "Что такое дрейф данных?",
    "hi": "मॉडल की सफलता कैसे मापें?",
    "fa": "چگونه موفقیت مدل را اندازه بگیرم؟",
    "zh": "什么是数据漂移？",
    "ja": "データドリフトとは何ですか？",
}
GOOD = {
    "es": ("OpenAI habría usado 575 GB de texto y 1.000 ejemplos [1].",
           "En el cribado suele importar más la exhaustividad, según Jyothi Nookula [1].",
           "La precisión lidera en el 40 % de los anuncios; Pinterest tomó 2,5 veces más casos [1]."),
    "de": ("OpenAI soll 575 GB Text und 1.000 Beispiele verwendet haben [1].",
           "Bei Vorsorgeuntersuchungen zählt laut Jyothi Nookula meist die Trefferquote [1].",
           "Die Genauigkeit führt bei 40 Prozent der Anzeigen [1]."),
    "pl": ("Firma OpenAI wykorzystała podobno 575 GB tekstu i 1000 przykładów [1].",),
    "ru": ("Говорят, что OpenAI использовала 575 ГБ текста и 1000 примеров [1].",
           "По словам Jyothi Nookula, при скрининге обычно важнее полнота [1]."),
    "hi": ("कहा जाता है कि OpenAI ने 575 GB पाठ और १,००० उदाहरण इस्तेमाल किए [1]।",
           "स्क्रीनिंग में आम तौर पर recall ज़्यादा महत्वपूर्ण है [1]।"),
    "fa": ("گفته می‌شود OpenAI از ۵۷۵ گیگابایت متن استفاده کرده است [1].",),
    "zh": ("据说 OpenAI 使用了 575 GB 文本和 1000 个样本[1]。", "AI产品经理会询问医生，筛查中通常 recall 优先[1]。"),
    "ja": ("OpenAIは575 GBのテキストを使ったとされています[1]。",),
}  # fmt: skip
BAD = (
    ("es", "OpenAI habría usado 57 GB de texto [1].", "unsupported_number"),
    ("es", "Pinterest tomó 25 veces más casos [1].", "unsupported_number"),
    ("es", "La exhaustividad importa más, según Maria Gonzalez [1].", "unsupported_name"),
    ("es", "La exhaustividad importa más según el marco QXR [1].", "unsupported_name"),
    ("es", "El modelo, como en Contoso, aprende de los datos [1].", "unsupported_name"),
    ("es", "La exhaustividad suele importar más en el cribado.", "no_citation"),
    ("es", "La exhaustividad suele importar más en el cribado [2].", "unknown_citation"),
    ("es", "Vea https://evil.example para saber más sobre el modelo [1].", "link"),
    ("es", "La exhaustividad «siempre gana» en el cribado [1].", "unsupported_quotation"),
    ("es", "Это очень хороший ответ [1].", "odd_signs"),
    ("es", "Recall budgets are approved by the board every spring [1].", "unsupported_words"),
    ("es", "Recall does not lead in screening [1].", "contradiction"),
    ("de", "Die Trefferquote zählt laut der Beraterin Maria Gonzalez [1].", "unsupported_name"),
    ("de", "Die Trefferquote zählt bei 41 Prozent der Anzeigen [1].", "unsupported_number"),
    ("ru", "По словам Gartner, при скрининге обычно важнее полнота [1].", "unsupported_name"),
    ("ru", "При скpининге обычно важнее полнота [1].", "odd_signs"),
    ("ru", "OpenAI использовала 576 ГБ текста [1].", "unsupported_number"),
    ("hi", "OpenAI ने ५७६ GB पाठ इस्तेमाल किया [1]।", "unsupported_number"),
    ("zh", "据说 Contoso 使用了 575 GB 文本[1]。", "unsupported_name"),
    ("zh", "据说 OpenAI 使用了很多\u200b文本[1]。", "odd_signs"),
    ("ja", "OpenAIは576 GBのテキストを使ったとされています[1]。", "unsupported_number"),
)  # fmt: skip


def rules(code):
    language = find_language(ASKED[code])
    assert language.code == code
    return Rules((PASSAGE,), language=language)


@pytest.mark.parametrize(("code", "text"), [(code, one) for code in GOOD for one in GOOD[code]])
def test_a_true_sentence_in_the_askers_language_passes(code, text):
    assert rules(code).check(text).reason == ""


@pytest.mark.parametrize(("code", "text", "reason"), BAD)
def test_what_is_the_same_in_all_languages_is_checked_strictly(code, text, reason):
    assert rules(code).check(text).reason == reason


@pytest.mark.parametrize("code", GOOD)
def test_without_that_language_asked_for_none_of_it_passes(code):
    for text in GOOD[code]:
        assert not Rules((PASSAGE,)).check(text).is_valid
        assert not looks_english(text)
