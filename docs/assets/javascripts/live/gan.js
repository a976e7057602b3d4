// <live-gan>: permainan di atas cincin, dari awal latihan sampai akhir, dua resep.
// Perlu: engine.js, noise.js.

// Peta warna `nila_sogan`: D kecil biru (“palsu”), D besar cokelat (“asli”).
const NILA_SOGAN = [[22, 38, 90], [68, 103, 174], [169, 188, 221], [247, 241, 228], [227, 185, 140], [180, 104, 43], [106, 50, 8]];

const gan = {
  /** Nomor semua tahap: setiap resep pada setiap putaran. @param {Model} model */
  stages: ({ extra }) => Array.from({ length: extra.recipes.length * extra.turns.length }, (_, at) => at),

  /** Lapisan linear berselang LeakyReLU(0,2); bobotnya bernama `awalan.0.weight`, ….
   * @param {Model} model @param {string} prefix @param {Float32Array} x */
  mlp(model, prefix, x) {
    const layers = Object.entries(Live.part(model.tensors, prefix));
    for (let i = 0; i < layers.length; i += 2) {
      x = Live.linear(x, layers[i][1], layers[i + 1][1]);
      if (i + 2 < layers.length) x = x.map((v) => (v < 0 ? 0.2 * v : v));
    }
    return x;
  },

  /** x = G(z) untuk n titik sekaligus. @param {Model} model @param {number} at tahap
   * @param {Float32Array} z */
  generate: (model, at, z) => gan.mlp(model, `${at}.generator.`, z),

  /** Logit D(x). @param {Model} model @param {number} at @param {Float32Array} x */
  logit: (model, at, x) => gan.mlp(model, `${at}.discriminator.`, x),
};

class LiveGan extends LiveElement {
  static calls = {
    generate: (/** @type {Model} */ model, /** @type {number[][]} */ z) =>
      gan.stages(model).map((at) => gan.generate(model, at, Float32Array.from(z.flat()))),
    logit: (/** @type {Model} */ model, /** @type {number[][]} */ x) =>
      gan.stages(model).map((at) => gan.logit(model, at, Float32Array.from(x.flat()))),
  };

  start(/** @type {Model} */ model) {
    this.model = model;
    const { recipes, turns } = model.extra;
    this.choice({ name: "resep", label: "resep", options: recipes, value: recipes[0], code: "recipes = {" });
    this.slider({
      name: "tahap", label: "putaran", min: 0, max: turns.length - 1, step: 1, value: turns.length - 1,
      code: "discriminator_step(model", text: (i) => `${turns[i]}`,
    });
    const code = "model.generate(z)";
    const sliders = ["z1", "z2"].map((name, i) =>
      this.slider({ name, label: name, min: -3, max: 3, step: 0.05, value: [0.5, -0.5][i], code })
    );
    this.cloud = randn(2 * 400, 0); // z yang sama di setiap tahap; benih PyTorch
    this.canvas = make("canvas", { className: "hidup-citra", width: 320, height: 320 });
    this.canvas.setAttribute("role", "img");
    const keys = make("p", { className: "hidup-kunci" });
    for (const [name, text] of [["asli", "data asli"], ["palsu", "titik palsu"], ["satu", "G(z)"]])
      keys.append(make("span", { className: `hidup-${name}` }), text);
    this.panel.append(
      make("div", { className: "hidup-dua" }, this.canvas, this.pad(sliders)),
      keys,
      this.controls
    );
  }

  /** Nomor tahap dalam berkas: resep demi resep. */
  stage() {
    const { recipes, turns } = this.model.extra;
    return recipes.indexOf(this.state.resep) * turns.length + this.state.tahap;
  }

  /** Medan D dan awan titik palsu; hanya berubah bila tahapnya berganti. */
  backdrop() {
    const at = this.stage();
    if (this.known?.at === at) return this.known;
    const n = 28;
    const grid = new Float32Array(2 * n * n);
    for (let i = 0; i < n * n; i++) {
      grid[2 * i] = ((i % n) + 0.5) * (4.4 / n) - 2.2;
      grid[2 * i + 1] = 2.2 - (Math.floor(i / n) + 0.5) * (4.4 / n);
    }
    const field = make("canvas");
    paint(field, Live.sigmoid(gan.logit(this.model, at, grid)), [1, n, n], NILA_SOGAN);
    this.known = { at, field, fake: gan.generate(this.model, at, this.cloud) };
    return this.known;
  }

  /** Titik dan putusannya: x, y, D. */
  shown() {
    const x = gan.generate(this.model, this.stage(), Float32Array.of(this.state.z1, this.state.z2));
    return [...x, Live.sigmoid(gan.logit(this.model, this.stage(), x))[0]];
  }

  draw() {
    const { field, fake } = this.backdrop();
    const [x, y, verdict] = this.shown();
    const context = this.canvas.getContext("2d");
    const size = this.canvas.width;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, size, size);
    context.globalAlpha = 0.55; // medan sebagai latar; titiknya yang utama
    context.drawImage(field, 0, 0, size, size);
    context.globalAlpha = 1;
    const dots = (/** @type {ArrayLike<number>} */ points, /** @type {string} */ fill, /** @type {number} */ radius) => {
      context.fillStyle = fill;
      context.beginPath();
      for (let i = 0; i < points.length; i += 2) {
        const [a, b] = [((points[i] + 2.2) / 4.4) * size, ((2.2 - points[i + 1]) / 4.4) * size];
        context.moveTo(a + radius, b);
        context.arc(a, b, radius, 0, 2 * Math.PI);
      }
      context.fill();
    };
    dots(this.model.extra.ring.map((/** @type {number} */ v) => v / 100), "#3996d4", 2);
    dots(fake, "#131c40", 2);
    dots([x, y], "#fbf3df", 8);
    dots([x, y], "#930027", 6);
    const turn = this.model.extra.turns[this.state.tahap];
    const text = `Putaran ${turn}, ${this.state.resep}: G(z) = (${angka(x)}; ${angka(y)}), D menyebut peluang asli ${angka(100 * verdict, 0)}%`;
    this.canvas.setAttribute("aria-label", text);
    this.say(text);
  }

  python() {
    const stages = gan.stages(this.model);
    const layers = Object.values(Live.part(this.model.tensors, "0.generator."));
    const hidden = layers.filter(({ shape }) => shape.length === 2).map(({ shape }) => shape[0]);
    return `import torch
from torch import nn

from genai_examples import gan, live

# gan.js: unduh dari halaman ini ke folder yang sama
found = live.read("gan.js")
stages = nn.ModuleList(gan.GAN(gan.Config(hidden=(${hidden.slice(0, -1).join(", ")}))) for _ in range(${stages.length}))
stages.load_state_dict(found["tensors"])
model = stages[${this.stage()}]  # ${this.state.resep}, putaran ${this.model.extra.turns[this.state.tahap]}
z = torch.tensor([${python([this.state.z1, this.state.z2])}])
with torch.no_grad():
    x = model.generate(z)
    result = torch.cat([x[0], model.logit(x).sigmoid()])
print("G(z) dan D(G(z)):", result)
`;
  }
}

customElements.define("live-gan", LiveGan);
