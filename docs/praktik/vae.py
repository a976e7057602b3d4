# %% [markdown]
# # Praktik: VAE
#
# Bab VAE sudah menjelaskan rumusnya; di sini tanganmu yang bekerja. Setiap bagian
# dimulai dengan tebakan. Tulis tebakanmu, jalankan selnya, lalu ubah angka yang
# ditandai `ubah`. Tidak ada teori baru.
#
# Semua sel berjalan dalam hitungan detik di laptop biasa.
#
# ## Jalankan: satu VAE kecil
#
# Model awal kita memakai delapan dimensi laten dan $\beta = 1$, seperti di bab.

# %%
import torch

from genai_examples import plots, vae
from genai_examples.datasets import aksara, digit8

plots.style()
digits, labels = digit8()
test_digits, test_labels = digit8("test")


def train_digits(**options):
    """Latih VAE kecil pada angka; `options` mengubah isi Config."""
    settings = {"latent": 8, "hidden": (128, 64), "steps": 500, "lr": 2e-3}
    return vae.train(vae.Config(**settings | options), digits)[0]


@torch.no_grad()
def test_error(model):
    """Galat kuadrat rata-rata per piksel pada angka uji."""
    mu, _ = model.encode(test_digits)
    return (model.decode(mu) - test_digits).square().mean().item()


model = train_digits()
print(f"galat uji {test_error(model):.4f}")

# %% [markdown]
# ## Ubah: harga informasi
#
# **Tebak.** Baris mana yang paling tajam, dan baris mana yang paling seragam?
# Sesudah itu ganti daftar $\beta$. Carilah nilai terbesar yang barisnya masih beragam.

# %%
#| figure: beta.svg
#| alt: >-
#|   Tiga baris angka hasil undian: pada beta 0,1 banyak yang bentuknya aneh, pada beta
#|   1 sebagian besar terbaca, pada beta 4 banyak yang serupa dan lembut.
#| caption: >-
#|   Undian dari prior untuk tiga harga informasi. Yang murah memberi gambar tajam yang
#|   sering salah bentuk; yang mahal memberi gambar seragam. Satu benih.
betas = (0.1, 1, 4)  # ubah
models = [train_digits(beta=beta) for beta in betas]
rows = torch.cat([vae.sample(m, 10) for m in models])
names = [rf"$\beta$ = {beta}".replace(".", ",") for beta in betas]
fig = plots.image_grid(rows, 10, row_labels=names)

# %% [markdown]
# ## Ubah: banyaknya dimensi
#
# **Tebak.** Dari 2 ke 16 dimensi, berapa kali galatnya mengecil? Apakah 32 dimensi
# masih menolong? Ingat: unit yang tidak sepadan dengan ongkosnya akan mati sendiri.

# %%
#| tol: 15%
for latent in (2, 16):  # ubah
    print(f"d = {latent:2}  galat uji {test_error(train_digits(latent=latent)):.4f}")

# %% [markdown]
# ## Ubah: undi lebih dekat ke pusat
#
# Kalikan undian $z$ dengan sebuah faktor sebelum *decoder*. **Tebak.** Apa yang kamu
# dapat dan apa yang hilang bila faktornya kurang dari 1?

# %%
#| figure: faktor.svg
#| alt: >-
#|   Tiga baris angka dari undian yang sama: faktor 0,3 memberi gambar lembut yang
#|   mirip satu sama lain, faktor 1 beragam, faktor 2 banyak yang rusak.
#| caption: >-
#|   Undian yang sama dikalikan tiga faktor. Dekat pusat gambar seragam; jauh dari
#|   pusat *decoder* menebak. Satu benih.
factors = (0.3, 1, 2)  # ubah
z = torch.randn(10, 8, generator=torch.Generator().manual_seed(1))
with torch.no_grad():
    rows = torch.cat([model.decode(factor * z) for factor in factors])
names = [f"{factor} × $z$".replace(".", ",") for factor in factors]
fig = plots.image_grid(rows, 10, row_labels=names)

