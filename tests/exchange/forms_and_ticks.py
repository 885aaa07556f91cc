"""Made-up registers of other shapes: forms, ticks below bands, a sheet for each department."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.workbook import Workbook


def saved(book: Workbook) -> bytes:
    """Return a workbook as the bytes of a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def file_book(activities: Iterable[Sequence[str]]) -> bytes:
    """Return a register of a public body: a form on each sheet, questions on the left."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    asked = (
        "個人情報ファイルの名称",
        "個人情報ファイルの利用目的",
        "記録項目",
        "記録範囲",
        "記録情報の経常的提供先",
    )
    for number, answers in enumerate(activities, start=1):
        sheet = book.create_sheet(f"{number:02d}")
        sheet["A1"] = "個人情報ファイル簿（単票）"
        sheet.merge_cells("A1:C1")
        for row, (question, answer) in enumerate(zip(asked, answers, strict=True), start=2):
            sheet.cell(row, 1, question)
            sheet.cell(row, 2, answer)
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    return saved(book)


def ticked() -> bytes:
    """Return a register of a hospital: items are columns of ticks below a band, headings in two rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "個人情報管理台帳"
    upper = (
        "台帳番号",
        "業務名",
        "対象者",
        "保有する個人情報の項目",
        None,
        None,
        "外部委託",
        None,
        "保有件数",
    )
    lower = (None, None, None, "氏名", "病歴", "その他", "有無", "委託先名", None)
    for column, (above, below) in enumerate(zip(upper, lower, strict=True), start=1):
        sheet.cell(3, column, above)
        sheet.cell(4, column, below)
        if not below:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("D3:F3")
    sheet.merge_cells("G3:H3")
    sheet.append(["M-1", "診療", "患者", "○", "レ", None, "有", "㈱みなと検査", "約1万2千人"])
    sheet.append(["M-2", "給食", "患者", "〇", "×", "食物アレルギー", "無", "ー", "50名程度"])
    sheet.append(["計", None, None, None, None, None, None, None, None])
    return saved(book)


def by_department() -> bytes:
    """Return a register of a school: the same headings on two sheets, both counting from 1."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    heads = [
        "No",
        "帳票名",
        "記載されている個人情報",
        "だれの情報か",
        "委託先",
        "提供先",
        "提供先国",
        "担当課",
        "保管期間",
    ]
    rows = {
        "教務": [
            [1, "指導要録", "氏名、住所", "生徒", "みなと印刷", "県／進学先", "日本", "教務課", "卒業後5年"],
            [2, "出席簿", "氏名", "生徒", None, None, "米国", "〃", "半年"],
        ],
        "事務": [[1, "集金簿", "氏名、口座番号", "保護者", None, "みなと銀行", None, "事務課", "7年"]],
    }
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        sheet.append([f"個人情報取扱一覧（{name}）"])
        sheet.append(heads)
        for line in lines:
            sheet.append(line)
    return saved(book)
