# 每个目标一行，与 `python3 -m build_scripts <命令>` 完全相同；没有 make 时直接用后者。
PYTHON ?= python3

.DEFAULT_GOAL := help
# make demo N=1000 BROKEN=30
N ?= 300
BROKEN ?= 0
.PHONY: help site demo offline serve build check corrections release test test-fast audit bench bench-search

help:  ## 列出全部目标
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)
site:  ## 一步建成网站：准备环境、转换报告、生成 site/
	@$(PYTHON) -m build_scripts site
demo:  ## 用 N 份编造的报告（默认 300）建一个演示网站，放在 demo/
	@$(PYTHON) -m build_scripts demo --reports $(N) --broken $(BROKEN)
offline:  ## 建成不联网也能看、双击就能打开的网站 offline/
	@$(PYTHON) -m build_scripts offline
serve:  ## 本机预览，文件改动后自动刷新
	@$(PYTHON) -m build_scripts serve
build:  ## 只转换报告，写入 docs/reports 与 docs/data
	@$(PYTHON) -m build_scripts build
check:  ## 检查 source_reports/ 中的报告，列出问题
	@$(PYTHON) -m build_scripts check
corrections:  ## 与上一版数据比较，把改动的数字写进 corrections.yml 待填
	@$(PYTHON) -m build_scripts corrections
release:  ## 给现在的数据定一个版本，如 make release VERSION=1.1
	@$(PYTHON) -m build_scripts release "$(VERSION)"
test:  ## 运行全部检查与测试，包括浏览器测试
	@$(PYTHON) -m build_scripts test
test-fast:  ## 运行一分钟内做完的检查与测试，不要浏览器
	@$(PYTHON) -m build_scripts test --fast
audit:  ## 列出所用软件包的许可证，查它们的已知漏洞
	@$(PYTHON) -m build_scripts audit
bench:  ## 测量建站的速度、内存和空间；自定份数用 SIZES=5,100,1000,10000
	@$(PYTHON) -m build_scripts bench $(if $(SIZES),--sizes $(SIZES))
bench-search:  ## 与别的检索比一比，约一小时
	@$(PYTHON) -m build_scripts bench-search
