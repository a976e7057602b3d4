# %% [markdown]
# # Praktik: memulihkan lontar
#
# Kamu sudah membaca bab *Autoencoder: Peras, lalu Bentuk Lagi*. Di sini pemulihnya
# milikmu: ubah lebar lehernya, ubah kerusakannya, lalu tulis lontarmu sendiri. Supaya
# setiap sel selesai dalam hitungan detik, kita memakai sepuluh angka Jawa, bukan dua
# puluh huruf.
#
# **Jalankan** dulu sel berikut. Ia melatih pemulih kecil dan mengukur kenaikan PSNR
# pada angka uji.

# %%
#| figure: pemulih.svg
#| tol: 0.4
#| alt: >-
#|   Tiga baris sepuluh angka Jawa: rusak dengan serat dan retakan, hasil perbaikan yang
#|   bersih dan sedikit lembut, serta aslinya.
#| caption: >-
#|   Angka 0 sampai 9 dari set uji: rusak, diperbaiki, dan aslinya. Aksara sintetis dari
#|   fon.
import torch

from genai_examples import autoencoder, plots
from genai_examples.datasets import aksara

digits = aksara(4000, "angka", noise="lontar")
test = aksara(500, "angka", noise="lontar", split="test")


def repairer(source, target, **options):
    """Pemulih yang berlatih dari gambar `source` menuju gambar `target`."""
    settings = {"network": "conv", "channels": 8, "latent": 128, "lr": 5e-3}
    settings |= {"steps": 700, "batch_size": 24}
    config = autoencoder.Config(**(settings | options))
    return autoencoder.train(config, (source, target))[0]


def gain(model, damaged, clean):
    """Kenaikan PSNR, dalam dB, dari MSE seluruh kumpulan gambar."""
    mended = autoencoder.reconstruct(model, damaged)
    before, after = ((x - clean).square().mean() for x in (damaged, mended))
    return 10 * torch.log10(before / after).item()


model = repairer(digits.images, digits.clean)
print(f"kenaikan: {gain(model, test.images, test.clean):+.1f} dB")

plots.style()
rows = [test.images[:10], autoencoder.reconstruct(model, test.images[:10])]
names = ["rusak", "diperbaiki", "asli"]
plots.image_grid(torch.cat([*rows, test.clean[:10]]), 10, row_labels=names)

# %% [markdown]
# ## Ubah 1: lebar leher
#
# **Tebak** dulu: berapa bilangan yang cukup untuk memperbaiki angka? Ubah daftar
# `latent`. Jaringannya linear agar cepat; gantilah dengan `network="mlp"` untuk melihat
# pengaruh lapisan tersembunyi.

# %%
#| tol: 0.4
for latent in (4, 32, 256):
    narrow = repairer(
        digits.images, digits.clean, network="linear", latent=latent, lr=2e-3
    )
    print(f"d = {latent:3}: {gain(narrow, test.images, test.clean):+.1f} dB")

# %% [markdown]
# **Selidiki.** Nilai negatif berarti hasilnya lebih jauh dari aslinya daripada gambar
# yang rusak. Leher yang terlalu sempit membuang goresan bersama nodanya. Apa yang
# membatasi jaringan pada leher terlebar: lehernya, atau kenyataan bahwa ia linear?
#
# ## Ubah 2: kerusakan yang lain
#
# Pemulih tadi hanya mengenal serat, noda, dan retakan. Sekarang rayap: lubang persegi
# pada tempat acak. Ubah `size`, atau ganti isi fungsinya dengan kerusakan ciptaanmu.


# %%
#| tol: 0.4
def termites(images, seed=0, size=9):
    """Lubang `size` × `size` piksel di tempat acak pada setiap gambar."""
    generator = torch.Generator().manual_seed(seed)
    corner = torch.randint(4, 24 - size, (len(images), 2, 1), generator=generator)
    axis = torch.arange(28)
    rows, columns = ((axis >= c) & (axis < c + size) for c in corner.unbind(1))
    hole = rows[:, :, None] & columns[:, None, :]  # (n, 28, 28)
    return images.masked_fill(hole[:, None], 0.0)


holes = termites(test.clean)
print(f"pemulih lontar pada lubang rayap: {gain(model, holes, test.clean):+.1f} dB")

# %% [markdown]
# Hampir tidak ada kenaikan. Pemulih menutup sebagian lubang, tetapi sekaligus
# mengaburkan goresan yang masih utuh. Ia tidak tahu bahwa kerusakannya berganti.
#
# **Tebak.** Apa yang terjadi bila ia berlatih pada kedua kerusakan sekaligus? Akankah
# nilai lontarnya turun?

# %%
#| figure: rayap.svg
#| tol: 0.4
#| alt: >-
#|   Empat baris angka Jawa berlubang persegi: masukan, hasil pemulih lontar yang pudar
#|   di banyak tempat, hasil pemulih kedua kerusakan yang lebih utuh dan terang, dan
#|   aslinya.
#| caption: >-
#|   Lubang rayap pada angka uji. Kedua pemulih menutup lubang; yang pernah melihat
#|   lubang rayap lebih jarang mengaburkan goresan di sekitarnya. Aksara sintetis dari
#|   fon.
source = torch.cat([digits.images, termites(digits.clean)])
both = repairer(source, digits.clean.repeat(2, 1, 1, 1))
for name, one in {"lontar saja": model, "keduanya": both}.items():
    scores = [gain(one, damaged, test.clean) for damaged in (test.images, holes)]
    print(f"{name:12} lontar {scores[0]:+.1f} dB, rayap {scores[1]:+.1f} dB")

rows = [autoencoder.reconstruct(one, holes[:10]) for one in (model, both)]
names = ["berlubang", "lontar saja", "keduanya", "asli"]
plots.image_grid(torch.cat([holes[:10], *rows, test.clean[:10]]), 10, row_labels=names)

# %% [markdown]
# ## Buat: tanggal di atas lontar
#
# Tulis tanggal yang penting bagimu dengan angka Jawa, lalu rusak dan pulihkan.
# Contohnya 17 08 1945. Ganti `date`, dan ganti `model` dengan pemulih terbaikmu.
# Kirimkan hanya baris tengahnya kepada teman: terbacakah?

# %%
#| figure: tanggal.svg
#| alt: >-
#|   Delapan angka Jawa membentuk tanggal 17 08 1945 dalam tiga baris: lontar yang
#|   rusak, hasil pemulihan yang lembut tetapi bentuknya kembali, dan aslinya.
#| caption: >-
#|   Tanggal dari angka uji: rusak, dipulihkan, dan aslinya. Aksara sintetis dari fon.
date = "17081945"
where = [(test.labels == int(d)).nonzero()[i].item() for i, d in enumerate(date)]
rows = [test.images[where], autoencoder.reconstruct(model, test.images[where])]
names = ["rusak", "dipulihkan", "asli"]
plots.image_grid(torch.cat([*rows, test.clean[where]]), len(date), row_labels=names)

# %% [markdown]
# **Selidiki lagi.** Tulis satu kalimat: pada angka mana pemulihmu paling sering
# tertukar, dan bagian goresan mana yang hilang di sana?
