"""What may be written behind each command: its options, with what the help says of them. What they do: ``cli``."""

import argparse
from collections.abc import Callable
from pathlib import Path

from build_scripts.engine import EngineKind

EPILOG = """\
常用：
  python -m build_scripts site                     建成整个网站，放在 site/
  python -m build_scripts offline                  建成双击就能看的网站，放在 offline/
  python -m build_scripts serve                    本机预览，改了报告页面自动刷新
  python -m build_scripts demo --reports 300       用编造的报告建一个演示网站，放在 demo/
  python -m build_scripts add 报告.pdf             收入一份报告：读、问、核对，放好并登记
  python -m build_scripts inspect 报告.txt         看一份报告读出了什么（JSON）
  python -m build_scripts explain 报告.txt 264     看一个数字从哪里来
退出码：0 正常；1 有必须处理的问题；2 用法有误或文件读不了。
"""

_ROOT = "处理哪个文件夹：里面要有 source_reports/、docs/ 和 mkdocs.yml；默认是本项目"
_DEBUG = "出错时另外打印程序的调用经过（给维护者看）"

_ADDRESSES = {
    "sources": "原始报告在哪里，如 s3://桶/source_reports；不写则在本文件夹",
    "cache": "缓存放在哪里，供别的机器接着用，如 s3://桶/cache",
    "output": "建成的网站另放一份到哪里，如 s3://桶/site",
}
Arguments = argparse.Namespace
Verbs = argparse._SubParsersAction  # noqa: SLF001  the library gives it no other name


def new_parser(root: Path) -> tuple[argparse.ArgumentParser, "Verbs[argparse.ArgumentParser]"]:
    """Return the parser of the whole command line, and the list of verbs to which each command is added."""
    parser = argparse.ArgumentParser(
        prog="python -m build_scripts",
        description="把各地的法治政府建设年度报告整理成网站：清理文字、读出数字、核对、发布。",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help=_DEBUG)
    parser.add_argument("--root", type=Path, default=root, metavar="文件夹", help=_ROOT)
    return parser, parser.add_subparsers(title="命令", metavar="命令", required=True)


def add_verb(
    verbs: "Verbs[argparse.ArgumentParser]", name: str, help_: str, run: Callable[[Arguments], int]
) -> argparse.ArgumentParser:
    """Add a command and return its own parser; ``run`` does what it says and returns the exit code."""
    parser = verbs.add_parser(name, help=help_, description=help_)
    # Also behind the command; without a default, which would undo the one before it.
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG)
    parser.set_defaults(run=run)
    return parser


def take_site(site: argparse.ArgumentParser) -> None:
    """Let ``site`` be told of a preview, and of reports, store and site that lie elsewhere."""
    site.add_argument("--preview", action="store_true", help="建成预览用的网站，放在 .cache/preview/")
    # For the hook: what is asked of a preview, and when, is known there.
    site.add_argument("--requests", action="store_true", help=argparse.SUPPRESS)
    for name, told in _ADDRESSES.items():
        site.add_argument(f"--{name}", default="", metavar="地址", help=told)
    take_engine(site)


def take_port(serve: argparse.ArgumentParser) -> None:
    """Let ``serve`` be told its port."""
    serve.add_argument("--port", type=int, default=8000, help="端口，默认 8000")


def take_build(build: argparse.ArgumentParser) -> None:
    """Let ``build`` register a report, show changed ones, or compare without writing."""
    build.add_argument("--accept", type=Path, metavar="文件", help="登记一份新的或改动过的原始报告")
    build.add_argument("--preview", action="store_true", help="改动过的原始报告照常显示，只加标记")
    build.add_argument("--check-generated", action="store_true", help="不写文件，只看 docs/ 是否与报告一致")
    take_engine(build)


def take_file(inspect: argparse.ArgumentParser) -> None:
    """Let a command be given a file."""
    inspect.add_argument("file", type=Path, metavar="文件")


def take_figure(explain: argparse.ArgumentParser) -> None:
    """Let ``explain`` be given a file and a figure."""
    take_file(explain)
    explain.add_argument("figure", nargs="?", metavar="数字或编号", help="如 264 或 m-1583；不写则列出全部")