# %% [markdown]
# ## Ubah: dari angka ke angka
#
# Pilih dua angka uji. **Tebak.** Apakah jalan dari 3 ke 8 lebih mulus daripada jalan
# dari 0 ke 1? Ganti pasangannya dan cari jalan yang melewati angka ketiga.

# %%
#| figure: jalan.svg
#| alt: >-
#|   Dua baris angka yang berubah perlahan: dari 3 ke 8 hampir tanpa patahan, dari 0 ke
#|   1 melewati bentuk lonjong yang menipis.
#| caption: >-
#|   Interpolasi di ruang laten untuk dua pasang angka uji. Bentuk di tengah jalan
#|   tidak ada dalam data. Satu benih.
pairs = [(3, 8), (0, 1)]  # ubah
rows = []
for a, b in pairs:
    start, end = test_digits[test_labels == a][0], test_digits[test_labels == b][0]
    rows.append(vae.interpolate(model, start, end, 10))
names = [f"{a} ke {b}" for a, b in pairs]
fig = plots.image_grid(torch.cat(rows), 10, row_labels=names)

# %% [markdown]
# ## Buat: tahun dalam angka Jawa
#
# Sekarang data baru: angka Jawa sintetis dari fon, bukan tulisan tangan. VAE bersyarat
# menerima label angkanya. Latih sekali, lalu tulis tahun mana pun.

# %%
javanese = aksara(1200, letters="angka")
config = vae.Config(
    shape=(1, 28, 28), latent=2, classes=10, steps=700, batch_size=64, lr=2e-3
)
writer, history = vae.train(config, (javanese.images, javanese.labels))
print(f"kerugian awal {history['loss'][0]:.0f}, akhir {history['loss'][-1]:.0f} nat")


def write(number, style):
    """Gambar setiap angka dalam `number` dengan satu gaya z yang sama."""
    y = torch.tensor([int(digit) for digit in number])
    with torch.no_grad():
        return writer.decode(style.expand(len(y), -1), y).clamp(0, 1)


# %%
#| figure: tahun.svg
#| alt: >-
#|   Tiga baris bertuliskan 1945 dalam angka Jawa; setiap baris sedikit berbeda
#|   kemiringan, lebar, dan tebalnya.
#| caption: >-
#|   Tahun 1945 dalam tiga gaya. Setiap baris memakai satu undian z, sehingga gayanya
#|   seragam dalam baris. Aksara sintetis dari fon, bukan tulisan tangan.
year = "1945"  # ubah: tahun lahirmu
styles = torch.randn(3, 2, generator=torch.Generator().manual_seed(5))  # ubah benihnya
rows = torch.cat([write(year, style) for style in styles])
fig = plots.image_grid(rows, len(year))

# %% [markdown]
# ## Buat: penggeser gaya
#
# Geser satu sumbu laten dan biarkan yang lain nol. **Tebak.** Sifat apa yang berubah:
# kemiringan, lebar, atau tebal? Apakah satu sumbu mengubah satu sifat saja? Coba
# juga sumbu yang lain, lalu beri nama keduanya, bila memang bisa diberi nama.

# %%
#| figure: gaya.svg
#| alt: >-
#|   Tiga baris angka Jawa 0 sampai 9; dari atas ke bawah satu sumbu laten bergeser dan
#|   bentuk semua angka berubah serempak.
#| caption: >-
#|   Satu sumbu laten digeser dari −2 ke 2 untuk sepuluh angka sekaligus. Biasanya
#|   beberapa sifat berubah bersama. Aksara sintetis dari fon, bukan tulisan tangan.
axis = 0  # ubah: 0 atau 1
rows = []
for shift in (-2.0, 0.0, 2.0):
    style = torch.zeros(2)
    style[axis] = shift
    rows.append(write("0123456789", style))
names = ["$z$ = −2", "$z$ = 0", "$z$ = 2"]
fig = plots.image_grid(torch.cat(rows), 10, row_labels=names)

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: ganti angka Jawa dengan aksara
# (`aksara(3000, letters="huruf")`, dua puluh kelas) dan tulis namamu. Aksara mana yang
# paling sulit bagi model, dan mengapa?
