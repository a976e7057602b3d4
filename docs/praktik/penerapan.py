# %% [markdown]
# # Praktik: peta yang bisa diselesaikan
#
# Di bab Penerapan, model menggambar lorong yang mirip, tetapi hampir tidak ada petanya
# yang berupa teka-teki. Di sini kamu yang menjadi perancang gim. Model mengusulkan,
# program memeriksa, dan kamu menentukan syaratnya. Tulis tebakanmu, jalankan selnya,
# lalu ubah baris bertanda `ubah`. Tidak ada teori baru.
#
# ## Jalankan: ikuti jalannya
#
# Di peta, A awal, k kunci, + pintu, dan T tujuan. **Tebak** dulu: lewat mana jalan
# terpendek dari awal ke kunci, lalu lewat pintu ke tujuan?

# %%
#| figure: jalan.webp
#| alt: >-
#|   Tiga peta kotak-kotak dari data, masing-masing dengan satu garis dari awal ke
#|   kunci, lalu lewat pintu ke tujuan; sebagian jalan dilalui dua kali.
#| caption: >-
#|   Tiga peta dari data dan jalan terpendek menurut program pencari jalan. Pintu hanya
#|   terbuka sesudah kunci diambil, sehingga jalannya sering berbalik arah.
from collections import Counter, defaultdict

import torch
from matplotlib.colors import to_rgb

from genai_examples import plots
from genai_examples.datasets import peta_ubin, solve_peta

plots.style()
SIDE = 11  # petak per sisi
TONES = {"#": "tinta", ".": "kertas", "A": "nila", "k": "kunyit"}
TONES |= {"+": "sogan", "T": "tarum"}


def draw(ax, text, title=""):
    """Gambar satu peta, dan jalan terpendeknya bila ada."""
    rows = text.split("\n")
    ax.imshow([[to_rgb(plots.COLORS[TONES[tile]]) for tile in row] for row in rows])
    for row, column in solve_peta(text) or []:
        if rows[row][column] == ".":
            ax.plot(column, row, "o", color=plots.COLORS["mengkudu"], markersize=2.4)
    for row, line in enumerate(rows):
        for column, tile in enumerate(line.replace("#", ".")):
            if tile != ".":
                look = {"color": plots.COLORS["kertas"], "size": 7.5, "weight": "bold"}
                ax.text(column, row, tile, ha="center", va="center", **look)
    ax.set_title(title)
    ax.axis("off")


levels = peta_ubin(1500)  # data latih
fig, axes = plots.panels(columns=3, height=1.6)
for ax, text in zip(axes, levels[:3], strict=True):
    draw(ax, text, f"{len(solve_peta(text)) - 1} langkah")

# %% [markdown]
# ## Jalankan: lorong dari model
#
# Sel ini melatih model dari bab, yang mengundi tembok menurut petak yang sudah ada.
# Bedanya, bendanya belum ditaruh. **Tebak.** Apa jadinya lorong bila model hanya boleh
# melihat dua tetangga? Ubah `steps`, lalu bandingkan gambarnya.

# %%
#| figure: lorong.webp
#| alt: >-
#|   Tiga peta lorong karangan model tanpa benda; lorongnya berkelok dan bercabang
#|   seperti data, dengan beberapa petak yang terpencil.
#| caption: >-
#|   Tiga lorong pertama dari model, tidak dipilih. Model hanya melihat enam petak di
#|   dekatnya, jadi ia tidak tahu apakah semua lorong tersambung. Satu benih.
steps = [(0, -1), (0, -2), (-1, -1), (-1, 0), (-1, 1), (-2, 0)]  # ubah


def around(walls, row, column):
    """Genap-ganjil tempatnya dan tetangga yang sudah diundi."""
    near = [walls.get((row + dr, column + dc), True) for dr, dc in steps]
    return row % 2, column % 2, *near


counts = defaultdict(Counter)
for text in levels:
    walls = {}
    for row, line in enumerate(text.split("\n")):
        for column, tile in enumerate(line):
            counts[around(walls, row, column)][tile == "#"] += 1
            walls[row, column] = tile == "#"


