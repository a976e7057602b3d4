// GPT di peramban: tokenizer, undian, jendela, dan cache seperti di Python.
"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { world, exported, read } = require("./harness.js");

const place = world("gpt");
const [gpt, tokenizer, language] = ["gpt", "tokenizer", "language"].map(place.run);
const file = exported().find((f) => f.page === "gpt" && f.name === "gpt");
const model = read(place, file);
const { merges } = model.extra;
const bytes = tokenizer.pieces(merges);

test("64 token terbaik sama persis dengan PyTorch", () => {
  for (const one of exported().filter((f) => f.page === "gpt")) {
    const { inputs, outputs } = one.golden.greedy;
    assert.deepEqual([...gpt.greedy(read(place, one), inputs[0])], outputs[0], one.name);
  }
});

test("nomor token kembali menjadi teksnya, termasuk teks ganjil", () => {
  const [texts] = file.golden.encode.inputs;
  const odd = ["", "\u0085 \ufeff\u3000x", "don't 'll  \t\n", "𝟗½²", "é\u0301 👩‍🌾", "\n\n\n"];
  for (const text of [...texts, ...odd]) assert.equal(tokenizer.decode(bytes, tokenizer.encode(merges, text)), text);
});

test("dengan atau tanpa cache logitnya sama", () => {
  const tokens = tokenizer.encode(merges, "\n\nPagi itu Bu Guru datang.");
  const cache = gpt.cache(model);
  for (const token of tokens) gpt.forward(model, [token], cache);
  const numbers = (logits) => [...logits].map((row) => [...row]);
  assert.deepEqual(numbers(cache.logits), numbers(gpt.forward(model, tokens)));
  for (const weights of cache.attention.flat(2))
    assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-5);
});

test("jendela bergeser seperti gpt.sample", () => {
  const starts = [1, 64, 65, 97, 98, 130].map((t) => gpt.window(model, t));
  assert.deepEqual(starts, [0, 0, 33, 33, 66, 66]);
});

test("temperatur, top-k, dan top-p", () => {
  const logits = Float32Array.of(1, 3, 2, 0);
  const p = (...x) => [...language.nextTokenProbs(logits, ...x)].map((v) => +v.toFixed(4));
  assert.deepEqual(p(), [0.0871, 0.6439, 0.2369, 0.0321]);
  assert.deepEqual(p(0), [0, 1, 0, 0]);
  assert.deepEqual(p(1, 2), [0, 0.7311, 0.2689, 0]);
  assert.deepEqual(p(1, 9), p());
  assert.deepEqual(p(1, 0, 0.7), [0, 0.7311, 0.2689, 0]);
  assert.deepEqual(p(1, 0, 0.6), [0, 1, 0, 0]);
});
