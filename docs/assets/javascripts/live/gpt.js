// <live-gpt>: dua GPT kecil dari bab GPT menulis token demi token.
// Perlu: engine.js, norm.js, tokenizer.js, language.js.

/** @typedef {{length: number, k: Float32Array[], v: Float32Array[], logits: Float32Array[],
 *   attention: Float32Array[][][]}} KVCache attention[posisi][lapisan][kepala] */

const gpt = {
  /** KV cache kosong: key dan value setiap lapisan, sepanjang konteks model.
   * @param {Model} model @returns {KVCache} */
  cache({ config: { layers, context, width } }) {
    const empty = () => Array.from({ length: layers }, () => new Float32Array(context * width));
    return { length: 0, k: empty(), v: empty(), logits: [], attention: [] };
  },

  /** Logit sesudah setiap token baru. @param {Model} model @param {number[]} tokens @param {KVCache} [cache]
   * @returns {Float32Array[]} */
  forward(model, tokens, cache) {
    cache ??= gpt.cache(model);
    const { config, tensors } = model;
    const { width, heads, layers } = config;
    const size = width / heads;
    const linear = (/** @type {Float32Array} */ x, /** @type {string} */ name) =>
      Live.linear(x, tensors[`${name}.weight`], tensors[`${name}.bias`]);
    const norm = (/** @type {Float32Array} */ x, /** @type {string} */ name) =>
      layerNorm(x, tensors[`${name}.weight`], tensors[`${name}.bias`]);
    const add = (/** @type {Float32Array} */ a, /** @type {Float32Array} */ b) => a.map((v, i) => v + b[i]);
    const row = (/** @type {string} */ name, /** @type {number} */ i) =>
      tensors[name].data.subarray(i * width, (i + 1) * width);
    for (const token of tokens) {
      const s = cache.length++;
      let x = add(row("wte.weight", token), row("wpe.weight", s));
      cache.attention[s] = [];
      for (let layer = 0; layer < layers; layer++) {
        const h = `h.${layer}`;
        const qkv = linear(norm(x, `${h}.ln_1`), `${h}.attn.c_attn`);
        const [k, v] = [cache.k[layer], cache.v[layer]];
        k.set(qkv.subarray(width, 2 * width), s * width);
        v.set(qkv.subarray(2 * width), s * width);
        const y = new Float32Array(width);
        cache.attention[s][layer] = Array.from({ length: heads }, (_, head) => {
          const scores = new Float32Array(s + 1);
          for (let i = 0; i <= s; i++)
            for (let c = head * size; c < (head + 1) * size; c++)
              scores[i] += (qkv[c] * k[i * width + c]) / Math.sqrt(size);
          const weights = Live.softmax(scores);
          for (let i = 0; i <= s; i++)
            for (let c = head * size; c < (head + 1) * size; c++) y[c] += weights[i] * v[i * width + c];
          return weights;
        });
        x = add(x, linear(y, `${h}.attn.c_proj`));
        x = add(x, linear(Live.gelu(linear(norm(x, `${h}.ln_2`), `${h}.mlp.c_fc`)), `${h}.mlp.c_proj`));
      }
      cache.logits[s] = Live.linear(norm(x, "ln_f"), tensors["wte.weight"]);
    }
    return cache.logits.slice(cache.length - tokens.length, cache.length);
  },

  /** Awal jendela untuk token ke-t: bila konteks penuh, lanjut dari paruh akhirnya.
   * @param {Model} model @param {number} t banyaknya token sebelumnya */
  window({ config: { context } }, t) {
    const step = context + 1 - ((context + 1) >> 1);
    return step * Math.max(0, Math.ceil((t - context) / step));
  },

  /** Lanjutan terbaik, temperatur 0. @param {Model} model @param {number[]} prompt @returns {number[]} */
  greedy(model, prompt, length = 64) {
    const tokens = [...prompt];
    let cache = gpt.cache(model);
    let seen = 0;
    for (let t = tokens.length; t < prompt.length + length; t++) {
      const start = gpt.window(model, t);
      if (start > seen - cache.length) [cache, seen] = [gpt.cache(model), start];
      const logits = /** @type {Float32Array} */ (gpt.forward(model, tokens.slice(seen, t), cache).at(-1));
      seen = t;
      tokens.push(logits.indexOf(logits.reduce((a, b) => Math.max(a, b))));
    }
    return tokens;
  },
};

