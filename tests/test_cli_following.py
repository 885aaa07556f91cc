"""`datamap reach`, `routes`, `cut`, `choke` and `whatif`: small maps worked by hand, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import datamap
from datamap.cli import progress
from datamap.cli.layout import columns_wide
from datamap.model import LANGS, Lang

Run = Callable[..., tuple[int, str, str]]

DAY = ("--as-of", "2026-11-22")

# Names go from the shop to a hotel in Thailand by two agents; passport numbers by one of them. What the
# insurer gets is not specified. The mailer is planned.
MAP = """id,kind,items,subjects,source,recipient,recipient_role,countries,purposes,basis,status,price
F1,collection,name;passport_no,applicant,applicant,shop,,JP,arrange_travel,,,9
F2,entrustment,name;passport_no,applicant,shop,agent_a,processor,JP,arrange_travel,entrustment,,5
F3,entrustment,name,applicant,shop,agent_b,processor,JP,arrange_travel,entrustment,,1
F4,third_party,name;passport_no,applicant,agent_a,hotel,third_party,TH,send_product_information,,,2
F5,third_party,name,applicant,agent_b,hotel,third_party,TH,arrange_travel,consent,,2
F6,third_party,*,applicant,shop,insurer,third_party,,,,,
F7,entrustment,name,applicant,shop,mailer,processor,US,,,planned,
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give the folder of the map."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "inventory.csv").write_text(MAP, encoding="utf-8")
    return folder


@pytest.fixture
def ask(run: Run, book: Path) -> Callable[..., dict[str, Any]]:
    """Give a function that runs a command on the map and returns its JSON."""

    def call(*words: str) -> dict[str, Any]:
        code, out, err = run(*words, "-w", book, "--format", "json", *DAY)
        assert (code, err) == (0, "")
        return dict(json.loads(out))

    return call


Ask = Callable[..., dict[str, Any]]

# ------------------------------------------------------------------------------------------ reach


@pytest.mark.parametrize("command", [("reach",), ("routes",), ("cut", "--place", "hotel"), ("choke",)])
def test_programs_are_told_which_rows_pass_on_what_was_never_received(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """JSON names the rows that the text names; where nothing is asked of an item, there are none."""
    rows = ["id,kind,items,subjects,source,recipient", "F1,collection,name,applicant,applicant,shop"]
    rows += ["F2,entrustment,name,applicant,shop,mailer"]
    rows += ["F3,third_party,name;passport_no,applicant,mailer,hotel"]
    (tmp_path / "inventory.csv").write_text("\n".join(rows), encoding="utf-8")
    quiet = ("-w", tmp_path, "--format", "json", *DAY)

    found = json.loads(run(*command, "--item", "passport_no", *quiet)[1])

    assert found["unreceived"] == [{"item": "passport_no", "place": "mailer", "flow": "F3"}]
    assert json.loads(run("reach", *quiet)[1])["unreceived"] == []


def test_reach_rows_have_the_keys_promised(ask: Ask) -> None:
    """Rows say subject, item, place, country, reading and flows; the head is that of every command."""
    found = ask("reach", "--item", "passport_no")

    assert list(found)[:3] == ["datamap", "as_of", "inventory_sha256"]
    assert found["reading"] == "certain"
    rows = [(row["place"], row["country"], row["flows"]) for row in found["results"]]
    assert rows == [
        ("agent_a", "JP", ["F1", "F2"]),
        ("hotel", "TH", ["F1", "F2", "F4"]),
        ("shop", "JP", ["F1"]),
    ]
    assert {(row["subject"], row["item"], row["reading"]) for row in found["results"]} == {
        ("applicant", "passport_no", "certain")
    }


def test_reach_rows_are_those_of_the_verb(ask: Ask, book: Path) -> None:
    """The rows that are written as they come are the records of the answer."""
    told = ask("reach", "--reading", "possible")["results"]

    assert told == datamap.reach(
        datamap.read_workbook(book), as_of=date(2026, 11, 22), reading="possible"
    ).as_records()  # fmt: skip


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("--item", "旅券番号", "--country", "タイ"), {"hotel"}),
        (("--overseas",), {"hotel"}),
        (("--item", "name", "--country", "abroad"), set()),
        (("--reading", "possible", "--item", "passport_no", "--place", "insurer"), {"insurer"}),
        (("--reading", "可能性", "--place", "insurer"), {"insurer"}),
        (("--reading", "certain", "--place", "insurer"), set()),
        (("--planned", "--place", "mailer"), {"mailer"}),
        (("--reading", "worst_case", "--item", "passport_no", "--place", "agent_b"), {"agent_b"}),
        (("--flag", "sensitive"), set()),
        (("--flag", "id_code", "--country", "Thailand"), {"hotel"}),
    ],
)
def test_reach_of_what_is_asked(ask: Ask, words: tuple[str, ...], places: set[str]) -> None:
    """Items, places, countries and readings go by key or label; planned flows only where asked for."""
    assert {row["place"] for row in ask("reach", *words)["results"]} == places


