# %% [markdown]
# # Praktik: risiko yang bisa diukur
#
# Bab *Risiko, Etika, dan Hukum* mengukur pendeteksi, keruntuhan, dan keyakinan palsu.
# Di sini kamu menggeser angkanya sendiri. Tulis tebakan, jalankan sel, lalu ubah baris
# bertanda `ubah`. Tidak ada teori baru, dan tidak ada resep untuk menyerang.
#
# ## Jalankan: tuduhan di sekolahmu
#
# **Tebak.** Di kelasmu ada berapa tugas, dan berapa yang menurutmu ditulis AI? Berapa
# orang jujur yang tertuduh bila gurumu memakai pendeteksi ini?

# %%
import torch

from genai_examples import ngram, plots
from genai_examples.datasets import desa

plots.style()
tasks, written_by_ai = 400, 20  # ubah
caught, accused = 0.9, 0.04  # ubah: AI yang tertangkap, jujur yang tertuduh
honest = tasks - written_by_ai
right, wrong = caught * written_by_ai, accused * honest
print(f"tuduhan benar {right:.0f}, tuduhan keliru {wrong:.0f}")
print(f"sebuah tuduhan benar dengan peluang {right / (right + wrong):.0%}")

# %% [markdown]
# ## Ubah: generator yang makin baik
#
# Pendeteksi ini dilatih melawan bigram. **Tebak.** Mulai n-gram ke berapa ia buta?
# Ganti `size`, yaitu banyaknya nama dalam satu dokumen. Apakah dokumen yang lebih
# panjang menolong?

# %%
#| figure: generator.svg
#| alt: >-
#|   Batang dokumen yang tertangkap untuk empat generator: bigram paling banyak, lalu
#|   turun cepat sampai mendekati laju salah tuduh.
#| caption: >-
#|   Dokumen karangan yang tertangkap pada 5% salah tuduh. Pendeteksi hanya mengenal
#|   bigram; makin baik generatornya, makin sedikit yang tertangkap. Satu benih.
size = 5  # ubah
known, fresh = desa(), desa(split="val")
half = len(known) // 2


def fit(order, names):
    """N-gram berinterpolasi dari `names`."""
    return ngram.train(ngram.Config(order, 0.3, True), names)[0]


def forge(order, n, seed):
    """`n` nama dari n-gram dengan panjang `order`."""
    model = fit(order, known[:half])
    return [x for x in ngram.sample(model, n, seed=seed) if len(x) > 2]


human, machine = fit(4, known[half:]), fit(4, forge(2, 3000, seed=99))
usable = set(human.symbols) & set(machine.symbols)


def suspicion(names):
    """Skor setiap dokumen berisi `size` nama: log-peluang mesin − manusia."""
    scores = []
    for x in [x for x in names if set(x) <= usable]:
        gap = ngram.cross_entropy(human, [x]) - ngram.cross_entropy(machine, [x])
        scores.append(gap * (len(x) + 1))
    return [sum(scores[i : i + size]) for i in range(0, len(scores) - size, size)]


real_scores = sorted(suspicion(fresh[:2000]))
limit = real_scores[int(0.95 * len(real_scores))]
found = {}
for order in (2, 3, 4, 5):
    scores = suspicion(forge(order, 500, seed=0))
    found[f"{order}-gram"] = 100 * sum(s > limit for s in scores) / len(scores)
fig, ax = plots.panels(height=2)
plots.bars(ax, found, unit="%", digits=0)
ax.set_title("Dokumen yang tertangkap")

# %% [markdown]
# ## Ubah: seberapa cepat model runtuh?
#
# Setiap generasi mencocokkan distribusi normal pada `n` sampel generasi sebelumnya.
# **Tebak.** Berapa generasi sampai variansnya tinggal separuh? Coba `n` yang lain, dan
# campurkan data asli dengan mengubah `real`.

# %%
#| figure: generasi.svg
#| alt: >-
#|   Tiga kurva varians terhadap generasi: makin kecil banyaknya sampel, makin cepat
#|   variansnya turun menuju nol.
#| caption: >-
#|   Varians rata-rata 500 rantai menurut banyaknya sampel setiap generasi. Sampel yang
#|   sedikit menghapus ragam lebih cepat.
real = 0  # ubah: banyaknya data asli yang ikut dibaca setiap generasi
curves = {}
for n in (10, 30, 100):  # ubah
    generator = torch.Generator().manual_seed(0)
    mean, variance, path = torch.zeros(500), torch.ones(500), [1.0]
    for _ in range(40):
        own = mean + variance.sqrt() * torch.randn(n, 500, generator=generator)
        data = torch.cat([own, torch.randn(real, 500, generator=generator)])
        mean, variance = data.mean(0), data.var(0, correction=0)
        path.append(variance.mean().item())
    curves[f"n = {n}"] = path
fig, ax = plots.panels(height=2.5)
plots.curves(ax, range(41), curves, labels="none")
ax.set_title("Varians")
ax.set_xlabel("generasi")
plots.legend_below(ax)

# %% [markdown]
# ## Buat: pernyataan pemakaian AI
#
# Tulis pernyataanmu sendiri untuk satu tugas. Pemeriksa kecil ini hanya mencari kata;
# yang menilai isinya tetap manusia. Tambahkan syarat yang menurutmu kurang.

# %%
statement = """Saya memakai sebuah model bahasa pada 3 Desember 2026 untuk memeriksa
ejaan bab dua. Isinya saya tulis sendiri, dan semua sumber saya baca."""  # ubah
needed = {
    "alat": ["model", "alat"],
    "tanggal": ["2026", "2027"],
    "untuk apa": ["untuk"],
    "yang diperiksa": ["periksa", "sumber"],
    "data pribadi": ["data pribadi", "data orang"],
}  # ubah
for part, words in needed.items():
    mark = "✓" if any(word in statement for word in words) else "belum"
    print(f"{part:15} {mark}")

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: buat pendeteksi yang dilatih melawan semua generator
# sekaligus. Apakah ia menangkap 5-gram? Ukur juga salah tuduhnya pada nama dari
# provinsi yang jarang ada dalam data.
