"""Pages made to do harm: scripts in every corner, tags without end, characters that are not what they are called."""
# ruff: noqa: E501, PLW0108 - one file a line, all made when asked for

from collections.abc import Callable, Mapping

from tests.hostile.wanted import NOBODY, PROSE, TITLE, Hostile, Wanted, files

# What no page of the site may ever hold as it stands here.
SCRIPT = "alert(31337)"
WORDS = f"<h1>{TITLE}</h1><p>{PROSE}</p>"


def page(body: str = WORDS, head: str = "", charset: str = "utf-8") -> str:
    return f"<!DOCTYPE html><html><head><meta charset={charset}><title>{TITLE}</title>{head}</head><body>{body}</body></html>"


def around(before: str, behind: str = "") -> Callable[[], bytes]:
    return page(before + WORDS + behind).encode


GOOD_PAGES: Mapping[str, Callable[[], bytes]] = {
    "html with scripts": around(f"<script>{SCRIPT}</script>", f"<script src={NOBODY}/a.js></script>"),
    "html with handlers": around(f"<img src=x onerror={SCRIPT}><p onclick={SCRIPT} onmouseover={SCRIPT}>{PROSE}</p>"),
    "html with links of scripts": around(f"<p>{PROSE}<a href='javascript:{SCRIPT}'>详见</a></p>"),
    "html with links of data": around(f"<p>{PROSE}<a href='data:text/html,<script>{SCRIPT}</script>'>详见</a></p>"),
    "html that goes elsewhere": page(head=f"<meta http-equiv=refresh content='0;url={NOBODY}/'>").encode,
    "html with frames": around(f"<iframe src={NOBODY}/a.html></iframe><object data={NOBODY}/b></object><embed src={NOBODY}/c>"),
    "html with another base": page(head=f"<base href={NOBODY}/>").encode,
    "html with styles from outside": page(head=f"<link rel=stylesheet href={NOBODY}/a.css><style>@import '{NOBODY}/b.css';</style>").encode,
    "html with pictures from outside": around(f"<img src={NOBODY}/a.png><picture><source srcset={NOBODY}/b></picture>"),
    "html with a drawing": around(f"<svg onload={SCRIPT}><script>{SCRIPT}</script><image href={NOBODY}/a.png /></svg>"),
    "html with formulas": around(f"<math><mtext><mglyph><style><img src=x onerror={SCRIPT}></style></mglyph></mtext></math>"),
    "html with a form": around(f"<form action={NOBODY}><input autofocus onfocus={SCRIPT} value=x></form>"),
    "html written as text": around(f"<p>{PROSE}&lt;script&gt;{SCRIPT}&lt;/script&gt;&lt;img src=x onerror={SCRIPT}&gt;</p>"),
    "html with a script in its title": page(head=f"<meta name=ArticleTitle content='&lt;script&gt;{SCRIPT}&lt;/script&gt;{TITLE}'>").encode,
    "html with conditions": around(f"<!--[if IE]><script>{SCRIPT}</script><![endif]-->"),
    "html with CDATA": around(f"<![CDATA[<script>{SCRIPT}</script>]]>"),
    "html with a file of this machine": around("<img src=file:///etc/passwd><iframe src=file:///etc/passwd></iframe>"),
    "html of XML with an entity": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body>{WORDS}<p>&a;</p></body></html>'.encode,
    "html with NULs": lambda: page().encode().replace(b"<p>", b"<\0p>\0"),
    "html with a charset that lies": lambda: page(charset="utf-8").encode("gb18030"),
    "html with another that lies": lambda: page(charset="gb2312").encode(),
    "html with a charset of nobody": lambda: page(charset="x-" + "a" * 100).encode(),
    "html with a codec for a charset": lambda: page(charset="zlib_codec").encode(),
    "html with a charset that runs": lambda: page(charset="idna").encode("gb18030"),
    "html with signs in the head": lambda: page(head="<title>甲\u202e\x07乙</title>").encode(),
}  # fmt: skip

