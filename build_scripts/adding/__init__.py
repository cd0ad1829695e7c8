"""What a file that is to be filed says of itself, with its evidence; what an editor's answers mean. Pure.

Files, the web and the terminal are touched by ``filing``, ``web``, ``asking`` and ``add_commands``.
"""
