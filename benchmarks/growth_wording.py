"""What the page of growth.py says around its figures; lines are joined where both sides are Chinese."""

BEFORE = """\
---
title: 建站的花费
description: 从原始报告到网站，份数增加时要多少时间、内存和空间；与别的建站办法比一比。
hide:
  - navigation
---

# 建站的花费

报告由程序编造，与演示网站（`make demo`）的相同，平均约 4,000 字、57 个数字；份数为 {sizes}。每条命令是一个单独的进程，
计它和它的子进程用去的 CPU 时间；轮流运行，取最好的一轮。量的是公开的命令 `python -m build_scripts site`，
里面怎样做都不影响比法。

量于 {dates}；Python {python}，处理器 {processors} 个，MkDocs {mkdocs}，Material {material}{zensical}。
"""

OUTLOOK_WORDS = """\
没有量过，是用上面量到的最多一次（{size} 份）的每份花费乘出来的；前面的增长表说明各项大致按份数的一次方增长。
{count} 份大约是全国 2,800 个县区各十几个部门、十年的报告。检索的开头几条只读最新的段：
测试用三个小段证明，新的一段够十条就不读更早的（`tests/site/test_search_segments.py`）。
"""

AFTER = """\
## 怎样量的 {: #how }

- **一份**：结巴分词把同样的全部文字切一遍所用的 CPU 时间。机器快慢不同，倍数大致不变。
- **启动**：最少的那一次（通常 5 份）当作启动的花费，其余各次都减去它，再算倍数和增长。
  目标里“没有改动”“改动一份”两行减去的，是最少份数没有改动时的花费，比它少。
- **本项目自己的报告**：`source_reports/` 里的真实报告，放进与演示网站相同的文件夹。
  从头建成时，规则、词典和模板也都是第一次读入。
- **内存**：每 50 毫秒看一次所有进程合占的内存，几个进程共用的只算一次；
  进程大了看得少些，看的时间不超过五十分之一，以免拖慢所量的程序。
- **各步骤**：另建一次，每用去百分之一秒 CPU 时间就看一眼各个进程正在做什么，按最近的程序文件归到步骤；
正则表达式、模板之类公用的，归到用它的步骤。
- **别的办法**：只给它们本站生成的报告 Markdown（没有原件、清单、检索索引、数据文件），按默认配置，
所有页面都在导航里，用主题自带的检索。
- 重量一遍：`make bench`；自定份数用 `python -m build_scripts bench --sizes 5,100,1000,10000`。
全部数字在 `benchmarks/growth_results.json`。
"""
