# %% ja
# # 台帳を確かめる
#
# 台帳は1行が1つのフローです。ここでは、何が書かれているか、何がまだ書かれていないかを、業務ごと・列ごとに見ます。
# 分からない欄を無理に埋める必要はありません。どこが空いているかが分かれば、だれに聞けばよいかが決まります。

# %% en
# # Looking over the inventory
#
# One row of the inventory is one flow. This notebook shows what has been written and what has not, by activity and by column.
# There is no need to fill a cell with a guess. To know which cells are blank is to know whom to ask.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 読み取りのときに気づいたこと
#
# 誤りがあると台帳は読めず、すべての誤りがまとめて示されます。読めた台帳にも、似た名前が二つあるといった注意が付くことがあります。
# `0` なら、気になるところはありません。

# %% en
# ## Remarks from reading
#
# With a mistake in it the inventory is not read, and all mistakes are shown at once. One that was read may still earn remarks, such as two names that look
# alike. `0` means that there are none.

# %%
for problem in workbook.problems[:10]:
    print(problem.row, problem.column, problem.message.in_lang(workbook.lang))
len(workbook.problems)

# %% ja
# ## どの業務の記録が薄いか
#
# 業務ごとに、答えの要る欄がどれだけ埋まっているかを見ます。「不明と記録」は、調べたが分からなかった（国名のない外国、未確定など）という意味で、
# 空欄とは区別します。

# %% en
# ## Which activity is thinly recorded
#
# For each activity: how many of the cells that matter are filled. *Recorded as unknown* means that somebody looked and could not tell (abroad without
# a country, undetermined); it is kept apart from a blank cell.

# %%
datamap.completeness(workbook, by="activity")

# %% ja
# ## どの部署に聞けばよいか
#
# 同じことを、責任を持つ部署ごとに見ます。部署が書かれていない行は「未記録」にまとまります。
# その割合が高いときは、まず部署を決めることから始めます。

# %% en
# ## Which department to ask
#
# The same by the department that answers for the flow. Rows without a department are gathered under *not recorded*.
# Where these are many, settling the departments comes first.

# %%
datamap.completeness(workbook, by="department")

# %% ja
# ## だれが何を持っているか
#
# フローを項目ごとにたどり、どこに何が届いているかを出します。記録だけから言えることと、未記録の欄しだいであり得ることを、列を分けて示します。

# %% en
# ## Who holds what
#
# Flows are followed item by item to see what arrives where. What the records alone say, and what might come on top depending on cells that are not
# recorded, stand in columns of their own.

# %%
columns = ["place", "countries", "subject", "items", "items_possible"]
datamap.holdings(workbook, as_of=as_of).only(*columns).show(12)

# %% ja
# ## 台帳そのもの
#
# 台帳は pandas の表としても使えます。日本語で書いても英語で書いても、中では同じキーになります（`氏名` も `Name` も `name`）。
# 集計や並べ替えを自分でしたいときは、ここから始めてください。

# %% en
# ## The table itself
#
# The inventory is a pandas table as well. Whatever language it was written in, it holds the same keys (`氏名` and `Name` are both `name`).
# Begin here if you want to sort or count for yourself.

# %%
columns = ["id", "activity", "kind", "subjects", "items", "source", "recipient"]
workbook.inventory.table[columns].head(8)

# %% ja
# ## 直したら
#
# `inventory.csv` を直して保存し、このノートブックを上から実行し直してください。書き方に迷ったら、新しいワークブックに付いてくる
# `guide.md` に、列ごとの説明と書ける語の一覧があります。

# %% en
# ## Once something is mended
#
# Save `inventory.csv` and run this notebook again from the top. For how to fill a column see `guide.md`, which comes with
# each new workbook and lists the words that every column takes.
