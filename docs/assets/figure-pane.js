// A click on a figure in the text shows beside it what the table of figures has of it: value, subject, arithmetic, doubts,
// its sentence, ways to the row and the original, links to copy. Nothing is asked for: all of it stands on the page.
// Without this script, and where the row stands on another page, the link leads to the row as ever.
(() => {
  "use strict";

  const DEPTH = /^depth(\d)$/;
  let pane = null;
  let from = null; // the link that opened it

  /** An element with these properties and children. */
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /** The words of an element without the links that stand in it for readers' hands alone. */
  const words = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".headerlink, .also, .page-mark").forEach((link) => link.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const subjectOf = (row) => row.querySelector("th").firstChild.textContent.trim();

  const depthOf = (row) => Number([...row.classList].map((name) => DEPTH.exec(name)?.[1]).find(Boolean) ?? 0);

  /** The subjects of what a row is a part of, outermost first. */
  const wholes = (row) => {
    const found = [];
    let depth = depthOf(row);
    for (let above = row.previousElementSibling; above && depth > 0; above = above.previousElementSibling) {
      if (depthOf(above) >= depth) continue;
      depth = depthOf(above);
      found.unshift(subjectOf(above));
    }
    return found;
  };

  /** The address of this figure: the site's own where it has one for good. */
  const addressOf = (id) => `${(document.querySelector("link[rel=canonical]")?.href ?? location.href).split("#")[0]}#${id}`;

  /** A button that copies these words and says so; where a browser does not let it, it shows them marked. */
  const copier = (label, text) => {
    const button = make("button", { type: "button", textContent: label });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "已复制";
      } catch {
        const shown = make("p", {}, make("span", { textContent: text }));
        button.parentElement.after(shown);
        getSelection().selectAllChildren(shown);
        button.textContent = "请按复制键";
      }
    });
    return button;
  };

  /** Kinds, arithmetic and doubts, as the row says them. */
  const remarks = (row) => [...row.querySelectorAll("th > small")].map((small) => {
    const line = make("p", { className: small.className });
    line.append(...[...small.childNodes].map((node) => node.cloneNode(true)));
    return line;
  });

  const content = (row) => {
    const value = row.querySelector("td");
    const written = value.querySelector("a").textContent;
    const meant = value.querySelector("small")?.textContent ?? "";
    const subject = subjectOf(row);
    const above = wholes(row);
    const sentence = document.getElementById(value.querySelector("a").hash.slice(1));
    const original = row.querySelector("th > a:not([href^='#'])");
    const cited = document.querySelector("p.cite");
    const ways = make("p", { className: "ways" },
      make("a", { href: `#${row.id}`, textContent: "数字表" }),
      make("a", { href: original.href, textContent: "原件" }),
      copier("复制链接", addressOf(row.id)));
    if (cited) ways.append(copier("复制引用", `${words(cited)} 其中“${subject}”：${written}，${addressOf(row.id)}`));
    const wrong = row.querySelector("a.wrong");
    if (wrong) ways.append(make("a", { href: wrong.href, textContent: "指出错误" }));
    return [
      make("h2", { id: "figure-pane-head", tabIndex: -1 }, written, meant && make("small", { textContent: ` ${meant}` })),
      make("p", { textContent: subject }),
      ...(above.length ? [make("p", { textContent: `属于：${above.join(" › ")}` })] : []),
      ...remarks(row),
      ...(sentence ? [make("blockquote", { textContent: words(sentence) })] : []),
      ways,
    ];
  };

  const close = () => {
    if (!pane) return;
    const back = pane.contains(document.activeElement);
    pane.remove();
    pane = null;
    if (back) from.focus({ preventScroll: true });
  };

  /** Let the pane not hide the figure that it speaks of. */
  const uncover = () => {
    const [figure, over] = [from.getBoundingClientRect(), pane.getBoundingClientRect()];
    const hidden = figure.bottom > over.top && figure.right > over.left;
    if (hidden) window.scrollBy({ top: figure.bottom - over.top + 32 });
  };

  const open = (link, row) => {
    close();
    from = link;
    history.replaceState(history.state, "", `#${row.id}`);
    window.dispatchEvent(new HashChangeEvent("hashchange")); // lights row and sentence (report.js)
    const shut = make("button", { type: "button", className: "close", title: "关闭", textContent: "×" });
    shut.setAttribute("aria-label", "关闭");
    shut.addEventListener("click", close);
    pane = make("div", { className: "figure-pane" }, ...content(row), shut);
    for (const [name, value] of [["role", "dialog"], ["aria-labelledby", "figure-pane-head"]]) pane.setAttribute(name, value);
    document.body.append(pane);
    uncover();
    pane.querySelector("h2").focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest?.("a[href^='#m-']");
    if (link && pane?.contains(link)) {
      close();
      return;
    }
    if (!link || link.closest(".figures")) return;
    const row = document.querySelector(`.figures tr[id="${CSS.escape(decodeURIComponent(link.hash.slice(1)))}"]`);
    if (!row) return;
    event.preventDefault();
    open(link, row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
