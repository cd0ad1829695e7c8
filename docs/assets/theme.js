// What the theme's own script (Material for MkDocs, MIT) asks of each page: where the site begins, how it keeps what a
// reader chose, its words, and the colours that were chosen last. The theme writes all this into every page; here it is
// once. Runs in the head, before anything is shown.
var __md_scope = new URL("..", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0);
var __md_get = (key, store = localStorage, scope = __md_scope) => JSON.parse(store.getItem(`${scope.pathname}.${key}`));
var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try {
    store.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // No room, or not allowed: the choice holds for this page alone.
  }
};

/** Put into the page's header what works by script alone, and set the colours that the reader chose last. */
var __md_header = () => {
  const choices = [
    ["(prefers-color-scheme)", "default", "indigo", "现为跟随系统，改用浅色"],
    ["(prefers-color-scheme: light)", "default", "custom", "现为浅色，改用深色"],
    ["(prefers-color-scheme: dark)", "slate", "custom", "现为深色，改为跟随系统"],
  ].map(([media, scheme, colour, words], number, { length }) => `
    <input class="md-option" data-md-color-media="${media}" data-md-color-scheme="${scheme}" data-md-color-primary="${colour}" data-md-color-accent="${colour}" aria-label="${words}" type="radio" name="__palette" id="__palette_${number}">
    <label class="md-header__button md-icon" title="${words}" for="__palette_${(number + 1) % length}" hidden><svg class="icon-palette-${number}"></svg></label>`);
  document.querySelector(".md-header__title").insertAdjacentHTML("afterend", `<form class="md-header__option" data-md-component="palette">${choices.join("")}</form>`);
  const form = document.querySelector(".md-search__form"); // not on the page of all results, which has a box of its own
  form?.insertAdjacentHTML("afterend", `<div class="md-search__output"><div class="md-search__scrollwrap" data-md-scrollfix>
    <div class="md-search-result" data-md-component="search-result"><div class="md-search-result__meta">正在初始化搜索引擎</div><a class="md-search-result__all" href="${form.getAttribute("action")}" hidden><span data-md-score="-1">全部结果</span></a><ol class="md-search-result__list" role="presentation"></ol></div>
  </div></div>`);
  const chosen = __md_get("__palette")?.color;
  if (!chosen) return;
  if (chosen.media === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const { dataset } = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`);
    Object.assign(chosen, { media: dataset.mdColorMedia, scheme: dataset.mdColorScheme, primary: dataset.mdColorPrimary, accent: dataset.mdColorAccent });
  }
  for (const [name, value] of Object.entries(chosen)) document.body.setAttribute(`data-md-color-${name}`, value);
};

(() => {
  "use strict";

  const settings = {
    base: __md_scope.href,
    features: document.currentScript.dataset.features.split(" "),
    // The search box asks our own worker; the index that the theme fetches (search/search_index.json) is empty.
    search: new URL("search-worker.js", document.currentScript.src).href,
    translations: {
      "clipboard.copy": "复制",
      "clipboard.copied": "已复制",
      "search.result.placeholder": "输入要找的字词",
      "search.result.none": "没有报告完全符合",
      "search.result.one": "列出 1 份报告",
      "search.result.other": "列出最相关的 # 份报告",
      "search.result.more.one": "在该页上还有 1 个符合条件的结果",
      "search.result.more.other": "在该页上还有 # 个符合条件的结果",
      "search.result.term.missing": "缺少",
      "select.version": "选择当前版本",
    },
    annotate: null,
    tags: null,
    version: null,
  };
  const script = document.createElement("script");
  Object.assign(script, { id: "__config", type: "application/json", textContent: JSON.stringify(settings) });
  document.head.append(script);
})();
