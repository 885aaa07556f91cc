"""The page `docs/laws.md`: acts and rules, how far each article is covered, and what was read."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.model import Law, Rule
from datamap.rules.articles import article_text
from datamap.rules.read import read_laws

HEAD = """# Laws / 法令

This page is written by `python docs/make_laws.py`; do not edit it by hand.
このページは`python docs/make_laws.py`が書き出します。手で直さないでください。

Each rule is one file under `datamap/laws/<law>/`. A rule applies where all of its *when* facts hold
([facts.md](facts.md)) and is met by any of its *unless* facts. *Verified* = the primary text was
read for it. Nothing here is legal advice.

規則は`datamap/laws/<法令>/`に一つずつのファイルで置きます。「確認済み」は、一次資料を読んで
作ったことを示します。法律上の助言ではありません。
"""


def laws_page() -> str:
    """Return the page as Markdown.

    Examples
    --------
    >>> laws_page().splitlines()[0]
    '# Laws / 法令'
    """
    return "\n".join([HEAD, *(line for law in read_laws().laws for line in _law(law))])


def _law(law: Law) -> Iterator[str]:
    yield from (f"## {law.name.ja} / {law.name.en}", "", law.caution.ja, "", law.caution.en, "")
    yield from ("| amendment | promulgated | in force | verified |", "| --- | --- | --- | --- |")
    for change in law.amendments:
        days = f"{change.promulgated or '–'} | {change.in_force or '–'}"
        yield f"| {change.title.ja}<br>{change.title.en} | {days} | {'yes' if change.verified else 'no'} |"
    if law.coverage:
        yield from ("", "| article | covered | why | rules |", "| --- | --- | --- | --- |")
    for entry in law.coverage:
        rules = ", ".join(entry.rules)
        yield f"| {entry.article} | {entry.state} | {entry.why.ja}<br>{entry.why.en} | {rules} |"
    yield from (
        "",
        "| rule | about | article | in force from | weight | verified |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    yield from (_rule(rule) for rule in law.rules)
    yield ""


def _rule(rule: Rule) -> str:
    articles = "<br>".join(article_text(version.article).en or "–" for version in rule.versions)
    starts = "<br>".join(str(version.in_force or "–") for version in rule.versions)
    name = f"`{rule.id}` {rule.title.ja}<br>{rule.title.en}"
    weights = " / ".join(dict.fromkeys((rule.severity.value, rule.severity_not_stated.value)))
    return f"| {name} | {rule.applies_to} | {articles} | {starts} | {weights} | {_read(rule)} |"


def _read(rule: Rule) -> str:
    """Say whether the text was read for us; a check of our own has none."""
    return "own check / 独自の確認" if rule.kind == "house" else str(rule.verified_on or "no")
