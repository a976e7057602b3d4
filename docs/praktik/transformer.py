# %% [markdown]
# # Praktik: Transformer
#
# Di bab *Attention dan Transformer* kamu melihat peta *attention* terbentuk. Di sini
# soalnya kamu yang menentukan. Setiap bagian dimulai dengan tebakan: tulis dulu,
# jalankan, lalu ubah baris yang ditandai `ubah`. Tidak ada teori baru.
#
# ## Jalankan: membalik delapan huruf
#
# Fungsi `learn` melatih Transformer satu lapis pada aturan apa pun yang mengubah satu
# urutan menjadi urutan lain.

# %%
import torch
import torch.nn.functional as F

from genai_examples import plots, transformer
from genai_examples.attention import attention, recording
from genai_examples.datasets import bilangan, terbilang

plots.style()


def sequences(n, seed, length=8):
    """`n` urutan huruf acak (token 3–28)."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(3, 29, (n, length), generator=generator)


def learn(rule, steps=300, **options):
    """Transformer kecil yang belajar `rule` dari 10.000 contoh."""
    rows = sequences(10_000, 0)
    sizes = {"width": 48, "heads": 1, "layers": 1, "hidden": 96} | options
    config = transformer.Config(
        vocab=29, context=12, dropout=0, smoothing=0, warmup=80, lr=0.5, steps=steps,
        **sizes,
    )  # fmt: skip
    data = (transformer.pad(list(rows)), transformer.pad(list(rule(rows))))
    return transformer.train(config, data)[0]


def accuracy(model, rule, length=8):
    """Bagian huruf yang benar pada 300 urutan baru."""
    rows = sequences(300, 1, length)
    drafts = transformer.translate(model, transformer.pad(list(rows)))[:, 1:]
    drafts = F.pad(drafts, (0, length))[:, :length]
    return (drafts == rule(rows)).float().mean().item()


def reverse(rows):
    return rows.flip(1)


model = learn(reverse)
print(f"huruf dibalik benar: {accuracy(model, reverse):.0%}")

# %% [markdown]
# ## Ubah: aturan yang lain
#
# **Tebak.** Bagaimana peta *attention* untuk menggeser dua huruf? Untuk mengurutkan
# menurut abjad? Mana yang garisnya tidak tajam? Sesudah itu tulis aturanmu sendiri.

# %%
#| figure: aturan.svg
#| tol: 15
#| alt: >-
#|   Dua peta attention: menggeser memberi garis diagonal yang terlipat di ujung,
#|   mengurutkan memberi bidang yang rata-ratanya hampir seragam.
#| caption: >-
#|   Peta *cross-attention* rata-rata 300 urutan. Menggeser selalu mengambil dari letak
#|   yang sama, jadi petanya garis. Saat mengurutkan, letak yang dicari bergantung pada
#|   isi, jadi rata-ratanya menyebar. Satu benih.
rules = {  # ubah
    "Geser dua": lambda rows: rows.roll(2, dims=1),
    "Urutkan": lambda rows: rows.sort(1).values,
}
fig, axes = plots.panels(columns=2, height=2.4)
for ax, (name, rule) in zip(axes, rules.items(), strict=True):
    taught = learn(rule)
    rows = sequences(300, 1)
    question, answer = (transformer.pad(list(x)) for x in (rows, rule(rows)))
    with torch.no_grad(), recording(taught.decoder[0].cross) as maps:
        taught(question, answer[:, :-1])
    plots.matrix(ax, maps[0][:, 0].mean(0)[:8, 1:9])
    ax.set_title(name)
    ax.set_xlabel("huruf sumber")
    print(f"{name}: {accuracy(taught, rule):.0%} benar")

# %% [markdown]
# ## Ubah: panjang yang belum pernah dilihat
#
# Model pembalik hanya pernah melihat delapan huruf. **Tebak.** Berapa yang benar pada
# tujuh huruf? Apakah “membalik” yang dipelajarinya sama dengan yang kamu maksud?

# %%
#| tol: 15
for length in (5, 6, 7, 8):  # ubah
    print(f"{length} huruf: {accuracy(model, reverse, length):.0%} benar")

# %% [markdown]
# ## Ubah: setajam apa softmax?
#
# Kalikan *query* dengan sebuah faktor. **Tebak.** Pada faktor berapa satu kata
# memegang hampir seluruh bobot? Pada faktor nol, berapa bobot setiap kata?

# %%
words = ["lima", "buah", "mangga", "merah"]
keys = torch.tensor([[1.0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0.2, 1]])
query = torch.tensor([[0.0, 0.3, 1.0]])  # ubah: siapa yang dicari?
for factor in (0, 1, 4, 16):  # ubah
    weights = attention(factor * query, keys, keys)[1][0]
    line = [f"{word} {x:.2f}" for word, x in zip(words, weights.tolist(), strict=True)]
    print(f"faktor {factor:2}:", "  ".join(line))

# %% [markdown]
# ## Buat: pembaca bilangan
#
# Sekarang soal sungguhan: angka menjadi bacaannya. Masukannya satu angka satu token,
# keluarannya satu kata satu token. Bilangan yang diuji tidak pernah dilihat.

# %%
#| tol: 10%
pairs, unseen = bilangan(4000), bilangan(300, split="test")
words = sorted({word for _, reading in pairs for word in reading.split()})
names = [*transformer.SPECIAL, *"0123456789", *words]
ids = {name: i for i, name in enumerate(names)}


def encode(rows):
    """Token angka atau token kata, diapit <awal> dan <akhir>."""
    return transformer.pad([torch.tensor([ids[x] for x in row]) for row in rows])


def data(pairs):
    return encode(a for a, _ in pairs), encode(b.split() for _, b in pairs)


config = transformer.Config(
    vocab=len(names), context=12, width=64, heads=2, layers=1, hidden=128,
    dropout=0, smoothing=0, warmup=80, lr=0.5, steps=400,
)  # fmt: skip
reader, _ = transformer.train(config, data(pairs))


def read(numbers):
    """Bacaan setiap bilangan menurut model."""
    rows = transformer.translate(reader, encode(numbers)).tolist()
    return [" ".join(names[i] for i in row if i > 2) for row in rows]


drafts = read([number for number, _ in unseen])
hits = sum(draft == reading for draft, (_, reading) in zip(drafts, unseen, strict=True))
print(f"bacaan tepat pada bilangan baru: {hits / len(unseen):.0%}")

# %%
#| figure: bilangan.svg
#| alt: >-
#|   Peta attention pembaca bilangan untuk sebuah tahun: setiap angka bersinar saat
#|   kata yang menyebutnya ditulis, dari kiri ke kanan.
#| caption: >-
#|   Ke angka mana model melihat saat menulis setiap kata, rata-rata dua kepala. Kata
#|   seperti sembilan menunjuk angkanya. Nama tempat seperti ratus kurang memerlukan
#|   angka, sebab kata sebelumnya sudah menentukannya. Satu benih.
year = "1945"  # ubah: tahun lahirmu
question = encode([year])
answer = transformer.translate(reader, question)
with torch.no_grad(), recording(reader.decoder[0].cross) as maps:
    reader(question, answer[:, :-1])
fig, ax = plots.panels(height=3)
said = [names[i] for i in answer[0, 1:]]
plots.matrix(ax, maps[0][0].mean(0)[:, 1:5], row_labels=said, column_labels=[*year])
print(f"model: {read([year])[0]}\nkunci: {terbilang(int(year))}")

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: latih arah sebaliknya, dari bacaan ke angka. Lalu
# ganti `bilangan` dengan `imbuhan` (akar kata menjadi bentuk meN-) dan cari kata yang
# paling sering salah. Apakah kesalahannya sama dengan kesalahan orang yang sedang
# belajar bahasa Indonesia?