def dig(generator):
    """Lorong baru: {(baris, kolom): tembok atau bukan}."""
    walls, luck = {}, torch.rand(SIDE, SIDE, generator=generator)
    for row in range(SIDE):
        for column in range(SIDE):
            seen = counts[around(walls, row, column)]
            edge = {row, column} & {0, SIDE - 1}  # tepinya selalu tembok
            chance = seen[True] / max(1, seen.total())
            walls[row, column] = bool(edge) or luck[row, column].item() < chance
    return walls


def written(walls, things):
    """Peta sebagai teks; `things` adalah huruf menurut tempatnya."""
    tiles = {place: "#" if wall else "." for place, wall in walls.items()} | things
    rows = [[tiles[row, column] for column in range(SIDE)] for row in range(SIDE)]
    return "\n".join(map("".join, rows))


generator = torch.Generator().manual_seed(0)  # ubah benihnya
caves = [dig(generator) for _ in range(200)]
fig, axes = plots.panels(columns=3, height=1.6)
for ax, walls in zip(axes, caves[:3], strict=True):
    draw(ax, written(walls, {}))

# %% [markdown]
# ## Ubah: siapa yang menaruh benda?
#
# Di bab, keempat benda ditaruh acak. Cara kedua memakai akal: pilih dua petak, cari
# jalan di antaranya, dan taruh pintu di petak yang menutup jalan itu. **Tebak.** Dari
# 200 lorong yang sama, berapa persen yang sekarang menjadi teka-teki?

# %%
def reach(walls, start, shut=()):
    """Semua petak yang tercapai dari `start` tanpa melewati `shut`."""
    waiting, seen = [start], set()
    while waiting:
        row, column = place = waiting.pop()
        if place not in seen and place not in shut and not walls.get(place, True):
            seen.add(place)
            waiting += [(row + 1, column), (row - 1, column)]
            waiting += [(row, column + 1), (row, column - 1)]
    return seen


def at_random(walls, generator):
    """Empat benda di tempat acak."""
    floor = [place for place, wall in walls.items() if not wall]
    picks = torch.randperm(len(floor), generator=generator)[:4].tolist()
    return {floor[pick]: tile for pick, tile in zip(picks, "AkT+", strict=True)}


def with_care(walls, generator):
    """Pintu yang memutus jalan dari A ke T, dan kunci di sisi A."""
    floor = [place for place, wall in walls.items() if not wall]
    order = torch.randperm(len(floor), generator=generator).tolist()
    start, goal = floor[order[0]], floor[order[1]]
    for pick in order[2:]:
        door = floor[pick]
        near = reach(walls, start, {door})  # yang tercapai tanpa lewat pintu
        if goal in reach(walls, start) and goal not in near and len(near) > 1:
            key = max(near, key=lambda p: abs(p[0] - start[0]) + abs(p[1] - start[1]))
            return {start: "A", key: "k", door: "+", goal: "T"}
    return at_random(walls, generator)  # tidak ada pintu yang cocok


def verdict(text):
    """Teka-teki, hiasan (pintunya tidak perlu), atau buntu."""
    if solve_peta(text) is None:
        return "buntu"
    cells = {(i, j): c for i, r in enumerate(text.split("\n")) for j, c in enumerate(r)}
    place = {tile: spot for spot, tile in cells.items() if tile in "AT+"}
    walls = {spot: tile == "#" for spot, tile in cells.items()}
    needed = place["T"] not in reach(walls, place["A"], {place["+"]})
    return "teka-teki" if needed else "hiasan"


results = {}
for name, put in (("acak", at_random), ("dengan akal", with_care)):
    generator = torch.Generator().manual_seed(1)
    results[name] = [written(walls, put(walls, generator)) for walls in caves]
    tally = Counter(map(verdict, results[name]))
    for kind in ("teka-teki", "hiasan", "buntu"):
        print(f"{name:12}{tally[kind] / len(caves):4.0%} {kind}")

# %% [markdown]
# ## Ubah: berapa undian sampai lolos?
#
# Syarat yang ketat boleh dipasang pada model yang lemah, asal undiannya murah. Naikkan
# `shortest`, yaitu jalan terpendek yang masih kamu anggap menarik. **Tebak.** Berapa
# undian yang diperlukan untuk enam peta?

