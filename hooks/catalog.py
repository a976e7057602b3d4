"""Tiga daftar isi rumah; sebuah ujian menjaga agar tak ada yang yatim.

Hanya yang sudah ada yang disebut di sini.
"""

# Topik: modul, bab, praktik, dan rekaman bernama sama.
TOPICS = ("vae",)

# Halaman tanpa modul; praktiknya hanya bila menolong.
PAGES = ("index", "mulai")

# Modul tanpa halaman.
MODULES = ("training", "plots", "datasets")

# Biaya paling banyak sebuah halaman, detik CPU; yang tak disebut: BUDGET.
BUDGET, LAB_BUDGET, MEMORY_MB = 120, 15, 1536
BUDGETS = {"index": 60, "vae": 150}
