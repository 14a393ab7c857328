"""What is read from YAML is what stands there: no character of a value becomes another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.files.yaml_text import parse
from formgen.ground.problems import Refused


@pytest.mark.parametrize("value", ['"a\tb"', "'a\tb'", "a\tb", "|\n  a\tb\n"])
def test_a_tab_inside_a_value_is_told_with_its_line(value: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(f"x: 1\nname: {value}\n", "p.yaml")
    (found,) = caught.value.problems
    assert (found.key, found.pointer, found.line) == ("E-SCHEMA.tab", "/name", 2)


def test_tabs_between_things_are_fine() -> None:
    assert parse('{\n\t"x":\t1,\n\t"y": "髙橋　花子"\t}', "p.json")[0] == {"x": 1, "y": "髙橋　花子"}
    assert parse("x: 髙橋\t# a comment\ny: 2\t\n", "p.yaml")[0] == {"x": "髙橋", "y": 2}


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\u0085\ufeff")
    )
)
def test_any_text_in_quotes_is_read_code_point_by_code_point(text: str) -> None:
    quoted = text.replace("'", "''")
    assert parse(f"x: '{quoted}'", "p.yaml")[0] == {"x": text}
