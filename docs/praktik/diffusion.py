# %% [markdown]
# # Praktik: Difusi
#
# Bab *Difusi dan flow matching* sudah menjelaskan rumusnya; di sini tanganmu yang
# bekerja. Setiap bagian dimulai dengan tebakan. Tulis tebakanmu, jalankan selnya, lalu
# ubah angka yang ditandai `ubah`. Tidak ada teori baru.
#
# Semua sel berjalan dalam hitungan detik di laptop biasa.
#
# ## Jalankan: delapan gugus
#
# Model kecil dengan latihan singkat. Sebuah titik disebut baik bila kurang dari
# $3\sigma$ dari pusat sebuah gugus.

# %%
import torch

from genai_examples import diffusion, plots
from genai_examples.datasets import CINCIN8_CENTERS, CINCIN8_SIGMA, aksara, cincin8

plots.style()
ring = cincin8(10_000).points


def good(points):
    """Bagian titik dalam 3σ dari sebuah pusat gugus."""
    distance = torch.cdist(points, CINCIN8_CENTERS).amin(1)
    return (distance < 3 * CINCIN8_SIGMA).float().mean().item()


def train_ring(**options):
    """Latih model difusi kecil; `options` mengubah isi Config."""
    settings = {"steps": 800, "lr": 5e-3}
    return diffusion.train(diffusion.Config(**settings | options), ring)[0]


model = train_ring()
print(f"titik baik {good(diffusion.sample(model, 2000)):.0%}")

# %% [markdown]
# ## Ubah: jadwal derau
#
# **Tebak.** Jadwal linear menghabiskan banyak langkah pada derau yang hampir penuh.
# Lebih baik atau lebih buruk untuk gugus yang kecil? Ganti juga `timesteps`.

# %%
#| tol: 30%
other = train_ring(schedule="linear", timesteps=100)  # ubah
print(f"jadwal kosinus  titik baik {good(diffusion.sample(model, 2000)):.0%}")
print(f"jadwal lain     titik baik {good(diffusion.sample(other, 2000)):.0%}")

# %% [markdown]
# ## Ubah: banyaknya langkah dan derau segar
#
# `eta` mengatur derau segar: 0 DDIM, 1 DDPM. **Tebak.** Pada 10 langkah, mana yang
# lebih baik? Pada 100 langkah? Coba nilai di antara 0 dan 1.

# %%
#| figure: eta.svg
#| alt: >-
#|   Enam bidang titik: pada 5 langkah gugusnya buram, pada 100 langkah delapan gugus
#|   terpisah; eta 0 dan eta 1 tampak serupa pada langkah yang banyak.
#| caption: >-
#|   Seribu titik untuk tiga pilihan langkah (kolom kiri `eta` = 0, kanan 1). Langkah
#|   yang sedikit meninggalkan titik di antara gugus. Satu benih.
choices = (5, 20, 100)  # ubah
fig, axes = plots.panels(columns=2, rows=3, height=6, sharex=True, sharey=True)
for row, steps in zip(axes, choices, strict=True):
    for ax, eta in zip(row, (0, 1), strict=True):
        points = diffusion.sample(model, 1000, steps=steps, eta=eta)
        tone = plots.COLORS["nila_tengah"]
        ax.scatter(*points.T, s=3, color=tone, linewidths=0, rasterized=True)
        share = plots.number(100 * good(points), 0)
        ax.set_title(f"{steps} langkah, eta {eta}: {share}%")
        ax.set(xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), aspect="equal")
        ax.grid(False)

# %% [markdown]
# ## Ubah: berjalan di antara dua derau
#
# Pada DDIM derau adalah alamat. Tarik busur dari satu derau ke derau lain.
# **Tebak.** Apakah hasilnya bergeser pelan, atau melompat dari gugus ke gugus?

# %%
#| figure: busur.svg
#| alt: >-
#|   Busur derau di luar cincin dan hasilnya: sebagian besar titik hasil berkumpul pada
#|   beberapa gugus, dengan lompatan cepat di antaranya.
#| caption: >-
#|   Dua ratus derau pada sebuah busur (abu-abu) dan hasil DDIM-nya (biru). Alamatnya
#|   bergeser rata; hasilnya berlama-lama di gugus dan bergegas di antaranya.
#|   Satu benih.
first, last = 0.2, 2.6  # ubah: sudut awal dan akhir busur, radian
angle = torch.linspace(first, last, 200)
x = start = 1.8 * torch.stack([angle.cos(), angle.sin()], 1)
with torch.no_grad():
    for t in range(100, 0, -1):
        noise_hat = model(x, torch.full((200,), t))
        x = diffusion.reverse_step(model, x, noise_hat, t, t - 1, 0 * x, eta=0)
