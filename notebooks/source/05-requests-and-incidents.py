# %% ja
# # 請求と事故への備え
#
# 利用停止・消去や開示の請求が届いたとき、漏えいが起きたとき、台帳から何がすぐに言えるかを見ます。どの表も、作業票として
# XLSX と PDF に書き出せます（`datamap erase`、`disclose`、`breach` に `--out` を付けます）。
#
# ここで分かるのは、台帳に記録されたことと、そこから否定できないことです。するかどうかを決めるのは人です。

# %% en
# # Requests and incidents
#
# When somebody asks to have data erased or disclosed, or when data leaks: what can be said from the inventory at once? Each table can be written as a worksheet
# (XLSX and PDF) with `datamap erase`, `disclose` or `breach` and `--out`.
#
# It says what is on record and what cannot be excluded from it. What is done is for people to decide.

# %%
from datetime import date

import datamap

as_of = date(2026, 11, 22)
workbook = datamap.here()

# %% ja
# ## 消してほしいと言われたら
#
# **`subject` を書き換えると、別の類型の方からの請求になります。** 渡している側から順に並ぶので、消したものがすぐ戻ることはありません。
# 社外の相手には、消去や停止を伝えます。根拠が「残す」になっている行は、法令の保存義務などが記録されている場所です。

# %% en
# ## A request to erase
#
# **Change `subject`, and the request comes from another group of people.** Those who feed others come first, so that nothing that was erased comes back.
# Parties outside are told. Rows that say *keep* are places where a duty to retain is on record.

# %%
from datamap.analysis.first_question import first_question

subject = first_question(workbook, as_of=as_of).subject
erasure = datamap.erasure(workbook, as_of=as_of, subject=subject)
erasure.only("phase", "place", "relation", "action", "items", "keep").show(10)

# %% ja
# 先に止めるフローです。止めずに消すと、そこからまた入ってきます。

# %% en
# Flows to stop first; what they bring would come back otherwise.

# %%
erasure.part("stops").only("flow", "source", "recipient", "why")

# %% ja
# 順番を図にすると、次のようになります。

# %% en
# The order of work as a figure.

# %%
from datamap.figures import draw_erasure

figure = draw_erasure(erasure)
print(figure.fact)
figure

# %% ja
# ## 台帳では分からないこと
#
# 請求に答えるには足りないところです。だれに何を聞けばよいかを、行ごとに示します。

# %% en
# ## What the inventory cannot tell
#
# What is missing for an answer: whom to ask what, row by row.

# %%
erasure.part("unanswered").only("flow", "place", "to_ask").show(8)

# %% ja
# ## 開示を求められたら
#
# 持っている項目ごとに、どこから得て、何のために使い、だれに渡したかを並べます。開示は、提供の記録（法33条5項）にも及びます。

# %% en
# ## A request to disclose
#
# Item by item: from whom, what for, to whom. Disclosure covers the records of provision too (APPI Art. 33(5)).

# %%
from datetime import datetime

from datamap.analysis.disclosure import disclosure

answer = disclosure(workbook, as_of=as_of, subject=subject)
answer.only("item", "reading", "sources", "recipients", "flows").show(8)

# %% ja
# ## 漏えいが起きたら
#
# **場所と、知った時を書き換えてください。** 届け出るかどうかを決める四つの類型（規則7条）のそれぞれに、台帳から当てはまるか、否定できないかを示します。

# %% en
# ## A breach
#
# **Change the place and the moment of knowledge.** For each of the four cases that have to be reported (APPI Rule 7) it is said whether the inventory shows it, or cannot
# exclude it.

# %%
places = [*erasure.table["place"], *datamap.holdings(workbook, as_of=as_of).table["place"]]
place, known = next(iter(places), None), datetime(2026, 11, 20, 9, 0)
breach = datamap.exposure(workbook, as_of=as_of, place=place, known=known)
print(breach.text())
breach.part("conditions").only("condition", "met", "because")

# %% ja
# 期限は、だれかが知った時から数えます。速報は指針のいう「おおむね3～5日」、確報は30日（不正の目的によるおそれがあれば60日）です。
# GDPR が及ぶときは72時間です。

# %% en
# Deadlines run from the moment somebody knew: three to five days for the first report as the guideline says, 30 days for the full one (60 if an
# improper purpose is suspected), 72 hours where the GDPR applies.

# %%
breach.part("deadlines").only("deadline", "from_moment", "until_moment", "counted", "source_of_law")

# %% ja
# 知らせる相手です。

# %% en
# Who has to be told.

# %%
breach.part("to_tell").only("tell", "who", "by_when", "source_of_law")

# %% ja
# 円の中心が起きた場所、輪がその先の写しです。内側から、確実、否定できない、悪用されれば届く、の順です。

# %% en
# The breach stands in the middle, copies around it: certain on the inner ring, then what cannot be excluded, then what misuse could reach.

# %%
from datamap.figures import draw_breach

figure = draw_breach(breach)
print(figure.fact)
figure

# %% ja
# ## いつまで持つか
#
# 保存期間が未記録のもの、渡し手より長く持つもの、消去の期日を過ぎたものを数えます。終わったフローの期日は、
# `datamap retention --ics` で予定表に取り込めます。

# %% en
# ## How long it is kept
#
# Without a period, longer than the source keeps it, past its day. The days of flows that have ended go into a calendar with `datamap retention --ics`.

# %%
from datamap.analysis.retention import retention

keeping = retention(workbook, as_of=as_of)
keeping.by("keeping").only("keeping", "rows", "flows")

# %% ja
# ## 何が変わるか
#
# 二つの台帳を比べ、項目ごとに、新しく届く相手と国を文にします。ここでは、架空の旅行会社の台帳で、予定の行がすべて始まった場合と比べます
# （手元になければ、自分の台帳で試します）。ふだんは `datamap diff main` のように、前の版と比べます。

# %% en
# ## What would change
#
# Two inventories compared: item by item, who and which country is new. Here the made-up travel company (or your own workbook where it is not at hand) is compared with itself once
# all planned rows have started. In daily work, `datamap diff main` compares with an earlier version.

# %%
from datamap.analysis.whatif import Change, what_if

tour = workbook.root / "examples" / "tour-operator"
now = datamap.read_workbook(tour, lang=workbook.lang) if tour.is_dir() else workbook
planned = now.inventory.table.query("status == 'planned'")["id"]
later = what_if(now, [Change(start=tuple(planned))], as_of=as_of).after

# %% ja
# 見直す人が一分で読める文にします。

# %% en
# In sentences that a reviewer reads in a minute.

# %%
changes = datamap.compare(now, later, as_of=as_of)
print(changes.text(), *(said.in_lang(now.lang) for said in changes.sentences), sep="\n")

# %% ja
# 図では、増えたところと、そのまま残るところが見分けられます。

# %% en
# In the figure what is new stands out from what stays.

# %%
from datamap.figures import draw_change

figure = draw_change(now, later, as_of=as_of, lang=now.lang)
print(figure.fact)
figure
