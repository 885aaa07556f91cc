# %% ja
# # 影響評価（DPIA・PIA）
#
# 影響評価は、この取扱いが本人にどのような不利益をもたらし得るかを考え、減らす手立てを決める作業です。
# ここに出る評価は、台帳から機械的に導いた「案」です。人の評価（`records/assessment.toml`）はその隣に並び、案に置き換えられることはありません。
# 決めるのは人です。

# %% en
# # Impact assessment (DPIA, PIA)
#
# An impact assessment asks what harm the processing could do to people, and settles what is done about it. The ratings shown here are
# *proposals*, derived from the inventory by rules. Ratings by people (`records/assessment.toml`) stand beside them and are never overwritten.
# People decide.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 評価が必要か
#
# 大規模か、機微な項目があるか、弱い立場の人を含むかといった問いで、影響評価を行うべきかをふるいにかけます。
# 台帳から分かるものは自動で答え、分からないものは「未記録」のまま残します。

# %% en
# ## Is an assessment called for?
#
# Large scale, sensitive items, people who need protection: questions that sift which processing calls for an assessment.
# What the inventory tells is answered; what it does not tell stays *not recorded*.

# %%
findings = datamap.evaluate(datamap.establish_facts(workbook, as_of))
assessment = datamap.assess(workbook, findings)
assessment.screening.only("activity", "group", "criterion", "answer", "answer_source").show(12)

# %% ja
# ## 何を評価するのか
#
# 業務ごとに、本人、項目、目的、受け手をまとめた記述です。報告書の最初の章になります。

# %% en
# ## What is assessed
#
# Each activity with its people, items, purposes and recipients: the first chapter of the report.

# %%
assessment.description.only("activity", "subjects", "items", "purposes", "recipients", "flows")

# %% ja
# ## 必要性
#
# 項目と目的の組み合わせごとに、「この目的にこの項目は本当に要るか」を問います。理由が書けない組み合わせは、項目を減らす候補です。

# %% en
# ## Necessity
#
# For each item and purpose: is this item really needed for that? Where no reason can be given, the item is a candidate to be dropped.

# %%
assessment.necessity.only("item", "purpose", "verdict", "reason", "flows").show(12)

# %% ja
# ## リスク
#
# 記録された事実から成り立つ筋書きだけをリスクとして挙げます。どのリスクにも、もとになったフローと条項が付いています。

# %% en
# ## Risks
#
# A risk is listed only where its scenario holds on the recorded facts. Each one names the flows and clauses that brought it up.

# %%
columns = ["title", "priority", "priority_residual", "items", "problems", "candidates", "flows"]
assessment.risks.only(*columns).show(12)

# %% ja
# ### 起こりやすさと重大さ
#
# 縦が重大さ、横が起こりやすさです。右上ほど先に手を打ちます。

# %% en
# ### Likelihood and severity
#
# Severity upwards, likelihood to the right. What stands at the top right comes first.

# %%
figure = datamap.draw_heat_map(assessment, lang=workbook.lang)
print(figure.fact)
figure

# %% ja
# 案がどのように導かれたかは、一段ずつ確かめられます。納得できない段があれば、人の評価を書いて理由を残してください。

# %% en
# How a proposal came about can be read step by step. Where a step does not convince, write a rating of your own, with the reason.

# %%
assessment.steps.show(10)

# %% ja
# ## 手立て
#
# すでに行っていること、計画していること、候補になることを、安全管理措置の七つの見出しで並べます。

# %% en
# ## Measures
#
# What is in place, what is planned and what might be done, under the seven headings of security measures.

# %%
assessment.measures.only("heading", "measure", "state").show(20)

# %% ja
# ## 人にしか答えられないこと
#
# 最後に、記録からは分からず、だれかに聞く必要のある問いの一覧です。答えは `records/` のファイルに書き、もう一度実行します。

# %% en
# ## What only people can tell
#
# Last, the questions that no record answers. Write the answers into the files of `records/` and run again.

# %%
assessment.questions.only("said", "origin", "flows").show(12)

# %% ja
# ## 報告書にする
#
# 影響評価書（HTML と PDF、日本語と英語）は、ターミナルで `datamap build` と入力すると `reports/` にできます。
# 表紙には、基準日、台帳のハッシュ値、使った法令とその確認状況、対象外の範囲が入ります。

# %% en
# ## As a report
#
# For the assessment as HTML and PDF, in Japanese and English, type `datamap build` in a terminal; it is written to `reports/`. Its cover bears the day,
# the hash of the inventory, the law used and how far that was verified, and what is not covered.
