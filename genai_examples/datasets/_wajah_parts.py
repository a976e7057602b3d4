"""Bagian-bagian wajah piksel: gambar huruf (satu huruf satu piksel) dan warnanya.

Setiap bagian adalah (baris pertama, gambar); tiap barisnya dipusatkan pada 24 kolom.
Huruf: s kulit, d bayangan kulit, r rona pipi, h rambut, w putih, k hitam, m bibir,
g bingkai kacamata, p dan q penutup kepala, c dan e anyaman, a dan b baju; titik kosong.
"""

ROLES = ".sdrhwkmgpqceab"

HEAD = (
    7,
    """
...ssssssss...
..ssssssssss..
.ssssssssssss.
.ssssssssssss.
.ssssssssssss.
ssssssssssssss
dsssssddsssssd
.ssrssssssrss.
.ssssssssssss.
.ssssssssssss.
..ssssssssss..
...dssssssd...
.....dddd.....
.....ssss.....
""",
)

HAIR = {
    "pendek": (
        4,
        """
..hhhhhhhh..
.hhhhhhhhhh.
hhhhhhhhhhhh
hhhhhhhhhhhh
hh........hh
h..........h
""",
    ),
    "ikal": (
        3,
        """
...hh.hh.hh...
.hhhhhhhhhhhh.
.hhhhhhhhhhhh.
hhhhhhhhhhhhhh
hhhhhhhhhhhhhh
hhhh.hh.hhhhhh
hh..........hh
hh..........hh
.h..........h.
""",
    ),
    "poni": (
        4,
        """
...hhhhhh...
.hhhhhhhhhh.
hhhhhhhhhhhh
hhhhhhhhhhhh
hhhhhhhhhhhh
hhhh.hhh.hhh
h..........h
h..........h
""",
    ),
    "panjang": (
        4,
        """
....hhhhhhhh....
..hhhhhhhhhhhh..
.hhhhhhhhhhhhhh.
.hhhhhhhhhhhhhh.
hhhhhhh..hhhhhhh
hhhh........hhhh
hhh..........hhh
hhh..........hhh
hh............hh
hh............hh
hh............hh
hh............hh
hh............hh
hh............hh
hhh..........hhh
.hh..........hh.
""",
    ),
}

BROWS = (9, "hh....hh")

GAZE = {
    "kiri": (11, "kw....kw\nkw....kw"),
    "kanan": (11, "wk....wk\nwk....wk"),
}

MOUTH = {
    "datar": (17, "mmmm"),
    "senyum": (16, "m....m\n.mmmm."),
    "tertawa": (16, "mwwwwm\n.mmmm."),
    "terbuka": (16, ".mm.\nmkkm\n.mm."),
}

MOUSTACHE = {
    "tanpa": (0, "."),
    "tipis": (15, "hhhh"),
    "lebat": (15, ".hhhhhh.\nhh....hh"),
}

GLASSES = {
    "tanpa": (0, "."),
    "bulat": (10, "..gg....gg..\ngg..gggg..gg\n.g..g..g..g.\n..gg....gg.."),
    "kotak": (10, ".gggg..gggg.\ngg..gggg..gg\n.g..g..g..g.\n.gggg..gggg."),
}

HEADWEAR = {
    "tanpa": (0, "."),
    "peci": (
        2,
        """
.pppppppp.
.pppppppp.
pppppppppp
pppppppppp
pppppppppp
qqqqqqqqqq
""",
    ),
    "blangkon": (
        3,
        """
....pppppppp....
..pppqppqppqpp..
..pqppqppqpppp..
.pppqppqppqppqp.
.pqppqppqppqpppp
.pppppp..ppppppp
.ppp........ppp.
""",
    ),
    "jilbab": (
        2,
        """
.....pppppp.....
...pppppppppp...
..pppppppppppp..
..pppppppppppp..
.pppppqqqqppppp.
.pppqq....qqppp.
.ppq........qpp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.pp..........pp.
.ppp........ppp.
.ppppp....ppppp.
.qpppppppppppqp.
.pqqppppppppqqp.
..pppqqqqqqppp..
""",
    ),
    "udeng": (
        2,
        """
........pppp..
..pppqqppppqp.
.ppppqqqppqpp.
.pppppqqpqppp.
.ppppppqqpppp.
.qqqpppppqqqq.
""",
    ),
    "caping": (
        1,
        """
..........cc..........
........ceeec.........
.......ccccccc........
.....ceeceeceec.......
....pppppppppppppp....
..cceeceeceeceeceecc..
cceeceeceeceeceeceeccc
..eeeeeeeeeeeeeeeeee..
""",
    ),
    "konde": (
        0,
        """
...hhhh...
..hhhhhhq.
..hhhhhqpq
..hhhhhhq.
...hhhh...
""",
    ),
}

# banyaknya baris teratas yang rambutnya tertutup
HIDDEN_HAIR = {"peci": 8, "blangkon": 8, "jilbab": 24, "udeng": 8, "caping": 8}

SHIRT = (
    20,
    """
...aaaa....aaaa...
.aaaaaaaaaaaaaaaa.
aaaaaaaaaaaaaaaaaa
aaaaaaaaaaaaaaaaaa
""",
)

SKIN = (  # kulit, bayangan, rona
    ("f2cfa6", "d3a67c", "eba98a"),
    ("dca877", "b98453", "d68a66"),
    ("bf8350", "996236", "bb6a4a"),
    ("95603a", "704426", "934b38"),
    ("6d4129", "4f2d1b", "72342a"),
)
HAIR_COLORS = {"hitam": "1f1a1c", "cokelat": "4f2f1d", "kelabu": "8b8a8c"}
CLOTH = {  # warna kain: utama, hiasan
    "nila": ("23407e", "e8c86a"),
    "merah": ("b2302c", "f3dfb4"),
    "hijau": ("2c6b4b", "e6d079"),
    "kunyit": ("e0a030", "7a3d17"),
    "ungu": ("6a3a82", "e9b8c9"),
    "putih": ("f3eee2", "8f6b3d"),
}
BACKGROUND = {
    "hijau muda": "dcebc5",
    "biru muda": "cfdff4",
    "toska": "cfe8e2",
    "jingga muda": "f4cab8",
    "krem": "f5e2ba",
    "lila": "dad1ee",
}
FIXED = {"w": "ffffff", "k": "1b1718", "m": "a63c3a", "g": "30262a"}
FIXED |= {"c": "d9b566", "e": "b98e45"}
