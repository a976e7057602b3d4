# %% [markdown]
# # Praktik: batas dan daratan
#
# Bab *Diskriminatif dan Generatif* sudah menjelaskan kedua jalannya. Di sini kamu
# memilih gugus pulaunya, menanyai titik yang mustahil, dan mengarang aksara. Tulis
# tebakanmu sebelum menjalankan setiap sel, lalu ubah baris bertanda `ubah`.
#
# Semua sel berjalan dalam hitungan detik.
#
# ## Jalankan: dua model untuk dua gugus

# %%
from math import radians, sin

import torch

from genai_examples import classifier, plots
from genai_examples.datasets import PULAU_GROUPS, aksara, pulau

plots.style()
pair = (5, 6)  # ubah: dua kunci yang berbeda namanya dalam PULAU_GROUPS
names = [PULAU_GROUPS[key] for key in pair]
tones = {names[0]: "sogan", names[1]: "tarum"}


def islands(split):
    """Letak pulau kedua gugus, dan label 0 atau 1."""
    data = pulau(split)
    group = data.region // 10
    keep = (group == pair[0]) | (group == pair[1])
    return data.points[keep], (group[keep] == pair[1]).long()


points, label = islands("train")
test_points, test_label = islands("test")
config = classifier.Config(shape=(2,), classes=2, network="linear", steps=600, lr=0.02)
models = {
    "batas": classifier.train(config, (points, label))[0],
    "daratan": classifier.fit(points, label, "full"),
}
for name, model in models.items():
    guess = classifier.predict(model, test_points).argmax(1)
    print(f"{name}: {(guess == test_label).double().mean():.1%} benar")

# %% [markdown]
# ## Selidiki: batas mana yang melengkung?
#
# **Tebak.** Model batas hanya bisa menarik garis lurus. Seperti apa batas dari dua awan
# normal? Gambar berikut memakai kedua model di atas.

# %%
#| figure: batas.svg
#| alt: >-
#|   Dua gugus pulau dengan dua batas: garis lurus dari model diskriminatif dan garis
#|   lengkung dari model generatif, keduanya melewati celah di antara gugus.
#| caption: >-
#|   Batas kedua model di antara dua gugus pulau. Awan dengan kovarians berbeda memberi
#|   batas lengkung. Satu titik per pulau bernama. Memuat informasi dari idn-area-data,
#|   yang tersedia di bawah Open Database License (ODbL) 1.0.
low, high = points.min(0).values, points.max(0).values
across = torch.linspace(low[0] - 0.1, high[0] + 0.1, 160)
up = torch.linspace(low[1] - 0.1, high[1] + 0.1, 160)
grid = torch.cartesian_prod(up, across).flip(1)
fig, ax = plots.panels(height=3.4)
plots.scatter(ax, points, label, names, colors=tones)
for name, dash in (("batas", "solid"), ("daratan", "dashed")):
    p = classifier.predict(models[name], grid)[:, 1].view(160, 160)
    ink = {"colors": [plots.COLORS["tinta"]], "linestyles": dash, "linewidths": 1.6}
    ax.contour(across, up, p, levels=[0.5], **ink)
ax.set(xticks=[], yticks=[], title="Garis: diskriminatif; putus-putus: generatif")
ax.set_aspect("equal")
ax.spines[:].set_visible(False)
plots.legend_below(fig)

# %% [markdown]
# ## Ubah: tanyai kota mana pun
#
# **Tebak** jawabannya dulu. Tambahkan kotamu (bujur, lintang). Kota mana yang
# membuat kedua model berselisih? Di kota mana $\log p(x)$ paling rendah?

# %%
#| tol: 15%
cities = {  # ubah
    "Makassar": (119.4, -5.1),
    "Pontianak": (109.3, -0.0),
    "Mataram": (116.1, -8.6),
    "Tokyo": (139.7, 35.7),
    "Makkah": (39.8, 21.4),
}
for city, (lon, lat) in cities.items():
    plane = torch.tensor([radians(lon), sin(radians(lat))]) * 6371
    x = ((plane - pulau().center) / pulau().km).float()[None]
    answers = [names[classifier.predict(m, x).argmax()] for m in models.values()]
    score = models["daratan"].log_prob(x).item()
    print(f"{city:10} {answers[0]} / {answers[1]}, log p(x) = {score:.0f}")

