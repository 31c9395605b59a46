"""Tables come back from every shape that a lost border leaves."""

from pathlib import Path

import pytest

from ingest.structure import parse
from ingest.structure.model import Table


def tables(text: str) -> list[Table]:
    return [block for block in parse(text) if isinstance(block, Table)]


def only(text: str) -> Table:
    (table,) = tables(text)
    return table


def grid(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.rows]


def heads(table: Table) -> list[str]:
    return ["/".join(path) for path in table.header_paths]


def tabbed(*rows: str) -> str:
    """Rows written a|b|c as Word leaves them: a tab before each cell, a blank line behind each row."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row.split("|")) for row in rows)


def test_tabbed_cells() -> None:
    table = only(tabbed("项目|预算数|决算数", "基本支出|100|99.5", "项目支出|50|48"))
    assert heads(table) == ["项目", "预算数", "决算数"]
    assert grid(table) == [["基本支出", "100", "99.5"], ["项目支出", "50", "48"]]


def test_spans_over_two_header_rows() -> None:
    table = only(tabbed("单位名称|收入合计|其中：", "||上年结转|财政拨款|其他收入", "馆本级|90|10|75|5"))
    assert heads(table) == ["单位名称", "收入合计", "其中:/上年结转", "其中:/财政拨款", "其中:/其他收入"]


def test_spans_over_three_header_rows() -> None:
    text = tabbed(
        "单位名称|支出合计|其中：|结余",
        "||基本支出|其中：|项目支出|当年结余|累计结余",
        "|||人员支出|公用支出|||",
        "馆本级|90|60|40|20|30||7",
    )
    assert heads(only(text)) == [
        "单位名称", "支出合计", "其中:/基本支出", "其中:/其中:/人员支出", "其中:/其中:/公用支出", "其中:/项目支出",
        "结余/当年结余", "结余/累计结余",
    ]  # fmt: skip


def test_equal_spans() -> None:
    text = tabbed(
        "任务名称|预算数（万元）|执行数（万元）", "|总额|财政拨款|其他|总额|财政拨款|其他", "征集|9|8|1|7|6|1"
    )
    assert heads(only(text))[1:] == [
        f"{n}数(万元)/{k}" for n in ("预算", "执行") for k in ("总额", "财政拨款", "其他")
    ]


def test_empty_cells_stay_in_place() -> None:
    table = only(tabbed("项目|预算数|决算数|结余数", "培训费||3|", "会议费|2||1"))
    assert grid(table) == [["培训费", "", "3", ""], ["会议费", "2", "", "1"]]


def test_cells_of_several_lines() -> None:
    table = only("\t项目\n\t决算\n\n数\n\t备注\n（说明）\n\n\t培训\n费\n\t3\n\t无\n")
    assert heads(table) == ["项目", "决算数", "备注(说明)"]
    assert grid(table) == [["培训费", "3", "无"]]


def test_cell_spans_lead_back() -> None:
    text = "\t项目\n\t决算数\n\n\t培 训\n费\n\t 3.5\u3000\n"
    label, amount = only(text).rows[0]
    assert label is not None and amount is not None
    assert text[amount.start : amount.end] == "3.5"
    start, end = label.span(0, 2)
    assert text[start:end] == "培 训"


def test_a_label_over_several_columns() -> None:
    table = only(
        tabbed("项目|类型|用途|预算数|决算数", "展览|经常性|布展|9|8", "征集|经常性|购置|5|5", "合计|14|13")
    )
    assert grid(table)[-1] == ["合计", None, None, "14", "13"]


def test_a_row_that_lost_a_cell_stays_without_heads() -> None:
    loose = tables(tabbed("项目|合计|预算数|决算数", "展览|9|8|7", "征集|5|4"))[-1]
    assert grid(loose) == [["征集", "5", "4"]]
    assert heads(loose) == ["", "", ""]


def test_tables_stacked_in_one_form() -> None:
    first, second = tables(tabbed("名称|收入合计|拨款", "馆本级|9|9", "名称|支出合计|基本支出", "馆本级|8|8"))
    assert (heads(first)[1], heads(second)[1]) == ("收入合计", "支出合计")


def test_header_repeated_after_a_page_break() -> None:
    table = only(tabbed("项目|预算数|决算数", "培训费|1|2", "项目|预算数|决算数", "会议费|3|4"))
    assert [row[0] for row in grid(table)] == ["培训费", "会议费"]


def test_column_numbers_are_no_data() -> None:
    table = only(tabbed("项目|预算数|决算数", "栏次|1|2", "培训费|3|4"))
    assert grid(table) == [["培训费", "3", "4"]]


def test_vertical_merges_leave_empty_cells() -> None:
    table = only(tabbed("一级指标|二级指标|指标值|得分", "产出|数量|5|9", "|质量|6|8"))
    assert grid(table)[1] == ["", "质量", "6", "8"]


def test_label_value_pairs_stay_rows() -> None:
    table = only(tabbed("联系人|王某|联系电话|5550100", "编制人数|12|实有人数|11"))
    assert heads(table) == ["", "", "", ""]
    assert grid(table)[1] == ["编制人数", "12", "实有人数", "11"]


def test_the_project_form() -> None:
    form = tables(
        tabbed(
            "项目名称|档案数字化",
            "主管部门|云溪县档案馆|实施单位|云溪县档案馆",
            "项目资金（万元）||年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率|得分",
            "|年度资金总额|120|120|118.8|10|99%|9.9",
            "|其中：财政拨款|100|100|98.8|—|98.8%|—",
            "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分",
            "产出指标|数量指标|扫描页数|≥5万页|6万页|20|20",
        )
    )
    money = next(table for table in form if len(table.header_paths) == 8)
    assert heads(money)[2:5] == ["年初预算数", "全年预算数(A)", "全年执行数(B)"]
    assert money.unit_text == "万元"
    assert heads(form[-1])[3] == "年度指标值"


def test_one_cell_rows_are_captions() -> None:
    table = only(tabbed("年度收入情况（万元）", "项目|合计|拨款", "馆本级|9|9"))
    assert (table.caption, table.unit_text) == ("年度收入情况(万元)", "万元")


def test_a_label_with_a_long_text_is_a_section() -> None:
    blocks = parse(
        tabbed("年度工作情况|" + "我馆全年完成档案征集和整理工作，支出12万元。" * 5, "得分|97|等次|优秀")
    )
    assert blocks[1].headings[-1].text == "年度工作情况"
    assert isinstance(blocks[-1], Table)


def test_prose_behind_a_table_is_prose() -> None:
    blocks = parse(tabbed("项目|预算数|决算数", "培训费|1|2", "会议费|3|4") + "\n以上数据均已核对。\n")
    assert getattr(blocks[-1], "text", None) == "以上数据均已核对。"


STREAM = "预算项目\n\n合计\n 本馆 \n\n财政拨款\n\n522.08\n522.08\n 其中：经费拨款\n502.28\n\n502.28\n收入合计\n522.08\n522.08\n"


def test_a_stream_of_cells() -> None:
    table = only(f"收支情况如下：      单位：万元\n{STREAM}从上表看：\n")
    assert heads(table) == ["预算项目", "合计", "本馆"]
    assert grid(table)[1] == ["其中:经费拨款", "502.28", "502.28"]
    assert table.unit_text == "万元"


def test_a_stream_with_a_blank_line_after_each_cell() -> None:
    table = only("项目\n\n行次\n\n金额\n\n一、拨款收入\n\n1\n\n318.40\n\n二、其他收入\n\n2\n\n0.00\n")
    assert heads(table) == ["项目", "行次", "金额"]
    assert [row[0] for row in grid(table)] == ["一、拨款收入", "二、其他收入"]


def test_a_stream_with_group_labels() -> None:
    table = only("比较\n支出\n本馆\n预算\n基本支出\n5\n项目支出\n4\n决算\n基本支出\n3\n项目支出\n2\n")
    assert heads(table) == ["比较", "支出", "本馆"]
    assert [row[0] for row in grid(table)] == ["预算", "", "决算", ""]


def test_a_stream_with_years_under_its_heads() -> None:
    table = only("费用项目\n本馆\n2019\n本馆\n2020\n接待费\n3.4\n1.9\n运行费\n4.0\n0.1\n")
    assert heads(table) == ["费用项目", "本馆2019", "本馆2020"]


def test_a_stream_whose_corner_is_blank() -> None:
    assert heads(only("2021\n2022\n接待费\n3.4\n2.9\n购车费\n0\n0\n")) == ["", "2021", "2022"]


def test_a_stream_row_with_too_few_values_stays_without_heads() -> None:
    found = tables("项目\n预算数\n决算数\n培训费\n1\n2\n会议费\n3\n差旅费\n4\n5\n")
    assert [heads(table) for table in found if grid(table)[0][0] == "会议费"] == [["", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "科目\t2021年\t2022年\n办公费\t1.2\t1.3\n差旅费\t2.2\t2.3\n",
        "科目|2021年|2022年\n办公费|1.2|1.3\n差旅费|2.2|2.3\n",
        "| 科目 | 2021年 | 2022年 |\n|---|---|---|\n| 办公费 | 1.2 | 1.3 |\n| 差旅费 | 2.2 | 2.3 |\n",
        "\t科目\t2021年\t2022年\n\t办公费\t1.2\t1.3\n\t差旅费\t2.2\t2.3\n",
        "科目,2021年,2022年\n办公费,1.2,1.3\n差旅费,2.2,2.3\n",
        "科目 |\n2021年 |\n2022年 |\n办公费 |\n1.2 |\n1.3 |\n差旅费 |\n2.2 |\n2.3 |\n",
        "科目｜2021年｜2022年\n办公费｜1.2｜1.3\n差旅费｜2.2｜2.3\n",
    ],
)
def test_rows_on_one_line(text: str) -> None:
    table = only(text)
    assert heads(table) == ["科目", "2021年", "2022年"]
    assert grid(table) == [["办公费", "1.2", "1.3"], ["差旅费", "2.2", "2.3"]]


def test_a_pipe_alone_is_a_blank_cell() -> None:
    table = only("项目 |\n预算数 |\n决算数 |\n培训费 |\n1 |\n2 |\n会议费 |\n|\n4 |\n")
    assert grid(table)[1] == ["会议费", "", "4"]


def test_two_panels_of_unequal_width() -> None:
    left, right = tables(
        "收入\n支出\n项目\n行次\n金额\n项目\n行次\n合计\n拨款\n基金\n"
        "一、拨款收入\n1\n9\n一、教育支出\n33\n5\n5\n0\n二、基金收入\n2\n0\n二、其他支出\n34\n4\n4\n0\n"
    )
    assert heads(left) == ["项目", "行次", "金额"]
    assert [row[0] for row in grid(left)] == ["一、拨款收入", "二、基金收入"]
    assert heads(right) == ["项目", "行次", "合计", "拨款", "基金"]
    assert grid(right)[1] == ["二、其他支出", "34", "4", "4", "0"]


def test_commas_of_prose_make_no_rows() -> None:
    assert tables("我馆高度重视,加强领导,落实责任\n各科室分工协作,密切配合,确保完成\n") == []


def test_short_lines_without_values_are_no_table() -> None:
    assert tables("索引号\n发布机构\n云溪县档案馆\n打印\n关闭\n") == []


def test_the_form_of_a_seed(seeds_dir: Path) -> None:
    text = next(seeds_dir.glob("001_*.txt")).read_text(encoding="utf-8")
    found = {"|".join(heads(table)) for table in tables(text)}
    assert (
        "机构名称|支出合计|其中:/基本支出|其中:/其中:/人员支出|其中:/其中:/公用支出|其中:/项目支出|结余/当年结余|结余/累计结余"
        in found
    )
    assert "费用项目|局部门2019|局部门2020" in found
    assert "比较项目|支出项目|科技部门" in found


def test_the_project_table_of_a_seed(seeds_dir: Path) -> None:
    text = next(seeds_dir.glob("003_*.txt")).read_text(encoding="utf-8")
    assert heads(tables(text)[0])[3:] == [
        "预算金额/指标总额", "预算金额/其中:区级资金", "支出金额/支出总额", "支出金额/其中:区级资金"
    ]  # fmt: skip


def test_the_scoring_sheet_of_a_seed(seeds_dir: Path) -> None:
    text = next(seeds_dir.glob("004_*.txt")).read_text(encoding="utf-8")
    sheet = tables(text)[0]
    assert heads(sheet)[4:6] == ["三级指标", "分值"]
    assert len(sheet.rows) > 15


def test_a_pipe_in_front_is_a_blank_cell_where_rows_begin_without_one() -> None:
    table = only("项目 | 类别 | 预算数 | 决算数 |\n支出 | 培训费 | 1 | 2 |\n | 会议费 | 3 | 4 |\n")
    assert grid(table)[1] == ["", "会议费", "3", "4"]


def test_a_tab_in_front_is_a_blank_cell_where_rows_begin_without_one() -> None:
    table = only("项目\t类别\t预算数\t决算数\n支出\t培训费\t1\t2\n\t会议费\t3\t4\n")
    assert grid(table)[1] == ["", "会议费", "3", "4"]


def test_heads_under_heads_that_leave_gaps() -> None:
    table = only("收入 | | 支出 | |\n项目 | 金额 | 项目 | 金额 |\n拨款 | 5 | 培训费 | 4 |\n")
    assert heads(table) == ["收入/项目", "收入/金额", "支出/项目", "支出/金额"]


def test_a_head_over_several_values_has_lost_its_parts() -> None:
    table = only("单位名称 | 支出合计 | 其中 |\n本馆 | 9 | 5 | 4 |\n分馆 | 8 | 5 | 3 |\n")
    assert heads(table) == ["", "", "", ""]


def test_a_caption_without_a_blank_line_begins_another_table_in_its_own_unit() -> None:
    first = "单位：万元\n\t项目\n\t预算数\n\n\t会务经费\n\t60.00\n\n\t馆舍经费\n\t70.00\n"
    second = "附表2 接待费用表\n单位：元\n\t项目\n\t预算数\n\n\t公务接待费\n\t50000\n"
    tables = [block for block in parse(first + second) if isinstance(block, Table)]
    assert [table.unit_text for table in tables] == ["万元", "元"]
    assert [row[1].text for row in tables[0].rows if row[1]] == ["60.00", "70.00"]


def test_cells_that_title_the_form_before_the_heads() -> None:
    table = next(
        t
        for t in tables(
            tabbed(
                "|预算情况|（万元）||年初预算数|全年预算数|全年执行数|得分",
                "部门预算总额|820|905.5|880|9.7",
                "项目支出|300|385.5|360|-",
            )
        )
        if any(t.header_paths)
    )
    assert heads(table) == ["", "年初预算数", "全年预算数", "全年执行数", "得分"]
    assert grid(table)[0] == ["部门预算总额", "820", "905.5", "880", "9.7"]


def test_labelled_values_are_no_heads() -> None:
    form = tabbed(
        "|按收入性质分：|按支出性质分：",
        "|其中：一般公共预算：820|其中：基本支出：520",
        "|其他资金：40|项目支出：340",
    )
    rows = [row for table in tables(form) for row in grid(table)]
    assert rows == [["", "其中:一般公共预算:820", "其中:基本支出:520"], ["", "其他资金:40", "项目支出:340"]]


def test_rows_parted_by_blanks() -> None:
    table = only(
        "支出内容 计划支出数 实际支出数\n道路硬化 158.00 147.60\n咨询费 6.00 5.80\n支出合计 164.00 153.40\n"
    )
    assert heads(table) == ["支出内容", "计划支出数", "实际支出数"]
    assert grid(table)[1] == ["咨询费", "6.00", "5.80"]


def test_words_set_wide_are_no_rows() -> None:
    assert tables("培 训 费 支 出 51 204.6 元\n公 务 接 待 费 支 出 20 180.0 元\n") == []


def test_blanks_within_a_sentence_are_no_rows() -> None:
    assert tables("2022 年度收入 1586.92 万元\n2021 年度收入 1490.15 万元\n") == []


def test_an_unused_row_of_a_form_is_no_head() -> None:
    table = only(
        tabbed(
            "一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|修复档案|≥300卷|286卷|7.5",
            "效益指标|经济效益指标||||",
            "|社会效益指标|查档人次|≥2500人次|3116人次|15",
        )
    )
    assert [row[2] for row in grid(table)] == ["修复档案", "", "查档人次"]


def test_a_numbered_title_between_tables_in_fixed_pitch_is_no_row() -> None:
    text = "类别    2020年    2021年\n甲    1.00    2.00\n乙    3.00    4.00\n表2    支出情况表\n项目    金额\n丙    5.00\n丁    6.00\n"
    assert [table.caption for table in tables(text)] == ["", "表2\n支出情况表"]


def test_a_sum_of_marks_stands_under_the_marks() -> None:
    table = only(
        "指标名称  目标值  完成值  分值  得分\n建档率  ≥90%  93%  10  10\n满意度  ≥90%  92%  10  9\n合计  20  19\n"
    )
    assert grid(table)[-1] == ["合计", None, None, "20", "19"]


def test_two_dates_on_a_line_are_no_row() -> None:
    assert (
        tables("发布日期：2020-07-10    来源：某局    浏览：35\n发布机构：某局    有效性：有效    字号：大\n")
        == []
    )


@pytest.mark.parametrize("remark", ["|改造延后", ""])
def test_the_two_heads_of_the_national_goal_form_without_their_spans(remark: str) -> None:
    table = only(
        "绩效指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析\n"
        "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"
        "产出指标\t数量指标\t管护面积\t≥\t125.6\t万亩\t125.6\t12\t12\n"
        f"\t\t护林员人数\t≥\t846\t人\t838\t13\t12.8{remark.replace('|', chr(9))}\n"
    )
    assert heads(table) == [
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分", "偏差原因分析",
    ]  # fmt: skip
    assert [row[2] for row in grid(table)] == ["管护面积", "护林员人数"]
    assert [row[8] for row in grid(table)] == ["12", "12.8"]


def test_heads_that_no_group_holds_are_not_joined() -> None:
    text = "绩效指标\t实际完成值\t分值\n一级指标\t执行率\t得分\n产出\t5\t6\t7\t8\n"
    assert "一级指标" not in heads(tables(text)[0])
