// <live-diffusion>: dari derau ke data, maju dan mundur; setiap langkah disimpan.
// Dua model: U-Net bersyarat motif (bab Difusi), dan gugus pulau tanpa jaringan (beranda).
// Perlu: engine.js, conv.js, noise.js.

/** @typedef {{x: Float32Array, guess: Float32Array}} Frame keadaan dan tebakan bersihnya */

/** @param {Tensor} a @param {Tensor} b @returns {Tensor} */
const plus = (a, b) => ({ shape: a.shape, data: a.data.map((v, i) => v + b.data[i]) });

/** Setiap piksel menjadi 2 × 2, seperti F.interpolate. @param {Tensor} x @returns {Tensor} */
function upsample({ shape: [channels, height, width], data }) {
  const y = new Float32Array(4 * data.length);
  for (let i = 0; i < y.length; i++) {
    const row = Math.floor(i / (2 * width)); // kanal × tinggi, sudah berlipat dua
    y[i] = data[(row >> 1) * width + ((i % (2 * width)) >> 1)];
  }
  return { shape: [channels, 2 * height, 2 * width], data: y };
}

const denoiser = {
  /** Sinus dan kosinus t dengan frekuensi 1 sampai 1.000. @param {number} t 0 sampai 1 */
  sinusoids(t) {
    const angle = Array.from({ length: 16 }, (_, i) => Math.fround(t) * Math.fround(10 ** (i / 5)));
    return Float32Array.from([...angle.map(Math.sin), ...angle.map(Math.cos)]);
  },

  /** @param {Model} model @param {Tensor} x @param {number} t @param {number} y */
  unet({ tensors }, x, t, y) {
    const layer = (/** @type {string} */ name) =>
      /** @type {[Tensor, Tensor]} */ (["weight", "bias"].map((part) => tensors[`network.${name}.${part}`]));
    const conv = (/** @type {string} */ name, /** @type {Tensor} */ x, stride = 1) => conv2d(x, ...layer(name), stride);
    const time = Live.linear(denoiser.sinusoids(t), ...layer("condition.time"));
    const label = tensors["network.condition.label.weight"].data.subarray(y * time.length);
    const condition = Live.gelu(time.map((v, i) => v + label[i]));
    const block = (/** @type {string} */ name, /** @type {Tensor} */ x) => {
      const shift = Live.linear(condition, ...layer(`${name}.tell`));
      const size = x.data.length / shift.length;
      const data = Live.gelu(x.data.map((v, i) => v + shift[Math.floor(i / size)]));
      return plus(x, conv(`${name}.conv`, { shape: x.shape, data }));
    };
    const fine = conv("enter", x);
    const half = block("block1", conv("down1", fine, 2));
    const small = block("middle", conv("down2", half, 2));
    const wide = block("block2", plus(half, upsample(small)));
    const last = block("block3", plus(fine, upsample(conv("up", wide))));
    return conv("out", { shape: last.shape, data: Live.gelu(last.data) }).data;
  },
};

const diffusion = {
  /** √ᾱ_t dan √(1 − ᾱ_t), dibulatkan seperti float32 PyTorch. @param {Model} model @param {number} t */
  scales(model, t) {
    const a = model.tensors.alpha_bar.data[t];
    return [a, Math.fround(1 - a)].map((a) => Math.fround(Math.sqrt(a)));
  },

  /** ε̂(x_t, t, y). @param {Model} model @param {Float32Array} x @param {number} t @param {number} y */
  forward(model, x, t, y) {
    const { shape, timesteps } = model.config;
    const [signal, noise] = diffusion.scales(model, t);
    const v = denoiser.unet(model, { shape, data: x }, t / timesteps, y);
    return x.map((x, i) => Math.fround(noise * x) + Math.fround(signal * v[i]));
  },

  /** @param {Model} model @param {Float32Array} x @param {number} t @param {number} y @param {number} guidance */
  guided(model, x, t, y, guidance) {
    const labelled = diffusion.forward(model, x, t, y);
    if (!guidance) return labelled;
    const unlabelled = diffusion.forward(model, x, t, model.config.classes);
    return labelled.map((v, i) => Math.fround((1 + guidance) * v) - Math.fround(guidance * unlabelled[i]));
  },

  /** x̂_0 yang belum dijepit.
   * @param {Model} model @param {Float32Array} x @param {Float32Array} noise @param {number} t */
  guess(model, x, noise, t) {
    const [a, b] = diffusion.scales(model, t);
    return x.map((v, i) => (v - Math.fround(b * noise[i])) / a);
  },

  /** DDIM (eta = 0) dari x_t ke x_s. @param {Model} model @param {Frame} frame @param {number} t @param {number} s */
  reverse_step(model, { x, guess }, t, s) {
    const [[a_t, b_t], [a_s, b_s]] = [t, s].map((i) => diffusion.scales(model, i));
    const x_0 = guess.map((v) => Math.min(1, Math.max(-1, v)));
    return x_0.map((v, i) => a_s * v + (b_s * (x[i] - a_t * v)) / b_t); // derau sesuai x̂_0 terjepit
  },

  /** t sesudah k dari `steps` langkah. @param {Model} model @param {number} steps @param {number} k */
  time: ({ config }, steps, k) => Math.round(config.timesteps * (1 - k / steps)),
};

