// <live-attention>: Transformer pembalik huruf dari bab Transformer, langkah demi langkah.
// Perlu: engine.js, norm.js.

/** @typedef {{scores: number[], masked: number[], weights: number[]}} Row satu query */
/** @typedef {{x: Float32Array, heads: Row[][], value: Float32Array}} Attention sesudah residual dan norm */
/** @typedef {{positions?: boolean, mask?: boolean}} Options */

/** Letak angka terbesar. @param {number[] | Float32Array} x */
const largest = (x) => x.indexOf(Math.max(...x));

const START = 1;
const FINISH = 2;

const attention = {
  /** norm(x + softmax(q kᵀ / √d) v W), setiap langkahnya disimpan. @param {Model} model @param {string} name
   * @param {Float32Array} x @param {Float32Array} memory @returns {Attention} */
  multiHead(model, name, x, memory, causal = false) {
    const { width, heads } = model.config;
    const size = width / heads;
    const linear = (/** @type {string} */ part, /** @type {Float32Array} */ from) => Live.linear(from, model.tensors[`${name}.${part}.weight`]);
    const query = linear("query", x);
    const key = linear("key", memory);
    const value = linear("value", memory);
    const y = new Float32Array(x.length);
    const all = Array.from({ length: heads }, (_, head) =>
      Array.from({ length: x.length / width }, (_, t) => {
        const scores = Array.from({ length: memory.length / width }, (_, s) => {
          let sum = 0;
          for (let c = head * size; c < (head + 1) * size; c++) sum += query[t * width + c] * key[s * width + c];
          return sum;
        });
        const masked = scores.map((v, s) => (causal && s > t ? -Infinity : v / Math.sqrt(size)));
        const weights = [...Live.softmax(Float32Array.from(masked))];
        weights.forEach((p, s) => {
          for (let c = head * size; c < (head + 1) * size; c++) y[t * width + c] += p * value[s * width + c];
        });
        return { scores, masked, weights };
      })
    );
    return { x: transformer.norm(model, name, x, linear("output", y)), heads: all, value };
  },
};

const transformer = {
  /** √width · embedding + posisi. @param {Model} model @param {number[]} tokens @param {Options} options */
  embed({ config: { width }, tensors }, tokens, { positions = true }) {
    const table = tensors["embedding.weight"].data;
    return Float32Array.from({ length: tokens.length * width }, (_, i) => {
      const [t, c] = [Math.floor(i / width), i % width];
      const angle = t * 10_000 ** (-(c - (c % 2)) / width);
      return table[tokens[t] * width + c] * Math.sqrt(width) + (positions ? (c % 2 ? Math.cos : Math.sin)(angle) : 0);
    });
  },

  /** norm(x + sublapisan(x)). @param {Model} model @param {string} name @param {Float32Array} x @param {Float32Array} y */
  norm: ({ tensors }, name, x, y) =>
    layerNorm(x.map((v, i) => v + y[i]), tensors[`${name}_norm.weight`], tensors[`${name}_norm.bias`]),

  /** Jaringan umpan maju per posisi, residual, dan norm. @param {Model} model @param {string} layer @param {Float32Array} x */
  feedForward(model, layer, x) {
    const t = Live.part(model.tensors, `${layer}.feed_forward.`);
    const hidden = Live.linear(x, t["0.weight"], t["0.bias"]).map((v) => Math.max(0, v));
    return transformer.norm(model, `${layer}.feed_forward`, x, Live.linear(hidden, t["2.weight"], t["2.bias"]));
  },

  /** @param {Model} model @param {number[]} source @param {Options} options */
  encode(model, source, options = {}) {
    let x = transformer.embed(model, source, options);
    const maps = [];
    for (let i = 0; i < model.config.layers; i++) {
      const layer = `encoder.${i}`;
      const own = attention.multiHead(model, `${layer}.attention`, x, x);
      x = transformer.feedForward(model, layer, own.x);
      maps.push(own);
    }
    return { memory: x, maps };
  },

  /** @param {Model} model @param {number[]} target @param {Float32Array} memory @param {Options} options */
  decode(model, target, memory, options = {}) {
    let y = transformer.embed(model, target, options);
    const maps = [];
    for (let i = 0; i < model.config.layers; i++) {
      const layer = `decoder.${i}`;
      const own = attention.multiHead(model, `${layer}.attention`, y, y, options.mask ?? true);
      const cross = attention.multiHead(model, `${layer}.cross`, own.x, memory);
      y = transformer.feedForward(model, layer, cross.x);
      maps.push(own, cross);
    }
    return { logits: Live.linear(y, model.tensors["embedding.weight"]), maps };
  },

  /** Logit, dan semua attention: encoder, lalu decoder diri dan silang. @param {Model} model
   * @param {number[]} source @param {number[]} target @param {Options} options */
  forward(model, source, target, options = {}) {
    const { memory, maps } = transformer.encode(model, source, options);
    const { logits, maps: others } = transformer.decode(model, target, memory, options);
    return { logits, maps: [...maps, ...others] };
  },

  /** Greedy decoding: token terbaik satu demi satu. @param {Model} model @param {number[]} source @param {Options} options */
  translate(model, source, options = {}) {
    const { memory } = transformer.encode(model, source, options);
    const { context, vocab } = model.config;
    const target = [START];
    while (target.length < context && target.at(-1) !== FINISH) {
      target.push(largest(transformer.decode(model, target, memory, options).logits.slice(-vocab)));
    }
    return target;
  },
};

