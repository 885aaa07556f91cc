# %% ja
# # どこまで行くのか
#
# 直接の渡し先は一覧で分かります。では、その先はどうでしょうか。このノートブックは、項目を一つ選び、それを実際に運ぶ行だけをたどって、届く場所と国、
# 通る行、止め方を調べます。行が続いていても、その項目を運んでいなければ届いたとは数えません。
#
# 考え方と限界は `docs/reach.md` に、手で計算した例とともにあります。

# %% en
# # Where does it go
#
# Who receives something directly can be read off a list. But who comes after them? This notebook takes one item and follows only the rows that really
# carry it: to places and countries, by which rows, and what would stop it. A chain of rows that does not carry the item does not count.
#
# How this is computed, and its limits, with an example worked by hand: `docs/reach.md`.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 記録の上で届くところ
#
# まず読み方「確実」で見ます。記録された欄だけを使った結果です。`item` には項目のキーか名前（`name`、氏名など）を書けます。
# 「フロー」は、そこに届く最も短い経路の行です。

# %% en
# ## What is on record
#
# First the reading *certain*: nothing but recorded cells. `item` takes a key or a name (`name`, `Passport number`). *Flows* are the rows of a shortest way
# to the place.

# %%
item = "name"
certain = datamap.reach(workbook, as_of=as_of, item=item)
certain.by("country").only("country", "place", "flows")

# %% ja
# ## 否定できないところ
#
# 読み方「可能性」では、未記録の欄（`*` や「など」、空欄）が、最も広く届くように働いたと考えます。「確実」との差は、漏れではなく、まだ分かっていないことの大きさです。
# 聞いて埋めれば縮みます。

# %% en
# ## What cannot be excluded
#
# In the reading *possible* every unrecorded cell (`*`, "and others", a blank) takes its worst value. The difference from *certain* is no leak; it is what nobody
# knows yet, and shrinks as people are asked.

# %%
possible = datamap.reach(workbook, as_of=as_of, item=item, reading="possible")
print(possible.text())
further = set(possible.table["place"]) - set(certain.table["place"])
possible.of(place=sorted(further)).by("country").only("country", "place")

# %% ja
# ## 図にすると
#
# 縦に国、横に項目を並べます。塗りつぶしは確実、斜線は可能性です。国名の分からない行も、そのまま残します。

# %% en
# ## As a figure
#
# Countries down, items across. Full squares are certain, hatched ones possible. Rows without a named country are kept as they are.

# %%
from datamap.figures import draw_reach

figure = draw_reach(workbook, as_of=as_of, lang=workbook.lang)
print(figure.fact)
figure

# %% ja
# ## 段の深い台帳で
#
# 公表文から作った台帳は一、二段で終わります。その先を見るために、架空の旅行会社の台帳 `examples/tour-operator` を読みます。
# それがない場所（自分のワークブック）では、自分の台帳をそのまま使います。

# %% en
# ## An inventory with depth
#
# What is made from a notice ends after a hop or two. To see what comes after, we read `examples/tour-operator`, a made-up travel company.
# Where it is not at hand (in a workbook of your own) your own inventory is used.

# %%
from datamap.analysis.first_question import first_question

tour = workbook.root / "examples" / "tour-operator"
deep = datamap.read_workbook(tour, lang=workbook.lang) if tour.is_dir() else workbook
print(len(deep.inventory), len(deep.inventory.places))

# %% ja
# ## 問いを変えるセル
#
# **ここを書き換えれば、下のすべてが別の問いへの答えになります。** 初めは、国外に届く項目のうち漏えいの影響が大きいものと、それが届く国を一つ選んであります。
# 自分で選ぶときは、`first_question` の行を `item, country = "氏名", "アメリカ合衆国"` のように書き換えます。

# %% en
# ## The cell to change
#
# **Change this one, and everything below answers another question.** To begin with, an item that goes abroad and whose loss would hurt is chosen, and a country where it goes.
# For a question of your own write `item, country = "Name", "United States"` in place of the line with `first_question`.

# %%
item, _, country = first_question(deep, as_of=as_of)
reading = "certain"
print(item, country)
ask = {"as_of": as_of, "item": item, "country": country, "reading": reading}
reach = datamap.reach(deep, **ask)
reach.only("subject", "form", "place", "flows")

# %% ja
# ## どの経路で
#
# 一段ずつ、行、渡し手と届く場所、根拠、目的を並べます。「もっとも弱い」は、その経路で真っ先に直したい段です。根拠や国、措置の未記録を、重い順に数えています。

# %% en
# ## By which way
#
# Hop by hop: row, from, to, ground, purposes. *Weakest* marks the hop one would mend first: grounds, countries and measures that are missing are weighed, the gravest first.

