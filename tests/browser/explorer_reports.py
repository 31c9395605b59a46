"""Reports that the explorer is tried on beside the samples: a second year of one office, and hostile words. All fiction."""

MARKUP = "<img src=x onerror=document.title='taken'>"
SCRIPT = "<script>document.title='taken'</script>"
CONTACT = "13912345678"

# The office of samples/reports/haimen-2020-yuan.txt a year later: its carry-over is not the one that it ended with.
SECOND_YEAR = """南通市海门区江岸养老服务局2021年度部门整体支出绩效自评报告

一、部门预算执行情况
2021年年初预算612.40万元，上年结转21.50万元，调整后预算655.90万元。
2021年实际支出640.20万元，其中：基本支出210.20万元，项目支出430.00万元。年末结余15.70万元。
2021年“三公”经费年初预算9.60万元，支出决算8.40万元，其中公务接待费支出1.20万元，公务用车运行维护费支出7.20万元。2020年“三公”经费支出决算8.80万元。

二、绩效目标完成情况
1.新增护理型床位目标120张，实际完成96张，完成率80%。

三、自评结论
自评得分91.5分，等级优。
"""

HOSTILE = f"""安吉县竹林水利局2022年度部门整体支出绩效自评报告

一、部门基本情况
{SCRIPT}联系人：张伟，联系电话：{CONTACT}。
2022年年初预算300.00万元，实际支出280.00万元，其中：基本支出100.00万元，项目支出190.00万元。
{MARKUP}堤防加固项目支出120.00万元，"&lt;b&gt;水库&lt;/b&gt;"维修项目支出70.00万元。
2022年“三公”经费支出2.40万元。
"""

FILES = {
    "haimen-2021.txt": SECOND_YEAR,
    "anji-2022 'quoted' &amp;.txt": HOSTILE,
}
