"""Web pages: main content, tables, and the page's own data; nothing of the site around them."""

from datetime import date

import pytest

from ingest.layout import LaidTable
from ingest.limits import Limits
from ingest.readers import read_document
from ingest.readers.blocks import Reading
from tests.formats.facts import extracted

REPORT = "<h1>桃源县竹编局2022年度部门决算</h1><p>支出合计120.50万元，其中基本支出80.25万元。</p>"
SITE = (
    '<script>var money = "999万元";</script><style>p {{}}</style>'
    '<div class="header"><img src="http://example.invalid/a.png" alt="县徽"></div>'
    '<div id="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">政务公开888万元</a></li></ul></div>'
    '<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; 决算公开</div>'
    '<div class="content">{}</div>'
    '<div class="share">分享到：微信 微博</div>'
    '<ul class="more"><li><a href="1">某局2021年决算777万元</a></li><li><a href="2">某局2020年决算</a></li>'
    '<li><a href="3">某局2019年决算</a></li></ul>'
    '<p style="display: none">隐藏的666万元</p><div hidden>隐藏的555万元</div>'
    '<div class="footer">主办：桃源县人民政府办公室 备案号 444</div><noscript>请开启脚本</noscript>'
)


def read(body: str, head: str = "", encoding: str = "utf-8") -> Reading:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_document("a.html", page.encode(encoding), Limits()).reading


def cells(table: LaidTable, text: str) -> list[list[tuple[str, int, bool]]]:
    return [[(text[c.start : c.end], c.colspan, c.continues) for c in row] for row in table.rows]


def test_only_the_report_is_read_of_a_page() -> None:
    assert read(SITE.format(REPORT)).text.split("\n\n") == [
        "桃源县竹编局2022年度部门决算",
        "支出合计120.50万元，其中基本支出80.25万元。",
        "",
    ]


def test_a_report_is_kept_whatever_its_container_is_called() -> None:
    assert "120.50万元" in read(f'<div class="header menu">{REPORT}</div>').text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encoding_is_found_and_recorded(encoding: str) -> None:
    reading = read(REPORT, encoding=encoding)
    assert (reading.encoding, "竹编局" in reading.text) == (encoding, True)


def test_big5_is_told_from_gb18030() -> None:
    text = "<p>" + "預算執行情況說明，支出合計一百二十萬元，結餘五萬元。" * 5 + "</p>"
    assert read(text, encoding="big5").encoding == "big5"


def test_the_page_says_who_published_what_and_when() -> None:
    head = (
        '<meta name="ArticleTitle" content="桃源县竹编局决算"><meta name="PubDate" content="2023-08-05 10:11">'
        '<meta name="ContentSource" content="竹编局"><title>桃源县竹编局决算-桃源县人民政府网站</title>'
    )
    assert read("<p>支出合计120.50万元。</p>", head).text.split("\n\n")[:3] == [
        "桃源县竹编局决算",
        "发布机构：竹编局",
        "发布日期：2023-08-05",
    ]


@pytest.mark.parametrize(
    "name", ["PubDate", "publishdate", "DC.Date", "dcterms.issued", "article:published_time"]
)
@pytest.mark.parametrize(
    "written", ["2023-08-05 10:11", "2023-08-05T10:11:00+08:00", "2023年8月5日", "20230805"]
)
def test_the_date_of_publication_is_read_in_any_form(name: str, written: str) -> None:
    head = f'<meta name="{name}" content="{written}">'
    assert "发布日期：2023-08-05\n" in read("<p>支出合计120.50万元。</p>", head).text


def test_a_page_without_meta_elements_says_it_beside_the_text() -> None:
    info = "<div class='info'><span>发布时间：</span><span>2023-08-05 10:11</span> 来源：竹编局 浏览次数：12</div>"
    words = "资金来源：财政拨款。支出合计120.50万元，其中基本支出80.25万元，项目支出40.25万元。"
    text = read(f"{info}<div class='TRS_Editor'><p>{words}</p></div>").text
    assert text == f"发布机构：竹编局\n\n发布日期：2023-08-05\n\n{words}\n\n"


def test_what_the_text_says_itself_is_not_said_twice() -> None:
    text = read("<p>发布时间：2023-08-05</p><p>信息来源：竹编局</p><p>支出合计120.50万元。</p>").text
    assert text == "发布时间：2023-08-05\n\n信息来源：竹编局\n\n支出合计120.50万元。\n\n"


def test_title_issuing_body_and_date_reach_the_report() -> None:
    head = (
        '<meta name="ArticleTitle" content="2022年度部门整体支出绩效自评报告"><meta name="PubDate" content="2023-08-05">'
        '<meta name="ContentSource" content="桃源县竹编局">'
    )
    page = f"<html><head>{head}</head><body><p>本部门支出合计120.50万元。</p></body></html>"
    [header, *_] = extracted("a.html", page.encode())
    assert (header.title, header.department_name, header.published_on) == (
        "2022年度部门整体支出绩效自评报告",
        "桃源县竹编局",
        date(2023, 8, 5),
    )


def test_a_title_that_the_text_has_already_is_not_repeated() -> None:
    head = "<title>桃源县竹编局2022年度部门决算_桃源县人民政府网</title>"
    assert read(REPORT, head).text.count("竹编局") == 1


def test_spans_give_the_grid() -> None:
    reading = read(
        "<table><tr><th rowspan=2>项目</th><th colspan='2'>支出</th></tr><tr><td>预算</td><td>决算</td></tr>"
        "<tr><td>合计</td><td>10</td></tr></table>"
    )
    [table] = reading.tables
    assert cells(table, reading.text) == [
        [("项目", 1, False), ("支出", 2, False)],
        [("", 1, True), ("预算", 1, False), ("决算", 1, False)],
        [("合计", 1, False), ("10", 1, False), ("", 1, False)],
    ]


def test_a_table_that_frames_the_page_is_no_table() -> None:
    inner = "<table><tr><td>合计</td><td>10</td></tr><tr><td>其中</td><td>8</td></tr></table>"
    reading = read(f"<table><tr><td>栏目</td><td><p>正文一段。</p>{inner}</td></tr></table>")
    assert [cells(table, reading.text)[0][0][0] for table in reading.tables] == ["合计"]
    assert "正文一段。\n\n" in reading.text


@pytest.mark.parametrize("span", ["0", "-3", "99999999999999", "x", ""])
def test_absurd_spans_do_no_harm(span: str) -> None:
    reading = read(f"<table><tr><td colspan='{span}' rowspan='{span}'>合计</td><td>10</td></tr></table>")
    assert "合计" in reading.text


def test_inline_elements_do_not_part_words() -> None:
    assert (
        read("<p>支出<b>120</b>.<span>50</span>万元<br>结余5万元</p>").text
        == "支出120.50万元\n\n结余5万元\n\n"
    )