const PLACES = ["silang", "diri encoder", "diri decoder"];

class LiveAttention extends LiveElement {
  // Panggilan yang dicocokkan dengan golden.json; masukannya satu kalimat.
  static calls = {
    forward: (/** @type {Model} */ model, /** @type {number[][]} */ [source], /** @type {number[][]} */ [target]) =>
      transformer.forward(model, source, target).logits,
    translate: (/** @type {Model} */ model, /** @type {number[][]} */ [source]) => transformer.translate(model, source),
    weights: (/** @type {Model} */ model, /** @type {number[][]} */ [source], /** @type {number[][]} */ [target]) =>
      transformer.forward(model, source, target).maps.map(({ heads }) => heads.map((rows) => rows.map((r) => r.weights))),
  };

  start(/** @type {Model} */ model) {
    this.model = model;
    const longest = model.config.context;
    const value = this.initial("kata", "nusatenggara", (x) => x.length <= longest - 2);
    const input = make("input", { type: "text", maxLength: longest - 2, autocomplete: "off", value });
    input.addEventListener("input", () => {
      this.state.kata = input.value.toLowerCase();
      this.update();
    });
    this.row("kata", input, "transformer.translate(model, letters_test");
    this.choice({ name: "bagian", label: "attention", options: PLACES, value: PLACES[0], code: "self.cross(y, memory" });
    this.line = this.slider({ name: "baris", label: "baris", min: 1, max: longest, step: 1, value: 1, text: (x) => `${x}`, code: "weights = scores.softmax(-1)" });
    this.choice({ name: "mask", label: "mask kausal", options: ["pakai", "tanpa"], value: "pakai", code: "causal=True" });
    this.choice({ name: "posisi", label: "posisi", options: ["pakai", "hapus"], value: "pakai", code: "angles.sin(), angles.cos()" });
    this.written = make("p", { className: "hidup-tulis" });
    this.grid = make("table", { className: "hidup-peta" });
    this.steps = make("table", { className: "hidup-urai" });
    const next = this.button("Baris berikutnya", () => this.set(this.line, (this.state.baris % longest) + 1));
    this.panel.append(this.controls, this.written, this.grid, make("p", { className: "hidup-tombol" }, next), this.steps);
  }

