"""Takes out of a file what its layers hide: it must neither show in the packet nor lie hidden in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from formgen.attachments.found import Note
from formgen.attachments.pdf.names import as_text
from formgen.attachments.showing.layers import Key, Layers
from formgen.attachments.showing.unpainted import unpainted


def leave_out(source: pikepdf.Pdf) -> set[Note]:
    """Leave out what is on layers that are off, and let go of the layers. Tells how many, and on which pages."""
    if "/OCProperties" not in source.Root:
        return set()
    cleaner = _Cleaner(source)
    found = {number: cleaner.page(page) for number, page in enumerate(source.pages, 1)}
    cleaner.let_go()
    layers: set[Key] = set().union(*found.values())
    if not layers:
        return set()
    # An image that only a hidden layer drew is still named by its page.
    source.remove_unreferenced_resources()
    return {Note("hidden-layers", len(layers), tuple(number for number, hidden in found.items() if hidden))}


class _Cleaner:
    def __init__(self, source: pikepdf.Pdf) -> None:
        self._source = source
        self._layers = Layers(source.Root.get("/OCProperties"))
        self._done: dict[Key, set[Key]] = {}
        self._met: dict[Key, Any] = {}

    def let_go(self) -> None:
        """What is left shows without any layer: names and states of layers are nobody's business."""
        for layer in self._met.values():
            for key in [*layer.keys()]:
                del layer[key]
        del self._source.Root["/OCProperties"]

    def page(self, page: pikepdf.Page) -> set[Key]:
        """The layers of which something was left out on a page."""
        hidden = self._drawn(page.obj, page.get("/Resources"))
        if isinstance(annots := page.get("/Annots"), pikepdf.Array):
            found = [(a, self._hiding(a)) for a in annots if isinstance(a, pikepdf.Dictionary)]
            shown = [annot for annot, layers in found if not layers]
            hidden = hidden.union(*(layers for _, layers in found), *map(self._pictures, shown))
            page.Annots = pikepdf.Array(shown)
        return hidden

    def _pictures(self, annot: Any) -> set[Key]:
        """The layers of which something was left out in the pictures of an annotation."""
        normal = _get(annot.get("/AP"), "/N")
        pictures = [normal] if isinstance(normal, pikepdf.Stream) else _values(normal)
        return set().union(*(self._form(picture, None) for picture in pictures))

    def _hiding(self, thing: Any) -> set[Key]:
        content = thing.get("/OC")
        if not isinstance(content, pikepdf.Dictionary):
            return set()
        self._meet(content)
        if self._layers.shown(content):
            del thing["/OC"]
            return set()
        return self._layers.hiding(content)

    def _meet(self, content: Any) -> None:
        if content.is_indirect:
            self._met[content.objgen] = content

    def _form(self, form: Any, around: Any) -> set[Key]:
        """A form or a pattern: looked through once, however often it is drawn."""
        if not isinstance(form, pikepdf.Stream):
            return set()
        if form.objgen not in self._done:
            # First, as a form can draw itself.
            hidden = self._done[form.objgen] = set()
            hidden |= self._drawn(form, form.get("/Resources", around))
        return self._done[form.objgen]

    def _drawn(self, holder: Any, resources: Any) -> set[Key]:
        """What has contents (a page, a form), without what its layers hide."""
        off = {name: self._layers.hiding(content) for name, content in self._off(resources)}
        hidden: set[Key] = set().union(*(self._inside(name, resources) for name in _NESTED))
        if not off:
            return hidden
        used, kept = unpainted(pikepdf.parse_content_stream(holder), {*off})
        written = pikepdf.unparse_content_stream(kept)
        if isinstance(holder, pikepdf.Stream):
            holder.write(written)
        else:
            holder.Contents = self._source.make_stream(written)
        return hidden.union(*(off[name] for name in used))

    def _off(self, resources: Any) -> Iterator[tuple[str, Any]]:
        for name, content in _items(_get(resources, "/Properties")):
            if isinstance(content, pikepdf.Dictionary):
                self._meet(content)
                if not self._layers.shown(content):
                    yield name, content

    def _inside(self, kind: str, resources: Any) -> set[Key]:
        found: set[Key] = set()
        named = _get(resources, kind)
        for name, thing in _items(named):
            if kind == "/ExtGState":
                thing = _get(_get(thing, "/SMask"), "/G")
            if not isinstance(thing, pikepdf.Stream):
                continue
            if hidden := self._hiding(thing):
                found |= hidden
                named[name] = self._nothing()
            elif as_text(thing.get("/Subtype")) != "/Image":
                found |= self._form(thing, resources)
        return found

    def _nothing(self) -> Any:
        form = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 0, 0]}
        return self._source.make_stream(b"", **form)


# Where resources hold what is drawn by contents of its own.
_NESTED = ("/XObject", "/Pattern", "/ExtGState")


def _get(holder: Any, key: str) -> Any:
    return holder.get(key) if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)) else None


def _items(holder: Any) -> list[tuple[str, Any]]:
    return [*holder.items()] if isinstance(holder, pikepdf.Dictionary) else []


def _values(holder: Any) -> list[Any]:
    return [value for _, value in _items(holder)]
