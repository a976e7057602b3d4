// Arti istilah muncul saat tautannya ditunjuk, difokus, atau disentuh. Sentuhan pertama
// membuka artinya, sentuhan kedua membuka glosarium. Tanpa JavaScript: `title` biasa.
(() => {
  "use strict";

  const tip = document.createElement("div");
  tip.id = "arti-istilah";
  tip.className = "arti";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);

  let shown = null; // tautan yang artinya sedang tampil
  let timer = 0;

  function place(link) {
    const lines = link.getClientRects();
    const line = lines[lines.length - 1]; // istilah dapat terpotong di ujung baris
    const edge = document.documentElement.clientWidth - tip.offsetWidth - 12;
    const left = Math.max(12, Math.min(line.left, edge));
    const below = line.bottom + 6;
    const fits = below + tip.offsetHeight < window.innerHeight - 12;
    const top = fits ? below : lines[0].top - tip.offsetHeight - 6;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${top + window.scrollY}px`;
  }

  function show(link) {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    shown = link;
    if (link.title) {
      link.dataset.arti = link.title;
      link.removeAttribute("title"); // keterangan peramban tidak ikut muncul
    }
    tip.textContent = link.dataset.arti;
    tip.hidden = false;
    link.setAttribute("aria-describedby", tip.id);
    place(link);
  }

  function hide() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }

  // Beri waktu untuk berpindah ke keterangannya.
  const hideSoon = () => (timer = setTimeout(hide, 200));

  // Pendengar di dokumen, bukan di setiap tautan: bab punya puluhan istilah, dan sampai
  // salah satunya dipakai tidak ada yang perlu dikerjakan.
  const termOf = (event) => event.target.closest?.("a.istilah");

  document.addEventListener("pointerover", (e) => {
    const link = termOf(e);
    if (link && e.pointerType === "mouse") show(link);
  });
  document.addEventListener("pointerout", (e) => {
    const link = termOf(e);
    if (link && e.pointerType === "mouse" && !link.contains(e.relatedTarget)) hideSoon();
  });
  document.addEventListener("focusin", (e) => {
    const link = termOf(e);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (e) => termOf(e) && hideSoon());
  document.addEventListener("click", (e) => {
    const link = termOf(e);
    if (!link || e.pointerType === "mouse" || e.detail === 0 || shown === link) return;
    e.preventDefault();
    show(link);
  });
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", (e) => e.key === "Escape" && hide());
  document.addEventListener("pointerdown", (e) => {
    if (shown && !tip.contains(e.target) && !shown.contains(e.target)) hide();
  });
  window.addEventListener("resize", hide);
})();
