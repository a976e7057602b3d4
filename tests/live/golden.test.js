// Peramban dan PyTorch menghitung hal yang sama: setiap golden.json di contents/.
"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { world, exported, read } = require("./harness.js");

const numbers = (x) => (typeof x === "number" ? [x] : Array.from(x, numbers).flat());

const files = exported();
test("ada bobot yang diuji", () => assert.ok(files.length > 0));

for (const file of files) {
  const { page, name, golden, element } = file;
  test(`${page}/${name}.js sama dengan PyTorch`, () => {
    assert.ok(element, `tidak ada blok dengan live: yang menulis ${name}.js`);
    const place = world(element);
    const Element = place.element;
    const model = read(place, file);
    assert.ok(Object.keys(golden).length > 0);
    for (const [call, { inputs, outputs }] of Object.entries(golden)) {
      assert.ok(Element.calls[call], `live-${element} tidak mengenal ${call}`);
      const expected = numbers(outputs);
      const got = numbers(Element.calls[call](model, ...inputs));
      assert.equal(got.length, expected.length, call);
      const worst = expected.reduce((m, x, i) => Math.max(m, Math.abs(got[i] - x) / Math.max(1, Math.abs(x))), 0);
      assert.ok(worst < 1e-4, `${call}: beda ${worst}`);
    }
  });
}
