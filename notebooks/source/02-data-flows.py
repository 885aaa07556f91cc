# %% ja
# # 流れを見る
#
# 全体の図は 00 で見ました。ここでは、項目・本人・受け手を一つ選んで、その流れだけを見ます。
# 初めは、国外に届く項目のうち漏えいの影響が大きいものを `first_question` が選びます。知りたいものがあれば、`item = "旅券番号"` のように
# 書き換えて実行してください。用語のキー（`"passport_no"`）でもかまいません。

# %% en
# # Looking at the flows
#
# Notebook 00 showed the whole picture. Here we choose one item, one group of people or one recipient and look at its flows alone.
# To begin with, `first_question` chooses an item that goes abroad and whose loss would hurt. Write what you want to know instead, such as
# `item = "Passport number"`, and run the cell again; keys of the vocabulary (`"passport_no"`) will do as well.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 一つの項目を追う
#
# どの項目から見るか迷ったら、漏えいしたときの影響が大きいもの、たとえば旅券番号、カード情報、健康に関わる項目から始めます。
# 図のもとになった行は `figure.table` で見られます。どの行にもフローIDが付いています。

# %% en
# ## Following one item
#
# In doubt, begin with items whose loss would hurt most: passport numbers, card data, anything about health. The rows behind the
# picture are in `figure.table`; each one names the flow of the inventory that it comes from.

# %%
from datamap.analysis.first_question import first_question

item, subject, _ = first_question(workbook, as_of=as_of)
figure = datamap.draw_flows(workbook, lang=workbook.lang, item=item, as_of=as_of)
print(figure.fact)
figure

# %% ja
# ## 一つの類型の本人を追う
#
# 「お申込みのお客さま」のように、本人の類型を一つ選びます。`first="subjects"` とすると、左端の列が項目ではなく本人になります。

# %% en
# ## Following one group of people
#
# Choose one group, such as applicants. With `first="subjects"` the leftmost column shows people instead of items.

# %%
figure = datamap.draw_flows(workbook, lang=workbook.lang, subject=subject, first="subjects", as_of=as_of)
print(figure.fact)
figure

# %% ja
# ## 自分で動かして見る
#
# 同じ図を、ブラウザーで動かせる1枚のページにします。札を選ぶと、項目がどこから来てどこへ届くかをたどれます。
# できた `explorer.html`（台帳と同じフォルダー）をブラウザーで開いてください。ページは通信をしません。端末では `datamap explore` です。

# %% en
# ## Exploring it by hand
#
# The same diagram as one page to move in a browser: choose a card to follow its items up and down. Open the `explorer.html` that this
# cell writes beside the inventory in a browser; the page asks nobody for anything. In a terminal the command is `datamap explore`.

# %%
from datamap.report import explore

page = explore(workbook, as_of=as_of).save(workbook.root / "explorer.html")
print(page.name)

# %% ja
# ## 直接渡しているもの
#
# だれに、どの国で、どの項目を直接渡しているかの表です。「特定なし」は項目が書かれていないこと、「ほか」は「など」で終わる一覧であることを示します。

# %% en
# ## What is handed over directly
#
# Which recipient, in which country, gets which item directly. *Not specified* means that the items are not written down, *and others* that the list
# ends in "and so on".

# %%
handovers = datamap.handovers(workbook, as_of=as_of)
handovers.only("recipient", "country", "item", "subjects", "flows").show(12)

# %% ja
# 項目ごとにまとめると、どの項目が多くの相手に渡っているかが分かります。

# %% en
# Gathered by item, the table shows which items go to many.

# %%
handovers.by("item").only("item", "recipient", "country")

# %% ja
# ## 確かなことと、あり得ること
#
# 記録されているだけでたどると「確実」、未記録の欄が悪いほうに転んだ場合まで含めると「可能性」です。
# 二つの差が大きい項目ほど、記録を埋める値打ちがあります。

# %% en
# ## Certain and possible
#
# Followed by what is recorded alone, the answer is *certain*; with every unrecorded cell taken for the worst, it is *possible*.
# The wider the gap between the two, the more it pays to fill the cells in between.

# %%
holdings = datamap.holdings(workbook, as_of=as_of)
print(holdings.text())
holdings.by("place").only("place", "items", "items_possible", "subject").show(12)

# %% ja
# ## 自分の問いを立てる
#
# 台帳は networkx のグラフとしても使えます。点は場所、線はフローで、線には台帳の行がそのまま付いています。
# 何本のフローが入ってくるかを数える例です。

# %% en
# ## Questions of your own
#
# The inventory is also a networkx graph: places are nodes, flows are edges, and each edge bears its row.
# As an example, the places that most flows come into.

# %%
graph = datamap.build_graph(workbook.inventory)
incoming = sorted(((count, place) for place, count in graph.in_degree), reverse=True)
for count, place in incoming[:5]:
    print(count, graph.nodes[place][f"label_{workbook.lang}"])
