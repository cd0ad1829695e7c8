// The search box in the header: text that was pasted or dictated counts as typed, and the link to all results follows.
(() => {
  "use strict";

  const box = document.querySelector(".md-search__input");
  const all = document.querySelector(".md-search-result__all");
  if (!box || !all) return;
  const page = all.getAttribute("href");

  const follow = () => {
    const words = box.value.trim().slice(0, 500);
    all.hidden = !words;
    all.setAttribute("href", words ? `${page}?q=${encodeURIComponent(words)}` : page);
  };

  box.addEventListener("input", () => {
    follow();
    box.dispatchEvent(new Event("keyup", { bubbles: true }));
  });
  box.addEventListener("focus", follow);
  box.form.addEventListener("reset", () => setTimeout(follow));
  follow();
})();
