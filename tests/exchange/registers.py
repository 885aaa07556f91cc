"""Made-up registers as organisations keep them: title lines, merged cells, marks, odd numbers. Seeded."""

from __future__ import annotations

import csv
import io
import random
from datetime import date

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

HEADS = (
    "No.",
    "業務\n名称",
    "所管部署",
    "本人の範囲",
    "個人データの\n項目",
    "要配慮個人情報\nの有無",
    "利用目的",
    "取得方法",
    "保管場所",
    "提供先・委託先名",
    "委託・提供の別",
    "所在国",
    "保存期間",
    "件数",
    "安全管理措置",
    "運用開始日",
    "備考",
)
ITEMS = (
    "氏名",
    "住所",
    "電話番号",
    "メールアドレス",
    "生年月日",
    "ｸﾚｼﾞｯﾄｶｰﾄﾞ番号",
    "購入履歴",
    "銀行口座",
    "ＩＰアドレス",
    "趣味",
)
PARTIES = (
    "㈱配送エキスプレス",
    "株式会社配送エキスプレス",
    "メールワークス株式会社",
    "税務署",
    "クラウドストア社",
    "－",
    "なし",
)
PERIODS = (
    "5年",
    "7年間",
    "契約終了後5年",
    "退職後3年",
    "P10Y",
    "不要になったら廃棄",
    "10年（税法）",
    "３年",
    "未定",
)


def japanese_register(rows: int = 300, seed: int = 7) -> bytes:
    """Return a register of an invented company as .xlsx: cover sheet, title, headings in two rows, totals."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "表紙"
    book.active["B2"] = "個人情報取扱業務台帳"
    sheet = book.create_sheet("台帳（全社）")
    sheet["A1"], sheet["A2"] = "個人情報取扱業務一覧", "作成：総務部　最終更新：令和8年4月1日"
    for column, heading in enumerate(HEADS, start=1):
        together = column in {10, 11, 12}
        sheet.cell(5 if together else 4, column, heading)
        if not together:
            sheet.merge_cells(start_row=4, start_column=column, end_row=5, end_column=column)
    sheet["J4"] = "第三者提供・委託"
    sheet.merge_cells("J4:L4")
    number = 6
    while number < rows + 6:
        number = _activity(sheet, chance, number)
    sheet.cell(number, 1, "合計")
    sheet["N8"] = "=1+1"
    sheet["N9"] = "#N/A"
    sheet["Q10"] = "あ" * 32_767
    sheet["J7"].comment = Comment("契約更新を確認すること", "担当")
    sheet.row_dimensions[12].hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _activity(sheet: Worksheet, chance: random.Random, number: int) -> int:
    """Write the rows of one activity, whose name stands in merged cells; return the next row."""
    rows = chance.choice((1, 1, 2, 3))
    for row in range(number, number + rows):
        parties = chance.sample(PARTIES, chance.choice((1, 1, 2)))
        cells = (
            float(row - 5),
            f"業務{number:03d}" if row == number else None,
            chance.choice(("営業部", "情報ｼｽﾃﾑ部", "情報システム部")),
            chance.choice(("顧客", "従業員、応募者", "会員・問合せ者")),
            chance.choice("、・\n／").join(chance.sample(ITEMS, 3))
            + chance.choice(("", "など", " [要対応]")),
            chance.choice(("有", "無", "有（健康情報）")),
            chance.choice(("商品の発送", "採用選考のため", "【要確認】")),
            chance.choice(("Webフォーム", "書面", "電話・FAX")),
            chance.choice(("受注システム", "人事DB")),
            " / ".join(parties),
            chance.choice(("委託", "第三者提供", "共同利用", "なし", None)),
            " / ".join(chance.choice(("日本", "米国", "ｱﾒﾘｶ", "国外", "不明")) for _ in parties),
            chance.choice(PERIODS),
            chance.choice((1200, 350.0, "約3万件", "2000名", "多数", None)),
            chance.choice(("アクセス制限、暗号化", "施錠保管、ログ取得")),
            chance.choice((date(2019, 4, 1), "2019/4/1", "平成30年4月1日", None)),
            chance.choice((None, "[Action needed] 契約書", "\u3000")),
        )
        for column, cell in enumerate(cells, start=1):
            if cell is not None:
                sheet.cell(row, column, cell)
    if rows > 1:
        sheet.merge_cells(start_row=number, start_column=2, end_row=number + rows - 1, end_column=2)
    return number + rows


def english_register(rows: int = 300, seed: int = 11) -> bytes:
    """Return a register of processing activities under Art. 30 GDPR as CSV, title lines above it."""
    chance = random.Random(seed)
    paper = io.StringIO()
    writer = csv.writer(paper)
    writer.writerows(
        [["Record of processing activities (controller)"], ["Organisation: Example Widgets Ltd"], []]
    )
    writer.writerow(
        [
            "Ref",
            "Business function",
            "Purpose of processing",
            "Categories of individuals",
            "Categories of personal data",
            "Categories of recipients",
            "Names of third countries\nor international organisations",
            "Retention schedule",
            "Article 6 lawful basis",
            "DPIA required?",
            "Volume of data",
            "Start date",
        ]
    )
    names = ("Payroll Bureau Ltd", "Cloud CRM Inc", "CLOUD CRM INC", "None", "N/A", "Recruitment agency")
    for row in range(1, rows + 1):
        parties = chance.sample(names, chance.choice((1, 2)))
        writer.writerow(
            [
                chance.choice((f"{row}.0", f"ROPA-{row:04d}")),
                chance.choice(("HR", "Sales")),
                chance.choice(("Paying staff", "Direct marketing")),
                chance.choice((", ", "; ", "\n- ")).join(
                    chance.sample(("Employees", "Customers", "Next of kin"), 2)
                ),
                ", ".join(chance.sample(("Name", "E-mail address", "Salary", "CV", "IP address"), 3)),
                " / ".join(parties),
                " / ".join(chance.choice(("United States", "UK", "N/A", "India", "EU")) for _ in parties),
                chance.choice(("6 years after end of contract", "six (6) years", "As long as necessary")),
                chance.choice(("Contract", "Legitimate interests", "Art. 6(1)(c)")),
                chance.choice(("Yes", "No", "TBC")),
                chance.choice(("1,200", "approx 500", "unknown", "5000.0")),
                chance.choice(("25/04/2019", "01/12/2020", "")),
            ]
        )
    return paper.getvalue().encode("utf-8-sig")
