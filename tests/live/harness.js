// Skrip gambar hidup di Node, tanpa peramban: yang diuji hitungannya, bukan tampilannya.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..");
const SCRIPTS = path.join(ROOT, "docs/assets/javascripts/live");
const source = (name) => fs.readFileSync(path.join(SCRIPTS, `${name}.js`), "utf8");

/** Nama semua elemen: berkas yang mendaftarkan `live-nama`. */
const elements = () =>
  fs
    .readdirSync(SCRIPTS)
    .map((file) => path.basename(file, ".js"))
    .filter((name) => source(name).includes(`customElements.define("live-${name}"`));

/** Bagian yang disebut di baris `// Perlu:`, lalu skrip itu sendiri: seperti di situs. */
const parts = (name) => [
  ...[...source(name).matchAll(/^\/\/ Perlu: (.+)\.$/gm)].flatMap((m) => m[1].split(", ")),
  name,
].map((part) => path.basename(part, ".js"));

/** Satu dunia berisi kerangka, mesin, dan elemen `name`; `run` menghitung ungkapan di dalamnya. */
function world(name) {
  const defined = {};
  const context = vm.createContext({
    atob,
    console,
    TextDecoder,
    TextEncoder,
    HTMLElement: class {},
    customElements: { define: (tag, element) => (defined[tag] = element) },
  });
  context.self = context;
  for (const part of [...parts("element"), ...parts(name)])
    vm.runInContext(source(part), context, { filename: `${part}.js` });
  return { context, run: (code) => vm.runInContext(code, context), element: defined[`live-${name}`] };
}

/** Semua berkas bobot di contents/: halaman, nama, elemen yang memakainya, isi, golden. */
function exported() {
  const found = [];
  for (const page of fs.readdirSync(path.join(ROOT, "contents"))) {
    const folder = path.join(ROOT, "contents", page);
    for (const file of fs.readdirSync(folder).filter((f) => f.endsWith(".golden.json"))) {
      const name = file.replace(".golden.json", "");
      const text = fs.readFileSync(path.join(folder, `${name}.js`), "utf8");
      const golden = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
      found.push({ page, name, text, golden, element: elementOf(page, `${name}.js`) });
    }
  }
  return found;
}

/** Model sebuah berkas bobot; adaptor (`extra.base`) digabung dengan model dasarnya. */
function read({ context, run, element: Element }, { page, name, text }) {
  context.manifest = manifest(text, name);
  const model = run("Weights.read(manifest)");
  if (!model.extra.base) return model;
  const base = exported().find((f) => f.page === page && f.name === model.extra.base);
  context.manifest = manifest(base.text, base.name);
  return Element.merge(run("Weights.read(manifest)"), model);
}

/** Elemen yang dipakai sebuah berkas bobot, dibaca dari opsi blok di halamannya. */
function elementOf(page, file) {
  const places = ["docs/bab", "docs", "docs/lampiran"].map((p) => path.join(ROOT, p, `${page}.md`));
  const text = fs.readFileSync(places.find(fs.existsSync), "utf8");
  const block = text.split("```python").find((b) => new RegExp(`^#\\| files:.*\\b${file}`, "m").test(b));
  return block?.match(/^#\| live: (\w+)/m)?.[1];
}

/** Manifes sebuah berkas bobot, dijalankan seperti peramban menjalankannya. */
function manifest(text, name) {
  const context = vm.createContext({});
  context.self = context;
  vm.runInContext(text, context);
  return context.LIVE[name];
}

module.exports = { world, elements, exported, manifest, read };
