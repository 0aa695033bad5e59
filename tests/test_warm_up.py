"""What the first question needs is loaded while the bot connects; a start without a release goes on."""

from advisor.answering import languages
from advisor.errors import NoReleaseError
from advisor.warm_up import start_warm_up


class FakeIndex:
    """Counts how often the release is asked for; there may be none."""

    def __init__(self, *, empty=False):
        self.asked = 0
        self._empty = empty

    def current(self):
        self.asked += 1
        if self._empty:
            raise NoReleaseError


def test_the_release_and_the_languages_are_loaded_before_a_question_comes():
    index = FakeIndex()
    start_warm_up(index).join()
    assert index.asked == 1
    assert languages._load_identifier.cache_info().currsize == 1


def test_a_start_without_a_release_goes_on():
    index = FakeIndex(empty=True)
    start_warm_up(index).join()
    assert index.asked == 1


def test_languages_are_told_apart_with_their_table_on_disk():
    found = [
        languages.find_language(text)
        for text in (
            "Wie messe ich den Nutzen einer Empfehlung für meine Kunden?",
            "¿Cómo mido la utilidad de una recomendación para mis clientes?",
            "Comment mesurer l'utilité d'une recommandation pour mes clients ?",
        )
    ]
    assert [language.code for language in found if language] == ["de", "es", "fr"]
