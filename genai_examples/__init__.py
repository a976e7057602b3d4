"""Model generatif kecil yang jujur dan terbaca, satu modul untuk satu gagasan.

Setiap modul berdiri sendiri di atas PyTorch: baca dari atas ke bawah, salin, ubah.
Penjelasannya ada di situs Belajar AI Generatif; nama modul sama dengan nama babnya.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("genai-examples")
except PackageNotFoundError:  # modul disalin ke proyek lain tanpa dipasang
    __version__ = "0"
