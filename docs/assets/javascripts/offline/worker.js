// Pekerja luring satu versi situs. Hooks menaruhnya sebagai sw.js di folder versi itu,
// dengan BUILD (sidik isi situs) di baris pertama.
//
// Selama ada jaringan, jaringan yang dipakai: tidak ada halaman basi. Setiap halaman yang
// dibaca ikut tersimpan dan dipakai bila jaringan putus atau diam terlalu lama.
"use strict";

const SCOPE = self.registration.scope; // …/0.1/
const CACHE = `${SCOPE}#${BUILD}`;
const MANIFEST = "offline.json"; // {build, shell: […], files: {jalur: [sidik, bita]}}
const PATIENCE = 4000; // milidetik sebelum salinan tersimpan dipakai

const urlOf = (path) => new URL(path, SCOPE).href;
const pathOf = (url) => url.slice(SCOPE.length).split(/[?#]/)[0].replace(/(^|\/)index\.html$/, "$1");

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(`${SCOPE}#`));
}

// Isi cache lama yang masih sama disalin; yang berubah diambil lagi. Bila satu saja gagal
// diambil, pemasangan batal dan versi lama tetap utuh.
async function install() {
  const response = await fetch(urlOf(MANIFEST), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${MANIFEST}: ${response.status}`);
  const manifest = await response.clone().json();
  const cache = await caches.open(CACHE);
  const [oldName] = (await ownCaches()).filter((name) => name !== CACHE).reverse();
  const old = oldName && (await caches.open(oldName));
  const before = old && (await old.match(urlOf(MANIFEST)).then((found) => found?.json()));
  const kept = old ? (await old.keys()).map((request) => pathOf(request.url)) : [];
  const wanted = new Set([...manifest.shell, ...kept].filter((path) => path in manifest.files));
  for (const path of wanted) {
    const same = before?.files[path]?.[0] === manifest.files[path][0];
    const copy = same && (await old.match(urlOf(path)));
    await cache.put(urlOf(path), copy || (await download(path)));
  }
  await cache.put(urlOf(MANIFEST), response);
  await self.skipWaiting();
}

async function download(path) {
  const response = await fetch(urlOf(path), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function activate() {
  for (const name of await ownCaches()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function keep(path, response) {
  try {
    const cache = await caches.open(CACHE);
    await cache.put(urlOf(path), response);
  } catch (error) {
    for (const client of await self.clients.matchAll())
      client.postMessage({ kind: "gagal-simpan", full: error.name === "QuotaExceededError" });
  }
}

async function respond(event, path) {
  const stored = await caches
    .open(CACHE)
    .then((cache) => cache.match(urlOf(path)))
    .catch(() => undefined);
  const network = fetch(event.request).then((response) => {
    if (response.ok && response.status === 200) event.waitUntil(keep(path, response.clone()));
    return response;
  });
  const late = new Promise((resolve) => stored && setTimeout(resolve, PATIENCE, stored));
  try {
    return await Promise.race([network, late]);
  } catch {
    return stored || missing(event.request);
  }
}

function missing(request) {
  if (request.mode !== "navigate") return Response.error();
  const text = `<!doctype html><html lang="id"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Belum tersimpan</title>
<body style="font:1.1rem/1.6 sans-serif;max-width:36rem;margin:3rem auto;padding:0 1.25rem">
<h1>Halaman ini belum tersimpan</h1><p>Kamu sedang tanpa jaringan. Halaman yang pernah kamu
baca tetap bisa dibuka. <a href="${SCOPE}">Ke beranda</a></p></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(text, { status: 503, headers });
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const inside = request.method === "GET" && request.url.startsWith(SCOPE);
  if (!inside || request.headers.has("range")) return;
  event.respondWith(respond(event, pathOf(request.url)));
});
