"""The word lists as data: every list keeps the rules that the rooms rely on."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from datamap.model import Term
from datamap.vocabulary import read_vocabulary, squash

WORDS = read_vocabulary()
LISTS = [name for name in WORDS.lists if name != "columns"]

FLAGS = {
    "items": {
        "behaviour",
        "biometric",
        "credential",
        "eu_sensitive",
        "id_code",
        "may_be_property_damage",
        "may_be_sensitive",
        "minor_hint",
        "my_number",
        "never_store",
        "property_damage",
        "related_info",
        "sensitive",
    },
    "purposes": {
        "analysis",
        "arrangement",
        "authority",
        "contract",
        "development",
        "evaluation",
        "outsourced",
        "profiling",
        "promotion",
        "provision",
        "settlement",
        "statutory",
        "vague",
    },
    "subjects": {"business_card", "indirect", "minor", "vulnerable", "worker"},
    "measures": {"card", "heading", "lowers_breach"},
    "claims": {"heading", "states", "weak"},
    "industries": {"indirect_people"},
    "contract_clauses": {"advised", "article_28", "equivalent_system", "joint_use", "needed"},
}


@pytest.mark.parametrize("name", LISTS)
def test_keys_are_unique_and_plain(name: str) -> None:
    """A key is a short word that needs no quoting; countries keep their ISO codes."""
    keys = [term.key for term in WORDS.terms(name)]

    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Z]{2}|[a-z][a-z0-9_]*", key) for key in keys)


@pytest.mark.parametrize("name", LISTS)
def test_every_word_is_labelled_in_both_languages(name: str) -> None:
    """No list can be shown in one language only, and help comes in both or in none."""
    for term in WORDS.terms(name):
        assert term.label.ja, term.key
        assert term.label.en, term.key
        assert bool(term.help.ja) == bool(term.help.en), term.key


@pytest.mark.parametrize("name", LISTS)
def test_parents_exist_and_make_a_tree(name: str) -> None:
    """Walking up from any word ends."""
    for term in WORDS.terms(name):
        chain = list(WORDS.ancestors(name, term.key))

        assert not term.parent or WORDS.get(name, term.parent), term.key
        assert all(WORDS.get(name, low).parent == high for low, high in pairwise(chain))  # type: ignore[union-attr]


@pytest.mark.parametrize("name", LISTS)
def test_no_spelling_means_two_words(name: str) -> None:
    """Keys, labels and aliases of a list are told apart even without width, case and spaces."""
    meant: dict[str, str] = {}
    for term in WORDS.terms(name):
        for spelling in (term.key, term.label.ja, term.label.en, *term.aliases):
            assert meant.setdefault(squash(spelling), term.key) == term.key, spelling


def test_the_list_in_europe_is_flagged_as_its_column_says() -> None:
    """What `gdpr` places under Article 9 has the flag that facts ask for, and nothing else has it."""
    for term in WORDS.terms("items"):
        assert (term.gdpr == "9") is ("eu_sensitive" in WORDS.flags("items", term.key)), term.key


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_flags_are_those_that_rooms_ask_for(name: str) -> None:
    """A misspelt flag would silently switch a rule off."""
    assert {flag for term in WORDS.terms(name) for flag in term.flags} == FLAGS[name]


@pytest.mark.parametrize("name", LISTS)
def test_a_word_is_taken_out_of_use_properly(name: str) -> None:
    """A replacement is named only for a word that is deprecated, and it exists."""
    for term in WORDS.terms(name):
        assert not term.replaced_by or (term.deprecated and WORDS.get(name, term.replaced_by)), term.key


def below(list_name: str, key: str) -> set[str]:
    """Return everything under a word, without the word."""
    return set(WORDS.children(list_name, key)) - {key}


def items_with(flag: str) -> set[str]:
    """Return the items that carry a flag, inherited or own."""
    return {t.key for t in WORDS.terms("items") if flag in WORDS.flags("items", t.key)}


def test_special_care_required_information_is_complete() -> None:
    """Every kind of Art. 2(3) and Order 2 has an item, and nationality is none of them."""
    kinds = {
        "race",
        "creed",
        "social_status",
        "medical_history",
        "criminal_record",
        "crime_victim",
        "disability",
        "health_check",
        "medical_guidance",
        "dispensing",
        "criminal_procedure",
        "juvenile_procedure",
    }

    assert kinds <= items_with("sensitive")
    assert "nationality" not in items_with("sensitive")


def test_identification_codes_are_those_of_the_order() -> None:
    """Passport, licence and the like are codes by themselves; phone, e-mail and card numbers are not."""
    codes = items_with("id_code")

    assert {"passport_no", "foreign_passport_no", "drivers_licence_no", "residence_card_no"} <= codes
    assert {"my_number", "pension_no", "health_insurance_no", "resident_code", "dna"} <= codes
    assert not codes & {"phone", "email", "card_number", "member_id"}


def test_misuse_that_costs_money() -> None:
    """Card data and sign-in data of paying services weigh as property damage (Rule 7(2))."""
    assert {"card_information", "card_number", "login_credentials"} <= items_with("property_damage")


def test_measures_stand_under_the_seven_headings() -> None:
    """Guideline 10-1 to 10-7 each has measures; what belongs to other articles stands apart."""
    headings = [t.key for t in WORDS.terms("measures") if "heading" in t.flags]

    assert len(headings) == 7
    assert all(below("measures", heading) for heading in headings)


def described(term: Term) -> bool:
    """Return whether a claim is a group or says if it states something or weakens the text."""
    return bool(term.flags & {"heading", "states", "weak"})


def test_every_claim_states_or_weakens() -> None:
    """A claim is a statement made or a weakness of the wording, under one of the groups."""
    claims = WORDS.terms("claims")

    assert all(described(term) for term in claims)
    assert all(term.parent for term in claims if "heading" not in term.flags)


def test_top_level_items_serve_as_colour_groups() -> None:
    """A diagram can tell the groups apart: there are few enough of them."""
    assert len([t for t in WORDS.terms("items") if not t.parent]) <= 14


EVERYDAY = {
    "items": "メアド=email 携帯=phone TEL=phone LINE=messaging_id クレカ=card_information "
    "口座=bank_account お届け先=delivery_information 問い合わせ内容=contact_history "
    "チャット履歴=email_content 病名=medical_history 給与明細=salary シフト=attendance "
    "来店履歴=usage_history 防犯カメラ映像=security_camera_image 続柄=family_members "
    "first_name=name DOB=birth_date mobile=phone ethnicity=race diagnosis=medical_history "
    "CV=resume NHS_number=foreign_public_no sick_leave=sickness_absence",
    "purposes": "メルマガ配信=email_marketing DM発送=send_product_information "
    "顧客管理=customer_management 請求=settle_payment 年末調整=tax_accounting "
    "シフト管理=personnel_management marketing=promotion recruitment=recruiting",
    "modes": "LINE=chat Slack=chat SMS=sms Zoom=video_call ホームページ=web_form USB=portable_media "
    "ハガキ=post 店頭=face_to_face",
    "subjects": "お客様=customer 利用者=customer 参加者=event_participant パート=part_time_worker "
    "内定者=job_applicant 園児=minor children=minor staff=employee "
    "next_of_kin=emergency_contact",
    "roles": "外注先=processor 関連会社=group_company 役所=authority affiliate=group_company",
}
"""Words of small businesses, and the key that each certainly means."""


@pytest.mark.parametrize("list_name", sorted(EVERYDAY))
def test_everyday_words_are_known(list_name: str) -> None:
    """What an officer writes without looking at the list is found, and means one thing."""
    pairs = dict(pair.split("=") for pair in EVERYDAY[list_name].split())

    assert {word: WORDS.find(list_name, word.replace("_", " ")) for word in pairs} == pairs


@pytest.mark.parametrize("word", ["有効期限", "決済情報", "ID", "expiry date", "payment details"])
def test_words_that_may_mean_two_things_are_left_to_people(word: str) -> None:
    """An alias is only given where the meaning is certain: a wrong key says what nobody said."""
    assert WORDS.find("items", word) is None
