# %% [markdown]
# # Praktik: keluarga di cincin
#
# Bab *Peta Keluarga Generatif* memakai pulau. Di sini datanya cincin delapan gugus,
# supaya cakupan dapat dihitung tepat: berapa gugus dari delapan yang terisi? Tulis
# tebakanmu, jalankan selnya, lalu ubah baris bertanda `ubah`.
#
# Semua sel berjalan dalam hitungan detik.
#
# ## Jalankan: campuran awan

# %%
import torch
import torch.nn.functional as F

from genai_examples import classifier, diffusion, flow, gan, plots
from genai_examples.datasets import (
    CINCIN8_CENTERS,
    CINCIN8_SIGMA,
    cincin8,
    cincin8_log_prob,
)

plots.style()
points, hidden = cincin8(2000).points, cincin8(2000, split="test").points


def mixture(x, k, rounds=30, seed=0):
    """Campuran k awan normal yang dilatih dengan EM."""
    generator = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=generator)[:k]]
    share = F.one_hot(torch.cdist(x, centers).argmin(1), k).float()
    for _ in range(rounds):
        size = share.sum(0) + 1e-6
        mean = share.T @ x / size[:, None]
        rest = x[:, None] - mean
        spread = torch.einsum("nk,nki,nkj->kij", share, rest, rest)
        spread = spread / size[:, None, None] + 1e-5 * torch.eye(2)
        scale = torch.linalg.cholesky(spread)
        weight = (size / size.sum()).log()
        model = classifier.GaussianClassifier((2,), mean, scale, weight)
        share = classifier.predict(model, x)
    return model


def modes(x):
    """Gugus yang terisi dan bagian titik yang bermutu."""
    return gan.modes_covered(x, CINCIN8_CENTERS, CINCIN8_SIGMA)


count, good = modes(classifier.sample(mixture(points, 8), 2000)[0])
print(f"{count} gugus dari 8, {good:.0%} titik bermutu")

# %% [markdown]
# ## Ubah: berapa awan?
#
# **Tebak.** Delapan gugus, delapan awan. Apakah EM selalu menemukannya? Cacah gugus
# bisa penuh sementara mutunya rendah, jadi bacalah keduanya. Lalu cari banyaknya awan
# paling sedikit yang mutunya hampir selalu tinggi.

# %%
#| tol: 15%
for k in (4, 8, 16):  # ubah
    drawn = [classifier.sample(mixture(points, k, seed=s), 2000)[0] for s in range(5)]
    found = [modes(x) for x in drawn]
    counts = [number for number, _ in found]
    share = sum(good for _, good in found) / len(found)
    print(f"{k:2} awan: gugus {counts}, bermutu {share:.0%}")

# %% [markdown]
# ## Selidiki: tiga jaringan di cincin
#
# **Tebak.** Keluarga mana yang menarik benang di antara gugus? Mengapa ia terpaksa?

# %%
#| figure: cincin.svg
#| alt: >-
#|   Empat panel titik: data delapan gugus terpisah; flow berupa benang yang terlipat;
#|   GAN dan difusi yang dilatih sebentar membentuk gelang melewati kedelapan gugus.
#| caption: >-
#|   Data dan tiga keluarga yang dilatih sebentar. Flow melipat satu awan tanpa
#|   menyobeknya, jadi di antara gugus selalu tersisa benang. GAN dan difusi baru
#|   sampai pada gelang; latih lebih lama, lalu lihat celahnya. Satu benih.
recipes = {  # ubah banyaknya langkah
    "flow": lambda: flow.train(flow.Config(steps=500), points)[0],
    "GAN": lambda: gan.train(gan.Config(steps=800), points)[0],
    "difusi": lambda: diffusion.train(diffusion.Config(steps=1000), points)[0],
}
models = {name: recipe() for name, recipe in recipes.items()}
drawn = {"data": hidden}
drawn["flow"] = flow.sample(models["flow"], 2000)
drawn["GAN"] = gan.sample(models["GAN"], 2000)
drawn["difusi"] = diffusion.sample(models["difusi"], 2000)
fig, axes = plots.panels(columns=2, rows=2, height=4.2)
for ax, (name, x) in zip(axes.flat, drawn.items(), strict=True):
    tone = {name: "sogan" if name == "data" else "nila"}
    plots.scatter(ax, x, torch.zeros(len(x)).long(), [name], colors=tone)
    ax.collections[0].set_sizes([3])
    ax.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), xticks=[], yticks=[], title=name)
    ax.set_aspect("equal")

# %% [markdown]
# ## Ubah: potong langkah difusi
#
# **Tebak.** Dari seratus panggilan, berapa yang dapat dihemat sebelum gugusnya hilang?

# %%
#| tol: 40%
for steps in (1, 5, 20, 100):  # ubah
    x = diffusion.sample(models["difusi"], 1000, steps=steps, eta=0)
    count, good = modes(x)
    print(f"{steps:3} panggilan: {count} gugus, {good:.0%} titik bermutu")

# %% [markdown]
# ## Buat: keluarga ketujuh
#
# Taruh awan normal kecil di setiap titik latih: inilah densitas kernel. Modelnya tidak
# dilatih sama sekali. **Tebak** lebar awan yang terbaik, lalu bandingkan dengan
# `CINCIN8_SIGMA`, simpangan baku gugus yang sebenarnya.

# %%
#| figure: kernel.svg
#| alt: >-
#|   Kurva berbentuk U: rata-rata minus log-densitas titik tersembunyi tinggi pada awan
#|   yang terlalu sempit atau terlalu lebar, dan terendah di tengah dekat garis batas.
#| caption: >-
#|   NLL titik tersembunyi menurut lebar awan; garis putus-putus batas terbaik, yaitu
#|   densitas data yang sebenarnya. Terlalu sempit berarti menghafal, terlalu lebar
#|   berarti mengabur.
widths = torch.logspace(-2.3, -0.5, 25)  # ubah
squared = torch.cdist(hidden, points).square()  # (2000, 2000)
curve = []
for width in widths.tolist():
    kernel = -squared / (2 * width**2) - torch.tensor(2 * torch.pi * width**2).log()
    curve.append(-(kernel.logsumexp(1) - torch.tensor(2000.0).log()).mean().item())
floor = -cincin8_log_prob(hidden).mean().item()
fig, ax = plots.panels()
ax.axhline(floor, color=plots.COLORS["garis"], linestyle=":")
plots.curves(ax, widths, {"densitas kernel": curve}, labels="none")
ax.set(xscale="log", title="NLL titik tersembunyi (nat)", ylim=(floor - 0.5, floor + 4))
ax.set_xticks([0.01, 0.03, 0.1, 0.3], ["0,01", "0,03", "0,1", "0,3"])
ax.set_xlabel("lebar awan")

# %% [markdown]
# **Selidiki lagi.** Undi dari densitas kernelmu: pilih titik latih acak, lalu tambahkan
# derau selebar itu. Berapa gugus yang terisi? Apakah karangannya baru, atau hampir
# salinan titik latih?