/** @typedef {{langkah: number, benih: number, y?: number, w?: number, n?: number}} Wish yang diminta pembaca */

/** Bab: ubin batik. Perjalanan: keadaan awal, tebakannya, lalu keadaan berikutnya. */
const batik = {
  /** @param {Model} model @param {Wish} wish */
  begin: ({ config }, { benih }) => randn(config.shape[0] * config.shape[1] * config.shape[2], benih),
  /** @param {Model} model @param {Float32Array} x @param {number} k @param {Wish} wish @returns {Frame} */
  frame(model, x, k, { langkah, y, w }) {
    const t = diffusion.time(model, langkah, k);
    if (t === 0) return { x, guess: x };
    return { x, guess: diffusion.guess(model, x, diffusion.guided(model, x, t, y, w), t) };
  },
  /** @param {Model} model @param {Frame} frame @param {number} k @param {Wish} wish */
  step(model, frame, k, { langkah }) {
    const [t, s] = [k, k + 1].map((i) => diffusion.time(model, langkah, i));
    return diffusion.reverse_step(model, frame, t, s);
  },
  /** Ubin [0, 1]: pixel_shuffle, lalu dijepit. @param {Float32Array} x */
  tile: (x) =>
    Float32Array.from({ length: 1024 }, (_, i) => {
      const [row, column] = [i >> 5, i & 31];
      const v = x[(2 * (row & 1) + (column & 1)) * 256 + (row >> 1) * 16 + (column >> 1)];
      return Math.min(1, Math.max(0, (v + 1) / 2));
    }),
};

const POINTS = 1000;

/** Beranda: penghapus derau eksak atas gugus pulau. */
const pulau = {
  /** @param {Model} model @param {ArrayLike<number>} x @param {number} sigma */
  forward({ tensors: { places, counts } }, x, sigma) {
    const log = Float64Array.from(counts.data, Math.log);
    const p = Float64Array.from(places.data);
    const n = log.length;
    const sharp = 1 / (2 * sigma * sigma);
    const closeness = new Float64Array(n);
    const guess = new Float32Array(x.length);
    for (let i = 0; i < x.length; i += 2) {
      let top = -Infinity;
      for (let j = 0; j < n; j++) {
        const dx = x[i] - p[2 * j];
        const dy = x[i + 1] - p[2 * j + 1];
        const near = log[j] - (dx * dx + dy * dy) * sharp;
        closeness[j] = near;
        if (near > top) top = near;
      }
      let [sum, a, b] = [0, 0, 0];
      for (let j = 0; j < n; j++) {
        if (closeness[j] < top - 16) continue; // bobotnya sekitar sepersepuluh juta
        const weight = Math.exp(closeness[j] - top);
        sum += weight;
        a += weight * p[2 * j];
        b += weight * p[2 * j + 1];
      }
      guess[i] = a / sum;
      guess[i + 1] = b / sum;
    }
    return guess;
  },
  /** torch.logspace(0.3, −1.9, steps + 1)[k]. @param {number} steps @param {number} k */
  sigma: (steps, k) => Math.fround(10 ** (0.3 - (2.2 * k) / steps)),
  /** @param {Model} model @param {Float32Array} x @param {number} k @param {Wish} wish @returns {Frame} */
  frame: (model, x, k, { langkah }) => ({ x, guess: pulau.forward(model, x, pulau.sigma(langkah, k)) }),
  /** @param {Model} model @param {Wish} wish */
  begin: (model, { benih, langkah, n = POINTS }) =>
    randn(2 * n, benih).map((v, i) => pulau.sigma(langkah, 0) * [1.25, 0.75][i % 2] * v),
  /** @param {Model} model @param {Frame} frame @param {number} k @param {Wish} wish */
  step(model, { x, guess }, k, { langkah }) {
    const [now, after] = [k, k + 1].map((i) => pulau.sigma(langkah, i));
    return x.map((v, i) => v + ((after - now) * (v - guess[i])) / now);
  },
};

/** Perjalanan sampai langkah ke-k; bagian yang sudah ada di `frames` tidak dihitung lagi.
 * @param {typeof batik | typeof pulau} kind @param {Model} model @param {Wish} wish
 * @param {number} k @param {Frame[]} [frames] @param {number} [deadline] */
