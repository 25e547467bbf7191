"""Exceptions of the whole product.

GeungeoError
├── SettingsError            a setting is missing, malformed or contradicts another
├── ReadError                one file or record could not be turned into a document
│   ├── UnsupportedFormat    the content is of a format no reader takes
│   ├── EmptyDocument        nothing readable is inside
│   ├── EncryptedDocument    a password or distribution lock hides the text
│   ├── DamagedDocument      truncated or corrupt bytes
│   ├── UnreadableText       a text layer is missing or decodes to garbage
│   ├── ReaderStopped        the reader crashed, or needed more time or memory than it may
│   └── PageRefused          a site answered with a status other than that of a page
├── StoreError               the store directory cannot be used as it is
│   ├── StoreMissing         there is no store where one was named
│   ├── StoreMismatch        the store was made with other settings
│   ├── StoreDamaged         the catalogue, which nothing can rebuild, is damaged or another file
│   ├── IndexDamaged         a derived index cannot be read and must be built anew
│   ├── IndexUnreachable     the server that keeps the vectors does not answer
│   ├── StoreDenied          the system does not let the store be read, or written
│   ├── StoreFull            there is no room for what should be written
│   ├── StoreBusy            another process is writing
│   └── BackupRefused        a backup cannot be made there, or an archive is not whole
├── EmbeddingError           the embedding model cannot be loaded or run
├── EngineLost               the workers that prepare documents cannot be reached
└── ModelError               the chat model cannot be loaded, reached or run
"""

from __future__ import annotations


class GeungeoError(Exception):
    """Carry what went wrong, what to do next, and whether trying again can help."""

    retryable: bool = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(GeungeoError):
    """A setting is missing, malformed or contradicts another."""


class ReadError(GeungeoError):
    """One file or record could not be turned into a document."""


class UnsupportedFormat(ReadError):
    """The content is of a format no reader takes."""


class EmptyDocument(ReadError):
    """Nothing readable is inside."""


class EncryptedDocument(ReadError):
    """A password or distribution lock hides the text."""


class DamagedDocument(ReadError):
    """The bytes are truncated or corrupt."""


class UnreadableText(ReadError):
    """The text layer is missing or decodes to garbage."""


class ReaderStopped(ReadError):
    """The reader crashed over the content, or needed more time or memory than it may."""


class PageRefused(ReadError):
    """A site answered with a status other than that of a page."""

    def __init__(self, message: str, hint: str, status: int, wait: float = 0) -> None:
        super().__init__(message, hint)
        self.status = status
        self.wait = wait
        """Seconds that the site asks to be left alone; 0 where it does not say."""


class StoreError(GeungeoError):
    """The store directory cannot be used as it is."""


class StoreMissing(StoreError):
    """There is no store where one was named."""


class StoreMismatch(StoreError):
    """The store was made with other settings than those asked for."""


class StoreDamaged(StoreError):
    """The catalogue, from which everything else is rebuilt, is damaged, gone or another program's file."""


class StoreDenied(StoreError):
    """The system does not let the store be read, or written."""


class StoreFull(StoreError):
    """There is no room for what should be written."""

    retryable = True


class BackupRefused(StoreError):
    """A backup cannot be written where it was asked for, or an archive is not whole."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""

    retryable = True


class IndexDamaged(StoreError):
    """A derived index cannot be read; it is built anew from the catalogue."""

    def __init__(self, index: str, reason: str) -> None:
        super().__init__(
            f"검색 색인이 손상되었습니다 ({index}): {reason}",
            "다시 실행하면 문서 목록에서 새로 만듭니다. 되풀이되면 다시 색인해 주세요: geungeo ingest --reindex",
        )
        self.index = index
        self.reason = reason


class IndexUnreachable(StoreError):
    """The server that keeps the vectors does not answer."""

    retryable = True


class EmbeddingError(GeungeoError):
    """The embedding model cannot be loaded or run."""


class EngineLost(GeungeoError):
    """The workers that prepare documents cannot be reached."""

    retryable = True


class ModelError(GeungeoError):
    """The chat model cannot be loaded, reached or run."""
