"""Lima motif batik sebagai bidang jarak bertanda (*signed distance*) pada kisi ubin.

Setiap motif adalah fungsi yang melukis kain berlapis-lapis, dari latar ke depan.
Jarak diukur dalam sisi ubin: negatif di dalam bentuk, nol di tepinya.
"""

import torch
from torch import Tensor

OVERSAMPLE = 3  # piksel rapat per sisi piksel gambar
PALETTES = {  # nama: latar, garis, isi, aksen
    "sogan": ("2a170b", "f6e4c0", "b8752f", "6d3b17"),
    "indigo": ("10204c", "f4f1e4", "5b8fd0", "23509a"),
    "pesisir": ("8c1c24", "fdeccb", "e5a53a", "1e6a6d"),
    "hijau": ("0f3a2b", "f3efd2", "72ad5c", "c58f2f"),
    "ungu": ("33124e", "f8ebf2", "b07fd0", "c65c8d"),
    "putih": ("f5e8cb", "3b1d0c", "b26a2c", "86a3cd"),
}
GROUND, LINE, FILL, ACCENT = range(4)  # peran warna dalam satu palet


class Cloth:
    """Kain yang sedang dilukis: koordinat ubin, tebal goresan, dan warnanya."""

    def __init__(self, size: int, factors: dict[str, Tensor]) -> None:
        column = {name: f[:, None, None] for name, f in factors.items()}  # (B, 1, 1)
        width = OVERSAMPLE * size
        axis = (torch.arange(width) + 0.5) / width - 0.5
        turn, repeats = column["angle"], column["repeats"]
        cos, sin = turn.cos() * repeats, turn.sin() * repeats
        row, col = axis[None, :, None], axis[None, None, :]
        self.x = cos * col - sin * row + column["phase_x"]  # (B, H, W)
        self.y = sin * col + cos * row + column["phase_y"]  # (B, H, W)
        self.pixel = repeats / width  # sisi piksel rapat, dalam satuan ubin
        self.stroke = 0.022 + 0.022 * column["stroke"]
        self.petal = column["petal"]
        self.dot = 0.02 + 0.03 * column["isen"]
        self.palette = _palettes(factors)  # (B, 4, 3)
        ground = self.palette[:, GROUND, :, None, None]
        self.rgb = ground.expand(-1, -1, width, width).clone()  # (B, 3, H, W)

    def paint(self, distance: Tensor, color: int, alpha: float = 1.0) -> None:
        """Warnai tempat `distance` (satuan ubin) negatif; tepinya sehalus piksel."""
        cover = (0.5 - distance / self.pixel).clamp(0, 1) * alpha  # (B, H, W)
        target = self.palette[:, color, :, None, None]
        self.rgb += cover[:, None] * (target - self.rgb)


def _palettes(factors: dict[str, Tensor]) -> Tensor:
    """Warna tiap ubin (B, 4, 3) dalam [0, 1]; `tone` memekatkan celupan latarnya."""
    rows = PALETTES.values()
    table = torch.tensor([[list(bytes.fromhex(c)) for c in row] for row in rows])
    palette = table[factors["palette"]] / 255  # (B, 4, 3)
    palette[:, GROUND] *= 1.1 - 0.25 * factors["tone"][:, None]
    return palette.clamp(0, 1)


def _fold(x: Tensor, period: Tensor | float = 1.0) -> Tensor:
    """Jarak bertanda ke kelipatan `period` terdekat."""
    return x - period * torch.round(x / period)


def _ellipse(x: Tensor, y: Tensor, rx: Tensor | float, ry: Tensor | float) -> Tensor:
    """Jarak hampiran ke elips: tepat nol di tepinya, gradiennya satu di sana."""
    scaled = torch.hypot(x / rx, y / ry)
    return scaled * (scaled - 1) / torch.hypot(x / rx**2, y / ry**2).clamp(min=1e-6)


def kawung(c: Cloth) -> None:
    """Empat kelopak lonjong bertemu di satu titik, dua biji di tiap kelopak."""
    u, v = _fold(c.x).abs(), _fold(c.y).abs()
    along, across = (u + v) / 2**0.5 - 0.3536, (u - v) / 2**0.5
    petal = _ellipse(along, across, 0.325, 0.125 + 0.05 * c.petal)
    c.paint(petal, LINE)
    c.paint(petal + 1.3 * c.stroke, FILL)
    c.paint(torch.hypot(along.abs() - 0.12, across) - 1.3 * c.dot, GROUND)
    gap_x, gap_y = 0.5 - torch.maximum(u, v), torch.minimum(u, v)
    cross = torch.minimum(gap_x, gap_y) + 0.25 * torch.maximum(gap_x, gap_y)
    c.paint(cross - 0.035, ACCENT)
    c.paint(torch.hypot(gap_x, gap_y) - 0.9 * c.dot, LINE)


def parang(c: Cloth) -> None:
    """Deret bilah berbentuk S pada jalur miring, dipisahkan baris mlinjon."""
    along, across = (c.x + c.y) / 2**0.5, (c.y - c.x) / 2**0.5
    edge = 0.45 - _fold(across, 0.9).abs()  # jarak ke tengah baris mlinjon
    q = _fold(across, 0.9) / 0.37
    bent = _fold(along - 0.16 * q - 0.11 * torch.sin(torch.pi * q), 0.45).abs()
    side = (bent - 0.08 - 0.04 * c.petal - 0.045 * q) * 0.8
    blade = torch.hypot((side + 0.07).clamp(min=0), (0.17 - edge).clamp(min=0)) - 0.07
    c.paint(blade, LINE)
    c.paint(torch.maximum(blade, side) + 1.4 * c.stroke, FILL)
    c.paint(torch.hypot(0.225 - bent, 0.37 * _fold(q, 0.55)) - 0.8 * c.dot, FILL)
    c.paint(edge - 0.075, ACCENT)
    c.paint((edge - 0.075).abs() - 0.5 * c.stroke, LINE)
    c.paint(_fold(along, 0.225).abs() + edge - 1.6 * c.dot, LINE)


