# %% [markdown]
# # Praktik: dari bigram ke model saraf
#
# Bab *Autoregresif* membandingkan tabel cacah dan jaringan saraf pada nama desa. Di
# sini kamu memegang kenopnya. Tulis tebakanmu dulu, jalankan selnya, lalu ubah baris
# yang ditandai `ubah`. Tidak ada teori baru.
#
# **Jalankan** sel pertama: satu tabel cacah dan satu LSTM kecil.

# %%
#| timeout: 300
#| tol: 6%
import math

from genai_examples import lstm, ngram, plots
from genai_examples.datasets import desa, pantun
from genai_examples.language import next_token_probs
from genai_examples.tokenizer import BPETokenizer, CharTokenizer

plots.style()
known, fresh = desa(), desa(split="val")
counted, _ = ngram.train(ngram.Config(order=4, add=0.3, interpolate=True), known)
text = "\n" + "\n".join(known) + "\n"
letters = CharTokenizer.train(text)
settings = {"context": 24, "width": 96, "layers": 1, "batch_size": 32, "lr": 5e-3}
config = lstm.Config(vocab=letters.vocab_size, steps=500, **settings)
neural, history = lstm.train(config, letters.encode(text))
print(f"4-gram {ngram.cross_entropy(counted, fresh):.2f} nat pada nama baru")
print(f"LSTM, kerugian latih terakhir {history['loss'][-1]:.1f} nat")


def write(n, **options):
    """`n` nama dari LSTM; `options` misalnya temperature atau seed."""
    drawn = lstm.sample(neural, n, prompt=letters.encode("\n"), length=20, **options)
    return [letters.decode(row).split("\n")[1] for row in drawn]


# %% [markdown]
# ## Ubah: temperatur
#
# **Tebak.** Pada temperatur berapa nama mulai tak terbaca? Ganti daftarnya dengan
# angka yang jauh lebih kecil dan jauh lebih besar, lalu carilah batasmu sendiri.

# %%
#| output: varies
for heat in (0.3, 0.7, 1.0, 1.6):  # ubah
    print(heat, ", ".join(write(6, temperature=heat)))

# %% [markdown]
# ## Selidiki: apa yang dilihat model?
#
# Beri awal nama, lalu lihat peluang huruf berikutnya. **Tebak** dulu huruf mana yang
# teratas. Titik berarti nama selesai.

# %%
#| figure: berikut.svg
#| alt: >-
#|   Batang peluang enam huruf teratas sesudah sebuah awalan; satu huruf jauh lebih
#|   tinggi daripada lima huruf lainnya.
#| caption: >-
#|   Enam huruf teratas sesudah awalan *tanju* menurut LSTM. Awalan yang lazim
#|   menyisakan sedikit keraguan; coba awalan yang aneh. Satu benih.
start = "tanju"  # ubah
logits = neural(letters.encode("\n" + start)[None])[:, -1]
p = next_token_probs(logits.detach())[0]
names = letters.characters.replace("\n", "·")
best = {names[i]: 100 * p[i] for i in p.topk(6).indices}
fig, ax = plots.panels(height=2.2)
plots.bars(ax, best, unit="%", digits=0)
ax.set_title(f"Huruf sesudah '{start}'")

# %% [markdown]
# ## Ubah: panjang ingatan untuk pantun
#
# Sekarang teksnya pantun, empat larik sebuah. **Tebak.** Ingatan berapa huruf yang
# paling baik untuk pantun baru? Samakah dengan nama desa?

# %%
#| figure: pantun.svg
#| alt: >-
#|   Kurva entropi silang pantun terhadap ingatan: pada data latih turun terus, pada
#|   pantun baru turun lalu melandai.
#| caption: >-
#|   Entropi silang n-gram pada pantun latih dan pantun baru. Jarak kedua kurva adalah
#|   ukuran hafalan. Pantun sintetis dari tata bahasa.
poems, new_poems = pantun(1000), pantun(200, split="val")
symbols = set().union(*poems)
new_poems = [poem for poem in new_poems if set(poem) <= symbols]
orders = range(1, 8)  # ubah
configs = {n: ngram.Config(order=n, add=0.01, interpolate=True) for n in orders}
tables = {n: ngram.train(config, poems)[0] for n, config in configs.items()}
curve = {
    "pantun latih": [ngram.cross_entropy(m, poems[:200]) for m in tables.values()],
    "pantun baru": [ngram.cross_entropy(m, new_poems) for m in tables.values()],
}
fig, ax = plots.panels(height=2.6)
plots.curves(ax, [n - 1 for n in orders], curve, labels="none")
ax.set_title("Nat per karakter")
ax.set_xlabel("huruf yang diingat")
plots.legend_below(ax)

# %% [markdown]
# Baca dua hasilnya. Bunyinya lancar. Apakah rimanya *a-b-a-b*? Ganti ingatannya dan
# hitung sendiri berapa kali rimanya kena dari sepuluh pantun.

# %%
poems_made = ngram.sample(tables[7], 2, longest=200, seed=1)  # ubah
print(*poems_made, sep="\n\n")

# %% [markdown]
# ## Ubah: kosakata BPE
#
# **Tebak.** Potongan mana yang pertama kali menjadi token? Naikkan ukurannya, lalu
# cari kata utuh yang muncul.

# %%
tokenizer = BPETokenizer.train("\n\n".join(poems), 300)  # ubah
print([a + b for a, b in tokenizer.merges[:12]])
line = "kalau ada sumur di ladang"
parts = [tokenizer.decode(token[None]) for token in tokenizer.encode(line)]
print("|".join(parts))

# %% [markdown]
# ## Buat: alat pengukur kejutan
#
# Ketik daftar kata: nama kotamu, kata bahasa daerahmu, atau nama temanmu. Alat ini
# menunjukkan kata mana yang paling mengejutkan bagi model nama desa, dalam bit.

# %%
#| figure: kejutan.svg
#| alt: >-
#|   Batang kejutan enam kata: nama yang mirip nama desa paling pendek, kata asing dan
#|   deretan huruf mati paling panjang.
#| caption: >-
#|   Kejutan rata-rata per karakter menurut 4-gram nama desa. Makin pendek batangnya,
#|   makin mirip kata itu dengan nama desa.
words = ["sukajaya", "kupang", "wamena", "semarang", "komputer", "rhythm"]  # ubah
bits = {w: ngram.cross_entropy(counted, [w]) / math.log(2) for w in words}
fig, ax = plots.panels(height=2.2)
plots.bars(ax, dict(sorted(bits.items(), key=lambda pair: pair[1])), digits=1)
ax.set_title("Kejutan (bit per karakter)")

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: latih LSTM pada kata bahasa daerahmu sendiri. Berapa
# kata yang diperlukan supaya ia mengalahkan 4-gram? Tulis angka dan cara mengukurnya.
