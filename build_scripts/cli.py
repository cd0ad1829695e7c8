"""The command line: arguments, messages and exit codes. What each command does is in the functions of ``commands``.

These load the stages, which takes a third of a second; so they are imported by the commands that read a report
themselves, and a build that finds nothing changed does without.
"""

import argparse
import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from build_scripts import build_commands, preview
from build_scripts.addresses import Addresses, brought_here
from build_scripts.audit import run_audit
from build_scripts.build_commands import Run
from build_scripts.demo.folder import write_demo
from build_scripts.engine import EngineKind, EngineSettings, serve_requests
from build_scripts.errors import ReportError, RuleError, UsageError
from build_scripts.models import Places
from build_scripts.plain_lines import json_lines, plain_line, plain_lines
from build_scripts.run_report import last_line
from build_scripts.verify import run_quality

ROOT = Path(__file__).resolve().parent.parent
EPILOG = """\
常用：
  python -m build_scripts site                     建成整个网站，放在 site/
  python -m build_scripts offline                  建成双击就能看的网站，放在 offline/
  python -m build_scripts serve                    本机预览，改了报告页面自动刷新
  python -m build_scripts demo --reports 300       用编造的报告建一个演示网站，放在 demo/
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
HERE = Addresses()

Arguments = argparse.Namespace

# The root of the loggers of all modules here.
_log = logging.getLogger("build_scripts")


def main(argv: list[str]) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings of severity error, 2 misuse or unreadable."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    arguments = _parser().parse_args(argv)
    _show_traces(on=arguments.debug)
    arguments.root = (Path.cwd() / arguments.root).resolve()
    run: Callable[[Arguments], int] = arguments.run
    return _plainly(lambda: run(arguments))


def _plainly(run: Callable[[], int]) -> int:
    """Return the exit code of ``run``; what it raises is told in one line."""
    try:
        return run()
    except (ReportError, RuleError, UsageError) as error:
        say(plain_line(str(error)))
        _log.debug("", exc_info=error)
        return 2
    except BrokenPipeError:
        return 0
    except (OSError, sqlite3.Error) as error:
        say(f"没有完成，原来的网站没有动：{error}。请看看磁盘是否满了、文件夹是否可写，再试一次。")
        _log.debug("", exc_info=error)
        return 2


def _show_traces(*, on: bool) -> None:
    """Let the way to each error be printed on standard error, or not."""
    _log.handlers = [logging.StreamHandler()] if on else []
    _log.setLevel(logging.DEBUG if on else logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m build_scripts",
        description="把各地的法治政府建设年度报告整理成网站：清理文字、读出数字、核对、发布。",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help=_DEBUG)
    parser.add_argument("--root", type=Path, default=ROOT, metavar="文件夹", help=_ROOT)
    verbs = parser.add_subparsers(title="命令", metavar="命令", required=True)
    site = _add(verbs, "site", "转换全部报告并建成网站，放在 site/", _site)
    site.add_argument("--preview", action="store_true", help="建成预览用的网站，放在 .cache/preview/")
    # For the hook: what is asked of a preview, and when, is known there.
    site.add_argument("--requests", action="store_true", help=argparse.SUPPRESS)
    for name, told in _ADDRESSES.items():
        site.add_argument(f"--{name}", default="", metavar="地址", help=told)
    _add_demo(verbs)
    offline = _add(verbs, "offline", "建成不联网也能看的网站，放在 offline/", _offline)
    serve = _add(verbs, "serve", "本机预览：报告或规则一保存，页面就刷新", _serve)
    serve.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    build = _add(verbs, "build", "转换全部报告，写入 docs/", _build)
    build.add_argument("--accept", type=Path, metavar="文件", help="登记一份新的或改动过的原始报告")
    build.add_argument("--preview", action="store_true", help="改动过的原始报告照常显示，只加标记")
    build.add_argument("--check-generated", action="store_true", help="不写文件，只看 docs/ 是否与报告一致")
    _add_engine(site, offline, build)
    _add(verbs, "check", "检查全部报告，列出问题，不写文件", _check)
    inspect = _add(verbs, "inspect", "把一份报告读出的一切打印成 JSON，不写文件", _inspect)
    inspect.add_argument("file", type=Path, metavar="文件")
    explain = _add(verbs, "explain", "说明一个数字从哪里来、其余数字为何不计", _explain)
    explain.add_argument("file", type=Path, metavar="文件")
    explain.add_argument("figure", nargs="?", metavar="数字或编号", help="如 264 或 m-1583；不写则列出全部")
    _add_measures(verbs)
    return parser


def _add_measures(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is asked of the program itself: scores, speed, tests."""
    score = _add(verbs, "score", "与人工标注的答案比较，打印得分", _score)
    score.add_argument("folder", type=Path, nargs="?", default=Path("tests/gold/marked"), metavar="文件夹")
    bench = _add(verbs, "bench", "测量建站的速度、内存和空间，以同一次运行中的倍数表示", _bench)
    bench.add_argument("--sizes", metavar="份数", help="各量多少份报告，如 5,100,1000（默认）")
    bench.add_argument(
        "--peers-up-to", type=int, metavar="份数", help="到多少份为止也量别的建站办法，默认 1000"
    )
    search = _add(verbs, "bench-search", "把检索与 Pagefind、Material 自带的比一比", _bench_search)
    search.add_argument("--sizes", metavar="份数", help="各比多少份报告，如 5,500；不写则 5,500,5000,10000")
    search.add_argument("--queries", type=int, metavar="个数", help="最多问多少个检索词；不写则全部")
    _add(verbs, "audit", "列出软件包的许可证和已知漏洞；没有查成，退出码是 3", lambda _: run_audit(ROOT, say))
    test = _add(verbs, "test", "运行全部检查与测试", _test)
    test.add_argument("--fast", action="store_true", help="只做一分钟内做完的：不要浏览器、集群，也不建网站")