# %%
routes = datamap.routes(deep, **ask)
routes.only("route_no", "flows", "row", "source", "place", "basis", "foreign_route", "purposes", "weak")

# %% ja
# 図では、赤い破線がもっとも弱い段です。

# %% en
# In the figure red dashes mark the weakest hop.

# %%
from datamap.figures import draw_routes

figure = draw_routes(routes, source=deep)
print(figure.fact)
figure

# %% ja
# 一つの場所に、いくつもの経路で届くことがあります。`longest` に段数を書くと、同じ場所を二度通らない経路をその段数まで、すべて数え上げます。

# %% en
# One place may be reached by many ways. With `longest`, every way of up to so many rows that passes no place twice is told.

# %%
print(datamap.routes(deep, **ask, longest=8).text())

# %% ja
# ## 目的のずれ
#
# 取得したときの利用目的に含まれない目的で、後の行が使っていないかを見ます。取得ごとに別々にたどるので、別の窓口で告げた目的では覆われません。
# 関連性が合理的に認められるか（法17条2項）は、人が判断します。

# %% en
# ## Purposes that drift
#
# Does a later row use the item for a purpose that was not told at collection? Each collection is followed by itself: what another desk told does not cover it.
# Whether purposes are reasonably related (APPI Art. 17(2)) is for a person to say.

# %%
from datamap.analysis.drift import purpose_drift

drift = purpose_drift(deep, as_of=as_of, item=item)
drift.only("collected_by", "collected_for", "flows", "recipient", "purposes_beyond", "purpose_told").show(8)

# %% ja
# ## 止めるなら
#
# その国に届かなくするために止める行の、最も少ない組を求めます。その項目を運ばない行が候補になることはありません。
# 同じ数で済む案が複数あれば並べ、取得を止めずに済むもの、ほかへの影響（`also_stops`）の小さいものを先にします。

# %% en
# ## What would stop it
#
# The fewest rows to end so that the item no longer gets there. A row that does not carry it is never proposed. Choices of the same size are listed, those
# that end no collection and stop least besides (`also_stops`) first.

# %%
cut = datamap.cut(deep, **ask)
cut.only("choice", "flows", "row", "source", "recipient", "items", "also_stops")

# %% ja
# 流れ図の上では、こうなります。ここには、問いの項目を運ぶ行だけを描いています。

# %% en
# On the flow diagram. Only rows that carry the item are drawn.

# %%
from datamap.figures import draw_cut

figure = draw_cut(cut, deep, as_of=as_of)
print(figure.fact)
figure

# %% ja
# ## 一か所で守るなら
#
# どの経路も必ず通る場所があれば、そこに置いた一つの対策が、その先のすべてに効きます。第三者に届くものについて、
# 覆える「本人の類型と項目」の組が多い順に並べます。

# %% en
# ## Where one control protects most
#
# A place that every way goes through: one control there protects everything beyond. For all that goes to third parties, the places that cover most pairs of
# subject group and item come first.

# %%
from datamap.analysis.choke import choke_points

chokes = choke_points(deep, as_of=as_of, role="third_party")
chokes.only("place", "pairs", "share_pairs", "items").show(6)

# %% ja
# ## やってみたら
#
# 上の案を、台帳を変えずに試します。届く場所、外国へのフローが、前と後でどう変わるかが並びます。`Change` には、行を止める、予定の行を始める、場所が国を移る、
# 項目を仮名加工する、措置を加える、を書けます。

# %% en
# ## Trying it on paper
#
# The choice above, tried without touching the inventory: what is reached and what goes abroad, before and after. A `Change` may end rows, start planned ones, move a place to another
# country, pseudonymise items, or add a measure.

# %%
from datamap.analysis.whatif import Change, what_if

tried = what_if(deep, [Change(end=cut.choices[0] if cut.choices else ())], as_of=as_of)
tried

# %% ja
# 国ごとに見ると、何がなくなり、何が残るかが分かります。

# %% en
# By country: what is gone and what stays.

# %%
from datamap.figures import draw_change

figure = draw_change(tried.before, tried.after, as_of=as_of, item=item, lang=deep.lang)
print(figure.fact)
figure

# %% ja
# 同じことはターミナルでもできます。`datamap reach`、`datamap routes`、`datamap cut`、`datamap choke`、`datamap whatif` に `--help` を付けると、指定のしかたが出ます。
# `whatif` は、指摘と社内の決まりの前後も並べます。

# %% en
# The terminal answers the same: `datamap reach`, `datamap routes`, `datamap cut`, `datamap choke` and `datamap whatif`; `--help` shows their options. `whatif` puts findings
# and rules of the house side by side as well.
