"""What a message tells a person to do can be done, and says nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.cli.outcome import Stop, need_room
from datamap.inventory import read_inventory
from datamap.model import BadInput, Problem

HEAD = "id,kind,items,source,recipient\n"


def refused(table: str) -> Problem:
    """Return the one problem of a table that cannot be read."""
    with pytest.raises(BadInput) as caught:
        read_inventory(table.encode())
    (found,) = caught.value.problems
    return found


def test_a_required_word_is_not_to_be_left_blank() -> None:
    """Where no kind fits, the advice is `undetermined`: a blank kind would be refused as well."""
    advice = refused(f"{HEAD}F1,entrustmnt,name,A,B\n").next_step
    assert "undetermined（未確定）" in advice.ja
    assert "空欄" not in advice.ja
    assert "blank" not in advice.en


def test_a_flow_to_itself_is_told_by_labels() -> None:
    """The Japanese message names kinds as people know them, not by keys."""
    found = refused(f"{HEAD}F1,entrustment,name,A,A\n")
    assert "委託" in found.message.ja
    assert not {"internal_use", "derivation", "entrustment"} & set(
        (found.message.ja + found.next_step.ja).split()
    )
    assert "internal_use" not in found.next_step.ja


def test_label_and_key_that_are_one_word_stand_once() -> None:
    """No message says the same word twice, once in parentheses."""
    missing = refused("id,kind,items,recipient\nF1,entrustment,name,B\n")
    assert "source” (source)" not in missing.message.en
    unknown = refused(f"{HEAD}F1,entrustmnt,name,A,B\n")
    assert "collection (collection)" not in unknown.allowed.en


@pytest.mark.parametrize(("written", "meant"), [("pasport_no", "passport_no"), ("pass_number", None)])
def test_a_sensitive_item_is_offered_only_for_one_slip(written: str, meant: str | None) -> None:
    """Following a suggestion must not turn an ordinary word into a sensitive item."""
    found = read_inventory(f"{HEAD}F1,entrustment,{written},A,B\n".encode()).problems
    assert [p.nearest for p in found if p.code == "unknown_word"] == [meant]


def test_a_file_where_a_folder_is_needed_is_said(tmp_path: Path) -> None:
    """A file in the way, itself or above, stops the command with a sentence; nothing is left behind."""
    file = tmp_path / "taken"
    file.write_text("mine")
    for folder in (file, file / "reports"):
        with pytest.raises(Stop):
            need_room(folder)
    need_room(tmp_path / "new" / "reports")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
