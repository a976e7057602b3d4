# %% [markdown]
# # Praktik: mengarang nama
#
# Kamu sudah membaca bab *Apa Itu AI Generatif?*. Di sini generatornya milikmu: ubah
# data latihnya, panjang ingatannya, dan syaratnya. Setiap sel berjalan dalam hitungan
# detik.
#
# **Jalankan** dulu sel berikut. Isinya dua fungsi dari bab, ditambah satu pilihan:
# `start`, yaitu awal nama yang kita tentukan sendiri.

# %%
import random
from collections import Counter, defaultdict

from genai_examples import ngram, plots
from genai_examples.datasets import desa

END = "."  # menandai awal dan akhir nama


def learn(names, context=1):
    """Cacah huruf yang muncul sesudah setiap `context` huruf."""
    counts = defaultdict(Counter)
    for name in names:
        text = END * context + name + END
        for i in range(context, len(text)):
            counts[text[i - context : i]][text[i]] += 1
    return counts


def invent(counts, rng, context=1, start=""):
    """Karang satu nama yang dibuka dengan `start`."""
    text = END * context + start
    while True:
        row = counts[text[-context:]]
        letter = rng.choices(list(row), row.values())[0]
        if letter == END:
            return text[context:]
        text += letter


known = desa()
counts, rng = learn(known), random.Random(0)
print([invent(counts, rng) for _ in range(6)])

# %% [markdown]
# ## Ubah 1: panjang ingatan
#
# **Tebak** dulu: ingatan berapa huruf yang memberi nama paling enak dibaca tanpa banyak
# menyalin? Tanda bintang di bawah berarti nama itu ada di data latih.

# %%
listed = set(known)
for context in range(1, 7):
    table, rng = learn(known, context), random.Random(0)
    names = [invent(table, rng, context) for _ in range(6)]
    marked = [name + "*" if name in listed else name for name in names]
    print(context, ", ".join(marked))

# %% [markdown]
# **Selidiki.** Baris bawah memuat potongan nama nyata yang lebih panjang, dan
# bintangnya paling banyak. Kamu menukar kebaruan dengan kewajaran. Bab mengukur
# pertukaran yang sama dengan lima benih.
#
# ## Ubah 2: *prompt* yang paling sederhana
#
# Awal nama adalah syarat $c$. Model lalu mengundi dari $p_\theta(x \mid c)$: sisa nama
# jika awalnya diketahui. Ganti awalannya dengan dua huruf pertama namamu. Awalan yang
# tidak pernah ada di data memberi galat `IndexError`, karena tidak ada yang bisa
# diundi.

# %%
table = learn(known, 3)
for start in ("suka", "kar", "way", "oe"):
    rng = random.Random(1)
    names = [invent(table, rng, 3, start) for _ in range(6)]
    print(f"{start:5}", ", ".join(names))

# %% [markdown]
# ## Ubah 3: syarat provinsi
#
# Awalan hanya menetapkan huruf-huruf pertama. Provinsi mengubah seluruh tabel
# peluangnya. Coba
# provinsi lain; nama yang tidak dikenal akan dijawab dengan daftar provinsi yang ada.

# %%
for province in ("Bali", "Sumatera Barat", "Sulawesi Selatan", "Papua"):
    local, rng = learn(desa(province), 3), random.Random(0)
    names = [invent(local, rng, 3) for _ in range(30)]
    print(f"{province:17}", ", ".join([x for x in names if len(x) > 4][:5]))

# %% [markdown]
# ## Selidiki: seberapa wajar sebuah kata?
#
# Model yang sama dapat menilai kata apa pun. Gantilah daftar ini dengan nama kotamu,
# nama temanmu, atau kata dari bahasa daerahmu. **Tebak** urutannya sebelum menjalankan
# sel.

# %%
#| figure: wajar.svg
#| alt: >-
#|   Batang log-peluang enam kata: kata yang bunyinya mirip nama desa berbatang pendek,
#|   sedangkan deretan huruf mati berbatang paling panjang.
#| caption: >-
#|   Log-peluang rata-rata per karakter menurut bigram nama desa. Makin dekat ke nol,
#|   makin wajar kata itu sebagai nama desa.
words = ["sukamaju", "banjarmasin", "merauke", "komputer", "strengths", "qwrtpsdf"]
model, _ = ngram.train(ngram.Config(order=2), known)
scores = {word: -ngram.cross_entropy(model, [word]) for word in words}
plots.style()
fig, ax = plots.panels(height=2.2)
plots.bars(ax, scores, digits=2)
ax.set_title("Log-peluang per karakter (nat)")

# %% [markdown]
# ## Buat: data latih milikmu
#
# Generator ini tidak tahu bahwa datanya nama desa. Beri ia daftar lain, dan ia
# mengarang dari daftar itu. Contohnya nama makanan. Ganti isinya dengan paling sedikit
# 30 kata pilihanmu: nama tokoh, judul lagu, atau kosakata bahasa daerah.

# %%
foods = """rendang pempek gudeg rawon papeda pecel soto sate lontong ketoprak
karedok lawar betutu rujak lemper onde-onde klepon serabi getuk bakpia
tekwan mangut opor semur gulai pepes tinutuan cakalang sambal ketupat
bubur lemang tempoyak arsik saksang naniura dange kapurung coto konro"""
mine = foods.split()
table, rng = learn(mine, 2), random.Random(3)
made = [invent(table, rng, 2) for _ in range(200)]
fresh = [word for word in dict.fromkeys(made) if word not in mine]
print("contoh:", ", ".join(fresh[:8]))
copies = sum(word in mine for word in made)
print(f"menyalin: {copies / len(made):.0%} dari {len(made)}")

# %% [markdown]
# **Selidiki lagi.** Naikkan ingatannya menjadi tiga, lalu bandingkan bagian yang
# menyalin. Tulis satu kalimat: berapa banyak kata yang kamu perlukan supaya ingatan
# tiga huruf masih mengarang?
