"""A draft of `records/notice.toml`, read out of the plain text of a notice."""

from datamap.notice.reading.account import Account
from datamap.notice.reading.draft import Draft, read_draft
from datamap.notice.reading.toml import to_toml

__all__ = ["Account", "Draft", "read_draft", "to_toml"]
