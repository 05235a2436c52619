"""Raw files whose names, titles and texts try to be more than text on a page."""

from tests.place import Place

SCRIPT = "<script>document.title = 'broken into'</script>"
IMAGE = "\"'><img src=x onerror=document.title='broken into'>"
OVERRIDE = "\u202ereversed"
LONG_WORD = "x" * 10_000
URDU = "شہر کی لائبریری میں نئی کتابیں"


def fill(place: Place) -> None:
    """Put raw files into a landing zone, a publisher with a hostile name among them."""
    # Not at the start, where it would be a page of HTML.
    place.put(
        "paper/script.txt", f"New: {SCRIPT}\n\nThe fair opened in the morning and closed at night."
    )
    place.put(f"paper/{IMAGE.replace('/', '')}.txt", f"{IMAGE}\n\nA second text, on other matters.")
    place.put(f"{OVERRIDE}/turned.txt", f"{OVERRIDE} words\n\nA third text, on gardens and trees.")
    place.put("<b>bold</b>"[:8] + "/own.txt", f"{LONG_WORD}\n\nA fourth text, with a long title.")
    place.put("paper/urdu.txt", f"{URDU}\n\nلاہور: شہر کی لائبریری میں آج نئی کتابیں رکھی گئیں۔")
    place.put("other/urdu.txt", f"{URDU}\n\nلاہور: شہر کی لائبریری میں آج نئی کتابیں رکھی گئیں۔")
    place.put("paper/empty.txt", "")
