"""Breadth-first search for what is held where.

Where rows name a few items each, as they do when people record them, every item at every place is a
node of its own (`by_product`). Where they move much (`all`, `*`, the worst case), 64 items fit into
one machine word and are followed together (`by_word`): a row that moves everything costs no more
than one that moves one item. Both find the same.
"""

from __future__ import annotations

from datamap.analysis.by_product import search_by_product
from datamap.analysis.by_word import search_by_word
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.states import States

FEW = 4
"""Items that a row moves on average up to which each is followed by itself."""


SMALL = 400_000
"""Items moved by all rows together up to which it is faster to follow each by itself anyhow."""


def search(encoded: Encoded) -> States:
    """Return every state that holds, each with a shortest way there."""
    return search_net(Net(encoded))


def search_net(net: Net) -> States:
    """Return every state that holds, along given edges."""
    moved = int(net.sets.count[net.edges.slot].sum() + net.sets.count[net.begun.slot].sum())
    narrow = moved <= max(FEW * (len(net.edges) + len(net.begun)), SMALL)
    return search_by_product(net) if narrow else search_by_word(net)
