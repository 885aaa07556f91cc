"""The lists, what cells mean in them, texts and problems."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import datamap
from datamap.model import BadInput, Kind, Severity, Status, Term, Text, Treatment
from datamap.vocabulary import (
    Vocabulary,
    check_terms,
    fold,
    problem,
    read_own_terms,
    read_vocabulary,
    squash,
    text,
    texts,
)
from datamap.vocabulary.problems import codes
from datamap.vocabulary.spelling import Neighbours, looks, plain
from datamap.vocabulary.spoken import tables_of

WORDS = read_vocabulary()
ROOMS = sorted(path.stem for path in (Path(__file__).parent.parent / "datamap" / "texts").glob("*.toml"))
CELLS = st.text(min_size=1, max_size=20)


@pytest.mark.parametrize("name", WORDS.lists)
def test_each_list_is_whole(name: str) -> None:
    """Every term has both labels, a parent that exists, and aliases that mean nothing else."""
    terms = WORDS.terms(name)
    keys = {term.key for term in terms}

    assert len(keys) == len(terms) > 0
    for term in terms:
        assert term.label.ja
        assert term.label.en
        assert not term.parent or term.parent in keys
        assert not term.replaced_by or term.replaced_by in keys
        assert bool(term.replaced_by) <= bool(term.deprecated)


@pytest.mark.parametrize("name", WORDS.lists)
def test_no_two_terms_share_a_spelling(name: str) -> None:
    """In one list a key, label or alias means one term only."""
    meant: dict[str, set[str]] = {}
    for term in WORDS.terms(name):
        for spelling in (term.key, term.label.ja, term.label.en, *term.aliases):
            meant.setdefault(squash(spelling), set()).add(term.key)

    assert {spelling: keys for spelling, keys in meant.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("name", WORDS.lists)
def test_a_term_is_found_by_every_spelling(name: str) -> None:
    """A cell may hold the key, either label or an alias, in any width and case."""
    for term in WORDS.terms(name):
        for spelling in (term.key, term.label.ja, term.label.en, *term.aliases):
            assert WORDS.find(name, spelling) == term.key
            assert WORDS.find(name, wide(spelling)) == term.key
            assert WORDS.find(name, f" {spelling.upper()} ") == term.key


def wide(words: str) -> str:
    """Return a text with its ASCII letters in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c != ";" else c for c in words)


@pytest.mark.parametrize(("enum", "name"), [(Kind, "kinds"), (Treatment, "treatments"), (Status, "statuses")])
def test_closed_lists_are_the_enums_of_the_model(enum: type, name: str) -> None:
    """The lists on which code rests hold exactly the members of their enum, in its order."""
    assert [term.key for term in WORDS.terms(name)] == [member.value for member in enum]


def test_countries_are_iso_3166() -> None:
    """There are 249 codes of two capitals, and `abroad`; 30 of them lie in the EEA."""
    keys = [term.key for term in WORDS.terms("countries")]

    assert keys[-1] == "abroad"
    assert len(keys) == 250
    assert all(re.fullmatch("[A-Z]{2}", key) for key in keys[:-1])
    assert sum("eea" in WORDS.flags("countries", key) for key in keys) == 30


def test_columns_name_lists_that_exist() -> None:
    """Each column of the schema has a known type, and its list holds words."""
    kinds = {
        "id",
        "text",
        "key",
        "keys",
        "keylist",
        "place",
        "countries",
        "duration",
        "date",
        "range",
        "clauses",
    }

    assert {column.type for column in WORDS.columns} == kinds
    for column in WORDS.columns:
        assert not column.vocabulary or WORDS.terms(column.vocabulary)
        assert column.closed <= bool(column.vocabulary)
    assert [column.key for column in WORDS.columns if column.required] == [
        "id", "kind", "items", "source", "recipient",
    ]  # fmt: skip


def test_hierarchy_of_items() -> None:
    """A key lies below its parents, has their flags, and stands for its children."""
    assert WORDS.is_a("items", "email", "contact")
    assert not WORDS.is_a("items", "contact", "email")
    assert "email" in WORDS.children("items", "contact")
    assert WORDS.children("items", "no such word") == ("no such word",)
    assert WORDS.children("items", "contact") == tuple(sorted(WORDS.children("items", "contact")))
    for term in WORDS.terms("items"):
        for ancestor in WORDS.ancestors("items", term.key):
            assert WORDS.flags("items", ancestor) <= WORDS.flags("items", term.key)


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("countries", "UK", "GB"),
        ("countries", "USA", "US"),
        ("countries", "Germny", "DE"),
        ("countries", "EU", None),
        ("kinds", "entrustmnt", "entrustment"),
        ("kinds", "委託先", "entrustment"),
        ("items", "e-mail adress", "email"),
        ("items", "電話", "phone"),
        ("roles", "procesor", "processor"),
        ("items", "\N{SNOWMAN}", None),
    ],
)
def test_nearest_word(name: str, written: str, meant: str | None) -> None:
    """A misspelt word is answered by the one probably meant; where nothing is near, by nothing."""
    assert WORDS.nearest(name, written) == meant


