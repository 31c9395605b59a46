"""Builds the Data Docs of one run: Great Expectations' own pages, made fit for a machine without a network.

Great Expectations renders the validation results. Its pages fetch styles, scripts and pictures from
elsewhere; those are taken out and one small style sheet is put in, so that opening a page asks nobody for
anything. The index, which is drawn by such a script, is written here.
"""

import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)
from great_expectations.render.renderer.site_builder import SiteBuilder

FOLDER = "data_docs"
KEPT = 10  # runs whose documents are kept

_FETCHED = re.compile(
    r"<script\b.*?</script>|<link\b[^>]*>|<img\b[^>]*https?:[^>]*>|<footer\b.*?</footer>", re.DOTALL
)
_STYLE_FETCHED = re.compile(r"url\(['\"]?https?:[^)]*\)")
_DEAD_LINK = re.compile(r'href="(?:\.\./)+expectations/[^"]*"')
_STYLE = Path(__file__).with_name("docs.css")


class DataDocs:
    """The documents of one run, in one folder. Results may be added, and the site built, more than once."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self._folder = folder
        self._run = RunIdentifier(run_name=run_id, run_time=datetime.now(UTC))
        self._context = gx.get_context(mode="ephemeral", project_config=in_memory())
        self._passed: dict[str, bool] = {}

    def add(self, suite: str, result: Any) -> None:
        """Take in what Great Expectations found in one suite, an ExpectationSuiteValidationResult."""
        result.meta["run_id"] = self._run
        self._context.validation_results_store.set(self._key(suite), result)
        self._passed[suite] = bool(result.success)

    def build(self) -> dict[str, Path]:
        """Write the site; returns the page of each suite, and the index under the name "index".

        Documents of all but the last runs beside this one are deleted. Raises RuntimeError where Great
        Expectations could not render a suite, naming it; its own log says why.
        """
        site = SiteBuilder(
            self._context,
            store_backend={
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(self._folder),
            },
            site_name=FOLDER,
            show_how_to_buttons=False,
            site_section_builders={"expectations": "none", "profiling": "none"},
        )
        site.build(build_index=False)
        shutil.rmtree(self._folder / "static", ignore_errors=True)  # pictures of a tutorial
        pages = {suite: self._page(suite) for suite in sorted(self._passed)}
        if missing := [suite for suite, page in pages.items() if not page.is_file()]:
            raise RuntimeError(f"no page was rendered for {', '.join(missing)}")
        style = _STYLE.read_text(encoding="utf-8")
        for page in pages.values():
            page.write_text(offline(page.read_text(encoding="utf-8"), style), encoding="utf-8")
        index = self._folder / "index.html"
        index.write_text(self._index(pages, style), encoding="utf-8")
        forget_old(self._folder.parent.parent)
        return {"index": index, **pages}

    def _key(self, suite: str) -> ValidationResultIdentifier:
        return ValidationResultIdentifier(
            expectation_suite_identifier=ExpectationSuiteIdentifier(name=suite),
            run_id=self._run,
            batch_identifier=suite,
        )

    def _page(self, suite: str) -> Path:
        *folders, name = self._key(suite).to_tuple()
        return self._folder.joinpath("validations", *folders, f"{name}.html")

    def _index(self, pages: Mapping[str, Path], style: str) -> str:
        rows = "\n".join(
            f"<tr><td>{'✓' if self._passed[suite] else '✗'}</td>"
            f'<td><a href="{escape(page.relative_to(self._folder).as_posix())}">{escape(suite)}</a></td></tr>'
            for suite, page in pages.items()
        )
        return (
            f'<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Data Docs</title><style>{style}</style></head>'
            f"<body><h1>Data Docs · 数据质量检查</h1><p>{escape(str(self._run.run_name))} · "
            f"{self._run.run_time:%Y-%m-%d %H:%M} UTC</p><table>{rows}</table></body></html>\n"
        )


def in_memory() -> DataContextConfig:
    """Everything in memory: no folder for documents, no usage statistics, no progress bars."""
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )


def offline(page: str, style: str) -> str:
    """A rendered page without anything that a browser would fetch, and with this style sheet."""
    plain = _DEAD_LINK.sub("", _STYLE_FETCHED.sub("none", _FETCHED.sub("", page)))
    return plain.replace("</head>", f"<style>{style}</style></head>", 1)


def forget_old(runs: Path, kept: int = KEPT) -> None:
    """Delete the documents of all runs but the newest, of those in this folder."""
    for folder in _newest_first(runs.glob(f"*/{FOLDER}"))[kept:]:
        shutil.rmtree(folder)


def _newest_first(folders: Iterable[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: folder.stat().st_mtime, reverse=True)
