"""Answers that are worked out once for each word.

>>> length = Remembered(len).__getitem__
>>> length("word")
4
"""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

# More than all words of a long list; junk of many users must not fill the memory.
AT_MOST = 60_000


class Remembered(dict[str, Answer]):
    """Answers by word; `Remembered(ask)[word]` asks where it does not know.

    A dictionary's own look-up is several times as fast as a function around it, and the reader asks some
    dozens of times for every line.  All answers are forgotten now and then.
    """

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> Answer:
        """The answer for a word that is asked for the first time."""
        answer = self._ask(word)
        if len(self) >= AT_MOST:
            self.clear()
        self[word] = answer
        return answer
