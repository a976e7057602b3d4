"""Pintu masuk MkDocs: tipis; pekerjaannya ada di modul-modul hooks."""

import logging
import os
import sys
from pathlib import Path
from typing import Any, Literal

# MkDocs hanya menaruh folder hook ini sendiri di sys.path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from hooks import (
    coloring,
    formulas,
    glossary,
    labs,
    language,
    library,
    live,
    nobreak,
    offline,
    page,
    pictures,
    policy,
    room,
    runner,
    site,
)
from hooks.background import Background
from hooks.options import PageError

log = logging.getLogger("mkdocs.hooks")
background = Background()
state: dict[str, Any] = {"command": "build"}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Catat perintahnya: `serve` menjalankan halaman di belakang layar."""
    state["command"] = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Daftarkan pagar `blok` dan versi paket."""
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences.setdefault("custom_fences", []).append(
        {"name": "blok", "class": "blok", "format": page.format_block}
    )
    if site.STYLE not in config.extra_css:
        config.extra["gaya"] = list(config.extra_css)
        config.extra_css = [site.STYLE]
        config.extra["skrip"] = [str(script) for script in config.extra_javascript]
        config.extra_javascript = []  # templatnya meminta satu berkas gabungan
    config.extra["versi"] = library.package_version()
    # Pekerja luring dan CSP hanya untuk situs terbit: `serve` menyisipkan skrip sendiri
    # dan suntingannya harus tampil; edisi zip dibuka dari file://.
    zipped = "material/offline" in config.plugins
    config.extra["terbit"] = state["command"] != "serve" and not zipped
    if edition := os.environ.get(site.ZIP):
        megabytes = Path(edition).stat().st_size / 1e6
        size = f"{megabytes:.1f}".replace(".", ",")
        config.extra["zip"] = {"nama": Path(edition).name, "ukuran": f"{size} MB"}
    if "MIKE_DOCS_VERSION" not in os.environ:  # di luar terbitan tak ada versi lain
        config.extra.pop("version", None)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Jalankan halaman yang basi: dulu (build) atau sambil jalan (serve)."""
    try:
        statuses = runner.all_pages()
        stale = [status for status in statuses if status.reason]
        if os.environ.get("GENAI_RENDER") == "off":
            for status in stale:
                level = logging.INFO if state["command"] == "serve" else logging.WARNING
                log.log(level, "%s: basi (%s)", status.page.path, status.reason)
        elif state["command"] == "serve":
            background.start()
        elif problems := runner.render_all(stale):
            raise problems[0]
        elif stale:
            statuses = runner.all_pages()
        if os.environ.get("GENAI_RENDER") != "off":
            runner.refresh_labs(statuses)
        state["library"] = site.Library(statuses, background.failed)
    except PageError as error:
        raise PluginError(str(error)) from error
    for note in state["library"].version_notes(library.versions()):
        log.info("Peringatan: %s", note)


@event_priority(100)  # sebelum mkdocs-jupyter mengambil buku praktik
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Terbitkan gambar, fon, unduhan, dan buku praktik."""
    for file in state["library"].files(config):
        if known := files.get_file_from_path(file.src_uri):
            files.remove(known)
        files.append(file)
    uris = [file.src_uri for file in files]
    maps = [uri for uri in uris if uri.endswith(".map")]  # peta sumber tema: 1,3 MB
    parts = [uri for uri in uris if uri.startswith(f"{live.SCRIPTS}/")]
    kept = (*live.SHARED, *live.elements(Path(config.docs_dir)))
    made = {f"{live.SCRIPTS}/{name}.js" for name in kept}
    parts += [*config.extra["gaya"], *config.extra["skrip"], *site.theme_styles()]
    for name in {*maps, *parts} - made:  # `parts` sudah disatukan
        if part := files.get_file_from_path(name):
            files.remove(part)
    return files


def on_page_markdown(
    markdown: str, page: SitePage, config: MkDocsConfig, files: Files
) -> str:
    """Ganti blok dan nilai sisipan, lalu tautkan istilah ke glosarium."""
    text = state["library"].open(page, markdown, config)
    if "template" in page.meta:  # beranda disusun sendiri
        return text
    return glossary.annotate(text, page.file.src_uri, Path(config.docs_dir), config.nav)


def on_page_content(
    html: str, page: SitePage, config: MkDocsConfig, files: Files
) -> str:
    """Rumus menjadi MathML; unduhan di akhir bab; praktik dirapikan."""
    shelf: site.Library = state["library"]
    lab = shelf.lab_of(page)
    terms = glossary.terms_of(Path(config.docs_dir))
    try:
        if lab is not None:
            book = files.get_file_from_path(glossary.PAGE)
            target = get_relative_url(book.url, page.url) if book else ""
            html = labs.tidy(html, lab, terms, target)
        else:
            html = formulas.render_formulas(html)
        scripts = live.loader(html, lambda uri: get_relative_url(uri, page.url))
    except formulas.FormulaError as error:
        raise PluginError(shelf.locate(page, error.tex, str(error))) from error
    except ValueError as error:
        raise PluginError(f"docs/{page.file.src_uri}: {error}") from error
    html = coloring.reachable(html)
    html = nobreak.keep_together(language.mark_english(html, terms))
    if page.meta.get("template") == "home.html":
        html = pictures.responsive(html, shelf.small)
    else:
        html = room.with_rooms(html)
    return shelf.banner(page) + html + shelf.downloads(page, config) + scripts


@event_priority(100)
def _hide_unsearched(context: Any, page: SitePage, **_: Any) -> Any:
    """Yang tidak diindeks tidak perlu diurai plugin pencarian: separuh waktu bangun."""
    state["content"] = page.content
    page.content = site.searchable(page.content or "")
    return context


@event_priority(-100)
def _show_unsearched(context: Any, page: SitePage, **_: Any) -> Any:
    """Kembalikan isi halaman yang utuh untuk templatnya."""
    page.content = state.pop("content")
    return context


on_page_context = CombinedEvent(_hide_unsearched, _show_unsearched)


def on_post_build(config: MkDocsConfig) -> None:
    """Kebijakan isi, lalu daftar luring, sesudah semua berkas ada."""
    if config.extra["terbit"]:
        target = Path(config.site_dir)
        policy.apply(target)
        offline.write(target, config.site_name, config.site_description or "")
