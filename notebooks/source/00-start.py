# %% ja
# # はじめに
#
# このノートブックは、台帳（`inventory.csv`）を読み、全体を一目で見るためのものです。上のセルから順に Shift+Enter で実行してください。
# 書き換えるところはありません。答えはすべて台帳から計算されるので、台帳を直して実行し直せば、答えも変わります。
#
# 最初のセルは、どのノートブックでも同じです。`as_of` は答えの基準日で、施行されている法令もこの日で選びます。

# %% en
# # Start
#
# This notebook reads the inventory (`inventory.csv`) and shows the whole of it at a glance. Run the cells from the top with Shift+Enter.
# Nothing has to be changed. Every answer is computed from the inventory: mend the inventory, run again, and the answer follows.
#
# The first cell is the same in every notebook. `as_of` is the day the answers are for; it also chooses the law in force.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## だれが、何を、だれに
#
# 左から、項目、社内の部署やシステム、受け手、国の順に流れを描きます。赤い破線は、必要なことが記録されていない流れです。
# 名前の挙がっていない受け手や、国名の分からない「外国」も、そうと分かるように描きます。

# %% en
# ## Who hands what to whom
#
# From left to right: items, departments and systems inside, recipients, countries. Red dashes are flows for which something that is
# needed has not been recorded. Recipients without a name and "abroad" without a country are drawn so that one can see it.

# %%
figure = datamap.draw_flows(workbook, lang=workbook.lang, as_of=as_of)
print(figure.fact)
figure

# %% ja
# ## どこまで記録されているか
#
# 空欄は「未記録」であって「ない」ではありません。次の表は、答えの要る欄のうち、どれだけ埋まっているかを列ごとに示します。

# %% en
# ## How much has been recorded
#
# A blank cell is *not recorded*, never "no". The table says for each column how many of the cells that matter have been filled.

# %%
datamap.completeness(workbook)

# %% ja
# ## 条文と照らす
#
# まず、台帳と記録から「事実」を確定します。はい・いいえ・未記録の三つで答える、決まった問いの一覧です。
# 次に、その事実を基準日の法令と照らします。結果は「記録された事実の範囲」のもので、法的助言ではありません。

# %% en
# ## Held against the law
#
# First the *facts* are established: a fixed list of questions, each answered yes, no or not recorded. Then the facts are held against the law of the
# day. What comes out rests on what has been recorded, and is not legal advice.

# %%
facts = datamap.establish_facts(workbook, as_of)
findings = datamap.evaluate(facts).open()
print(findings.text())

# %% ja
# ## まず見るところ
#
# 重いものから順に、同じ規則の指摘をまとめて示します。「要対応」は、公表や記載そのものが求められているのに見当たらないもの、または記録どうしが食い違うものです。
# 「対象」の記号は、台帳のフローIDか、公表文の条項の番号です。

# %% en
# ## What to look at first
#
# The gravest first, findings of one rule gathered. An *error* is something that has to be stated or published and was not found, or records that
# contradict each other. What a finding is about is named by the id of a flow or of a clause of the notice.

# %%
findings.by_rule().show(12)

# %% ja
# ## 次に開くノートブック
#
# | 知りたいこと | ノートブック |
# |---|---|
# | 台帳に何が書かれ、何が書かれていないか | `01-inventory` |
# | 項目や本人ごとの流れ | `02-data-flows` |
# | 提供先、共同利用、外国 | `03-recipients-and-transfers` |
# | 項目がどこまで行くか、どう止めるか | `04-where-does-it-go` |
# | 消去・開示の請求、漏えい等への備え | `05-requests-and-incidents` |
# | 指摘の理由、公表文との食い違い、1年の予定 | `06-law-and-notice` |
# | 影響評価（DPIA・PIA） | `07-dpia` |
#
# 報告書は、ターミナルで `datamap build` と入力すると `reports/` にできます。

# %% en
# ## Where to go next
#
# | you want to know | notebook |
# |---|---|
# | what the inventory says, and what it does not | `01-inventory` |
# | the flows of one item or one group of people | `02-data-flows` |
# | recipients, joint use, transfers abroad | `03-recipients-and-transfers` |
# | where an item goes in the end, and what would stop it | `04-where-does-it-go` |
# | requests to erase or disclose, breaches | `05-requests-and-incidents` |
# | why a finding is as it is, the notice, the coming year | `06-law-and-notice` |
# | the impact assessment (DPIA, PIA) | `07-dpia` |
#
# For the reports, type `datamap build` in a terminal; they are written to `reports/`.
