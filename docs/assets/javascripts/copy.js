// "Salin" menyalin satu blok; "Salin sampai sini" semua blok yang dijalankan,
// dari yang pertama sampai blok ini. Tanpa JavaScript tombolnya tidak tampak.
(() => {
  "use strict";

  const codeOf = (block) => block.querySelector(".blok-kode code").textContent.replace(/\s+$/, "");

  function textFor(button) {
    if (button.isi) return button.isi(); // gambar hidup: keadaannya saat ini
    const block = button.closest(".blok");
    if (button.dataset.salin !== "sampai") return codeOf(block) + "\n";
    const runnable = [...document.querySelectorAll('.blok[data-run="ya"]')];
    const above = runnable.filter(
      (other) =>
        other === block ||
        other.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING
    );
    return above.map(codeOf).join("\n\n") + "\n";
  }

  // navigator.clipboard tidak ada pada http biasa dan file://.
  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.cssText = "position:fixed;inset:0 auto auto 0;opacity:0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  const live = document.createElement("p");
  live.className = "pesan-salin";
  live.setAttribute("aria-live", "polite");
  document.body.append(live);

  function report(button, done) {
    const label = (button.dataset.label ??= button.textContent);
    const message = done ? "Tersalin" : "Gagal menyalin";
    button.textContent = message;
    button.dataset.hasil = done ? "ya" : "gagal";
    live.textContent = done ? `${message}: ${label.toLowerCase()}` : message;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = label;
      delete button.dataset.hasil;
      live.textContent = "";
    }, 2000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.salin");
    if (!button) return;
    const done = await write(textFor(button));
    button.focus();
    report(button, done);
  });

  document.documentElement.classList.add("bisa-salin");
})();