def test_a_word_that_is_known_is_its_own_nearest() -> None:
    """Nearest never prefers another word to the one written."""
    for term in WORDS.terms("kinds"):
        assert WORDS.nearest("kinds", term.key) == term.key


@given(CELLS)
def test_fold_and_squash_settle(cell: str) -> None:
    """Folding twice changes nothing more, and what folds alike compares alike."""
    assert fold(fold(cell)) == fold(cell)
    assert plain(fold(cell)) == plain(cell)
    assert unicodedata.is_normalized("NFKC", fold(cell))


@given(st.lists(CELLS, max_size=8), CELLS)
def test_neighbours_answer_with_a_known_word(words: list[str], asked: str) -> None:
    """Whatever is asked, the answer is one of the words or nothing."""
    known = {squash(word): word for word in words}

    assert Neighbours(known).nearest(asked) in {*known.values(), None}


def test_looks_levels_company_forms_and_variant_characters() -> None:
    """㈱, (株) and 株式会社 look alike; so do 髙 and 高; different names do not."""
    assert len({looks(name) for name in ("㈱髙島", "(株)高島", "株式会社 高島", "株式会社髙島")}) == 1
    assert looks("高島株式会社") != looks("株式会社高島")


# --- own words --------------------------------------------------------------------------------


def own(key: str, parent: str = "", list_name: str = "items", label: str = "名") -> Term:
    """Return a word of a workbook's own."""
    return Term(list_name, key, Text(ja=f"{label}{key}", en=key), parent=parent, own=True)


def test_own_words_join_the_lists() -> None:
    """An own word is found, has its parent's flags, and the built-in vocabulary stays as it was."""
    words = WORDS.with_terms([own("loyalty_no", parent="contact"), own("gold_no", parent="loyalty_no")])

    assert words.find("items", "名gold_no") == "gold_no"
    assert words.is_a("items", "gold_no", "contact")
    assert WORDS.find("items", "gold_no") is None
    assert words.columns == WORDS.columns


@pytest.mark.parametrize(
    ("terms", "code", "row"),
    [
        ([own("name")], "term_clash", 2),
        ([own("e-mail")], "term_clash", 2),
        ([own("pet"), own("pet")], "term_twice", 3),
        ([own("pet", parent="animal")], "unknown_parent", 2),
        ([own("pet", parent="dog"), own("dog", parent="pet")], "term_cycle", 2),
        ([own("pet", parent="pet")], "term_cycle", 2),
        ([own("pet", list_name="kinds")], "unknown_list", 2),
        ([own("-pet")], "bad_term_key", 2),
        ([own("pet;dog")], "bad_term_key", 2),
        ([own("all")], "bad_term_key", 2),
        ([own("")], "bad_term_key", 2),
    ],
)
def test_own_words_are_checked(terms: list[Term], code: str, row: int) -> None:
    """A clash, a repetition, an unknown parent, a circle or a bad key is an error that names its row."""
    found = check_terms(WORDS, terms)

    assert (code, row) in [(p.code, p.row) for p in found]
    with pytest.raises(BadInput):
        WORDS.with_terms(terms)


def test_own_word_without_a_label_is_only_a_warning() -> None:
    """A word with one label only is taken, and the missing language is named."""
    (found,) = check_terms(WORDS, [Term("items", "pet", Text(ja="ペット", en=""))])

    assert (found.severity, found.column) == (Severity.WARNING, "label_en")


def test_own_words_are_read_from_their_file() -> None:
    """Columns stand in any order; sound words are returned beside the problems of the others."""
    content = "\ufeffkey,list,label_ja,label_en,colour\npet,items,ペット,Pet,x\nname,items,氏名,Name,\n,,,,\n"
    terms, problems = read_own_terms(content, WORDS)

    assert [term.key for term in terms] == ["pet"]
    assert terms[0].own
    assert [(p.code, p.row, p.column) for p in problems] == [
        ("unknown_term_column", 1, "colour"),
        ("term_clash", 3, "key"),
    ]


