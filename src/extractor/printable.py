"""What may be printed: names of files and words of articles hold anything, a terminal should not."""

from __future__ import annotations

from unicodedata import category


def on_one_line(words: str) -> str:
    r"""Show what would break a line, or steer a terminal, by its escape: names of files hold anything.

    >>> on_one_line("a\nb.txt: is empty")
    'a\\nb.txt: is empty'
    """
    return "".join(sign if sign.isprintable() or category(sign) == "Zs" else ascii(sign)[1:-1] for sign in words)


def on_its_lines(words: str) -> str:
    r"""Show by its escape what would steer a terminal, in words of an article, whose lines stay as they are.

    >>> on_its_lines("Exports rose\r\nto \x1b[2J$8 billion")
    'Exports rose\nto \\x1b[2J$8 billion'
    """
    return "\n".join(map(on_one_line, words.replace("\r\n", "\n").split("\n")))


def counted(number: int, noun: str) -> str:
    """Write how many there are of something.

    >>> counted(1, "fact"), counted(2244, "fact")
    ('1 fact', '2,244 facts')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