  draw() {
    const { kata, bagian, baris, mask, posisi } = this.state;
    const bad = !/^[a-z]+$/.test(kata);
    this.grid.hidden = this.steps.hidden = bad;
    /** @type {number[]} */
    this.chosen = [];
    if (bad) {
      this.written.textContent = "";
      return this.say("Model ini hanya mengenal huruf a sampai z.");
    }
    const options = { positions: posisi === "pakai", mask: mask === "pakai" };
    const source = [START, ...Array.from(kata, (s) => s.charCodeAt(0) - 94), FINISH];
    const target = transformer.translate(this.model, source, { positions: options.positions }).slice(0, -1);
    const { logits, maps } = transformer.forward(this.model, source, target, options);
    const { heads, value } = maps.at(PLACES.indexOf(bagian) - 1); // silang paling akhir
    const rows = heads[0];
    this.chosen = rows.flatMap((row) => row.weights);

    const name = (/** @type {number} */ i) => "‹›"[i - 1] ?? String.fromCharCode(i + 94);
    const { vocab } = this.model.config;
    const guesses = target.map((_, t) => name(largest(logits.slice(t * vocab, (t + 1) * vocab))));
    // Baris decoder diberi nama huruf yang akan ditulisnya; baris encoder huruf sumbernya.
    const inner = bagian === PLACES[1];
    const asking = inner ? source.map(name) : guesses;
    const asked = (bagian === PLACES[2] ? target : source).map(name);
    const at = Math.min(baris, rows.length) - 1;

    const key = [...`›${kata}`].reverse();
    const here = (/** @type {boolean} */ yes) => ({ className: yes ? "hidup-ini" : "" });
    const right = ` ${guesses.filter((letter, t) => letter === key[t]).length} dari ${key.length} token benar. `;
    this.written.replaceChildren(
      "Ditulis: ",
      ...guesses.map((letter, t) => make(letter === key[t] ? "span" : "s", here(!inner && t === at), letter)),
      right,
      kata.length < 12 ? "Dilatih hanya pada 12 huruf." : ""
    );

    const th = (/** @type {string} */ text) => make(text ? "th" : "td", {}, text); // sudut kosong bukan judul
    const td = (/** @type {string} */ text, weight = 0) => {
      const cell = make("td", { className: weight > 0.5 ? "hidup-gelap" : "" }, text);
      cell.style.setProperty("--w", `${weight}`);
      return cell;
    };
    const head = (/** @type {string[]} */ names) => make("tr", {}, ...names.map(th));
    this.grid.replaceChildren(
      make("caption", {}, "Bobot dalam persen: baris bertanya, kolom menawarkan; ‹ awal, › akhir."),
      head(["", ...asked]),
      ...rows.map(({ weights }, t) => {
        const cells = weights.map((w) => td(w < 0.005 ? "" : angka(100 * w, 0), w));
        const onclick = () => this.set(this.line, t + 1);
        return make("tr", { ...here(t === at), onclick }, th(asking[t]), ...cells);
      })
    );
    const { scores, masked, weights } = rows[at];
    const { width } = this.model.config;
    const mixed = weights.reduce((sum, w, s) => sum + w * value[s * width], 0);
    const d = width / heads.length;
    this.steps.replaceChildren(
      make("caption", {}, `Baris ${at + 1} (${asking[at]}), d = ${d}; v₁ angka pertama value.`),
      head(["", "q·k", "÷ √d", "mask", "softmax", "v₁"]),
      ...asked.map((s, i) =>
        make(
          "tr",
          {},
          th(s),
          td(angka(scores[i], 1)),
          td(angka(scores[i] / Math.sqrt(d), 2)),
          td(masked[i] === -Infinity ? "−∞" : "✓"),
          td(angka(weights[i], 3), weights[i]),
          td(angka(value[i * width], 2))
        )
      ),
      make("tr", {}, make("th", { colSpan: 5 }, "jumlah bobot × v₁"), td(angka(mixed, 2)))
    );
    this.say(`Baris ${at + 1} (${asking[at]}): bobot terbesar pada ${asked[largest(weights)]}.${right}`);
  }

  shown() {
    return this.chosen;
  }

  python() {
    const { kata, bagian, mask, posisi } = this.state;
    const file = this.dataset.bobot.split("/").pop();
    const part = ["decoder[0].cross", "encoder[0].attention", "decoder[0].attention"][PLACES.indexOf(bagian)];
    const open =
      "own = model.decoder[0].attention\nown.register_forward_pre_hook(lambda _, x, __: (x, {}), with_kwargs=True)\n";
    return `import torch

from genai_examples import live, transformer
from genai_examples.attention import recording

# ${file}: unduh dari halaman ini ke folder yang sama
model = live.load("${file}", transformer.Transformer, transformer.Config)
${posisi === "hapus" ? "model.positions.zero_()\n" : ""}source = transformer.pad([torch.tensor([ord(c) - 94 for c in "${kata}"])])
target = transformer.translate(model, source)[:, :-1]
${mask === "tanpa" ? open : ""}with torch.no_grad(), recording(model.${part}) as maps:
    model(source, target)
print(result := maps[0][0, 0])
`;
  }
}

customElements.define("live-attention", LiveAttention);