# %%
#| figure: panjang.webp
#| alt: >-
#|   Enam peta karangan yang lolos dua syarat, masing-masing dengan jalan terpendek
#|   yang panjang dari awal lewat kunci dan pintu ke tujuan.
#| caption: >-
#|   Enam peta pertama yang berupa teka-teki dan jalannya paling sedikit 20 langkah.
#|   Model mengusulkan, dua syarat menyaring. Satu benih.
shortest = 20  # ubah
generator, kept, tries = torch.Generator().manual_seed(2), [], 0
while len(kept) < 6 and tries < 1000:
    walls, tries = dig(generator), tries + 1
    text = written(walls, with_care(walls, generator))
    if verdict(text) == "teka-teki" and len(solve_peta(text)) > shortest:
        kept.append(text)
print(f"{len(kept)} peta dari {tries} undian")
fig, axes = plots.panels(columns=3, rows=2, height=3.2)
for ax in axes.flat[len(kept) :]:
    ax.axis("off")
for ax, text in zip(axes.flat, kept, strict=False):
    draw(ax, text, f"{len(solve_peta(text)) - 1} langkah")

# %% [markdown]
# ## Buat: petamu sendiri
#
# Tulis sebuah peta 11 × 11 dengan huruf `#` `.` `A` `k` `+` `T`; setiap benda tepat
# satu kali. Program menyebut putusannya dan menggambar jalannya. Buatlah teka-teki
# dengan jalan yang lebih panjang daripada contoh ini.

# %%
#| figure: milikku.webp
#| alt: >-
#|   Satu peta rancangan tangan: awal di kiri atas, kunci di tengah, pintu di kanan, dan
#|   tujuan di kanan bawah; jalan terpendeknya ke kunci dulu, lalu berbalik.
#| caption: >-
#|   Peta rancangan tangan dan jalan terpendeknya. Ganti hurufnya, lalu jalankan lagi.
mine = """###########
#A........#
#.#######.#
#.#k....#.#
#.#.###.#.#
#...#...#.#
#########+#
#.........#
#.#######.#
#........T#
###########"""  # ubah
fig, ax = plots.panels(height=2.4)
draw(ax, mine, verdict(mine))
print(verdict(mine), len(solve_peta(mine) or [0]) - 1, "langkah")

# %% [markdown]
# ## Buat: syarat ketiga
#
# Pencari jalan tidak tahu apakah sebuah peta seru. Tulis satu syarat lagi menurutmu.
# Contoh di bawah menghitung petak buntu, yaitu petak yang hanya punya satu tetangga.
# **Tebak.** Apakah peta dari model punya lebih banyak petak buntu daripada data? Bila
# peta model lebih sering lolos, apakah ia memang lebih seru?

# %%
def dead_ends(text):
    """Banyaknya petak bukan tembok yang bertetangga tepat satu petak terbuka."""
    rows, total = text.split("\n"), 0
    for i in range(1, SIDE - 1):
        for j in range(1, SIDE - 1):
            sides = rows[i - 1][j], rows[i + 1][j], rows[i][j - 1], rows[i][j + 1]
            total += rows[i][j] != "#" and sides.count("#") == 3
    return total


def fun(text):  # ubah: syaratmu
    """Teka-teki dengan paling sedikit lima petak buntu untuk tersesat."""
    return verdict(text) == "teka-teki" and dead_ends(text) >= 5


for name, texts in {"data": levels[:200], "model": results["dengan akal"]}.items():
    average = sum(map(dead_ends, texts)) / len(texts)
    share = sum(map(fun, texts)) / len(texts)
    print(f"{name:6}{average:.1f} petak buntu, lolos {share:.0%}")

# %% [markdown]
# ## Sudah sampai sini?
#
# Tantangan terakhir, tanpa kunci: mainkan dua peta bersama teman, satu dari data dan
# satu yang lolos syarat ketigamu. Tanyakan mana yang lebih seru. Bila jawabannya tidak
# cocok dengan syaratmu, apa yang belum diperiksa programmu?
