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

(() => {
  "use strict";

  document.documentElement.classList.replace("no-js", "js"); // the theme's own script does so when the page is there already
  const settings = {
    base: __md_scope.href,
    features: document.currentScript.dataset.features.split(" "),
    translations: {
      "clipboard.copy": "复制",
      "clipboard.copied": "已复制",
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