const lora = {
  /** W + 2 B A untuk setiap lapisan yang disetel. @param {Model} base @param {Model} adapter @returns {Model} */
  merge(base, adapter) {
    const tensors = { ...base.tensors };
    for (const [key, A] of Object.entries(adapter.tensors)) {
      if (!key.endsWith(".A")) continue;
      const name = key.slice(0, -2);
      const B = adapter.tensors[`${name}.B`].data;
      const { shape, data } = base.tensors[`${name}.weight`];
      const [rank, width] = A.shape;
      const merged = data.map((w, at) => {
        const [o, i] = [Math.floor(at / width), at % width];
        for (let r = 0; r < rank; r++) w += 2 * B[o * rank + r] * A.data[r * width + i];
        return w;
      });
      tensors[`${name}.weight`] = { shape, data: merged };
    }
    return { ...base, tensors };
  },
};

class LiveGpt extends LiveElement {
  // Panggilan yang dicocokkan dengan golden.json; `merge` untuk berkas adaptor.
  static merge = lora.merge;
  static calls = {
    forward: (/** @type {Model} */ model, /** @type {number[][]} */ rows) => rows.map((row) => gpt.forward(model, row)),
    greedy: (/** @type {Model} */ model, /** @type {number[]} */ prompt) => gpt.greedy(model, prompt),
    encode: (/** @type {Model} */ model, /** @type {string[]} */ texts) =>
      texts.map((text) => tokenizer.encode(model.extra.merges, text)),
  };

  start(/** @type {Model} */ base, /** @type {Model} */ adapter) {
    this.merges = base.extra.merges;
    this.bytes = tokenizer.pieces(this.merges);
    this.pieces = this.bytes.map((_, id) => tokenizer.decode(this.bytes, [id]));
    // A: (r, masuk); token baru terbanyak
    this.rank = Object.values(adapter.tensors)[0].shape[0];
    this.most = 2 * base.config.context;
    const side = (/** @type {string} */ name, /** @type {string} */ key, /** @type {Model} */ model) => {
      const box = make("p", { className: "hidup-teks" });
      box.addEventListener("click", (event) => {
        const at = [...box.children].indexOf(/** @type {Element} */ (event.target));
        if (at < 0) return;
        this.state.model = this.which.value = name;
        this.move(Math.max(1, at));
      });
      return { name, key, model, box, tokens: [0], /** @type {Record<number, KVCache>} */ caches: {} };
    };
    this.sides = [side("model dasar", "dasar", base), side("LoRA pantun", "pantun", lora.merge(base, adapter))];

    const { heads, layers } = base.config;
    const count = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => `${i + 1}`);
    this.initial("benih", 0, (x) => /^\d{1,6}$/.test(x));
    const prompt = make("input", { type: "text", maxLength: 90, autocomplete: "off", value: this.initial("awal", base.extra.prompt, (x) => x.length <= 90) });
    this.row("awal", prompt, "tokenizer.encode(GAP");
    prompt.addEventListener("input", () => {
      this.state.awal = prompt.value;
      this.restart();
      this.update();
    });
    this.which = this.choice({ name: "model", label: "model", options: this.sides.map((s) => s.name), value: this.sides[1].name, code: "W x + b + 2 B A x" });
    this.place = this.slider({ name: "letak", label: "letak", min: 1, max: 999, step: 1, value: 999, code: "logits = model(new, cache)", digits: 0 });
    this.slider({ name: "suhu", label: "temperatur", min: 0, max: 2, step: 0.1, value: 0.7, code: "logits / temperature", digits: 1 });
    this.choice({ name: "topk", label: "top-k", options: ["semua", "40", "10", "5", "3", "2", "1"], value: "semua", code: "logits.topk(k)" });
    this.slider({ name: "topp", label: "top-p", min: 0.1, max: 1, step: 0.05, value: 1, code: "ranked.cumsum" });
    this.choice({ name: "lapisan", label: "lapisan", options: count(layers), value: "1", code: "in enumerate(self.h)" });
    this.choice({ name: "kepala", label: "kepala", options: count(heads), value: "1", code: "self.attn(self.ln_1(x)" });
    this.choice({ name: "cache", label: "KV cache", options: ["pakai", "tanpa"], value: "pakai", code: "Cache.empty(model" });

