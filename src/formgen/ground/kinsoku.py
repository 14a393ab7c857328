"""Characters that Japanese line breaking (禁則処理) keeps from the start or the end of a line, on paper and screen."""

from __future__ import annotations

#: Never at the start of a line (行頭禁則文字).
# The strict rule: small kana and ー do not begin a line either.
NOT_FIRST = frozenset(
    "、。，．,.）」』】〉》〕］｝)}]｣､｡･・：；:;？！?!ー－ｰ‐〜～ゝゞヽヾ々〻％%”’»"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯﾞﾟ゛゜"
)
#: Never at the end of a line (行末禁則文字).
NOT_LAST = frozenset("（「『【〈《〔［｛([{｢“‘«￥¥〒＄$")
