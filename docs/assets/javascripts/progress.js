// Mengingat sampai di mana pembaca, hanya di perangkatnya sendiri: tanpa akun, tanpa
// kuki, tanpa kiriman. Catatan yang rusak atau bukan milik situs ini diabaikan.
(() => {
  "use strict";
  const KEY = "belajar-ai-generatif.bacaan";
  const FORMAT = 1;
  const DONE = 0.95; // bagian halaman yang dianggap selesai dibaca
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const scope = new URL(base.replace(/\/?$/, "/"), location).href;
  const pathOf = (url) => url.split(/[?#]/)[0].slice(scope.length);
  const isPart = (value) => typeof value === "number" && value >= 0 && value <= 1;

  // {broken, pages: {jalur: bagian terjauh}, last: {path, title, hash}}
  function load() {
    const empty = { format: FORMAT, pages: {}, last: null };
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      return null; // penyimpanan dilarang: tidak mengingat apa-apa
    }
    if (text === null) return empty;
    try {
      const found = JSON.parse(text);
      const { pages, last } = found;
      const valid =
        found.format === FORMAT &&
        Object.values(pages).every(isPart) &&
        (last === null || [last.path, last.title, last.hash].every((x) => typeof x === "string"));
      if (valid) return { format: FORMAT, pages: { ...pages }, last };
    } catch {
      // bukan JSON, atau bentuknya lain
    }
    return { ...empty, broken: true };
  }

  function save(state) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...state, broken: undefined }));
    } catch {
      // penuh atau dilarang: bacaan tetap berjalan tanpa catatan
    }
  }

  function element(tag, className, text = "") {
    const made = document.createElement(tag);
    Object.assign(made, { className, textContent: text });
    return made;
  }

  function watch(state, article) {
    const path = pathOf(location.href);
    const title = document.querySelector("h1")?.firstChild?.textContent.trim() ?? document.title;
    let changed = false;
    const note = () => {
      const { top, height } = article.getBoundingClientRect();
      const part = Math.min(1, Math.max(0, (innerHeight - top) / height));
      state.pages[path] = Math.max(state.pages[path] ?? 0, Math.round(part * 100) / 100);
      const above = [...article.querySelectorAll("h2[id]")].filter(
        (heading) => heading.getBoundingClientRect().top < innerHeight / 2
      );
      const hash = above.length ? `#${above.at(-1).id}` : "";
      state.last = { path, title, hash };
      changed = true;
    };
    const flush = () => {
      if (changed) save(state);
      changed = false;
    };
    requestAnimationFrame(() => setTimeout(note)); // sesudah bingkai pertama tertata
    addEventListener("scroll", () => requestAnimationFrame(note), { passive: true });
    addEventListener("pagehide", () => {
      note(); // juga bagi yang pergi sebelum bingkai pertama
      flush();
    });
    document.addEventListener("visibilitychange", flush);
    setInterval(flush, 2000);
  }

  // Tanda selesai pada daftar halaman.
  function mark(state) {
    for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link[href]")) {
      if ((state.pages[pathOf(link.href)] ?? 0) < DONE) continue;
      link.append(element("span", "selesai", " ✓"));
      link.querySelector(".selesai").setAttribute("aria-label", "selesai dibaca");
      link.querySelector(".selesai").setAttribute("role", "img");
    }
  }

  // Beranda: lanjutkan bacaan terakhir, atau hapus catatannya.
  function offer(state, hero) {
    const box = element("div", "lanjut");
    if (state.broken) {
      const text = "Catatan bacaan di perangkat ini tidak terbaca, jadi diabaikan.";
      box.append(element("p", "", text));
      box.firstChild.setAttribute("role", "status");
    } else if (state.last) {
      const link = element("a", "tombol", `Lanjutkan: ${state.last.title}`);
      link.href = new URL(state.last.path + state.last.hash, scope);
      const forget = element("button", "lupakan", "Hapus catatan bacaan");
      forget.type = "button";
      forget.addEventListener("click", () => {
        localStorage.removeItem(KEY);
        box.replaceChildren(element("p", "", "Catatan bacaan di perangkat ini sudah dihapus."));
        box.firstChild.setAttribute("role", "status");
      });
      box.append(link, forget);
    }
    if (box.childElementCount) hero.after(box);
  }

  const state = load();
  if (!state) return;
  const hero = document.querySelector(".hero");
  const article = document.querySelector("article.md-content__inner");
  mark(state);
  if (hero) offer(state, hero);
  else if (article && document.querySelector(".bagian")) watch(state, article);
})();
