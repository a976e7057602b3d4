// <live-ngram>: huruf berikutnya menurut tabel cacah dan jendela saraf dari bab n-gram.
// Perlu: engine.js.

/** @typedef {{symbols: string, counts: Record<string, string>}} Table cacah: "uka" → "n12s3" */

const END = "\x03";

const ngram = {
  /** Cacah satu konteks. @param {Table} table @param {string} context @returns {Record<string, number>} */
  counts: ({ counts }, context) =>
    Object.fromEntries([...(counts[context] ?? "").matchAll(/(\D)(\d+)/g)].map(([, symbol, n]) => [symbol, +n])),

  /** Konteks yang dibaca model: `order` − 1 huruf terakhir, didahului END. @param {string} text */
  context: (text, order = 4) => (END.repeat(order - 1) + text).slice(text.length),

  /** Peluang setiap simbol; cacah semu dibagikan menurut konteks yang lebih pendek.
   * @param {Table} table @param {string} context @param {number} add @returns {number[]} */
  probs(table, context, add) {
    const size = table.symbols.length;
    const lower = context ? ngram.probs(table, context.slice(1), add) : Array(size).fill(1 / size);
    const counts = ngram.counts(table, context);
    const total = Object.values(counts).reduce((a, b) => a + b, 0) + add * size;
    return lower.map((p, i) => ((counts[table.symbols[i]] ?? 0) + add * size * p) / total);
  },
};

/** Jendela saraf: logit dari nomor k huruf terakhir. @param {Model} model @param {number[]} row */
function windowed({ tensors: t }, row) {
  const width = t["embedding.weight"].shape[1];
  const k = t["hidden.weight"].shape[1] / width;
  const vectors = row.slice(-k).flatMap((i) => [...t["embedding.weight"].data.subarray(i * width, (i + 1) * width)]);
  const hidden = Live.linear(Float32Array.from(vectors), t["hidden.weight"], t["hidden.bias"]);
  return Live.linear(hidden.map((v) => Math.max(0, v)), t["head.weight"], t["head.bias"]);
}

class LiveNgram extends LiveElement {
  static calls = {
    forward: (/** @type {Model} */ model, /** @type {number[][]} */ rows) => rows.map((row) => windowed(model, row)),
    probs: (/** @type {Model} */ { extra }, /** @type {[string, number, string][]} */ asked) =>
      asked.map(([place, order, text]) => ngram.probs(extra.tables[place], ngram.context(text, order), extra.add)),
  };

  start(/** @type {Model} */ model) {
    this.model = model;
    const { tables } = model.extra;
    this.all = Object.keys(tables)[0];
    this.initial("benih", 1, (x) => /^\d{1,6}$/.test(x));
    const value = this.initial("awal", "tanju", (x) => x.length <= 24);
    this.text = make("input", { type: "text", maxLength: 24, autocomplete: "off", autocapitalize: "off", spellcheck: false, value });
    this.text.addEventListener("input", () => this.write(this.text.value));
    this.row("awal nama", this.text, "model.probs(name[:i])");
    this.choice({ name: "provinsi", label: "provinsi", options: Object.keys(tables), value: this.all, code: "authors = {p: ngram.train" });
    this.slider({ name: "ingatan", label: "ingatan", min: 0, max: 3, step: 1, value: 3, text: (x) => `${x} huruf`, code: "ngram.Config(order=k + 1" });
    this.slider({ name: "suhu", label: "temperatur", min: 0.2, max: 2, step: 0.1, value: 1, text: (x) => angka(x, 1), code: "next_token_probs(logits, **option)" });
    this.seen = make("p", { className: "hidup-kabar" });
    this.bars = make("div", { className: "hidup-calon" });
    this.names = make("p", { className: "hidup-nama" });
    const again = this.button("Lima nama lain", () => {
      this.state.benih++;
      this.update();
    });
    this.panel.append(this.controls, this.seen, this.bars, make("p", {}, again), this.names);
  }

  /** @param {string} text */
  write(text) {
    this.state.awal = text.toLowerCase().slice(0, 24);
    if (this.text.value !== text) this.text.value = text;
    this.update();
  }

  get table() {
    return this.model.extra.tables[this.state.provinsi];
  }

  /** Peluang sesudah suhu. @param {ArrayLike<number>} logits log-peluang, atau logit */
  heat = (logits) => Live.softmax(Float32Array.from(logits, (v) => v / this.state.suhu));

  /** Peluang huruf sesudah `text` menurut tabel cacah. @param {string} text */
  probs(text) {
    const context = ngram.context(text, this.state.ingatan + 1);
    return this.heat(ngram.probs(this.table, context, this.model.extra.add).map(Math.log));
  }

  /** Peluang menurut jendela saraf, yang dilatih pada semua provinsi. @param {string} text */
  network(text) {
    return this.heat(windowed(this.model, [...ngram.context(text, 9)].map((s) => this.table.symbols.indexOf(s))));
  }