function journey(kind, model, wish, k, frames = [], deadline = Infinity) {
  for (let i = frames.length; i <= k && Date.now() < deadline; i++) {
    const x = i ? kind.step(model, frames[i - 1], i - 1, wish) : kind.begin(model, wish);
    frames.push(kind.frame(model, x, i, wish));
  }
  return frames;
}

class LiveDiffusion extends LiveElement {
  static calls = {
    forward: (/** @type {Model} */ model, /** @type {any} */ x, /** @type {any} */ t, /** @type {number[]} */ y) =>
      model.config.network
        ? x.map((/** @type {any} */ x, /** @type {number} */ i) =>
            diffusion.forward(model, Float32Array.from(x.flat(2)), t[i], y[i])
          )
        : pulau.forward(model, x.flat(), t),
    reverse: (/** @type {Model} */ model, /** @type {number[]} */ [y], /** @type {number} */ langkah, /** @type {number} */ benih, /** @type {number} */ w) =>
      journey(batik, model, { langkah, benih, y, w }, langkah)[langkah].x,
    settle: (/** @type {Model} */ model, /** @type {number} */ n, /** @type {number} */ langkah, /** @type {number} */ benih) =>
      journey(pulau, model, { langkah, benih, n }, langkah)[langkah].x,
  };

  start(/** @type {Model} */ model) {
    this.model = model;
    this.key = "";
    /** @type {Frame[]} */
    this.frames = [];
    this.motifs = model.extra.motifs;
    this.kind = this.motifs ? batik : pulau;
    const code = this.motifs
      ? { step: "x = reverse_step(", count: "times = torch.linspace(", seed: "x = torch.randn(n, *model" }
      : { step: "x = x + (after - now)", count: "sigmas = torch.logspace(", seed: "spread * torch.randn(" };
    this.names = this.motifs ? ["keadaan", "tebakan bersih"] : ["Titik dan tebakannya"];
    this.canvases = this.names.map(() => {
      const canvas = make("canvas", { className: this.motifs ? "hidup-citra" : "hidup-laut" });
      canvas.setAttribute("role", "img");
      return canvas;
    });
    const shown = this.canvases.map((canvas, i) =>
      make("div", {}, canvas, ...(this.motifs ? [make("p", { className: "hidup-label" }, this.names[i])] : []))
    );
    const buttons = [
      this.button("Mundur", () => this.go(-1)),
      this.button("Maju", () => this.go(1)),
      ...(this.calm ? [] : [this.button("Putar", () => this.play())]),
    ];
    this.player = buttons[2];
    this.panel.append(
      make("div", { className: this.motifs ? "hidup-dua" : "" }, ...shown),
      make("div", { className: "hidup-tombol" }, ...buttons),
      this.controls
    );
    const counts = ["5", "20", "100"];
    const count = +this.initial("langkah", "20", (x) => counts.includes(x));
    const whole = { step: 1, digits: 0 };
    const value = count * (this.motifs ? 0.65 : 0.3);
    this.at = this.slider({ ...whole, name: "ke", label: "langkah ke-", min: 0, max: count, value, code: code.step });
    const pick = this.choice({ name: "langkah", label: "jumlah langkah", options: counts, value: "20", code: code.count });
    pick.addEventListener("input", () => {
      const share = +this.at.value / +this.at.max; // tempat yang sama di sepanjang jalan
      this.at.max = pick.value;
      this.set(this.at, Math.round(share * +pick.value));
    });
    this.slider({ ...whole, name: "benih", label: "benih", min: 0, max: 99, value: 1, code: code.seed });
    if (!this.motifs) return;
    this.choice({ name: "motif", label: "motif", options: this.motifs, value: "ceplok", code: "torch.cat([y, none])" });
    this.slider({ name: "w", label: "guidance w", min: 0, max: 6, step: 0.5, value: 1, digits: 1, code: "(1 + guidance)" });
  }

  /** @param {number} by */
  go(by) {
    this.stop();
    this.set(this.at, this.state.ke + by);
  }

  /** Maju sendiri sampai bersih, dari awal bila sudah di ujung; ketukan kedua menjeda. */
  play() {
    if (this.playing) return this.stop();
    if (this.state.ke === +this.at.max) this.set(this.at, 0);
    this.player.textContent = "Jeda";
    this.playing = setInterval(() => {
      if (this.frames.length <= this.state.ke) return; // yang ini belum selesai dihitung
      if (this.isConnected && this.state.ke < +this.at.max) this.set(this.at, this.state.ke + 1);
      else this.stop();
    }, 3000 / this.state.langkah);
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    if (this.player) this.player.textContent = "Putar";
  }

  /** @returns {Wish} */
  wish() {
    const { langkah, benih, motif, w } = this.state;
    return { langkah: +langkah, benih, y: this.motifs?.indexOf(motif), w };
  }