def take_added(add: argparse.ArgumentParser) -> None:
    """Let ``add`` be given files, folders and addresses, and each answer that it would ask for as an option."""
    add.add_argument("targets", nargs="+", metavar="文件、文件夹或网址")
    add.add_argument("--region", metavar="地区", help="代码或全名，如 433126 或 湖南省古丈县")
    add.add_argument("--department", metavar="部门", help="代号或名称，如 health 或 卫生健康")
    add.add_argument("--year", metavar="年度", help="报告的年度，如 2023")
    add.add_argument("--title", metavar="标题", help="正文里没有标题时写在记录里")
    add.add_argument("--word", metavar="英文词", help="同地区同部门的另一个机关，在部门后加一词，如 cdc")
    add.add_argument("--url", metavar="网址", help="文件是从哪里取得的，写在记录里")
    add.add_argument("--taken-on", metavar="日期", help="哪天取得的，如 2024-04-02")
    add.add_argument("--report", action="store_true", help="看着不像，但确实是年度报告")
    add.add_argument("--replace", action="store_true", help="换掉同一地址现有的文件")
    add.add_argument("--another-format", action="store_true", help="是现有那份报告的另一种格式")
    add.add_argument("--yes", action="store_true", help="不再问，照读出的收入；读不出的仍要写明")
    add.add_argument("--allow-private", action="store_true", help="许可从本机和内部网络的地址取")


def take_version(release: argparse.ArgumentParser) -> None:
    """Let ``release`` be told the version."""
    release.add_argument("version", metavar="版本", help="如 1.0、1.1，要比上一版新")


def take_gold(score: argparse.ArgumentParser) -> None:
    """Let ``score`` be told where the answers are."""
    score.add_argument("folder", type=Path, nargs="?", default=Path("tests/gold/marked"), metavar="文件夹")


def take_bench(bench: argparse.ArgumentParser) -> None:
    """Let ``bench`` be told how many reports to measure."""
    bench.add_argument("--sizes", metavar="份数", help="各量多少份报告，如 5,100,1000（默认）")
    bench.add_argument(
        "--peers-up-to", type=int, metavar="份数", help="到多少份为止也量别的建站办法，默认 1000"
    )


def take_queries(search: argparse.ArgumentParser) -> None:
    """Let ``bench-search`` be told how many reports and queries to compare."""
    search.add_argument("--sizes", metavar="份数", help="各比多少份报告，如 5,500；不写则 5,500,5000,10000")
    search.add_argument("--queries", type=int, metavar="个数", help="最多问多少个检索词；不写则全部")


def take_fast(test: argparse.ArgumentParser) -> None:
    """Let ``test`` be cut short."""
    test.add_argument("--fast", action="store_true", help="只做一分钟内做完的：不要浏览器、集群，也不建网站")


def take_demo(demo: argparse.ArgumentParser) -> None:
    """Let ``demo`` be told how many reports to make up, and where."""
    demo.add_argument("--reports", type=int, default=300, metavar="份数", help="共多少份，默认 300")
    demo.add_argument(
        "--broken", type=int, default=0, metavar="份数", help="其中多少份读不了或不能发布，默认 0"
    )
    demo.add_argument(
        "--folder", type=Path, default=Path("demo"), metavar="文件夹", help="放在哪里，默认 demo/"
    )
    take_engine(demo)
    demo.add_argument("--no-site", action="store_true", help="只生成报告，不转换，也不建网站")


def take_engine(parser: argparse.ArgumentParser) -> None:
    """Let a command that converts reports be told who does the work, and how much to say."""
    parser.add_argument("--jobs", type=int, metavar="个数", help="用几个进程，默认与处理器核心数相同")
    kinds = [kind.value for kind in EngineKind]
    parser.add_argument(
        "--engine",
        choices=kinds,
        default=EngineKind.PROCESSES.value,
        help="由谁转换：本机进程或 Dask 集群",
    )
    parser.add_argument(
        "--scheduler", default="", metavar="地址", help="Dask 调度器的地址，如 tcp://127.0.0.1:8786"
    )
    parser.add_argument("--verbose", action="store_true", help="每份报告各说一行")