@pytest.mark.parametrize("lang", LANGS)
def test_reach_is_read_country_by_country_with_its_rows(run: Run, book: Path, lang: Lang) -> None:
    """What leaves, where to, by which rows; the file is named once, countries abroad come first."""
    code, out, err = run("reach", "--item", "name", "-w", book, "--lang", lang, *DAY)

    assert (code, err) == (0, "")
    assert "F1 (inventory.csv:2) → F2 (:3) → F4 (:5)" in out
    assert out.index({"ja": "タイ", "en": "Thailand"}[lang]) < out.index({"ja": "日本", "en": "Japan"}[lang])
    assert {"ja": "お申込みのお客さま", "en": "Applicants"}[lang] in out
    assert all(columns_wide(line) <= 100 for line in out.splitlines()[3:])
    assert "_is_" not in out


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_found_says_what_else_to_try(run: Run, book: Path, lang: Lang) -> None:
    """An empty answer is no error: it says whether the item is named at all, and what else there is."""
    for command in ("reach", "routes", "cut", "choke"):
        code, out, err = run(command, "--item", "email", "--country", "TH", "-w", book, "--lang", lang, *DAY)
        assert (code, err) == (0, "")
        assert "--reading possible" in out
        assert "--planned" in out
        assert {"ja": "台帳にありません", "en": "No row"}[lang] in out, command


def test_rows_that_pass_on_what_was_never_received_are_named(run: Run, tmp_path: Path) -> None:
    """Where nothing, or only a part, is found, the rows from which nothing is followed are named."""
    table = """id,kind,items,subjects,source,recipient,countries
A,collection,name,customer,customer,shop,JP
B,third_party,card_number;name,customer,shop,payer,JP
"""
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    for command in ("reach", "routes", "choke"):
        _, out, _ = run(command, "--item", "card_number", "-w", tmp_path, *DAY)
        assert "カード番号：shop B (inventory.csv:3)" in out, command
    _, out, _ = run("reach", "--item", "card_number", "--item", "name", "-w", tmp_path, *DAY)
    assert "氏名（" in out
    assert "カード番号：shop B" in out
    _, out, _ = run("reach", "--item", "name", "-w", tmp_path, *DAY)
    assert "受け取った記録がない" not in out
    code, out, _ = run("ask", "-w", tmp_path, "--out", tmp_path / "asked", *DAY)
    assert code == 0
    assert "shop  カード番号" in out
    assert len(list((tmp_path / "asked").iterdir())) > 1


