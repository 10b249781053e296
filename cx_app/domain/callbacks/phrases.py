"""The words by which a person knows that a caller is genuine (TA-7): drawn for each callback, shown
in the portal, said by the officer. They say nothing of the reference, nor the reference of them."""

from __future__ import annotations

import secrets
from typing import Final

WORDS: Final[tuple[tuple[str, str], ...]] = tuple(
    (pair.split("/")[0], pair.split("/")[1])
    for pair in [
        "apple/manzana",
        "bread/pan",
        "bridge/puente",
        "butter/mantequilla",
        "candle/vela",
        "castle/castillo",
        "chair/silla",
        "cloud/nube",
        "coffee/café",
        "corn/maíz",
        "desert/desierto",
        "door/puerta",
        "dream/sueño",
        "eagle/águila",
        "feather/pluma",
        "field/campo",
        "fire/fuego",
        "flower/flor",
        "forest/bosque",
        "fox/zorro",
        "garden/jardín",
        "glass/vidrio",
        "gold/oro",
        "grape/uva",
        "hammer/martillo",
        "hat/sombrero",
        "honey/miel",
        "horse/caballo",
        "house/casa",
        "island/isla",
        "key/llave",
        "kitchen/cocina",
        "lake/lago",
        "lamp/lámpara",
        "leaf/hoja",
        "lemon/limón",
        "lion/león",
        "milk/leche",
        "mirror/espejo",
        "moon/luna",
        "morning/mañana",
        "mountain/montaña",
        "music/música",
        "ocean/océano",
        "orange/naranja",
        "paper/papel",
        "pencil/lápiz",
        "pepper/pimienta",
        "piano/piano",
        "rain/lluvia",
        "rice/arroz",
        "ring/anillo",
        "river/río",
        "rose/rosa",
        "salt/sal",
        "school/escuela",
        "shoe/zapato",
        "silver/plata",
        "snow/nieve",
        "spoon/cuchara",
        "star/estrella",
        "stone/piedra",
        "sugar/azúcar",
        "summer/verano",
        "sun/sol",
        "table/mesa",
        "tiger/tigre",
        "tower/torre",
        "train/tren",
        "tree/árbol",
        "turtle/tortuga",
        "valley/valle",
        "village/pueblo",
        "violin/violín",
        "water/agua",
        "wheel/rueda",
        "whale/ballena",
        "wind/viento",
        "window/ventana",
        "winter/invierno",
    ]
)
"""English and Spanish, easy to say and to hear on a bad line."""
DRAWN: Final = 3
SIDE: Final = {"en": 0, "es": 1}


def new_phrase() -> str:
    """Three different words, as numbers to keep: one of nearly half a million."""
    chosen = secrets.SystemRandom().sample(range(len(WORDS)), DRAWN)
    return "-".join(map(str, chosen))


def in_words(kept: str, language: str) -> str:
    """`river lamp eagle`; in the language of whoever reads it."""
    side = SIDE.get(language, 0)
    return " ".join(WORDS[int(number)][side] for number in kept.split("-"))