    this.go = this.button("Tulis", () => (this.running ? this.stop() : this.write()));
    const once = this.button("Langkah", () => {
      this.stop();
      this.step();
      this.update();
    });
    const again = this.button("Undi lain", () => {
      this.state.benih++;
      this.restart();
      this.write();
    });
    this.speed = make("p", { className: "hidup-kabar" });
    this.chance = make("div", { className: "hidup-calon" });
    this.table = make("table", { className: "hidup-tabel" });
    this.details = make("details", {}, make("summary", {}, "Attention sebagai tabel"), this.table);
    this.details.addEventListener("toggle", () => this.draw());
    const texts = this.sides.map((s) => make("div", {}, make("strong", {}, s.name), s.box));
    this.panel.append(
      make("p", { className: "hidup-tombol" }, this.go, once, again),
      this.speed,
      prompt.parentElement,
      make("div", { className: "hidup-dua" }, ...texts),
      make("strong", {}, "calon token berikutnya"),
      this.chance,
      this.controls,
      this.details
    );
    this.restart();
    for (const s of this.sides) {
      const asked = (this.asked[s.key] ?? "").split(".").filter(Boolean).map(Number);
      if (asked.every((id) => this.bytes[id])) s.tokens.push(...asked.slice(0, this.most));
    }
    const asked = this.asked.letak;
    // Tampilan pertama sudah berisi, dengan calon sesudah awalnya.
    if (asked === undefined) for (let i = 0; i < 12; i++) this.step();
    this.state.letak = +(asked ?? this.from);
  }

  /** Kembali ke awal tulisan. */
  restart() {
    this.stop();
    const prompt = tokenizer.encode(this.merges, `\n\n${this.state.awal}`);
    this.from = prompt.length;
    for (const s of this.sides) Object.assign(s, { tokens: [...prompt], caches: {} });
    // Selalu di ujung.
    this.state.letak = Infinity;
  }

  get active() {
    return this.sides.find((s) => s.name === this.state.model);
  }

  /** Logit dan attention sesudah `t` token pertama. @param {any} side @param {number} t */
  at(side, t) {
    const begin = performance.now();
    const start = gpt.window(side.model, t);
    const cache = (side.caches[start] ??= gpt.cache(side.model));
    gpt.forward(side.model, side.tokens.slice(start + cache.length, t), cache);
    this.busy += performance.now() - begin;
    const i = t - start - 1;
    return { start, logits: cache.logits[i], attention: cache.attention[i] };
  }

  /** @param {Float32Array} logits */
  probs(logits) {
    const { suhu, topk, topp } = this.state;
    return language.nextTokenProbs(logits, suhu, +topk || 0, topp);
  }

  /** Satu token baru untuk setiap model; banyaknya yang ditulis. */
  step() {
    let written = 0;
    for (const s of this.sides) {
      const t = s.tokens.length;
      const ended = s.tokens.slice(Math.max(this.from, t - 2)).map((id) => this.pieces[id]).join("") === "\n\n";
      if (ended || t >= this.from + this.most) continue;
      // Tanpa cache semua token dihitung ulang.
      if (this.state.cache === "tanpa") s.caches = {};
      const p = this.probs(this.at(s, t).logits);
      let left = uniform(this.state.benih, t);
      let id = p.findIndex((x) => (left -= x) < 0);
      if (id < 0) id = p.indexOf(Math.max(...p));
      s.tokens.push(id);
      written++;
    }
    this.state.letak = Infinity;
    return written;
  }

  /** Menulis sampai selesai, satu token satu bingkai layar. */
  write() {
    this.running = true;
    this.go.textContent = "Berhenti";
    this.busy = 0;
    let total = 0;
    const begin = performance.now();
    let last = begin;
    const frame = (/** @type {number} */ now) => {
      if (!this.running || !this.isConnected) return;
      // Layar yang lambat mendapat dua token sebingkai.
      const written = this.step() + (now - last > 40 ? this.step() : 0);
      last = now;
      total += written;
      if (!this.calm || !written) this.draw();
      const seconds = (performance.now() - begin) / 1000;
      if (total)
        this.speed.textContent = `${angka(total / seconds, 0)} token per detik; ${angka(this.busy / total, 1)} milidetik hitungan per token`;
      if (written) requestAnimationFrame(frame);
      else this.stop();
    };
    requestAnimationFrame(frame);
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    this.go.textContent = "Tulis";
    this.update();
  }

  /** @param {number} t */
  move(t) {
    this.stop();
    this.state.letak = t;
    this.update();
  }

  /** Cabang: token ke-t diganti, sesudahnya dibuang. @param {number} id */
  branch(id) {
    this.stop();
    const { active } = this;
    const t = this.state.letak;
    active.tokens.splice(t, Infinity, id);
    for (const [start, cache] of Object.entries(active.caches))
      cache.length = Math.max(0, Math.min(cache.length, t - +start));
    this.move(Math.max(t + 1, this.from));
  }

  /** @param {number} id */
  piece(id) {
    return this.pieces[id].replace(/^ /, "·").replaceAll("\n", "¶");
  }

  draw() {
    const { active, state } = this;
    const t = (state.letak = Math.min(Math.max(1, state.letak), active.tokens.length));
    this.place.max = `${active.tokens.length}`;
    this.place.value = `${t}`;
    this.place.parentElement.querySelector("output").textContent = `${t}`;
    const { start, logits, attention } = this.at(active, t);
    const weights = attention[state.lapisan - 1][state.kepala - 1];
    const most = Math.max(...weights);
    for (const s of this.sides) {
      state[s.key] = s.tokens.slice(this.from).join(".");
      const spans = /** @type {HTMLElement[]} */ ([...s.box.children]);
      for (const span of spans.splice(s.tokens.length)) span.remove();
      s.tokens.forEach((id, i) => {
        const span = spans[i] ?? s.box.appendChild(make("span"));
        const text = this.pieces[id].replaceAll("\n", i < 2 ? "¶" : "¶\n");
        if (span.textContent !== text) span.textContent = text;
        const here = s === active;
        const w = (here && i < t ? (weights[i - start] ?? 0) / most : 0).toFixed(2);
        if (span.style.getPropertyValue("--w") !== w) span.style.setProperty("--w", w);
        const name = here && i >= t ? ["hidup-nanti", "hidup-ini"][+(i === t)] : i < this.from ? "hidup-awal" : "";
        if (span.className !== name) span.className = name;
      });
    }
    const p = this.probs(logits);
    this.chosen = p;
    const now = active.tokens[t];
    const best = topSix(logits);
    if (now !== undefined && !best.includes(now)) best[5] = now;
    best.forEach((id, i) => {
      const button = /** @type {HTMLButtonElement} */ (
        this.chance.children[i] ?? this.chance.appendChild(make("button", { type: "button" }, make("span"), make("i"), make("output")))
      );
      button.children[0].textContent = this.piece(id);
      /** @type {HTMLElement} */ (button.children[1]).style.setProperty("--w", `${p[id]}`);
      button.children[2].textContent = `${angka(100 * p[id], 1)}%`;
      button.ariaPressed = `${id === now}`;
      button.onclick = () => this.branch(id);
    });
    if (this.details.open) {
      const line = (/** @type {string} */ tag, /** @type {string[]} */ cells) =>
        make("tr", {}, ...cells.map((text) => make(/** @type {"td"} */ (tag), {}, text)));
      const rows = Array.from(weights, (w, i) => line("td", [`${start + i + 1}`, this.piece(active.tokens[start + i]), `${angka(100 * w, 1)}%`]));
      this.table.replaceChildren(line("th", ["letak", "token", "bobot"]), ...rows);
    }
    if (this.running) return;
    const list = best.slice(0, 3).map((id) => `${this.piece(id)} ${angka(100 * p[id], 0)}%`);
    this.say(`${active.name}, sesudah ${t} token. Calon teratas: ${list.join(", ")}.`);
  }

  shown() {
    return [...this.chosen];
  }

  python() {
    const { active, state } = this;
    const [file, adapter] = this.dataset.bobot.split(" ").map((url) => url.split("/").pop());
    const tuned = active === this.sides[1];
    const ids = active.tokens.slice(gpt.window(active.model, state.letak), state.letak);
    const names = topSix(this.chosen).filter((id) => this.chosen[id]).map((id) => `    ${id}: ${JSON.stringify(this.pieces[id])},`);
    const both = tuned ? `${file} dan ${adapter}` : file;
    const addition = `model = add_lora(model, rank=${this.rank})\nmodel.load_state_dict(live.read("${adapter}")["tensors"], strict=False)\n`;
    return `import torch

from genai_examples import gpt, language, live
${tuned ? "from genai_examples.lora import add_lora\n" : ""}
# ${both}: unduh dari halaman ini ke folder yang sama
model = live.load("${file}", gpt.GPT, gpt.Config)
${tuned ? addition : ""}tokens = torch.tensor([[${ids.join(", ")}]])
with torch.no_grad():
    logits = model(tokens)[:, -1]
result = language.next_token_probs(
    logits,
    temperature=${state.suhu},
    top_k=${+state.topk || "None"},
    top_p=${state.topp < 1 ? state.topp : "None"},
)
names = {
${names.join("\n")}
}
for token, name in names.items():
    print(f"{name!r:12} {result[0, token]:.1%}")
`;
  }
}

/** Nomor enam nilai terbesar. @param {Float32Array} x */
function topSix(x) {
  const cut = x.slice().sort()[x.length - 6];
  return [...x.keys()].filter((i) => x[i] >= cut).sort((a, b) => x[b] - x[a]).slice(0, 6);
}

/** Bilangan acak 0 sampai 1 yang tetap untuk setiap benih dan letak. @param {number} seed @param {number} t */
function uniform(seed, t) {
  let a = Math.imul(seed + 1, 0x9e3779b1) + Math.imul(t + 1, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 15), a | 1);
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61);
  return ((a ^ (a >>> 14)) >>> 0) / 2 ** 32;
}

customElements.define("live-gpt", LiveGpt);
