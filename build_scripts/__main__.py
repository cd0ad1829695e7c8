"""`python -m build_scripts <命令>`: checks Python's age, then lets the bootstrap find or make the environment.

This file must be read by old Pythons as well (3.6 syntax): they end in a plain line, not in a SyntaxError.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that speaks to an older Python
    sys.stderr.write("需要 Python 3.11 或更新的版本，当前是 " + sys.version.split()[0] + "；请安装后重试。\n")
    sys.exit(2)

from build_scripts.bootstrap import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
