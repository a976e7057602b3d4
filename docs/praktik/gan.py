# %% [markdown]
# # Praktik: GAN
#
# Bab *GAN: Belajar dari Lawan* sudah menjelaskan permainannya; di sini kamu yang
# mengatur giliran. Setiap bagian dimulai dengan tebakan. Tulis tebakanmu, jalankan
# selnya, lalu ubah baris yang ditandai `ubah`. Tidak ada teori baru.
#
# ## Jalankan: permainan yang sehat
#
# Fungsi `play` sama dengan di bab, tanpa pencatatnya. Diskriminator mendapat tiga
# langkah untuk setiap langkah generator.

# %%
#| figure: sehat.svg
#| tol: 25%
#| alt: >-
#|   Titik palsu mengelilingi cincin melewati kedelapan gerombol data dan menebal di
#|   beberapa di antaranya; sisanya jembatan di antara gerombol yang bersebelahan.
#| caption: >-
#|   Titik palsu (cokelat) di atas data (biru) sesudah latihan yang sehat. Satu
#|   benih.
import torch

from genai_examples import gan, plots, training
from genai_examples.datasets import CINCIN8_CENTERS, CINCIN8_SIGMA, cincin8

plots.style()
ring = cincin8(5000).points


def play(data, generator_steps=1, **options):
    """Latih GAN kecil; `options` mengubah isi Config."""
    settings = {"hidden": (64, 64), "batch_size": 128, "lr": 2e-3, "steps": 500}
    settings |= {"discriminator_steps": 3}
    config = gan.Config(**settings | options)
    with training.seeded(config.seed) as generator:
        model = gan.GAN(config)
        adam = {"lr": config.lr, "betas": config.betas}
        d_optimizer = torch.optim.Adam(model.discriminator.parameters(), **adam)
        g_optimizer = torch.optim.Adam(model.generator.parameters(), **adam)

        def forge():
            z = torch.randn(config.batch_size, config.latent, generator=generator)
            return model.generate(z)

        for _ in range(config.steps):
            for _ in range(config.discriminator_steps):
                (x,) = training.minibatch((data,), config.batch_size, generator)
                _, real = gan.discriminator_step(model, d_optimizer, x, forge())
            for _ in range(generator_steps):
                gan.generator_step(model, g_optimizer, real, forge())
    return model


def report(name, model):
    """Cetak modus terisi dan mutu 2.500 titik palsu."""
    dots = gan.sample(model, 2500)
    modes, quality = gan.modes_covered(dots, CINCIN8_CENTERS, CINCIN8_SIGMA)
    print(f"{name:14} modus {modes} dari 8, mutu {quality:.0%}")


def show(ax, data, model):
    """Titik palsu di atas data."""
    clouds = {"nila_tengah": data[:500], "sogan_tengah": gan.sample(model, 1000)}
    for tone, dots in clouds.items():
        look = {"s": 3, "linewidths": 0, "color": plots.COLORS[tone]}
        ax.scatter(*dots.T, rasterized=True, **look)
    ax.set(xlim=(-1.7, 1.7), ylim=(-1.7, 1.7), aspect="equal", xticks=[], yticks=[])
    ax.grid(False)


healthy = play(ring, steps=700)
report("D 3, G 1", healthy)
fig, ax = plots.panels(width=2.6, height=2.6)
show(ax, ring, healthy)

# %% [markdown]
# ## Ubah 1: giliran
#
# **Tebak.** Urutkan keempat pasangan giliran di bawah dari yang paling banyak ke yang
# paling sedikit modusnya. Lalu carilah banyaknya langkah $G$ terbesar yang belum
# meruntuhkan permainan.

# %%
#| output: varies
for d_steps, g_steps in ((3, 1), (1, 1), (1, 3), (1, 6)):  # ubah
    model = play(ring, g_steps, discriminator_steps=d_steps, steps=300)
    report(f"D {d_steps}, G {g_steps}", model)

# %% [markdown]
# Hasil permainan yang goyah bergantung pada benih dan saat ia dipotret. Sebelum
# menyimpulkan, ulangi dengan `seed=1` sampai `seed=4`.
#
# ## Ubah 2: ingatan pengoptimal
#
# Isian `betas` mengatur seberapa lama pengoptimal Adam mengingat gradien lama.
# **Tebak.** Lawan berubah setiap saat. Apakah ingatan yang panjang menolong?

# %%
#| output: varies
for betas in ((0.0, 0.9), (0.5, 0.9), (0.9, 0.999)):  # ubah
    model = play(ring, betas=betas, discriminator_steps=1)
    report(f"betas {betas}", model)

# %% [markdown]
# ## Ubah 3: bahan kain
#
# Dengan `latent=2` derau adalah selembar kain. **Tebak.** Seperti apa awan palsunya
# bila `latent=1`? Sesudah itu coba `latent=8`.

# %%
#| figure: tali.svg
#| alt: >-
#|   Titik palsu dari satu bilangan derau membentuk seutas tali yang berkelok melewati
#|   gerombol-gerombol data pada cincin.
#| caption: >-
#|   Derau satu dimensi adalah seutas tali. Generator mengulurnya melewati gerombol
#|   data; titik-titik di antaranya tidak bisa dihindari, karena tali tidak putus.
fig, ax = plots.panels(width=2.6, height=2.6)
rope = play(ring, latent=1, steps=700)  # ubah
show(ax, ring, rope)

# %% [markdown]
# ## Buat: bentukmu sendiri
#
# Ganti isi `draw` dengan bentukmu: inisial namamu, bintang, atau denah rumah. Ia harus
# mengembalikan $n$ titik berkoordinat kira-kira −1 sampai 1. Contohnya empat kelopak
# kawung.


# %%
#| figure: kawung.svg
#| alt: >-
#|   Dua bidang: kiri titik data berbentuk empat kelopak kawung yang terpisah, kanan
#|   titik palsu yang menjangkau keempat ujungnya dan mengisi celah di antaranya.
#| caption: >-
#|   Kiri: bentuk yang ditiru. Kanan: tiruannya. Kainnya menjangkau keempat kelopak,
#|   tetapi tidak sobek, jadi celah di antaranya ikut terisi. Satu benih.
def draw(n, seed=0):
    """n titik di dalam empat kelopak kawung."""
    generator = torch.Generator().manual_seed(seed)
    angle, radius, turn = torch.rand(3, n, generator=generator)
    a, r = 2 * torch.pi * angle, radius.sqrt()
    petal = torch.stack([0.62 + 0.5 * r * a.cos(), 0.26 * r * a.sin()])
    t = torch.pi / 4 + (4 * turn).floor() * torch.pi / 2  # satu dari empat arah
    return torch.stack(
        [
            t.cos() * petal[0] - t.sin() * petal[1],
            t.sin() * petal[0] + t.cos() * petal[1],
        ],
        1,
    )


shape = draw(5000)
copy = play(shape, steps=1200, betas=(0.0, 0.9))
clouds = {"nila_tengah": shape[:2000], "sogan_tengah": gan.sample(copy, 2000)}
fig, axes = plots.panels(columns=2, height=2.2)
for ax, (tone, dots) in zip(axes, clouds.items(), strict=True):
    look = {"s": 3, "linewidths": 0, "color": plots.COLORS[tone]}
    ax.scatter(*dots.T, rasterized=True, **look)
    ax.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal", xticks=[], yticks=[])
    ax.grid(False)

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: buat bentuk dengan dua bagian yang terpisah jauh dan
# tidak sama besar. Apakah GAN-mu membagi titik sesuai besarnya? Bagaimana kamu
# mengukurnya?
