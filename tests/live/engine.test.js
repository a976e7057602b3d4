// Mesin dan pembaca bobot: sidik, angka, dan penolakan berkas yang rusak.
"use strict";
const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const { test } = require("node:test");
const { world } = require("./harness.js");

const { run } = world("vae"); // setiap elemen membawa mesinnya
const [Live, Weights] = ["Live", "Weights"].map(run);
const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

function sample() {
  const data = Int8Array.from({ length: 12 }, (_, i) => 10 * i - 60);
  const scale = Float32Array.of(0.5, 0.25, 2);
  const bias = Float32Array.of(1, 2, 3);
  const hash = crypto.createHash("sha256");
  for (const part of [scale, data, bias]) hash.update(Buffer.from(part.buffer));
  return {
    format: 1,
    sha256: hash.digest("hex"),
    config: {},
    extra: {},
    tensors: {
      weight: { shape: [3, 4], scale: base64(scale), data: base64(data) },
      bias: { shape: [3], data: base64(bias) },
    },
  };
}

test("sha256 sama dengan milik Node, pada setiap panjang di sekitar batas blok", () => {
  for (let n = 0; n < 200; n++) {
    const bytes = crypto.randomBytes(n);
    const expected = crypto.createHash("sha256").update(bytes).digest("hex");
    assert.equal(Weights.sha256([bytes.subarray(0, n >> 1), bytes.subarray(n >> 1)]), expected);
  }
});

test("bobot int8 kembali menjadi skala × bilangan", () => {
  const { weight, bias } = Weights.read(sample()).tensors;
  assert.deepEqual([...weight.data.slice(0, 4)], [-30, -25, -20, -15]);
  assert.deepEqual([...weight.data.slice(8)], [40, 60, 80, 100]);
  assert.deepEqual([...bias.data], [1, 2, 3]);
  assert.deepEqual([...Live.linear(Float32Array.of(1, 0, 0, 0), weight, bias)], [-29, -3, 43]);
});

const weights = Object.values(Weights.read(sample()).tensors).map((t) => [...t.data]);

const refused = {
  "format lain": [(m) => (m.format = 2), /berformat 2/],
  "tanpa format": [(m) => delete m.format, /berformat/],
  terpotong: [(m) => (m.tensors.weight.data = m.tensors.weight.data.slice(0, 8)), /weight tidak utuh/],
  "skala hilang satu": [(m) => (m.tensors.weight.scale = base64(Float32Array.of(1, 2))), /weight tidak utuh/],
  "bentuk berubah": [(m) => (m.tensors.bias.shape = [4]), /bias tidak utuh/],
  "sidik berubah": [(m) => (m.sha256 = "0".repeat(64)), /sha256/],
};
for (const [name, [damage, message]] of Object.entries(refused))
  test(`ditolak: ${name}`, () => {
    const manifest = sample();
    damage(manifest);
    assert.throws(() => Weights.read(manifest), { message });
  });

test("satu bita mana pun yang berubah ditolak", () => {
  for (const tensor of ["weight", "bias"])
    for (const field of ["scale", "data"]) {
      const size = Buffer.from(sample().tensors[tensor][field] ?? "", "base64").length;
      for (let at = 0; at < size; at++) {
        const manifest = sample();
        const bytes = Buffer.from(manifest.tensors[tensor][field], "base64");
        bytes[at] ^= 1 << at % 8;
        manifest.tensors[tensor][field] = bytes.toString("base64");
        assert.throws(() => Weights.read(manifest), /sha256/);
      }
    }
});

test("softmax menjumlah satu, juga untuk logit besar", () => {
  const p = Live.softmax(Float32Array.of(1000, 1001, -1000));
  assert.ok(Math.abs(p[0] + p[1] + p[2] - 1) < 1e-6 && p[1] > p[0]);
});

test("berkas yang diacak selalu ditolak dengan kalimat, bukan galat mesin", () => {
  let seed = 1;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const good = JSON.stringify(sample());
  for (let trial = 0; trial < 2000; trial++) {
    const at = random(good.length);
    const letter = String.fromCharCode(32 + random(95));
    const bad = good.slice(0, at) + letter + good.slice(at + 1);
    let manifest;
    try {
      manifest = JSON.parse(bad);
    } catch {
      continue; // bukan JSON: pemuat sudah menolaknya
    }
    try {
      const { tensors } = Weights.read(manifest);
      // Diterima hanya bila bobotnya tidak tersentuh.
      assert.deepEqual(Object.values(tensors).map((t) => [...t.data]), weights);
    } catch (error) {
      assert.match(error.message, /^Bobot /, bad);
    }
  }
});
