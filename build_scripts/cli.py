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
from datetime import UTC, datetime
from pathlib import Path

from build_scripts import build_commands, options, preview, release_commands
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
    parser, verbs = options.new_parser(ROOT)

    def add(name: str, help_: str, run: Callable[[Arguments], int]) -> argparse.ArgumentParser:
        return options.add_verb(verbs, name, help_, run)

    options.take_site(add("site", "转换全部报告并建成网站，放在 site/", _site))
    options.take_demo(add("demo", "用编造的报告建一个演示网站，每页都标明“演示数据”", _demo))
    options.take_engine(add("offline", "建成不联网也能看的网站，放在 offline/", _offline))
    options.take_port(add("serve", "本机预览：报告或规则一保存，页面就刷新", _serve))
    options.take_build(add("build", "转换全部报告，写入 docs/", _build))
    add("check", "检查全部报告，列出问题，不写文件", _check)
    options.take_added(add("add", "收入报告：文件、整个文件夹或网址，读出后放好并登记", _added))
    options.take_file(add("inspect", "把一份报告读出的一切打印成 JSON，不写文件", _inspect))
    options.take_figure(add("explain", "说明一个数字从哪里来、其余数字为何不计", _explain))
    add("corrections", "与上一版数据比较，把改动的数字写进 corrections.yml 待填", _corrections)
    options.take_version(add("release", "给现在的数据定一个版本，记在 releases/", _release))
    options.take_gold(add("score", "与人工标注的答案比较，打印得分", _score))
    options.take_bench(add("bench", "测量建站的速度、内存和空间，以同一次运行中的倍数表示", _bench))
    options.take_queries(add("bench-search", "把检索与 Pagefind、Material 自带的比一比", _bench_search))
    add("audit", "列出软件包的许可证和已知漏洞；没有查成，退出码是 3", lambda _: run_audit(ROOT, say))
    options.take_fast(add("test", "运行全部检查与测试", _test))
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
        return release_commands.compare_all(Places(arguments.root), say)
    summary = build_commands.make_docs(Places(arguments.root), say, _run_of(arguments))
    say(last_line(summary))
    return int(summary.needs_person)


def _check(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    return commands.check_all(arguments.root, say)


def _added(arguments: Arguments) -> int:
    from build_scripts.intake import add_commands  # noqa: PLC0415  see the top

    return add_commands.add(arguments)


def _inspect(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    report, publishable = commands.inspect_file(arguments.root, arguments.file)
    print(json_lines(json.dumps(report, ensure_ascii=False, indent=1)))
    return 0 if publishable else 1


def _explain(arguments: Arguments) -> int:
    from build_scripts import commands  # noqa: PLC0415  see the top

    print(plain_lines(commands.explain_file(arguments.root, arguments.file, arguments.figure)))
    return 0


def _corrections(arguments: Arguments) -> int:
    today = datetime.now(UTC).astimezone().date()
    return release_commands.write_corrections(Places(arguments.root), say, today)


def _release(arguments: Arguments) -> int:
    return release_commands.make_release(Places(arguments.root), arguments.version, say)


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
