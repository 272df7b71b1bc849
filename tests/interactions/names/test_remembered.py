from interactions.names import remembered
from interactions.names.remembered import Remembered


def test_an_answer_is_worked_out_once():
    """The second time a word is asked for nobody is asked."""
    asked = []

    def ask(word):
        asked.append(word)
        return word.upper()

    answers = Remembered(ask)
    assert (answers["a"], answers["b"], answers["a"]) == ("A", "B", "A")
    assert asked == ["a", "b"]


def test_no_answer_is_an_answer_too():
    """A name that nobody knows is looked for once."""
    answers = Remembered({"known": 1}.get)
    assert (answers["unknown"], "unknown" in answers) == (None, True)


def test_what_is_remembered_is_bounded(monkeypatch):
    """Junk cannot fill the memory."""
    monkeypatch.setattr(remembered, "AT_MOST", 3)
    answers = Remembered(int)

    assert [answers[str(number)] for number in range(10)] == list(range(10))
    assert len(answers) <= 3