def _add_demo(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = _add(verbs, "demo", "用编造的报告建一个演示网站，每页都标明“演示数据”", _demo)
    demo.add_argument("--reports", type=int, default=300, metavar="份数", help="共多少份，默认 300")
    demo.add_argument(
        "--broken", type=int, default=0, metavar="份数", help="其中多少份读不了或不能发布，默认 0"
    )
    demo.add_argument(
        "--folder", type=Path, default=Path("demo"), metavar="文件夹", help="放在哪里，默认 demo/"
    )
    _add_engine(demo)
    demo.add_argument("--no-site", action="store_true", help="只生成报告，不转换，也不建网站")


def _add_engine(*parsers: argparse.ArgumentParser) -> None:
    """Let commands that convert reports be told who does the work, and how much to say."""
    for parser in parsers:
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


def _add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    help_: str,
    run: Callable[[Arguments], int],
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=help_, description=help_)
    # Also behind the command; without a default, which would undo the one before it.
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG)
    parser.set_defaults(run=run)
    return parser


def _site(arguments: Arguments) -> int:
    if arguments.preview:
        return _preview(Places(arguments.root), is_asked=arguments.requests)
    addresses = Addresses(arguments.sources, arguments.cache, arguments.output)
    return build_folder(arguments.root, _run_of(arguments), addresses)


def _preview(places: Places, *, is_asked: bool) -> int:
    """Make the preview, once or for each request on standard input."""
    if not is_asked:
        return preview.make_preview(places, say)
    serve_requests(lambda names: _plainly(lambda: preview.show(places, names, say)), preview.warm_up)
    return 0


def _demo(arguments: Arguments) -> int:
    folder = (Path.cwd() / arguments.folder).resolve()
    if arguments.reports < 1 or not 0 <= arguments.broken <= arguments.reports:
        raise UsageError("--reports 至少 1，--broken 不能比它多")
    write_demo(ROOT, folder, arguments.reports, arguments.broken)
    say(f"{arguments.folder.as_posix()}/：{arguments.reports} 份编造的报告")
    if arguments.no_site:
        return 0
    say(f"建成后这样看：{sys.executable} -m http.server --directory {arguments.folder.as_posix()}/site 8001")
    say("再用浏览器打开 http://127.0.0.1:8001/ （按 Ctrl+C 结束）")
    return build_folder(folder, _run_of(arguments))


def _run_of(arguments: Arguments) -> Run:
    engine = EngineKind(arguments.engine)
    settings = EngineSettings(jobs=arguments.jobs, engine=engine, scheduler=arguments.scheduler)
    return Run(settings, verbose=arguments.verbose, preview=getattr(arguments, "preview", False))


def build_folder(root: Path, run: Run, addresses: Addresses = HERE) -> int:
    """Convert the reports of a folder laid out like the project and build its site; return the exit code."""
    with brought_here(Places(root), addresses) as places:
        summary = build_commands.make_docs(places, say, run)
        code = build_commands.make_site(places, say, run.settings.jobs)
    say(last_line(summary))
    return code or int(summary.needs_person)


def _offline(arguments: Arguments) -> int:
    try:
        code = build_folder(arguments.root, _run_of(arguments))
    except UsageError as error:
        say(f"离线版没有换新，原来的 offline/（若有）没有动：{error}")
        return 1
    return build_commands.make_offline(Places(arguments.root), say) or code


def _serve(arguments: Arguments) -> int:
    return build_commands.serve_site(Places(arguments.root), arguments.port)


def _build(arguments: Arguments) -> int:
    if arguments.accept:
        from build_scripts import commands  # noqa: PLC0415  see the top

        commands.accept(arguments.root, arguments.accept, say)
    if arguments.check_generated:
        return build_commands.compare_docs(Places(arguments.root), say)
    summary = build_commands.make_docs(Places(arguments.root), say, _run_of(arguments))
    say(last_line(summary))
    return int(summary.needs_person)


def _check(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    return commands.check_all(arguments.root, say)


def _inspect(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    report, publishable = commands.inspect_file(arguments.root, arguments.file)
    print(json_lines(json.dumps(report, ensure_ascii=False, indent=1)))
    return 0 if publishable else 1


def _explain(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    print(plain_lines(commands.explain_file(arguments.root, arguments.file, arguments.figure)))
    return 0


def _score(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    print(commands.score_folder(arguments.folder))
    return 0


def _bench(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    commands.run_benchmark(ROOT, arguments.sizes, arguments.peers_up_to, say)
    return 0


def _bench_search(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    commands.compare_searches(ROOT, arguments.sizes, arguments.queries, say)
    return 0


def _test(arguments: Arguments) -> int:
    return run_quality(ROOT, fast=arguments.fast)


def say(message: str) -> None:
    """Print one line of progress or trouble on standard error."""
    print(plain_lines(message), file=sys.stderr, flush=True)
