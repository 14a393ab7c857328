"""Why the system does not read or write something, in words of both languages: its own are in one language only."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: ("ファイルもフォルダもありません", "no such file or folder"),
    errno.EACCES: ("読む権限がありません", "you may not read it"),
    errno.EPERM: ("読む権限がありません", "you may not read it"),
    errno.EISDIR: ("フォルダです", "it is a folder"),
    errno.ENOTDIR: ("途中の名前がフォルダではありません", "a part of the path is no folder"),
    errno.ENAMETOOLONG: ("名前が長すぎます", "the name is too long"),
    errno.ELOOP: ("リンクが輪になっています", "its links lead back to themselves"),
    errno.ENOSPC: ("空き容量がありません", "no room is left"),
    errno.EBADF: ("閉じられています", "it is closed"),
    errno.EMFILE: ("開いているファイルが多すぎます", "too many files are open"),
}


def reasons(error: Exception) -> dict[str, str]:
    """The words `reason` and `reason_en` of a message; of a fault nobody knows, its name (EIO)."""
    number = getattr(error, "errno", None) or 0
    name = errno.errorcode.get(number, "I/O")
    ja, en = _REASONS.get(number, (name, name))
    return {"reason": ja, "reason_en": en}
