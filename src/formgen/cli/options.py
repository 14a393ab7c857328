"""The options of all commands, each said once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from formgen.cli.language import Lang

if TYPE_CHECKING:
    from formgen.api import Route
    from formgen.ground.dates import Period


class RouteName(StrEnum):
    """The values of `--route`."""

    counter = "counter"
    mail = "mail"
    online = "online"


class Kind(StrEnum):
    """The values of `--as`."""

    folder = "folder"
    zip = "zip"
    pdf = "pdf"


def way(route: RouteName | None) -> Route | None:
    """The route as the library calls it."""
    return cast("Route | None", route.value) if route else None


def day(text: str) -> date:
    """A day of the calendar as YYYY-MM-DD."""
    from formgen.ground.dates import parse_day

    # The same reader as for the profile: 2026/4/1 is refused in both.
    try:
        return parse_day(text)
    except ValueError:
        raise typer.BadParameter("2026-04-01 の形で / write it as 2026-04-01") from None


def age(text: str) -> Period:
    """A length of time as 180d, 6m or 1y."""
    from formgen.ground.dates import Period

    try:
        return Period.parse(f"P{text.removeprefix('P').removeprefix('p').upper()}")
    except ValueError:
        raise typer.BadParameter("180d、6m、1y の形で / write it as 180d, 6m or 1y") from None


LangOption = Annotated[Lang | None, typer.Option("--lang", help="言語 / language", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="JSONで出す / one JSON object on stdout")]
StrictOption = Annotated[bool, typer.Option("--strict", help="注意でも終了コード1 / warnings give exit code 1")]
ValuesOption = Annotated[bool, typer.Option("--show-values", help="値も見せる / show values of the profile")]
AttachmentsOption = Annotated[
    Path | None,
    typer.Option(
        "--attachments",
        metavar="DIR",
        exists=True,
        file_okay=False,
        readable=True,
        help="足りない書類の候補 / suggest files for it",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="YYYY-MM-DD",
        help="この日の規則を使う / rules of this day",
        show_default=False,
    ),
]
FormsOption = Annotated[
    Path | None,
    typer.Option(
        "--forms",
        envvar="FORMGEN_FORMS",
        show_envvar=False,
        metavar="DIR",
        help="独自の様式のフォルダ / your own forms",
        show_default=False,
    ),
]
RouteOption = Annotated[
    RouteName | None, typer.Option("--route", help="提出の方法 / how it is handed in", show_default=False)
]
ForceOption = Annotated[bool, typer.Option("--force", help="既にあれば置き換える / replace what exists")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="変わらない添付は再利用 / reuse unchanged files")]
OutOption = Annotated[Path, typer.Option("-o", "--output", help="出力先 / output", metavar="PATH", show_default=False)]
MaybeOutOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="出力先 / output", metavar="PATH", show_default=False)
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", help="渡し先の設定 / the receiver's settings", metavar="FILE.yaml", show_default=False),
]
MaybePacketArgument = Annotated[
    Path | None, typer.Argument(metavar="PACKET", help="一式（フォルダか.zip）/ packet", show_default=False)
]
TargetsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="TARGET", help="folder=DIR dav=URL paperless=URL mayan=URL", show_default=False),
]
CredentialsOption = Annotated[
    Path | None,
    typer.Option("--credentials", metavar="FILE", help="資格情報（0600）/ credentials", show_default=False),
]
JournalOption = Annotated[
    Path | None, typer.Option("--journal", metavar="FILE", help="受け渡しの控え / journal", show_default=False)
]
TimeoutOption = Annotated[
    float | None,
    typer.Option("--timeout", metavar="S", min=0, help="答えを待つ秒数 / seconds to wait", show_default=False),
]
AgainOption = Annotated[bool, typer.Option("--again", help="消えたものをもう一度 / what has gone, too")]
StatusOption = Annotated[bool, typer.Option("--status", help="渡したものの一覧 / what was handed over")]
PacketArgument = Annotated[Path, typer.Argument(metavar="PACKET", help="一式のフォルダか .zip / a packet")]
IcsOption = Annotated[
    Path | None,
    typer.Option("--ics", help="期限をカレンダーへ / deadlines as a calendar", metavar="FILE.ics", show_default=False),
]
FormOption = Annotated[
    str | None, typer.Option("--form", help="様式のid / form id", metavar="FORM", show_default=False)
]
VerifyOption = Annotated[
    bool, typer.Option("--verify/--no-verify", help="PDFを読み戻して照合 / read the PDF back", show_default=False)
]
TableArgument = Annotated[
    Path | None, typer.Argument(metavar="TABLE", help="表（.xlsx、.csv）/ the table", show_default=False)
]
KindOption = Annotated[Kind | None, typer.Option("--as", help="出す形 / kind of output", show_default=False)]
SheetOption = Annotated[bool, typer.Option("--sheet", help="その様式だけ / the form alone")]
BaseOption = Annotated[
    Path | None, typer.Option("--base", help="共通の事実 / facts of all rows", metavar="PROFILE", show_default=False)
]
KeyOption = Annotated[
    str | None, typer.Option("--key", help="行を束ねる列 / joins rows", metavar="COLUMN", show_default=False)
]
SheetNameOption = Annotated[
    str | None, typer.Option("--sheet-name", help="Excelのシート / sheet", metavar="NAME", show_default=False)
]
PlainOption = Annotated[bool, typer.Option("--plain-names", help="名前に氏名を入れない / no names in file names")]
OnlyOption = Annotated[
    str | None, typer.Option("--only", help="一部の行（3,5-9）/ some rows", metavar="ROWS", show_default=False)
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="初めの何件か / the first few", metavar="N", show_default=False)
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, max=256, help="プロセスの数 / processes", metavar="N")]
DaskOption = Annotated[
    str | None, typer.Option("--dask", help="Daskに作らせる / by Dask", metavar="ADDRESS", show_default=False)
]
CheckOption = Annotated[bool, typer.Option("--check", help="調べるだけ / make nothing")]
PrintOption = Annotated[
    Path | None,
    typer.Option("--print", help="1つのPDFにも綴る / one PDF of all", metavar="FILE.pdf", show_default=False),
]
MarkedOption = Annotated[
    Path | None,
    typer.Option("--marked", help="印を付けた表 / the table, marked", metavar="FILE.xlsx", show_default=False),
]
TemplateOption = Annotated[
    str | None,
    typer.Option("--template", help="空の表を作る / an empty table, in Japanese", metavar="FORM", show_default=False),
]
ProfileArgument = Annotated[
    str, typer.Argument(metavar="PROFILE", help="プロファイル（- は標準入力）/ profile, - is stdin")
]
DayArgument = Annotated[date, typer.Argument(parser=day, metavar="YYYY-MM-DD", help="日 / day", show_default=False)]
FormArgument = Annotated[str, typer.Argument(metavar="FORM", help="様式のid / form id (formgen forms)")]
