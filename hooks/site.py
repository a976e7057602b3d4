"""Situs yang sedang dibangun: halaman, rekaman, dan berkas yang diterbitkan."""

import json
import os
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import material
import rjsmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from hooks import (
    ROOT,
    citation,
    downloads,
    figures,
    fonts,
    glossary,
    library,
    live,
    pictures,
    record,
    share,
)
from hooks.grammar import Page
from hooks.library import Status
from hooks.options import PageError
from hooks.page import Current, PageView, origin_line

UNSEARCHED = re.compile(
    r'<section class="blok".*?</section>|<math .*?</math>', re.DOTALL
)
STYLE = "assets/stylesheets/situs.css"  # semua gaya, juga milik tema, satu unduhan
SCRIPT = "assets/javascripts/situs.js"  # semua skrip di luar tema, satu unduhan
THEME = Path(material.__file__).parent / "templates"
SEARCH = "assets/javascripts/lunr/min/lunr.id.min.js"
WHEEL, ZIP = "GENAI_WHEEL", "GENAI_ZIP"  # jalur wheel dan edisi zip; dari hooks.publish


class Library:
    """Semua halaman beserta keadaan rekamannya untuk satu kali pembangunan."""

    def __init__(
        self, statuses: list[Status], failed: Callable[[Status], bool]
    ) -> None:
        self.failed = failed
        self.package = library.package_version()
        self.offered: dict[str, list[str]] = {}  # halaman → alamat unduhannya
        self.small: set[str] = set()  # gambar beranda dalam lebar yang lebih kecil
        self.statuses = {status.page.path: status for status in statuses}
        self.records = {p: record.load(s.page) for p, s in self.statuses.items()}

    def version_notes(self, now: dict[str, str]) -> Iterator[str]:
        """Peringatan untuk rekaman yang dibuat dengan versi lain."""
        for path, old in self.records.items():
            note = library.version_note(old, now) if old else None
            if note:
                yield f"{path}: {note}"

    def files(self, config: MkDocsConfig) -> Iterator[File]:
        """Berkas terbitan yang tidak berasal dari docs/."""

        def made(uri: str, content: str | bytes) -> File:
            return File.generated(config, uri, content=content)

        def copied(uri: str, path: Path) -> File:
            return File.generated(config, uri, abs_src_path=str(path))

        own_fonts = fonts.site_fonts()
        for uri, path in own_fonts.items():
            if uri not in config.extra["gaya"]:
                yield copied(uri, path)
        yield made(STYLE, _style(config, own_fonts))
        yield made(SCRIPT, _script(config))
        yield made(SEARCH, _search_language(Path(config.docs_dir)))
        for name, code in live.scripts(Path(config.docs_dir)).items():
            yield made(f"{live.SCRIPTS}/{name}.js", code)
        for status in self.statuses.values():
            folder = record.folder_of(status.page)
            for name in self._published(folder):
                uri = f"gambar/{status.page.slug}/{name}"
                if name.endswith(".svg"):
                    yield made(uri, self._svg(status.page, folder / name))
                else:
                    yield copied(uri, folder / name)
            offered = dict(self._downloads(status.page, folder))
            self.offered[status.page.path] = list(offered)
            for uri, content in offered.items():
                yield made(uri, content)
            if status.page.is_lab and self.records[status.page.path]:
                # Bukan File.generated: berkas .ipynb disalinnya mentah, tanpa halaman.
                uri = f"praktik/{status.page.name}.ipynb"
                use_urls = config.use_directory_urls
                yield File(uri, str(folder.parent), config.site_dir, use_urls)
        home = Path(config.docs_dir) / "index.md"
        if home.is_file():
            text = home.read_text(encoding="utf-8")
            for uri, content in pictures.variants(text, self._picture):
                self.small.add(uri)
                yield made(uri, content)
            for uri, content in share.cards(text, self._picture):
                yield made(uri, content)
        for path in filter(None, map(os.environ.get, (WHEEL, ZIP))):
            yield copied(f"paket/{Path(path).name}", Path(path))

    def open(self, page: SitePage, markdown: str, config: MkDocsConfig) -> str:
        """Markdown halaman dengan blok bernomor; halaman tanpa blok apa adanya."""
        Current.view = None
        status = self._status(page)
        if status is None:
            return markdown
        if (record.folder_of(status.page) / share.SHARE).is_file():
            page.meta["bagikan"] = f"gambar/{status.page.slug}/{share.SHARE}"
        Current.view = self._view(
            status.page, lambda uri: get_relative_url(uri, page.url)
        )
        return Current.view.markdown()

    def banner(self, page: SitePage) -> str:
        """Pita "basi" di atas halaman yang hasilnya belum sesuai kodenya."""
        status = self._status(page)
        if status is None or status.reason is None:
            return ""
        work = "pembuatannya gagal, lihat pesan di terminal"
        if not self.failed(status):
            work = "hasil baru sedang dihitung"
        if os.environ.get("GENAI_RENDER") == "off":
            work = "pembuatannya dimatikan (GENAI_RENDER=off)"
        return (
            f'<div class="basi" role="status"><strong>Basi.</strong> '
            f"{escape(status.reason.capitalize())}; {work}.</div>"
        )

    def _downloads(self, page: Page, folder: Path) -> Iterator[tuple[str, str | bytes]]:
        """Isi folder unduh/ milik satu halaman."""
        if page.is_lab:
            book = folder / f"{page.name}.ipynb"
            if book.is_file():
                yield f"unduh/{page.slug}.ipynb", book.read_text(encoding="utf-8")
            yield f"unduh/{page.slug}.py", downloads.lab_script(page)
        elif page.path.startswith("docs/bab/"):
            view = self._view(page, lambda uri: uri)
            yield f"unduh/{page.slug}.ipynb", downloads.chapter_notebook(view, folder)
            yield f"unduh/{page.slug}.py", downloads.script(page)
            if modules := downloads.module_zip(page):
                yield f"unduh/{page.slug}-modul.zip", modules

    def downloads(self, page: SitePage, config: MkDocsConfig) -> str:
        """Baris unduhan dan pemasangan di akhir bab atau praktik."""
        status = self._status(page)
        if status is None:
            return ""
        offered = self.offered[status.page.path]
        if not offered:
            return ""
        labels = {".ipynb": "Unduh .ipynb", ".py": "Unduh .py", ".zip": "Unduh modul"}
        links = [
            f'<a href="{get_relative_url(uri, page.url)}" download>'
            f"{labels[Path(uri).suffix]}</a>"
            for uri in offered
        ]
        if config.repo_url:
            title = quote(f"{status.page.path}: ")
            url = f"{config.repo_url.rstrip('/')}/issues/new?title={title}"
            links.append(
                f'<a href="{escape(url)}" rel="noopener">Laporkan kesalahan</a>'
            )
        rows = f'<div class="unduhan">{"".join(links)}</div>{self._install(config)}'
        return rows + citation.box(status.page, page.canonical_url, self.package)

    def lab_of(self, page: SitePage) -> PageView | None:
        """Buku praktik yang ditampilkan halaman ini, bila ada."""
        status = self._status(page)
        if status is None or not status.page.is_lab:
            return None
        return self._view(status.page, lambda uri: get_relative_url(uri, page.url))

    def locate(self, page: SitePage, text: str, message: str) -> str:
        """Pesan galat dengan berkas dan baris tempat `text` ditulis."""
        path = ROOT / "docs" / page.file.src_uri
        source = path.read_text(encoding="utf-8").split("\n")
        first = text.strip().split("\n")[0]
        line = next((i for i, row in enumerate(source, 1) if first in row), 1)
        return str(PageError(f"docs/{page.file.src_uri}", line, message))

    def _install(self, config: MkDocsConfig) -> str:
        wheel = os.environ.get(WHEEL)
        text = f"Paket genai-examples {self.package}"
        if wheel and config.site_url:
            url = f"{config.site_url.rstrip('/')}/paket/{Path(wheel).name}"
            text += f": <code>pip install {escape(url)}</code>"
        return f'<p class="pasang">{text}</p>'

    def _status(self, page: SitePage) -> Status | None:
        path = f"docs/{page.file.src_uri}"
        return self.statuses.get(path.replace(".ipynb", ".py"))

    def _view(self, page: Page, url_of: Callable[[str], str]) -> PageView:
        old = self.records[page.path]
        origin = origin_line(page, old, record.load_cost(page), self.package)
        return PageView(page, old, origin, url_of)

    def _picture(self, slug: str, name: str) -> Path | None:
        """Berkas gambar milik halaman `slug`, bila sudah ada."""
        pages = (status.page for status in self.statuses.values())
        found = (record.folder_of(page) / name for page in pages if page.slug == slug)
        return next((path for path in found if path.is_file()), None)

    @staticmethod
    def _published(folder: Path) -> list[str]:
        """Gambar dan berkas rekaman yang ikut terbit."""
        names = sorted(p.name for p in folder.glob("*") if p.is_file())
        hidden = (record.RECORD, record.COST)  # golden: hanya untuk ujian
        kinds = (".ipynb", ".golden.json")
        return [n for n in names if n not in hidden and not n.endswith(kinds)]

    @staticmethod
    def _svg(page: Page, source: Path) -> str:
        try:
            return figures.two_palettes(source.read_text(encoding="utf-8"))
        except ValueError as error:
            at = next((b for b in page.blocks if b.figure == source.name), None)
            line = at.start + 1 if at else 1
            raise PageError(page.path, line, f"{source.name}: {error}") from error


