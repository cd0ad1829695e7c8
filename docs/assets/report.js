// Lights a figure's row, its number and its sentence together. Without this script the links still lead there and
// :target lights the place itself.
(() => {
  "use strict";

  const LIT = "is-highlighted";
  const SENTENCE = ".sentence, span[id^='s-']";
  const own = document.querySelector("link[rel=canonical]")?.href; // the page's address where the site has one for good
  let asked = ""; // the metric whose row or number was clicked last

  /** The element that an address names, or null. */
  const at = (hash) => (hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null);

  /** The links in the text that lead to a metric's row. */
  const figuresOf = (metric) => document.querySelectorAll(`:is(${SENTENCE}, td) > a[href="#${CSS.escape(metric)}"]`);

  const rowOf = (metric) => document.querySelector(`tr[id="${CSS.escape(metric)}"]`);

  const contact = document.querySelector("a[data-contact]");

  /** Where a mistake is reported; a mail, and the address of a form (?about=), say on which page, and at which figure ("#m-…"). */
  const complaintTo = (hash) => {
    const here = location.protocol === "file:" ? own ?? "" : location.href.split("#")[0]; // no path of the reader's disk
    const about = `${here}${hash}`;
    if (contact.protocol !== "mailto:") {
      const form = new URL(contact.href);
      form.searchParams.set("about", about);
      return form.href;
    }
    const [subject, body] = [`指出错误：${document.title}`, `${about}\n\n`].map(encodeURIComponent);
    return `${contact.href.split("?")[0]}?subject=${subject}&body=${body}`;
  };

  /** The link by which a reader reports a mistake in a figure, or null where nobody takes reports. */
  const complaint = (metric) => {
    if (!contact) return null;
    const link = document.createElement("a");
    link.className = "wrong";
    link.textContent = "指出错误";
    link.href = complaintTo(`#${metric}`);
    return link;
  };

  const clear = () => document.querySelectorAll(`.${LIT}`).forEach((element) => element.classList.remove(LIT));

  const open = (element) => {
    for (let around = element.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  };

  /** Light one metric in the table and in the text. */
  const light = (metric) => {
    const row = rowOf(metric);
    row?.classList.add(LIT);
    const places = row?.querySelector("th");
    const wrong = places && !places.querySelector(".wrong") && complaint(metric);
    if (wrong) places.append(" ", wrong);
    figuresOf(metric).forEach((figure) => {
      figure.classList.add(LIT);
      figure.closest(SENTENCE)?.classList.add(LIT);
    });
  };

  const show = () => {
    clear();
    const target = at(location.hash);
    if (!target) return;
    open(target);
    // In the view of an original a figure stands twice: in the picture of its page and in the text beside it.
    if (target.closest(".leaf")) document.getElementById(target.id.replace(/^[mp](?=-)/, (of) => (of === "m" ? "p" : "m")))?.classList.add(LIT);
    if (target.matches("tr[id^='m-']")) light(target.id);
    else if (target.matches(SENTENCE)) {
      if (asked && [...figuresOf(asked)].some((figure) => target.contains(figure) || figure.closest(SENTENCE) === target)) light(asked);
      else target.classList.add(LIT);
    }
  };

  if (contact) contact.href = complaintTo("");

  // Said once here, not at each of a hundred places.
  document.querySelectorAll(".headerlink").forEach((link) => (link.title = link.parentElement.matches(SENTENCE) ? "复制这一句的链接" : "复制本节的链接"));
  document.querySelectorAll(".figures tr[id] > th > a[href^='#']").forEach((link) => (link.title = "固定链接"));
  document.querySelectorAll("pre > [id^='L'] > a:first-child").forEach((link) => link.setAttribute("aria-label", `第 ${link.textContent} 行`));

  // A sentence without figures shows its permanent link when it is pointed at or touched.
  document.addEventListener("mouseover", (event) => {
    const sentence = event.target.closest?.("span[id^='s-']");
    if (!sentence || sentence.querySelector(".headerlink")) return;
    const link = document.createElement("a");
    Object.assign(link, { className: "headerlink", href: `#${sentence.id}`, title: "复制这一句的链接", textContent: "¶" });
    sentence.append(link);
  });

  // The page's own address: in a citation only where the site has one for good, on paper wherever it was printed.
  if (own) document.querySelectorAll("[data-own-address]").forEach((place) => (place.textContent = ` 整理本：${own}.`));
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const here = own ?? (location.protocol === "file:" ? "" : location.href.split("#")[0]);
    document.querySelectorAll("[data-paper]").forEach((place) => {
      place.textContent = `${here ? `网址：${here}，` : ""}打印于 ${now.getFullYear()} 年 ${now.getMonth() + 1} 月 ${now.getDate()} 日`;
    });
  });

  /** Copy the address that a permanent link stands for, and say so in its place for a moment. */
  const copy = async (link) => {
    try {
      await navigator.clipboard.writeText(`${own ?? location.href.split("#")[0]}${link.hash}`);
    } catch {
      return; // not allowed here: the address stands in the browser's own line
    }
    link.textContent = "已复制";
    setTimeout(() => (link.textContent = "¶"), 2000);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    if (link.matches(".headerlink")) copy(link);
    const href = link.getAttribute("href");
    asked = link.closest("tr[id^='m-']")?.id ?? (href.startsWith("#m-") ? href.slice(1) : "");
    if (href === location.hash) show(); // the address stays, so no event follows
  });
  window.addEventListener("hashchange", show);
  show();
})();