# %% [markdown]
# ## Buat: kepulauan karangan
#
# Undi pulau baru dari model daratan. Ganti `"full"` pada sel pertama dengan
# `"diagonal"`. **Tebak** dulu apa yang terjadi pada arah awannya.

# %%
#| figure: karangan.svg
#| alt: >-
#|   Dua awan titik karangan berbentuk elips menggantikan dua gugus pulau; letak dan
#|   lebarnya sesuai, tetapi garis pantainya hilang.
#| caption: >-
#|   Pulau karangan dari dua awan normal. Letak dan arah gugusnya tertangkap, bentuk
#|   pantainya tidak. Titik karangan, bukan pulau nyata. Memuat informasi dari
#|   idn-area-data, yang tersedia di bawah Open Database License (ODbL) 1.0.
made, made_label = classifier.sample(models["daratan"], 1000, seed=0)  # ubah benihnya
fig, ax = plots.panels(height=3.2)
plots.scatter(ax, made, made_label, names, colors=tones)
ax.set(xticks=[], yticks=[], title="Karangan")
ax.set_aspect("equal")
ax.spines[:].set_visible(False)
plots.legend_below(fig)

# %% [markdown]
# ## Ubah: seberapa penuh kovariansnya?
#
# Aksara diundi dari awan normal per kelas. `smoothing` menambahkan varians kecil pada
# setiap piksel. **Tebak.** Apa yang kamu lihat bila nilainya besar?

# %%
#| figure: aksara.svg
#| alt: >-
#|   Tiga baris aksara undian: penghalusan kecil memberi aksara berbayang yang terbaca,
#|   penghalusan besar menaburkan bintik di seluruh gambar.
#| caption: >-
#|   Aksara dari awan normal per kelas untuk tiga nilai penghalusan, benih yang sama.
#|   Makin besar nilainya, makin banyak derau yang tidak dipelajari. Aksara sintetis
#|   dari fon, bukan tulisan tangan.
letters = aksara(1900)
rows, settings = [], (0.001, 0.1, 1.0)  # ubah
for smoothing in settings:
    cloud = classifier.fit(letters.images, letters.labels, "full", smoothing)
    rows.append(classifier.sample(cloud, 10, seed=0, y=torch.arange(10))[0])
labels = [str(value).replace(".", ",") for value in settings]
fig = plots.image_grid(torch.cat(rows), 10, row_labels=labels)

# %% [markdown]
# ## Buat: aksara yang belum ada
#
# Campurkan dua aksara: rata-ratakan pusat dan akar kovariansnya, lalu undi. **Tebak.**
# Apakah hasilnya aksara ketiga, atau dua aksara yang bertumpuk?

# %%
#| figure: campuran.svg
#| alt: >-
#|   Lima baris undian dari aksara ha menuju na; di tengah kedua bentuk bertumpuk
#|   seperti dua tulisan pada satu kertas.
#| caption: >-
#|   Dari ha (atas) ke na (bawah). Di tengah jalan bentuknya bertumpuk, seperti gambar
#|   rata-rata. Bab VAE mencari ruang yang lebih baik untuk mencampur. Aksara
#|   sintetis dari fon, bukan tulisan tangan.
first, second = 0, 1  # ubah: nomor aksara dalam urutan hanacaraka
cloud = classifier.fit(letters.images, letters.labels, "full", 0.001)
epsilon = torch.randn(10, 784, generator=torch.Generator().manual_seed(0))
rows = []
for part in (0, 0.25, 0.5, 0.75, 1):
    mean = torch.lerp(cloud.mean[first], cloud.mean[second], part)
    scale = torch.lerp(cloud.scale[first], cloud.scale[second], part)
    rows.append((mean + epsilon @ scale.T).view(10, 1, 28, 28))
fig = plots.image_grid(torch.cat(rows), 10)
