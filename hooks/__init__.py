"""Dari halaman ke rekaman ke HTML; tidak pernah diimpor oleh genai_examples."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
