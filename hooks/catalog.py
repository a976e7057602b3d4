"""Tiga daftar isi rumah; sebuah ujian menjaga agar tak ada yang yatim.

Hanya yang sudah ada yang disebut di sini.
"""

# Topik: modul, bab, praktik, dan rekaman bernama sama.
TOPICS = (
    "classifier",
    "autoencoder",
    "vae",
    "gan",
    "ngram",
    "transformer",
    "gpt",
    "diffusion",
)

# Halaman tanpa modul; praktiknya hanya bila menolong.
PAGES = (
    "index",
    "mulai",
    "pengertian",
    "keluarga",
    "penerapan",
    "risiko",
    "proyek",
    "data",
    "notasi",
    "glosarium",
    "rujukan",
    "asal-usul",
    "hidup",
)

# Modul yang dipakai beberapa bab, lalu perkakas.
MODELS = "attention denoiser flow gpt2_folder language lora lstm tokenizer"
TOOLS = "checkpoints checks datasets diagrams grids live palette plots topics training"
MODULES = tuple(f"{MODELS} {TOOLS}".split())

# Biaya paling banyak sebuah halaman, detik CPU; yang tak disebut: BUDGET.
BUDGET, LAB_BUDGET, MEMORY_MB = 120, 15, 1536
BUDGETS = {"index": 60, "hidup": 180, "vae": 150, "gan": 300, "keluarga": 240}
BUDGETS |= {"transformer": 300, "gpt": 420, "diffusion": 360, "penerapan": 240}