def test_own_words_need_list_and_key() -> None:
    """A file without the column `list` or `key` is refused as a whole."""
    terms, problems = read_own_terms("key,label_ja\npet,ペット\n", WORDS)

    assert terms == ()
    assert [(p.code, p.column) for p in problems] == [("missing_column", "list")]


# --- texts and problems -----------------------------------------------------------------------


def test_problems_have_the_same_placeholders_in_both_languages() -> None:
    """What is filled in in Japanese is filled in in English."""
    for key, words in texts("problems").items():
        places = [set(re.findall(r"\{(\w+)", said)) for said in (words.ja, words.en)]
        assert places[0] == places[1], key


@pytest.mark.parametrize("room", ROOMS)
def test_texts_never_judge_conduct(room: str) -> None:
    """No text says that a law is broken, or that consent was obtained."""
    forbidden = ("違反", "同意を得ています", "適法", "violat", "compliant", "consent was obtained")
    for key, words in texts(room).items():
        assert not [word for word in forbidden if word in (words.ja + words.en).lower()], key


def test_unknown_text_is_a_fault_of_the_program() -> None:
    """Asking for a text that does not exist names the file and the key."""
    with pytest.raises(KeyError, match="no text 'nothing'"):
        text("problems", "nothing")


def test_every_problem_has_a_next_step() -> None:
    """Each code has a message and a next step."""
    known = {**texts("problems"), **texts("records")}

    for code in codes():
        assert known[f"{code}.next_step"].ja
        assert known[f"{code}.next_step"].en


def test_problem_shortens_and_tames_what_it_quotes() -> None:
    """A long value with a line break is quoted short and on one line, and kept whole in `.value`."""
    value = "あ" * 50 + "\n" + "い" * 50
    found = problem("bad_id", severity="error", file="inventory.csv", row=2, value=value)

    assert found.value == value
    assert "\n" not in found.message.ja
    assert len(found.message.ja) < 90


PIECES = st.sampled_from(
    [
        '[a]\nja = "題"\nen = "A title"\n',
        '[a.b]\nja = "あ [x]"\nen = "# no comment"\n',
        '[b]\nja = "a"\nen = "b"\nfr = "c"\n',
        '[c]\nja = "\\n"\nen = "\\""\n',
        '[c.d]\nen = "b"\nja = "a"\n',
        "[c.e]\nja = 'a'\nen = \"b\"\n",
        "[[a]]\nn = 1\n",
        "\n",
        "# [a] \"\"\" '''\n",
        'key = "a"\n',
        'a = {ja = "x"}\n',
        'long = """\n',
        '"""\n',
        "literal = '''\n",
        "'''\n",
        '[.]\nja = "a"\nen = "b"\n',
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=300)
def test_texts_told_apart_are_read_as_toml(source: str) -> None:
    """Whatever stands in a file, tables of a text told apart are what TOML has, or its error."""
    try:
        expected = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        with pytest.raises(tomllib.TOMLDecodeError, match=f"^{re.escape(str(error))}$"):
            tables_of(source)
    else:
        assert tables_of(source) == expected


@pytest.mark.parametrize("folder", ["texts", "laws"])
def test_files_of_the_package_are_read_as_toml(folder: str) -> None:
    """All texts and laws are what TOML makes of their files."""
    for path in sorted((Path(datamap.__file__).parent / folder).rglob("*.toml")):
        source = path.read_text(encoding="utf-8")
        assert tables_of(source) == tomllib.loads(source), path.name


def test_text_files_hold_nothing_but_texts() -> None:
    """A leaf that is not a pair of ja and en is refused."""
    from datamap.vocabulary.texts import _leaves  # noqa: PLC0415

    with pytest.raises(TypeError, match="needs exactly ja and en"):
        _leaves(tomllib.loads('[a]\nja = "x"'), "")


@pytest.mark.parametrize("asked", ["is_a", "flags", "ancestors", "children"])
def test_a_list_that_is_not_there_is_refused(asked: str) -> None:
    """A column's name in place of its list's (`mode`, `modes`) is a fault of the program, not a no."""
    more = ("paper",) if asked == "is_a" else ()

    with pytest.raises(KeyError, match="mode: no such list"):
        getattr(WORDS, asked)("mode", "fax", *more)


def test_empty_vocabulary_answers() -> None:
    """A list that does not exist is an empty list."""
    nothing = Vocabulary(())

    assert nothing.lists == ()
    assert nothing.find("items", "name") is None
    assert nothing.nearest("items", "name") is None
    assert nothing.label("items", "name") == Text.same("name")
    assert nothing.flags("items", "name") == frozenset()
    assert nothing.children("items", "name") == ("name",)
