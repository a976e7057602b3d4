# %% [markdown]
# # Praktik: GPT
#
# Bab GPT sudah menjelaskan prapelatihan dan penyetelan; di sini kamu yang memegang
# kenopnya. Datanya nama desa, huruf demi huruf, supaya setiap sel selesai dalam
# hitungan detik. Tulis tebakanmu, jalankan selnya, lalu ubah yang bertanda `ubah`.
#
# ## Jalankan: GPT kecil untuk nama
#
# Satu huruf satu token, satu baris satu nama. Nama desa nyata menjadi data latih; nama
# buatan model bukan desa sungguhan, kecuali bila kebetulan sama.

# %%
from genai_examples import gpt, language, plots
from genai_examples.datasets import desa
from genai_examples.lora import add_lora
from genai_examples.tokenizer import CharTokenizer

plots.style()
LINE = "\n"
names, test_names = desa(), desa(split="test")
tokenizer = CharTokenizer.train(LINE.join(names))
tokens = tokenizer.encode(LINE.join(names))
sizes = {"vocab": tokenizer.vocab_size, "context": 24, "heads": 4, "layers": 2}


def pretrain(width=48, steps=250):
    """GPT kecil yang dilatih pada semua nama desa."""
    config = gpt.Config(**sizes, width=width, steps=steps, batch_size=32, lr=5e-3)
    return gpt.train(config, tokens)[0]


def loss(model, words):
    """Entropi silang, nat per huruf."""
    return language.cross_entropy(model, tokenizer.encode(LINE.join(words)), 24)


def invent(model, n=8, **options):
    """`n` nama baru dari model."""
    options = {"length": 20 * n, "seed": 1} | options
    row = gpt.sample(model, 1, prompt=tokenizer.encode(LINE), **options)[0]
    return tokenizer.decode(row).split(LINE)[1 : n + 1]


base = pretrain()
print(f"kerugian uji {loss(base, test_names):.2f} nat per huruf")
print(", ".join(invent(base)))

# %% [markdown]
# ## Ubah: ukuran model dan lama latihan
#
# **Tebak.** Mana yang lebih menolong: lebar empat kali lipat, atau langkah dua kali
# lipat? Ganti pasangan angkanya, tetapi jaga hasil kalinya supaya selnya tetap cepat.

# %%
#| tol: 10%
for width, steps in ((16, 100), (64, 100), (16, 200)):  # ubah
    model = pretrain(width, steps)
    count = sum(p.numel() for p in model.parameters())
    score = loss(model, test_names)
    print(f"lebar {width:3}, langkah {steps:3}: {count:6} parameter, {score:.2f} nat")

# %% [markdown]
# ## Ubah: cara mengundi
#
# **Tebak.** Pada temperatur berapa nama mulai berulang, dan pada berapa mulai rusak?
# Coba juga `top_p=0.8` di samping temperatur.

# %%
#| output: varies
for temperature in (0.2, 0.7, 1.0, 1.6):  # ubah
    print(temperature, ", ".join(invent(base, temperature=temperature)))

# %% [markdown]
# ## Ubah: setel lanjut pada satu provinsi
#
# Lanjutkan pelatihan hanya pada nama dari satu provinsi. **Tebak.** Berapa kerugian
# di provinsi itu turun, dan berapa kerugian di seluruh Indonesia naik?

# %%
#| figure: setel.svg
#| alt: >-
#|   Empat batang kerugian: pada nama Bali turun sesudah disetel lanjut, pada nama
#|   seluruh Indonesia naik.
#| caption: >-
#|   Kerugian uji sebelum dan sesudah disetel pada nama satu provinsi. Yang satu
#|   membaik, yang lain memburuk. Satu benih.
place = "Bali"  # ubah
local, local_test = desa(place), desa(place, split="test")
config = gpt.Config(**sizes, width=48, steps=80, batch_size=32, lr=2e-3, warmup=10)
local_tokens = tokenizer.encode(LINE.join(local))
tuned, _ = gpt.train(config, local_tokens, init=base)
values = {}
for title, model in (("dasar", base), ("disetel", tuned)):
    values[f"{place}, {title}"] = loss(model, local_test)
    values[f"Indonesia, {title}"] = loss(model, test_names)
tones = {name: "sogan" for name in values if name.endswith("disetel")}
fig, ax = plots.panels(height=2.2)
plots.bars(ax, values, digits=2, colors=tones)
ax.set_title("Kerugian uji (nat per huruf)")

# %% [markdown]
# **Selidiki.** Bandingkan nama dari kedua model. Bunyi mana yang khas?

# %%
#| output: varies
print("dasar  ", ", ".join(invent(base, seed=4)))
print("disetel", ", ".join(invent(tuned, seed=4)))

# %% [markdown]
# ## Ubah: peringkat LoRA
#
# **Tebak.** Dengan peringkat berapa LoRA menyamai penyetelan penuh di provinsi itu?
# Perhatikan juga kerugian di seluruh Indonesia: apakah LoRA lebih sedikit melupakan?

# %%
#| tol: 15%
total = sum(p.numel() for p in base.parameters())
for rank in (1, 8):  # ubah
    small = gpt.Config(**sizes, width=48, steps=80, batch_size=32, lr=1e-2, warmup=10)
    model, _ = gpt.train(small, local_tokens, init=add_lora(base, rank))
    extra = sum(p.numel() for p in model.parameters() if p.requires_grad) / total
    here, everywhere = loss(model, local_test), loss(model, test_names)
    print(f"r = {rank:2}, {extra:5.1%}: {place} {here:.2f}, Indonesia {everywhere:.2f}")

# %% [markdown]
# ## Buat: data milikmu
#
# Ganti daftar ini dengan paling sedikit 30 kata pilihanmu, huruf kecil a sampai z:
# nama makanan, bunga, atau kata bahasa daerahmu. Model mulai dari bunyi nama desa lalu
# belajar bunyi daftarmu. Tandai mana yang salinan.

# %%
#| output: varies
foods = """rendang pempek gudeg rawon papeda pecel soto sate lontong ketoprak karedok
lawar betutu rujak lemper klepon serabi getuk bakpia tekwan mangut opor semur gulai
pepes tinutuan cakalang sambal ketupat bubur lemang tempoyak arsik saksang naniura
dange kapurung coto konro"""  # ubah
mine = foods.split()
small = gpt.Config(**sizes, width=48, steps=60, batch_size=16, lr=2e-3, warmup=10)
own, _ = gpt.train(small, tokenizer.encode(LINE.join(mine * 4)), init=base)
print([word + "*" if word in mine else word for word in invent(own, 16, seed=2)])

# %% [markdown]
# **Selidiki lagi.** Naikkan `steps` menjadi 300. Berapa bagian yang menjadi salinan?
# Turunkan menjadi 20. Berapa yang masih berbunyi seperti nama desa? Tulis satu kalimat
# tentang pertukaran itu.
#
# ## Tantangan terakhir, tanpa kunci
#
# Simpan modelmu dengan `gpt.save_pretrained(own, "model-saya")` dan *tokenizer*-nya
# dengan `tokenizer.save("model-saya/kosakata.json")`. Buka lagi di *notebook* baru,
# lalu lanjutkan pelatihannya pada daftar temanmu.