ANY_PAGES: Mapping[str, Callable[[], bytes]] = {
    "html 20,000 deep": lambda: page("<div>" * 20_000 + WORDS + "</div>" * 20_000).encode(),
    "html 1,500 deep": lambda: page("<div>" * 1_500 + WORDS + "</div>" * 1_500).encode(),
    "html 1,000 tables deep": lambda: page("<table><tr><td>" * 500 + WORDS + "</table>" * 500).encode(),
    "html lists 800 deep": lambda: page("<ol><li>" * 800 + WORDS).encode(),
    "html fonts 2,000 deep, never closed": lambda: page("<font color=red>" * 2_000 + WORDS).encode(),
    "html a million tags": lambda: page(WORDS + "<br>" * 1_000_000).encode(),
    "html a million blocks": lambda: page(WORDS + "<p>甲" * 1_000_000).encode(),
    "html a million attributes": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + f">{PROSE}</p>").encode(),
    "html 20,000 attributes, often": lambda: page(("<p " + " ".join(f"a{n}" for n in range(20_000)) + f">{PROSE}</p>") * 20).encode(),
    "html one attribute of 8 MB": lambda: page(f"<p title='{'a' * 8_000_000}'>{PROSE}</p>").encode(),
    "html one style of 8 MB": lambda: page(f"<p style='{'a:b;' * 2_000_000}'>{PROSE}</p>").encode(),
    "html 5,000 rules and 5,000 blocks": lambda: page(
        WORDS + "".join(f"<p class=c{n}>甲</p>" for n in range(5_000)),
        "<style>" + "".join(f".c{n}{{display:none}}" for n in range(5_000)) + "</style>",
    ).encode(),
    "html a sheet of brackets": lambda: page(head="<style>" + "{" * 500_000 + "</style>").encode(),
    "html a sheet of comments": lambda: page(head="<style>" + "/*" * 500_000 + "</style>").encode(),
    "html a sheet of names": lambda: page(head="<style>" + ".a," * 500_000 + "</style>").encode(),
    "html a million entities": lambda: page(WORDS + "&amp;" * 1_000_000).encode(),
    "html an entity without end": lambda: page(WORDS + "&" + "a" * 3_000_000).encode(),
    "html an open comment": lambda: (page() + "<!--" * 500_000).encode(),
    "html comments first": lambda: ("<!--a-->" * 300_000 + page()).encode(),
    "html an open tag": lambda: (page() + "<p " * 1_000_000).encode(),
    "html only angles": lambda: (page() + "<" * 3_000_000).encode(),
    "html a table of a million cells": lambda: page(WORDS + "<table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table>").encode(),
    "html a cell that spans a billion": lambda: page(WORDS + "<table><tr><td colspan=999999999 rowspan=999999999>1<td>2</table>").encode(),
    "html cells that span a thousand": lambda: page(WORDS + "<table>" + "<tr><td colspan=1000 rowspan=65534>1" * 300 + "</table>").encode(),
    "html 300 tables that span": lambda: page(WORDS + "<table><tr><td colspan=1000 rowspan=1000>1<tr><td>1</table>" * 300).encode(),
    "html a list from a billion": lambda: page(WORDS + f"<ol start=999999999999><li>{PROSE}<li value=-5>{PROSE}</ol>").encode(),
    "html a word of 4 MB": lambda: page(WORDS + f"<p>{'a' * 4_000_000}</p>").encode(),
    "html hidden under hidden": lambda: page(WORDS + "<div hidden>" * 1000 + PROSE).encode(),
    "html with surrogates": lambda: page(WORDS + "<p>&#xD800;&#xDFFF;&#0;&#x110000;&#xFFFF;&#x1F;</p>").encode(),
    "html with broken bytes": lambda: page().encode().replace("企".encode(), b"\xe4\xbc"),
    "html in UTF-16 without mark": lambda: page().encode("utf-16-le"),
    "html in UTF-32": lambda: page().encode("utf-32"),
    "html in UTF-7": lambda: page(charset="utf-7").encode("utf-7"),
    "html saved in parts": lambda: (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + "--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 2_000 + page()
    ).encode(),
    "html saved in deep parts": lambda: "".join(
        f"{'MIME-Version: 1.0' + chr(10) if not n else ''}Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1_500)
    ).encode() + page().encode(),
    "html saved with a bad code": lambda: ("MIME-Version: 1.0\nContent-Type: text/html; charset=zzz\nContent-Transfer-Encoding: base64\n\n" + "=" * 5000 + "甲" * 10).encode(),
    "html with a link of links": lambda: page(WORDS + "<a href=x>" * 100_000).encode(),
    "html with plain tags": lambda: page(WORDS + "<b><i><u>" * 300_000).encode(),
}  # fmt: skip

BAD_PAGES: Mapping[str, Callable[[], bytes]] = {
    "html of nothing": lambda: b"<html></html>",
    "html of scripts alone": lambda: page(f"<script>document.write('{PROSE}')</script>").encode(),
    "html of its head": lambda: b"<!DOCTYPE html>",
    "html of bytes": lambda: b"<html>" + bytes(range(128, 256)) * 1000,
}

WEB: dict[str, Hostile] = {
    **files(".html", Wanted.READ, GOOD_PAGES),
    **files(".html", Wanted.EITHER, ANY_PAGES),
    **files(".html", Wanted.REFUSED, BAD_PAGES),
}
