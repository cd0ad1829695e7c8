// What the page of all results says in plain words: how many were found, why there are none, what went wrong.
(() => {
  "use strict";

  const TEXT_BYTES = 4000; // of a report's text as sent, about

  const start = (place) => {
    const say = (text, label, action) => {
      place.textContent = text;
      if (!action) return;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.addEventListener("click", action);
      place.append(" ", button);
    };

    const tellError = (error, action) => {
      say(`${error instanceof TypeError ? "检索索引读不到，请检查网络" : error.message}。`, "重试", action);
    };

    /** Add to what was found that something beside it failed. */
    const tellBeside = (error, action) => say(`${place.firstChild.textContent}。${error.message}`, "重试", action);

    const tellCount = ({ checking, whole, figures, query, sure, shown, numbers, isBare, isLoose, meant, terms }, hasRows, checkAll) => {
      const count = shown.length;
      const short = query.length > 40 ? `${query.slice(0, 40)}…` : query;
      if (checking) return say("正在逐字核对…");
      if (!whole) return say(`已经找到 ${count} 份，还在查更早的报告…`);
      if (count && figures) return say(`${count} 份报告里有符合“${short}”的数字`);
      if (count && !sure) return say(hasRows ? `约 ${count} 份报告，列出来的都核对过` : `约 ${count} 份报告，先看的几百份都不符`, `逐份核对（约 ${((numbers.length * TEXT_BYTES) / 1e6).toFixed(1)} MB）`, checkAll);
      if (count && isLoose) return say(`找到 ${count} 份报告，正文没有“${meant.named.join(" ")}”这几个字`);
      if (count && isBare) return say(`共 ${count} 份报告，有这个数字的在前`);
      if (count) return say(`找到 ${count} 份报告`);
      if (numbers.length) return say("筛选之后没有报告，请去掉一些筛选");
      if (figures) return say(`没有符合“${short}”的数字，可以换个叫法或放宽条件`);
      if (meant?.family && !meant.chips.length && !meant.words.length) return say(`没有报告含有“${short}”这几个字；有这个数字的报告另有叫法`);
      if (meant?.chips.length) return say(query ? `这些报告里没有“${short}”，可以去掉一个筛选` : "没有这样的报告，可以去掉一个筛选");
      return say(`没有报告含有“${short}”，可以${terms.some((term) => term.exact) ? "去掉引号" : "少写几个字"}，或换个说法`);
    };

    return { say, tellError, tellBeside, tellCount };
  };

  globalThis.searchStatus = { start };
})();