def test_a_hop_says_its_ground_once_and_a_member_is_in_its_own_country(run: Run, tmp_path: Path) -> None:
    """A kind that is its own ground stands once; what a row says of a group is not said of a member."""
    table = """id,kind,items,subjects,source,recipient,countries,purposes,basis
A,collection,name,customer,customer,shop,JP,arrange_travel,
B,entrustment,name,customer,shop,agents,TH,send_product_information,entrustment
"""
    records = tmp_path / "records"
    records.mkdir()
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    parties = "".join(
        f'[[party]]\nkey = "{key}"\nname = {{ja = "{key}", en = "{key}"}}\n{where}\n'
        for key, where in (("ag_us", 'countries = ["US"]'), ("ag_th", ""))
    )
    group = '[[group]]\nkey = "agents"\nname = {ja = "a", en = "a"}\nmembers = ["ag_us", "ag_th"]\n'
    (records / "organisation.toml").write_text(parties + group, encoding="utf-8")
    _, out, _ = run("routes", "--place", "ag_us", "-w", tmp_path, *DAY)
    assert "     委託、国：アメリカ合衆国、目的" in out
    assert "見当たりません。" not in out
    assert "!" in out
    _, out, _ = run("routes", "--place", "ag_th", "-w", tmp_path, *DAY)
    assert "国：タイ" in out


def test_places_that_hold_something_without_a_flow_are_told_apart(run: Run, tmp_path: Path) -> None:
    """What an origin holds to begin with is said to have no record of how it came there."""
    table = "id,kind,items,subjects,source,recipient\nA,entrustment,name,customer,shop,mailer\n"
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    _, out, _ = run("reach", "-w", tmp_path, "--lang", "en", *DAY)

    assert out.count("held to begin with") == 1
    assert "A (inventory.csv:2)" in out


# ----------------------------------------------------------------------------------------- routes


def test_routes_name_hop_row_ground_and_the_weakest(ask: Ask, run: Run, book: Path) -> None:
    """By the shortest way the last hop has no ground and another purpose than collection."""
    hops = ask("routes", "--item", "passport_no", "--place", "hotel")["results"]

    assert [(hop["flows"], hop["row"], hop["source"], hop["place"]) for hop in hops] == [
        (["F1"], 2, "applicant", "shop"),
        (["F2"], 3, "shop", "agent_a"),
        (["F4"], 5, "agent_a", "hotel"),
    ]
    assert [hop["weakest"] for hop in hops] == [False, False, True]
    assert hops[2]["purposes_beyond"] == ["send_product_information"]
    assert hops[2]["purpose_told"] == "beyond"

    out = run("routes", "--item", "passport_no", "--place", "hotel", "-w", book, "--lang", "en", *DAY)[1]
    assert "3  F4 (inventory.csv:5)  agent_a → hotel" in out
    assert "! weakest hop: " in out
    assert "! purposes beyond those at collection: " in out