  /** Bingkai yang diminta; atau yang terakhir bila `deadline` sudah lewat. */
  frame(deadline = Infinity) {
    const wish = this.wish();
    const key = JSON.stringify(wish);
    if (key !== this.key) [this.key, this.frames] = [key, []];
    journey(this.kind, this.model, wish, this.state.ke, this.frames, deadline);
    return this.frames[Math.min(this.state.ke, this.frames.length - 1)];
  }

  draw() {
    cancelAnimationFrame(this.later);
    const { x, guess } = this.frame(Date.now() + 16);
    const [ke, count] = [this.state.ke, +this.state.langkah];
    if (this.frames.length <= ke) this.later = requestAnimationFrame(() => this.draw());
    if (this.motifs) [x, guess].forEach((x, i) => paint(this.canvases[i], batik.tile(x), [1, 32, 32]));
    else paintMap(this.canvases[0], x, guess, this.model.extra.frame);
    const level = this.motifs
      ? `t = ${diffusion.time(this.model, count, ke)}`
      : `derau ${angka(pulau.sigma(count, ke), 3)}`;
    this.canvases.forEach((canvas, i) =>
      canvas.setAttribute("aria-label", `${this.names[i]} sesudah langkah ${ke} dari ${count}, ${level}`)
    );
    this.say(`Langkah ${ke} dari ${count}, ${level}.`);
  }

  shown() {
    const { x, guess } = this.frame();
    return [x, guess].flatMap((x) => Array.from(this.motifs ? batik.tile(x) : x));
  }

  python() {
    const { langkah, benih, y, w } = this.wish();
    const file = this.dataset.bobot.split("/").pop();
    if (!this.motifs)
      return `import matplotlib.pyplot as plt
import torch

from genai_examples import live

# ${file}: unduh dari halaman ini ke folder yang sama
places, counts = live.read("${file}")["tensors"].values()


def denoise(x, sigma):
    distance = (x[:, None] - places).square().sum(-1)
    return torch.softmax(counts.log() - distance / (2 * sigma**2), dim=1) @ places


sigmas = torch.logspace(0.3, -1.9, ${langkah + 1})
noise = torch.randn(${POINTS}, 2, generator=torch.Generator().manual_seed(${benih}))
x = sigmas[0] * torch.tensor([1.25, 0.75]) * noise
for now, after in zip(sigmas[:${this.state.ke}], sigmas[1:]):
    x = x + (after - now) * (x - denoise(x, now)) / now
result = torch.stack([x, denoise(x, sigmas[${this.state.ke}])])  # keadaan, tebakan
for points in result:
    plt.scatter(*points.T, s=1)
plt.show()
`;
    return `import torch
import torch.nn.functional as F

from genai_examples import diffusion, live, plots

# ${file}: unduh dari halaman ini ke folder yang sama
model = live.load("${file}", diffusion.Diffusion, diffusion.Config)
y, w = torch.tensor([${y}]), ${python([w]).slice(1, -1)}  # ${this.state.motif}
options = {"y": y, "steps": ${langkah}, "eta": 0.0, "guidance": w}
t, x = list(diffusion.reverse(model, 1, seed=${benih}, **options))[${this.state.ke}]
with torch.no_grad():
    noise = diffusion.guided(model, x, torch.tensor([t]), y, w)
a = model.alpha_bar[t]
guess = (x - (1 - a).sqrt() * noise) / a.sqrt()
result = F.pixel_shuffle(torch.cat([x, guess]), 2)  # keadaan, tebakan
result = ((result + 1) / 2).clamp(0, 1)
plots.image_grid(result, 2)
`;
  }
}

/** Titik, dan garis ke tebakannya, pada latar malam. @param {HTMLCanvasElement} canvas
 * @param {Float32Array} x @param {Float32Array} guess @param {number[]} frame kiri, kanan, bawah, atas */
function paintMap(canvas, x, guess, [left, right, bottom, top]) {
  const dot = devicePixelRatio;
  const scale = (dot * canvas.clientWidth) / (right - left);
  canvas.width = scale * (right - left);
  canvas.height = scale * (top - bottom);
  const context = canvas.getContext("2d");
  const [night, , , , line, , cream] = NILA_KREM.map((tone) => `rgb(${tone})`);
  context.fillStyle = night;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, -scale, -scale * left, scale * top);
  for (let i = 0; i < x.length; i += 2) {
    context.moveTo(x[i], x[i + 1]);
    context.lineTo(guess[i], guess[i + 1]);
  }
  context.strokeStyle = line;
  context.lineWidth = dot / 3 / scale;
  context.stroke();
  context.fillStyle = cream;
  const size = (1.4 * dot) / scale;
  for (let i = 0; i < x.length; i += 2) context.fillRect(x[i] - size / 2, x[i + 1] - size / 2, size, size);
}

customElements.define("live-diffusion", LiveDiffusion);