def searchable(html: str) -> str:
    """Isi halaman tanpa blok kode dan rumus, yang dikecualikan dari pencarian."""
    return UNSEARCHED.sub("", html)


def theme_styles() -> list[str]:
    """Alamat kedua gaya tema; namanya bersidik dan berganti setiap versi."""
    paths = sorted(THEME.glob("assets/stylesheets/*.css"))  # main, lalu palette
    return [path.relative_to(THEME).as_posix() for path in paths]


def _style(config: MkDocsConfig, made: dict[str, Path]) -> str:
    """Gaya tema, lalu `extra_css` menurut urutannya tanpa komentar."""
    docs = Path(config.docs_dir)
    names: list[str] = config.extra["gaya"]
    paths = [made.get(name) or docs / name for name in names]
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    theme = ((THEME / name).read_text(encoding="utf-8") for name in theme_styles())
    return "".join(theme) + re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def _script(config: MkDocsConfig) -> str:
    """`extra_javascript` menurut urutannya, tanpa komentar."""
    docs = Path(config.docs_dir)
    names: list[str] = config.extra["skrip"]
    code = "".join((docs / name).read_text(encoding="utf-8") for name in names)
    return str(rjsmin.jsmin(code))


def _search_language(docs: Path) -> str:
    """Bahasa pencarian dengan padanan istilah dari glosarium."""
    code, source = (docs / SEARCH).read_text(encoding="utf-8"), docs / glossary.PAGE
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    pairs = json.dumps(glossary.pairs(glossary.read(text)), ensure_ascii=False)
    return f"{code}self.lunr.id.terms = {pairs};\n"