  /** Nama ke-`n` untuk benih ini, huruf demi huruf. @param {number} n */
  sample(n) {
    let name = this.state.awal;
    while (name.length < 24) {
      let left = uniform(this.state.benih, 100 * n + name.length);
      const p = this.probs(name);
      const drawn = this.table.symbols[p.findIndex((x) => (left -= x) < 0)] ?? END;
      if (drawn === END) break;
      name += drawn;
    }
    return name;
  }

  draw() {
    const { awal, ingatan, provinsi } = this.state;
    const { symbols } = this.table;
    const unknown = [...new Set(awal)].filter((s) => s === END || !symbols.includes(s));
    /** @type {Iterable<number>} */
    this.chosen = [];
    if (unknown.length) {
      for (const part of [this.seen, this.bars, this.names]) part.replaceChildren();
      const list = unknown.map((s) => "“" + s + "”").join(", ");
      this.say(
        `${list} tidak pernah muncul dalam data latih ${provinsi}, jadi model ini tidak punya ` +
          `peluang untuknya. Yang dikenalnya: ${[...symbols].slice(1).join(" ")}.`
      );
      return;
    }
    const context = ngram.context(awal, ingatan + 1);
    const shown = (/** @type {string} */ s) => s.replaceAll(END, "·") || "tanpa konteks";
    const found = Array.from({ length: ingatan + 1 }, (_, i) => {
      const n = Object.values(ngram.counts(this.table, context.slice(i))).reduce((a, b) => a + b, 0);
      return `${shown(context.slice(i))} ${n.toLocaleString("id")} kali`;
    });
    this.seen.textContent = `Terlihat dalam data latih: ${found.join("; ")}. Makin sering terlihat, makin didengar.`;

    const p = this.probs(awal);
    this.chosen = p;
    const q = provinsi === this.all ? this.network(awal) : null;
    if (q) this.seen.textContent += " Batang: cacah. Garis tegak: jendela saraf.";
    const order = [...p.keys()].sort((a, b) => p[b] - p[a]).slice(0, 8);
    const name = (/** @type {number} */ i) => (symbols[i] === END ? "selesai" : symbols[i]);
    this.bars.replaceChildren(
      ...order.map((i) => {
        const percent = `${angka(100 * p[i], 1)}%`;
        const bar = make("span", { className: "hidup-takar" }, make("i"), ...(q ? [make("b")] : []));
        bar.style.setProperty("--w", `${p[i]}`);
        bar.style.setProperty("--q", `${q?.[i]}`);
        const other = q ? `, jendela saraf ${angka(100 * q[i], 1)}%` : "";
        const ariaLabel = `Pilih ${name(i)}: cacah ${percent}${other}`;
        const button = make("button", { type: "button", ariaLabel }, make("span", {}, name(i)), bar, make("output", {}, percent));
        button.onclick = () => {
          const at = order.indexOf(i);
          this.write(symbols[i] === END ? "" : awal + symbols[i]);
          /** @type {HTMLElement} */ (this.bars.children[at]).focus();
        };
        return button;
      })
    );
    this.names.replaceChildren(
      ...[1, 2, 3, 4, 5].map((n) => {
        const text = this.sample(n);
        return make("button", { type: "button", onclick: () => this.write(text) }, text || "(kosong)");
      })
    );
    const list = order.slice(0, 3).map((i) => `${name(i)} ${angka(100 * p[i], 0)}%`);
    this.say(`Sesudah “${awal}”, ingatan ${ingatan} huruf, ${provinsi}: ${list.join(", ")}.`);
  }

  shown() {
    return this.chosen;
  }

  python() {
    const { awal, ingatan, provinsi, suhu, benih } = this.state;
    const file = this.dataset.bobot.split("/").pop();
    return `import re

from genai_examples import live, ngram

# ${file}: unduh dari halaman ini ke folder yang sama
extra = live.read("${file}")["extra"]
table = extra["tables"][${JSON.stringify(provinsi)}]
config = ngram.Config(order=${ingatan + 1}, add=extra["add"], interpolate=True)
model = ngram.NGram(config, table["symbols"])
for context, row in table["counts"].items():
    for symbol, n in re.findall(r"(\\D)(\\d+)", row):
        model.counts[context][symbol] = int(n)
result = (model.probs(${JSON.stringify(awal)}).log() / ${suhu.toFixed(1)}).softmax(0)
for i in result.argsort(descending=True)[:8]:
    print(repr(model.symbols[i]), f"{result[i]:.1%}")
# undian PyTorch berbeda dari undian peramban; peluangnya sama
print(ngram.sample(model, 5, prompt=${JSON.stringify(awal)}, temperature=${suhu.toFixed(1)}, seed=${benih}))
`;
  }
}

/** Bilangan acak 0 sampai 1 yang tetap untuk setiap benih dan letak. @param {number} seed @param {number} t */
function uniform(seed, t) {
  let a = Math.imul(seed + 1, 0x9e3779b1) + Math.imul(t + 1, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 15), a | 1);
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61);
  return ((a ^ (a >>> 14)) >>> 0) / 2 ** 32;
}

customElements.define("live-ngram", LiveNgram);