fig, ax = plots.panels(width=3.4, height=3.4)
ax.plot(*start.T, color=plots.COLORS["garis"])
ax.plot(*x.T, "o", color=plots.COLORS["nila"], markersize=3)
ax.set(xlim=(-2, 2), ylim=(-1.3, 2.1), aspect="equal")
ax.grid(False)

# %% [markdown]
# ## Buat: derau menjadi aksara
#
# Data apa pun yang berupa titik bisa dipakai. Di sini tinta sebuah aksara Jawa
# (sintetis dari fon) menjadi awan titik, lalu difusi belajar menuliskannya kembali.

# %%
letters = aksara(200, letters="huruf")
which = 3  # ubah: 0 sampai 199
ink = letters.images[which, 0].flip(0)  # baris 0 di bawah
generator = torch.Generator().manual_seed(0)
places = torch.multinomial(ink.flatten() ** 2, 8000, True, generator=generator)
corners = torch.stack([places % 28, places // 28], 1)  # kolom dan baris piksel
pixels = corners + torch.rand(8000, 2, generator=generator)
strokes = (pixels - pixels.mean(0)) / pixels.std()
config = diffusion.Config(steps=1700, lr=5e-3)
scribe, history = diffusion.train(config, strokes)
print(f"galat derau awal {history['loss'][0]:.2f}, akhir {history['loss'][-1]:.2f}")

# %%
#| figure: aksara.svg
#| alt: >-
#|   Enam bidang gelap: titik krem yang acak pada t = 100 merapat menjadi lengkung, dan
#|   pada t = 0 membentuk goresan aksara Jawa yang serupa dengan datanya.
#| caption: >-
#|   Derau mengembun menjadi aksara; kanan bawah datanya. Ganti `which` untuk aksara
#|   lain. Aksara sintetis dari fon, bukan tulisan tangan. Satu benih.
FRAME = (-2.5, 2.5, -2.5, 2.5)


def chart(ax, points, title):
    """Banyaknya titik di setiap petak kecil; tiga atau lebih sama terangnya."""
    counts = torch.histogramdd(points, bins=(90, 90), range=FRAME).hist
    plots.density(ax, counts.T.clamp(max=3), FRAME, colorbar=False)
    ax.set(xticks=[], yticks=[], title=title)


film = dict(diffusion.reverse(scribe, 4000))
fig, axes = plots.panels(columns=2, rows=3, height=6)
for ax, t in zip(axes.flat, (100, 30, 10, 3, 0), strict=False):  # ubah
    chart(ax, film[t], f"t = {t}")
chart(axes[2, 1], strokes[:4000], "data")

# %% [markdown]
# ## Buat: aksara dengan langkah sesedikit mungkin
#
# Sekarang DDIM. **Tebak.** Berapa langkah yang cukup supaya aksaranya terbaca? Cari
# nilai terkecil yang masih kamu terima.

# %%
#| figure: hemat.svg
#| alt: >-
#|   Empat bidang gelap: satu langkah memberi gumpalan di tengah, empat langkah bentuk
#|   kasar, sepuluh langkah sudah bergores, lima puluh langkah serupa datanya.
#| caption: >-
#|   Aksara yang sama dari 1, 4, 10, dan 50 langkah DDIM. Aksara sintetis dari fon.
#|   Satu benih.
fig, axes = plots.panels(columns=2, rows=2, height=4.2)
for ax, steps in zip(axes.flat, (1, 4, 10, 50), strict=True):  # ubah
    points = diffusion.sample(scribe, 4000, steps=steps, eta=0)
    chart(ax, points, f"{steps} langkah")

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: latih satu model bersyarat pada dua aksara
# (`classes=2`, data berupa titik dan label), lalu tulis keduanya dari derau yang sama.
# Apa yang terjadi bila *guidance* dinaikkan sampai 5?
