"""Vocabulary pruning: the pieces that the bundled model keeps, and the tokenizer made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from ingest.models.source import Source

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
SPACE = "\u2581"
UNFOLDED = "\uff5e"
"""The fullwidth tilde of Korean ranges: NFKC folds it, the original model does not."""

_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
_SYMBOLS = ((0xA0, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7), (0x2000, 0x2BFF), (0x3000, 0x303F), (0x30FB, 0x30FB),
            (0x3200, 0x33FF), (0xFF00, 0xFFEF))  # fmt: skip
_SINGLE = ((0xC0, 0x3FF), (0x4E00, 0x9FFF), (0xE000, 0xF8FF))
"""Accented Latin, Greek, Hanja and private-use letters are kept as single characters only."""


def kept(pieces: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the ids of the pieces kept, in order: specials, ASCII, Hangul, symbols, single other letters."""
    ids = [number for number, piece in enumerate(pieces) if number < len(SPECIALS) or _keep(piece)]
    return np.array(ids, np.int64)


def tokenizer(source: Source, ids: NDArray[np.int64]) -> Tokenizer:
    """Return the Unigram tokenizer of the pieces kept, normalising as the original does."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = [(source.pieces[number], round(float(source.scores[number]), 5)) for number in ids]
    made = Tokenizer(models.Unigram(pieces, unk_id=SPECIALS.index("<unk>"), byte_fallback=False))
    gone, blank = _rewritten(source)
    aside = "\ue0fe"
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{gone}]"), ""),
            normalizers.Replace(Regex(f"[{blank}]"), " "),
            normalizers.Replace(UNFOLDED, aside),
            normalizers.NFKC(),
            normalizers.Replace(aside, UNFOLDED),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always", split=True)
    made.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always", split=True)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    made.add_special_tokens(list(SPECIALS))
    return made


def _rewritten(source: Source) -> tuple[str, str]:
    """Return the characters NFKC keeps that the original drops, and those it turns into a space."""
    import unicodedata

    differing = {
        character: made
        for character, made in source.replacements.items()
        if made in ("", " ") and unicodedata.normalize("NFKC", character) != made
    }
    gone = "".join(f"\\u{ord(c):04x}" for c, made in differing.items() if made == "")
    blank = "".join(f"\\u{ord(c):04x}" for c, made in differing.items() if made == " ")
    return gone, blank


def _keep(piece: str) -> bool:
    letters = piece.replace(SPACE, "")
    if piece == "<mask>":
        return False
    if all(ord(c) < 0x80 or _within(c, _HANGUL) or _within(c, _SYMBOLS) for c in letters):
        return True
    return len(letters) == 1 and _within(letters, _SINGLE)


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)
