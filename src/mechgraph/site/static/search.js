// Search in the pages of this folder. The index is a script, since a page that was opened from a disk may fetch nothing.
(() => {
  const input = document.getElementById("q"), hits = document.getElementById("hits");
  let rows = null, asked = false;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-_\s]+/g, " ").trim();

  window.mechgraphIndex = (given) => {
    rows = given.map(([name, section, slug, others]) => ({ name, section, slug, names: [name, ...others.split("|")].map(fold) }));
    show();
  };

  function load() {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = "search-index.js";
    document.head.append(script);
  }

  // the lower, the better: the name itself, its beginning, the beginning of a word, anywhere; other names after the name
  function rank(row, text) {
    let best = 99;
    row.names.forEach((name, i) => {
      const at = name.indexOf(text);
      if (at < 0) return;
      const how = name === text ? 0 : at === 0 ? 1 : name[at - 1] === " " ? 2 : 3;
      best = Math.min(best, how + (i ? 0.5 : 0));
    });
    return best;
  }

  function show() {
    const text = fold(input.value);
    hits.replaceChildren();
    hits.hidden = !text || !rows;
    if (hits.hidden) return;
    const found = rows.map((row) => [rank(row, text), row]).filter(([r]) => r < 99)
      .sort(([a, x], [b, y]) => a - b || x.name.length - y.name.length || x.name.localeCompare(y.name)).slice(0, 12);
    for (const [, row] of found) {
      const link = document.createElement("a");
      const kind = document.createElement("span");
      link.href = `${row.slug}.html`;
      kind.className = "small";
      kind.textContent = row.section;
      link.append(row.name, kind);
      hits.append(link);
    }
    if (!found.length) {
      const none = document.createElement("p");
      none.textContent = "Nothing here is called that.";
      hits.append(none);
    }
  }

  function move(step) {
    const links = [...hits.querySelectorAll("a")], at = links.indexOf(document.activeElement) + step;
    if (links.length) (at < 0 ? input : links[Math.min(at, links.length - 1)]).focus();
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); show(); });
  input.closest("search, .find").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      hits.hidden = true;
      input.focus();
    } else if (event.key === "Enter" && document.activeElement === input) hits.querySelector("a")?.click();
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) hits.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input")) { event.preventDefault(); input.focus(); }
  });
})();