def test_all_simple_routes_up_to_a_bound(ask: Ask) -> None:
    """Names go by two ways of three flows each; with fewer flows there is none."""
    asked = ("routes", "--item", "name", "--place", "hotel")

    def ways(*more: str) -> set[tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for hop in ask(*asked, *more)["results"]:
            found.setdefault(hop["route_no"], []).extend(hop["flows"])
        return {tuple(flows) for flows in found.values()}

    assert ways("--longest", "3") == {("F1", "F2", "F4"), ("F1", "F3", "F5")}
    assert ways("--longest", "2") == set()
    assert len(ways()) == 1
    assert len(ways("--longest", "3", "--most", "1")) == 1


def test_a_collection_without_a_purpose_covers_nothing(run: Run, book: Path) -> None:
    """Where nobody recorded what was told, that is said instead of a drift."""
    (book / "inventory.csv").write_text(MAP.replace("JP,arrange_travel,,,9", "JP,,,,9"), encoding="utf-8")
    out = run("routes", "--place", "hotel", "--item", "passport_no", "-w", book, "--lang", "en", *DAY)[1]

    assert "the collection records no purpose" in out


# ------------------------------------------------------------------------------- cuts, choke points


def test_the_fewest_flows_to_end(ask: Ask) -> None:
    """Passport numbers have one way, so one flow is enough; names have two, which meet at the collection."""
    passports = ask("cut", "--item", "passport_no", "--country", "TH")
    assert passports["least"] == 1
    assert sorted(passports["choices"]) == [["F1"], ["F2"], ["F4"]]
    assert passports["choices"][-1] == ["F1"]  # ending a collection comes last

    kept = ask("cut", "--item", "name", "--country", "TH", "--keep", "取得")
    assert kept["least"] == 2
    assert {tuple(choice) for choice in kept["choices"]} == {
        ("F2", "F3"), ("F2", "F5"), ("F3", "F4"), ("F4", "F5")
    }  # fmt: skip


def test_the_cheapest_flows_to_end(ask: Ask) -> None:
    """With prices, ending F4 and F3 (2 + 1) beats the collection (9); a column has a label too."""
    found = ask("cut", "--item", "name", "--country", "TH", "--cost", "price")

    assert found["choices"] == [["F3", "F4"]]
    assert found["least"] == 3
    assert [row["price"] for row in found["results"]] == [1, 2]


def test_a_choice_that_ends_a_collection_says_how_to_go_on_collecting(ask: Ask) -> None:
    """Ending the collection stops everything, and is seldom what is meant; without one nothing is said."""
    ends = ask("cut", "--item", "name", "--country", "TH")
    keeps = ask("cut", "--item", "name", "--country", "TH", "--keep", "取得")

    assert "F1" in {flow for choice in ends["choices"] for flow in choice}
    assert any("--keep collection" in note for note in ends["notes"])
    assert keeps["notes"] == []


def test_a_cut_by_role_place_and_flag(ask: Ask) -> None:
    """Targets may be roles, places and flags; a flow that does not carry the item is never proposed."""
    assert ask("cut", "--flag", "id_code", "--role", "第三者", "--keep", "F1")["choices"] == [["F4"], ["F2"]]
    assert ask("cut", "--item", "passport_no", "--place", "agent_b")["choices"] == []
    assert ask("cut", "--item", "passport_no", "--overseas", "--most", "1")["choices"] == [["F4"]]


def test_what_may_not_be_ended_may_make_a_cut_impossible(ask: Ask, run: Run, book: Path) -> None:
    """Then the flows of such a way are named."""
    kept = [word for flow in ("F1", "F2", "F4") for word in ("--keep", flow)]
    found = ask("cut", "--item", "passport_no", "--country", "TH", *kept)

    assert found["possible"] is False
    out = run("cut", "--item", "passport_no", "--country", "TH", *kept, "-w", book, "--lang", "en", *DAY)[1]
    assert "F1, F2, F4" in out


def test_choke_points_cover_what_must_pass(ask: Ask, run: Run, book: Path) -> None:
    """All goes through the shop; passport numbers through agent A as well; names have two ways."""
    rows = ask("choke", "--country", "TH")["results"]

    assert [(row["place"], row["pairs"], row["items"]) for row in rows] == [
        ("shop", 2, ["name", "passport_no"]),
        ("agent_a", 1, ["passport_no"]),
    ]
    assert "agent_a  50%" in run("choke", "--country", "TH", "-w", book, "--lang", "en", *DAY)[1]


@pytest.mark.parametrize("lang", LANGS)
def test_a_cut_is_read_choice_by_choice(run: Run, book: Path, lang: Lang) -> None:
    """Each choice names its flows with their rows, from whom to whom, and the items."""
    out = run("cut", "--item", "passport_no", "--country", "TH", "-w", book, "--lang", lang, *DAY)[1]

    assert "F4 (inventory.csv:5)  agent_a → hotel" in out
    assert {"ja": "案1", "en": "Choice 1"}[lang] in out


def test_rows_without_a_price_are_told(ask: Ask, book: Path) -> None:
    """A cut by a price that is nowhere, or not everywhere, recorded is no cheapest one without a word."""
    words = ("cut", "--item", "passport_no", "--country", "TH", "--keep", "collection", "--cost")
    assert ask(*words[:-1])["notes"] == []
    assert "2" in ask(*words, "price")["notes"][0]

    table = "\n".join(line.rpartition(",")[0] + "," for line in MAP.splitlines()[1:])
    (book / "inventory.csv").write_text(MAP.splitlines()[0] + "\n" + table + "\n", encoding="utf-8")
    (said,) = ask(*words, "price")["notes"]
    assert "どの行も空欄" in said


def test_without_a_destination_every_place_is_left_out_in_turn(ask: Ask, run: Run, book: Path) -> None:
    """Without the shop agents and hotel hold nothing; without agent A the hotel has no passport numbers."""
    rows = ask("choke")["results"]

    assert [(row["place"], row["also_stops"], row["items"]) for row in rows] == [
        ("shop", 5, ["name", "passport_no"]),
        ("agent_a", 1, ["passport_no"]),
    ]
    out = run("choke", "--item", "name", "-w", book, "--lang", "en", *DAY)[1]
    assert "shop  100%" in out
    assert "agent_a" not in out


# ------------------------------------------------------------------------------------------ whatif


def test_ending_a_flow_before_and_after(ask: Ask) -> None:
    """Passport numbers no longer reach the hotel; names still do, by the other agent."""
    found = ask("whatif", "--end", "F4")
    counted = {row["counted"]: (row["before"], row["after"]) for row in found["results"]}

    lost = {(row["item"], row["place"]) for row in found["reach"] if row["reading"] == "certain"}
    assert lost == {("passport_no", "hotel")}
    assert counted["countries_certain"] == (2, 2)
    assert counted["flows_named"] == (2, 1)
    assert [row["flows"] for row in found["transfers"]] == [["F4"]]
    assert any(one["id"].endswith(":F4") for one in found["findings_closed"])
    assert set(found["findings"]) == {"error", "warning", "question", "information"}


def test_changes_by_options(ask: Ask) -> None:
    """A planned flow starts, a place moves, an item is pseudonymised, one is held back."""

    def gained(*words: str) -> set[tuple[str, ...]]:
        rows = ask("whatif", *words)["reach"]
        return {(r["item"], r["form"], r["place"], r["country"]) for r in rows
                if r["change"] == "gained" and r["reading"] == "certain"}  # fmt: skip

    assert gained("--start", "F7") == {("name", "plain", "mailer", "US")}
    assert gained("--move", "hotel=ベトナム") == {
        ("name", "plain", "hotel", "VN"),
        ("passport_no", "plain", "hotel", "VN"),
    }
    pseudonymised = ("--item", "旅券番号", "--treatment", "仮名加工")
    assert gained(*pseudonymised, "--flow", "F4") == {("passport_no", "pseudonymised", "hotel", "TH")}
    assert {place for _, _, place, _ in gained(*pseudonymised)} == {"agent_a", "hotel"}
    held_back = ask("whatif", "--without", "passport_no", "--flow", "F2")["reach"]
    assert {r["place"] for r in held_back if r["reading"] == "certain"} == {"agent_a", "hotel"}


def test_a_part_of_a_row_is_no_second_flow(ask: Ask) -> None:
    """A row that is split by items stays one transfer, and its findings are counted once."""
    found = ask("whatif", "--item", "passport_no", "--measure", "encryption", "--flow", "F4")
    counted = {row["counted"]: (row["before"], row["after"]) for row in found["results"]}

    assert counted["flows_named"][0] == counted["flows_named"][1]
    assert found["transfers"] == []
    assert found["findings_new"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_of_changes_side_by_side(run: Run, book: Path, tmp_path: Path, lang: Lang) -> None:
    """The same words in a file; before, after and the difference stand in one line."""
    file = tmp_path / "changes.toml"
    file.write_text('[[change]]\nend = ["F4"]\n[[change]]\nstart = ["F7"]\n', encoding="utf-8")
    code, out, err = run("whatif", file, "-w", book, "--lang", lang, *DAY)

    assert (code, err) == (0, "")
    assert {"ja": "なくなる、確実: 旅券番号", "en": "lost, certain: Passport number"}[lang] in out
    assert {"ja": "増える、確実: 氏名", "en": "gained, certain: Name"}[lang] in out
    assert "→" in out
    assert "_is_" not in out


@pytest.mark.parametrize("change", [("--move", "hotel=TH"), ("--end", "F8"), ("--start", "F1")])
def test_a_change_that_changes_nothing_is_refused(run: Run, book: Path, change: tuple[str, ...]) -> None:
    """A row that is like that already, or a place that is there already, says so instead of showing zeros."""
    with (book / "inventory.csv").open("a", encoding="utf-8") as file:
        file.write("F8,entrustment,name,applicant,shop,gone,processor,JP,,,ended,\n")

    code, _, err = run("whatif", *change, "-w", book, "--lang", "en", *DAY)

    assert code == 2
    assert "would change nothing" in err


def test_nothing_is_taken_out_of_a_row_that_names_nothing(run: Run, book: Path) -> None:
    """The reason is that the row does not say what goes, not that it is so already."""
    change = ("--flow", "F6", "--without", "passport_no")
    code, _, err = run("whatif", *change, "-w", book, "--lang", "en", *DAY)

    assert code == 2
    assert "F6" in err
    assert "all;-passport_no" in err
    assert "would change nothing" not in err


def test_the_inventory_is_left_alone(ask: Ask, book: Path) -> None:
    """What is tried is tried on paper."""
    before = (book / "inventory.csv").read_bytes()
    ask("whatif", "--end", "F1")

    assert (book / "inventory.csv").read_bytes() == before
    assert [path.name for path in book.iterdir()] == ["inventory.csv"]


# --------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("reach --item pasport_no", "passport_no"),
        ("reach --place hotell", "hotel"),
        ("reach --country Tailand", "TH"),
        ("reach --subject aplicant", "applicant"),
        ("reach --flag sensitiv", "sensitive"),
        ("reach --reading certan", "certain"),
        ("routes", "--item"),
        ("routes --place hotel --longest many", "--longest"),
        ("cut --item name", "--overseas"),
        ("cut --role thrid_party", "third_party"),
        ("cut --country TH --cost prise", "price"),
        ("cut --country TH --cost basis", "basis"),
        ("cut --country TH --keep F44", "F4"),
        ("choke --country Tailand", "TH"),
        ("whatif", "--end"),
        ("whatif --end F44", "F4"),
        ("whatif --move hotel", "=TH"),
        ("whatif --move hotell=TH", "hotel"),
        ("whatif --move hotel=Tailand", "TH"),
        ("whatif --flow F4", "treatment"),
        ("whatif --treatment pseudonymised", "items"),
        ("whatif --item name --treatment pseudonimised", "pseudonymised"),
        ("whatif --item emial --measure encryption", "email"),
        ("whatif nowhere.toml", "nowhere.toml"),
    ],
)
def test_bad_input_exits_with_2_and_says_what_was_meant(
    run: Run, book: Path, typed: str, said: str, lang: Lang
) -> None:
    """Unknown words, half sentences and missing files are no fault of the program."""
    code, out, err = run(*typed.split(), "-w", book, "--lang", lang, *DAY)

    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert any("\u3040" <= letter <= "\u30ff" for letter in err) == (lang == "ja")


# ---------------------------------------------------------------------------------------- progress


def test_long_work_says_how_far_it_is(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large inventory shows a line a step on the error stream; a small one keeps quiet."""
    assert run("reach", "-w", book, *DAY)[2] == ""
    monkeypatch.setattr(progress, "LARGE", 1)
    requests = (("erase", "applicant"), ("disclose", "applicant"), ("breach", "--flow", "F4"))
    following = (("reach",), ("cut", "--overseas"), ("retention",), ("ask",))
    for command in (*following, *requests, ("check", "--fail-on", "never")):
        code, out, err = run(*command, "-w", book, "--format", "json", "--lang", "en", *DAY)
        assert code == 0
        assert json.loads(out)
        assert "[1/" in err, command