def _flower(
    x: Tensor, y: Tensor, petals: int, reach: float, fat: Tensor | float
) -> Tensor:
    """Jarak ke bunga di titik asal: kelopak sepanjang `reach`, selebar `fat`."""
    radius = torch.hypot(x, y)
    angle = _fold(torch.atan2(y, x), 2 * torch.pi / petals)
    along, across = radius * angle.cos() - reach / 2, radius * angle.sin()
    return _ellipse(along, across, reach / 2, fat)


def truntum(c: Cloth) -> None:
    """Bunga-bunga kecil bertabur seperti bintang, dengan titik di sela-selanya."""
    x, y = _fold(c.x), _fold(c.y)
    far_x, far_y = 0.5 - x.abs(), 0.5 - y.abs()
    for u, v, reach, color in ((x, y, 0.33, LINE), (far_x, far_y, 0.23, FILL)):
        flower = _flower(u, v, 8, reach, 0.03 + 0.025 * c.petal)
        c.paint(flower - 0.8 * c.stroke, ACCENT if color == LINE else LINE)
        c.paint(flower, color)
        c.paint(torch.hypot(u, v) - 0.02 - 1.8 * c.stroke, color)
        c.paint(torch.hypot(u, v) - 1.4 * c.stroke, ACCENT)
    u, v = x.abs(), y.abs()
    gap_x, gap_y = 0.5 - torch.maximum(u, v), torch.minimum(u, v)
    c.paint(torch.hypot(gap_x, gap_y) - 1.2 * c.dot, LINE)
    ring = torch.hypot(_fold(gap_x - 0.13, 0.5), _fold(gap_y - 0.13, 0.5))
    c.paint(ring - 0.9 * c.dot, LINE)


def ceplok(c: Cloth) -> None:
    """Roset di dalam kotak berbingkai, berselang-seling dengan belah ketupat."""
    u, v = _fold(c.x).abs(), _fold(c.y).abs()
    far_u, far_v = 0.5 - u, 0.5 - v
    diamond = (u + v - 0.5) / 2**0.5
    fat = 0.06 + 0.03 * c.petal
    c.paint(-diamond, ACCENT)
    c.paint(diamond.abs() - c.stroke, LINE)
    center = torch.hypot(u, v)
    rose = _flower(u, v, 4, 0.36, fat)
    c.paint(_flower((u + v) / 2**0.5, (u - v) / 2**0.5, 4, 0.25, fat), FILL)
    c.paint(rose, LINE)
    c.paint(rose + 1.2 * c.stroke, FILL)
    c.paint(center - 0.1, LINE)
    c.paint(center - 0.035 - c.stroke, GROUND)
    c.paint(_flower(far_u, far_v, 4, 0.27, fat), LINE)
    c.paint(torch.hypot(far_u, far_v) - 1.7 * c.dot, GROUND)
    c.paint(torch.hypot(far_u - 0.16, far_v - 0.16) - 0.9 * c.dot, LINE)


def megamendung(c: Cloth) -> None:
    """Mega berlapis dengan puncak berlekuk, ekor runcing, dan ujung yang melingkar."""
    row = torch.round(c.y / 0.74)
    x, y = _fold(c.x + 0.5 * row), c.y - 0.74 * row
    side, fat = x.abs(), 0.92 + 0.16 * c.petal
    step = 0.028 + 0.5 * c.stroke
    gap_x, gap_y = 0.5 - side, (y + 0.22).abs()
    far, near = torch.maximum(gap_x, gap_y), torch.minimum(gap_x, gap_y)
    c.paint(torch.hypot(far - 0.09, near) - 0.8 * c.dot, LINE)
    for middle, level, length in ((0.12, 0.22, 0.42), (-0.16, 0.3, 0.36)):
        q = (x - middle) / length
        tail = (y - level + 0.05 * torch.sin(3 * q)).abs() - 0.065 * fat * (1 - q**2)
        c.paint(tail, LINE)
        c.paint(tail + 0.8 * c.stroke, FILL)
    cloud = _ellipse(x, y + 0.01, 0.37 * fat, 0.2 * fat)
    for cx, cy, r in ((0.0, -0.14, 0.155), (0.18, -0.08, 0.13)):
        cloud = torch.minimum(cloud, torch.hypot(side - cx, y - cy) - r * fat)
    dx, dy = side - 0.33, y - 0.08
    curl = torch.hypot(dx, dy) - 0.125 * fat
    c.paint(torch.minimum(cloud, curl) - 0.025, GROUND)
    c.paint(cloud, LINE)
    c.paint(cloud + step, FILL, 0.5)
    c.paint(cloud + 2 * step, FILL)
    c.paint(cloud + 3 * step, GROUND, 0.6)
    turn = torch.atan2(dy, dx) / (2 * torch.pi)
    spiral = _fold(torch.hypot(dx, dy) - 2.4 * step * turn, 2.4 * step).abs()
    c.paint(curl, LINE)
    c.paint(torch.maximum(0.6 * step - spiral, curl + 0.7 * step), FILL)


MOTIFS = {
    "kawung": kawung,
    "parang": parang,
    "truntum": truntum,
    "ceplok": ceplok,
    "megamendung": megamendung,
}
