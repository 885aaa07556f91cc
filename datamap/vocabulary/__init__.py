"""The words of the house: lists of keys with labels, the schema's columns, and all texts.

Everything here is data in `datamap/vocab/*.csv` and `datamap/texts/*.toml`; this room only
reads it, finds a key from what a person wrote, and words problems in Japanese and English.
"""

from datamap.vocabulary.checking import check_terms
from datamap.vocabulary.lexicon import Vocabulary, read_vocabulary
from datamap.vocabulary.own_terms import read_own_terms
from datamap.vocabulary.problems import problem
from datamap.vocabulary.spelling import fold, squash
from datamap.vocabulary.texts import text, texts

__all__ = [
    "Vocabulary",
    "check_terms",
    "fold",
    "problem",
    "read_own_terms",
    "read_vocabulary",
    "squash",
    "text",
    "texts",
]
