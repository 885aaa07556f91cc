"""Made-up maps for the tests of the figures: a tour operator, and maps of any size. No real firm."""

from __future__ import annotations

import random

HEADER = (
    "id,activity,kind,subjects,items,source,recipient,recipient_role,system,countries,"
    "basis,foreign_route,department"
)

_COLLECTIONS = (
    (
        "Web booking",
        "applicant",
        "name;name_roman;email;phone;address;birth_date;gender",
        "予約サイト",
        "予約課",
    ),
    ("Web booking", "applicant", "card_number;card_expiry", "決済ページ", "予約課"),
    ("Counter", "applicant", "name;phone;passport_no;passport_copy;nationality", "店頭端末", "店舗課"),
    ("Call centre", "inquirer", "name;phone;contact_history", "CRM", "お客様課"),
    ("Groups", "companion", "name;age;dietary_need;medical_history", "団体手配システム", "団体課"),
    ("Web site", "site_visitor", "cookie_data;ip_address", "アクセス解析", "宣伝課"),
    (
        "Recruiting",
        "job_applicant",
        "name;address;education_record;health_check;criminal_record",
        "採用システム",
        "人事課",
    ),
    ("Members", "member", "name;email;purchase_history;+", "CRM", "お客様課"),
)
_INSIDE = (
    ("予約サイト", "CRM", "name;email;phone;purchase_history"),
    ("店頭端末", "CRM", "name;phone"),
    ("CRM", "データ基盤", "name;email;purchase_history;contact_history"),
    ("データ基盤", "CRM", "purchase_history"),
    ("アクセス解析", "データ基盤", "cookie_data"),
    ("データ基盤", "分析環境", "purchase_history;age;gender"),
    ("予約サイト", "手配システム", "name_roman;passport_no;birth_date;gender;phone"),
    ("団体手配システム", "手配システム", "name;dietary_need;medical_history"),
)
_HOTELS = ("FR", "IT", "ES", "TH", "VN", "KR", "TW", "AU", "US", "CA", "TR", "EG", "")
_OTHERS = (
    ("CRM", "メール配信あおぞら", "processor", "name;email", "JP", "entrustment"),
    ("CRM", "コールセンターみどり", "processor", "name;phone;contact_history", "JP", "entrustment"),
    ("コールセンターみどり", "夜間受付しらかば", "sub_processor", "name;phone", "PH", "entrustment"),
    ("メール配信あおぞら", "Cloud Mail Inc.", "sub_processor", "email", "US", "entrustment"),
    ("決済ページ", "決済代行ひいらぎ", "processor", "card_number;card_expiry", "JP", "entrustment"),
    ("決済代行ひいらぎ", "カード会社", "third_party", "card_number", "", "undetermined"),
    ("分析環境", "Analytics GmbH", "processor", "purchase_history;age", "DE", "entrustment"),
    ("アクセス解析", "広告配信もみじ", "third_party", "cookie_data", "", "external_transmission"),
    ("手配システム", "航空予約 GDS", "processor", "name_roman;passport_no;birth_date", "US", "entrustment"),
    ("航空予約 GDS", "航空会社", "third_party", "name_roman;passport_no", "abroad", "third_party:consent"),
    ("手配システム", "海外旅行保険かえで", "third_party", "name;birth_date;+", "JP", "third_party"),
    ("採用システム", "適性検査くすのき", "processor", "name;education_record", "JP", "entrustment"),
    ("採用システム", "産業医", "third_party", "health_check", "JP", "third_party:consent"),
    ("CRM", "税務署", "authority", "name;address", "JP", "authority"),
)  # fmt: skip


def tour_operator() -> str:
    """Return an inventory of some 150 flows of an invented tour operator, gaps and cycles included."""
    rows = [HEADER]

    def add(*cells: str) -> None:
        rows.append(",".join((f"T{len(rows):03d}", *cells)))

    for activity, subject, items, system, department in _COLLECTIONS:
        add(activity, "collection", subject, items, subject, "operator", "", system, "", "", "", department)
    for start, end, items in _INSIDE:
        add("Inside", "internal_use", "", items, start, end, "", end, "", "", "", "")
    for start, end, role, items, country, how in _OTHERS:
        kind, _, basis = how.partition(":")
        add("Outside", kind, "", items, start, end, role, "", country, basis, "", "")
    for number, country in enumerate(_HOTELS * 4):
        basis, route = ("consent", "consent_informed") if number % 3 else ("", "unknown")
        route = "designated" if country in {"FR", "IT", "ES"} else route
        name = f"{'ホテル' if number % 2 else 'ランドオペレーター'}{number + 1:02d}"
        for items in ("name_roman;passport_no;dietary_need", "phone;flight_information")[: 1 + number % 2]:
            source = "手配システム" if number % 5 else "団体手配システム"
            add("Tours", "third_party", "", items, source, name, "third_party", "", country, basis, route, "")
    return "\n".join(rows) + "\n"


def synthetic(flows: int, seed: int = 7) -> str:
    """Return an inventory of so many flows: power-law recipients, cycles, onward flows."""
    dice = random.Random(seed)
    items = [
        "name",
        "email",
        "phone",
        "address",
        "birth_date",
        "passport_no",
        "card_number",
        "purchase_history",
    ]
    items += [
        "cookie_data",
        "medical_history",
        "age",
        "gender",
        "health_check",
        "ip_address",
        "salary",
        "education_record",
    ]
    countries = ["JP"] * 6 + ["US", "DE", "FR", "TH", "VN", "SG", "IN", "abroad", ""]
    kinds = ["third_party", "entrustment", "joint_use", "undetermined"]
    roles = ["processor", "sub_processor", "joint_user", "third_party", "group_company", "authority"]
    systems = [f"システム{number:03d}" for number in range(max(3, flows // 60))]
    parties = [f"会社{number:04d}" for number in range(max(5, flows // 8))]
    rows = [HEADER]
    for number in range(flows):
        carried = ";".join(dice.sample(items, dice.randint(1, 5)))
        party = parties[int(len(parties) * dice.random() ** 3)]
        system = systems[int(len(systems) * dice.random() ** 2)]
        way = dice.random()
        basis, route = dice.choice(["consent", ""]), dice.choice(["consent_informed", ""])
        place = zlib_choice(party, countries)
        role = zlib_choice(party, roles)
        if way < 0.15:
            cells = ("collection", "customer", carried, "customer", "operator", "", system, "", "", "")
        elif way < 0.35:
            cells = ("internal_use", "", carried, dice.choice(systems), system, "", "", "", "", "")
        elif way < 0.9:
            cells = (dice.choice(kinds), "", carried, system, party, role, "", place, basis, route)
        else:
            cells = (
                dice.choice(kinds),
                "",
                carried,
                dice.choice([each for each in parties if each != party]),
                party,
                role,
                "",
                place,
                basis,
                route,
            )
        rows.append(",".join((f"S{number:05d}", "work", *cells, f"部署{number % 7}" if way < 0.15 else "")))
    return "\n".join(rows) + "\n"


def zlib_choice(name: str, choices: list[str]) -> str:
    """Return the same choice for the same name in every run."""
    return choices[sum(name.encode()) % len(choices)]
