# %% ja
# # 法令と公表文
#
# 台帳と公表文を、個人情報保護法などの条文と突き合わせます。分かるのは「記録や文面に何があり、何がないか」です。
# 記載がないことは、行われていないことを意味しません。結果は法的助言ではなく、確かめることの一覧です。

# %% en
# # The law and the notice
#
# This notebook holds the inventory and the notice against the articles of the law. What comes out is what is, and is not, on record or stated.
# Silence does not mean that something is not done. The result is a list of things to find out, not legal advice.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 指摘の一覧
#
# 事実（はい・いいえ・未記録）を先に決め、その日に効いている規則を当てます。重いものが上に来ます。
# 同じ規則の指摘は一行にまとめています。

# %% en
# ## The findings
#
# Facts come first, each answered yes, no or not recorded; then the rules in force on the day are held against them. The gravest stand at the top,
# one line for each rule.

# %%
findings = datamap.evaluate(datamap.establish_facts(workbook, as_of))
findings.open().by_rule().only("finding", "article", "status", "severity", "things").show(12)

# %% ja
# ## 一つの指摘をほどく
#
# 下の `finding` は、いちばん上の指摘です。調べたい指摘の番号に書き換えて（例 `finding = "JP-28-1:FL06"`）実行してください。
# 番号は「規則:対象」の形で、`datamap check` にも出ます。
# 表は、規則の条件ごとに、求める答えと今の答えを並べたものです。

# %% en
# ## One finding taken apart
#
# `finding` below is the one at the top. Write the id of another one there (`finding = "JP-28-1:FL06"`) and run the cell. An id is
# *rule:thing*; `datamap check` shows them too.
# The table has the conditions of the rule, the answer each of them wants and the answer there is.

# %%
from datamap.rules import explain

finding = findings.open().table["id"][0]
explained = explain(findings, finding)
explained

# %% ja
# その答えは、台帳のどの行、公表文のどの条項から読んだものでしょうか。空欄は未記録です。

# %% en
# Which cells and clauses were these answers read from? A blank is not recorded.

# %%
explained.part("evidence").only("file", "row", "thing", "column", "written")

# %% ja
# ## 何が変われば結果が変わるか
#
# 規則の事実を一つずつ入れ替えて計算します。どの欄に何を書けば、結果がどうなるかが分かります。
# 入れ替えた結果は計算上のもので、実際にそう書いてよいかは、確かめた人だけが決められます。

# %% en
# ## What would change it
#
# The facts of the rule are turned one by one. The table says what would come of it and where it is written.
# It is arithmetic: only somebody who has found out may write it down.

# %%
explained.part("changes").only("if_so", "status", "severity", "written_in")

# %% ja
# ## 外国への提供の根拠
#
# 受け手が外国にあるかもしれないフローでは、まず「どの根拠で渡すのか」を決めます。国内か、同じ法人か、指定された国か、
# 相当の体制があるか、例外に当たるか、の順にたどり、どれでもなければ、情報を示したうえでの同意が要ります。

# %% en
# ## The way abroad
#
# Where a recipient may be abroad, the ground comes first. The chain asks in this order: at home, the same legal person, a designated country,
# an equivalent system, an exception. If it is none of them, consent after information is what is left.

# %%
from datamap.rules import foreign_chain

chain = foreign_chain(findings.facts)
chain.only("flow", "recipient", "countries", "route", "asks").show(12)

# %% ja
# ## 公表文とフローを突き合わせる
#
# 両方向に見ます。公表文のどこにも書かれていないフローと、フローの裏付けがない記載、そして条項どうしの食い違いです。

# %% en
# ## The notice against the flows
#
# Both ways: flows that no clause states, statements that no flow bears out, and clauses that differ from one another.

# %%
datamap.check_notice(workbook, as_of=as_of).show(12)

# %% ja
# ## 要素の表
#
# 共同利用には、本人があらかじめ知ることのできる五つの事項があります。第三者提供には、同意や国の情報などの要素があります。
# 条項とフローごとに、あるもの、ないもの、文面だけでは決められないものを並べます。

# %% en
# ## Element tables
#
# Joint use has five matters that people must be able to know beforehand; provision to a third party has its own elements.
# The tables show, clause by clause and flow by flow, what is there, what is not, and what no text can show.

# %%
from datamap.rules import joint_use_elements, provision_elements

joint_use_elements(findings.facts).show(8)

# %% ja
# 第三者提供では、フローごとに、同意、国の情報、提供の記録、停止の求め方を見ます。

# %% en
# Provision to third parties is looked at flow by flow: consent, what is said about the country, records, and how to stop it.

# %%
provision_elements(findings.facts).show(9)

# %% ja
# ## 管理体制とこれから1年
#
# 部署の責任者、研修・監査・見直し、契約とその条項、委託先の点検を、`records/organisation.toml` の日付から見ます。
# 見本の公表文には日付がほとんどないため、未記録が並びます。自社の日付を書くと、下に1年分の予定が出ます。

# %% en
# ## Governance, and the coming year
#
# Who answers for a department, training, audit and review, contracts and their terms, checks of entrustees: from the dates in `records/organisation.toml`.
# The sample's notice gives hardly any date, so most of it is not recorded. With dates of your own the year fills up.

# %%
from datamap.analysis.governance import governance

governance(workbook, as_of=as_of).only("governed", "governance", "what", "due_date", "missing_terms")

# %% ja
# 日付のあるものは、月ごとの予定になります。消去の期日、契約の満了、受け入れた指摘の期限、影響評価の見直しも入ります。

# %% en
# Whatever has a date goes into a calendar: days of erasure, ends of contracts, the last days of accepted findings, the review of the assessment.

# %%
from datamap.analysis.year import year_calendar

year = year_calendar(workbook, as_of=as_of)
year

# %% ja
# ## つぎに
#
# - 判断して受け入れる指摘は、`datamap accept 番号 --reason … --role … --until …` で理由と期限を残します。期限が過ぎるか、前提の事実が変わると戻ってきます。
# - 規則だけ、事実だけの説明は、`datamap explain JP-28-1`、`datamap explain country_recorded` で見られます。
# - 期日をカレンダーに入れるには、`datamap calendar --ics calendar.ics` を使います。

# %% en
# ## Next
#
# - A finding that you accept for now is put on record with `datamap accept ID --reason … --role … --until …`. It comes back after that day, or as soon as the facts under it change.
# - `datamap explain JP-28-1` explains a rule, `datamap explain country_recorded` a fact.
# - `datamap calendar --ics calendar.ics` takes the days into your calendar.
