# %% ja
# # 提供先と外国への移転
#
# 個人データを外に渡すときの形は、委託、共同利用、第三者提供などに分かれ、形によって必要なことが違います。
# 受け手が外国にあるときは、さらに、国名や制度の情報、根拠が要ります。ここでは、それがどこまで記録されているかを見ます。

# %% en
# # Recipients and transfers abroad
#
# Personal data goes out as entrustment, joint use, provision to a third party and so on, and each form asks for something else. Where the
# recipient is abroad, the country, its rules and a ground are needed on top. This notebook shows how far that has been recorded.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 受け手の一覧
#
# 受け手ごとに、立場、国、受け取る項目、根拠をまとめます。「未記録」が並ぶ行から確かめていきます。

# %% en
# ## The recipients
#
# For each recipient: what it is, where it is, what it gets and on which ground. Begin with the rows that say *not recorded*.

# %%
handovers = datamap.handovers(workbook, as_of=as_of)
handovers.by("recipient").only("recipient", "role", "country", "item", "basis").show(12)

# %% ja
# ## 国ごとに
#
# 国名が分からない受け手は、「外国（国名の記載なし）」と「未記録」に分けて示します。前者は外国であることだけが書かれているもの、
# 後者は国内か外国かも書かれていないものです。

# %% en
# ## By country
#
# Recipients whose country is unknown come in two kinds: *abroad, country not named*, where it is only said that they are abroad, and *not recorded*, where not even
# that is said.

# %%
handovers.by("country").only("country", "recipient", "item", "flows")

# %% ja
# ## 外国に関わる流れ
#
# 外国に行く流れと、国が書かれていないために外国かどうか分からない流れだけを描きます。

# %% en
# ## Flows that go, or may go, abroad
#
# Only the flows to recipients abroad, and those for which nobody can tell because no country is recorded.

# %%
figure = datamap.draw_flows(workbook, lang=workbook.lang, overseas=True, as_of=as_of)
print(figure.fact)
figure

# %% ja
# 同じ流れを表で見ます。国の書かれ方が、国名のあるもの、外国とだけ書かれたもの、何も書かれていないものに分かれます。

# %% en
# The same flows as a table. It tells apart a named country, *abroad* without a name, and nothing at all.

# %%
from datamap.analysis.handovers import overseas

columns = ["flows", "place", "told", "kind", "foreign_route", "items"]
overseas(workbook, as_of=as_of).only(*columns)

# %% ja
# ## 外国提供の根拠をたどる
#
# 委託や共同利用であっても、受け手が外国にあれば、それだけで手当てが済むわけではありません。
# 指定国（EEA・英国）か、相当措置の体制を整備した者か、例外か、情報を提供したうえでの同意か。法28条の順に一つずつ確かめ、
# 決め手のない流れについては、何が分かれば決まるかを示します。

# %% en
# ## The ground for a transfer abroad
#
# Entrustment and joint use do not by themselves settle a transfer abroad. Designated country (EEA, United Kingdom), a recipient with equivalent
# measures, an exception, or consent after information: the table walks through Art. 28 APPI step by step, and where nothing settles it, says what would.

# %%
from datamap.rules import foreign_chain, joint_use_elements

facts = datamap.establish_facts(workbook, as_of)
foreign_chain(facts).only("flow", "recipient", "countries", "route", "asks")

# %% ja
# ## 共同利用で示すべきこと
#
# 共同利用では、共同利用する旨、項目、範囲、目的、責任を有する者の名称・住所・代表者を、あらかじめ本人に知らせるか、本人が容易に知り得る状態に置きます。
# 公表文の条項ごとに、どこまで示されているかを見ます。

# %% en
# ## What joint use has to state
#
# Joint use asks that the fact, the items, the users, the purposes, and name, address and representative of the responsible party be made known
# beforehand. The table says, clause by clause, how far the notice states them.

# %%
joint_use_elements(facts)

# %% ja
# ## 指摘の理由をたどる
#
# 指摘を一つ取り出すと、もとになった事実をたどれます。`True` と `False` は記録された事実、`None` は未記録です。

# %% en
# ## Why a finding was made
#
# Take one finding, and the facts behind it can be read. `True` and `False` have been recorded; `None` has not.

# %%
for finding in datamap.evaluate(facts).open().findings[:2]:
    print(finding.id, finding.article)
    print(finding.message.in_lang(workbook.lang))
    print(dict(finding.facts))

# %% ja
# ## 公表文と台帳の食い違い
#
# プライバシーポリシーに書いてあることと、台帳のフローとを、両方向から突き合わせます。書いてあるのに台帳にないもの、台帳にあるのに書いていないものが出ます。

# %% en
# ## The notice against the flows
#
# What the privacy notice states and what the flows do are compared both ways: stated but not in the inventory, in the inventory but not stated.

# %%
datamap.check_notice(workbook, as_of=as_of)
