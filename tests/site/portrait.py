"""Potret situs untuk README: `python -m tests.site.portrait` sesudah `mkdocs build`."""

import io

from PIL import Image

from hooks import ROOT
from tests.site import browser as tools

TARGET = ROOT / "docs" / "assets" / "situs.webp"
PLACES = (("", 0), ("bab/vae/#peta-yang-bisa-ditelusuri", 900))


def main() -> None:
    """Beranda di kiri, bab VAE di kanan."""
    shots = []
    with tools.chromium() as chromium, tools.served(ROOT / "site") as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 960})
        for address, scroll in PLACES:
            page.goto(url + address, wait_until="networkidle")
            page.mouse.wheel(0, scroll)
            page.wait_for_timeout(800)
            shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    width, height = shots[0].size
    picture = Image.new("RGB", (2 * width + 24, height), "white")
    for index, shot in enumerate(shots):
        picture.paste(shot, (index * (width + 24), 0))
    picture.resize((1280, round(1280 * height / (2 * width + 24)))).save(
        TARGET, quality=82, method=6
    )


if __name__ == "__main__":
    main()
