"""Urdu in Latin letters, which no model we know of knows: by its small words.

There is no standard: people write vowels or leave them out (`karna`, `krna`), and spell one vowel
in many ways (`hain`, `hein`, `hyn`). So the closed classes of Urdu stand here as people type them.
"""

from collections.abc import Sequence

_OWN = """
    hai hain hy hyn hein hoon hn nahi nahin nahe nhi nai kya kyun kyu kion kyon kyoun kiun mein
    mujhe mujhy mujhay mjhe mjhy mjy tumhe tumhein tumhara tumhari tumhare tmhary tujhe humein
    hmein hmy hamein hamara hamari hamare humara humari humare aap apka apki apke apko aapka aapki
    aapko ny kr ker krna karna krne karne krny karny krte karte krta karta krti karti krtay kartay
    karein kren kro karo kiya kiye gya gaya gayi gaye gae raha rahi rahe raho rha rhi rhe rahay
    rhay krhe horhe thi thay thein hua hui huwa huye hota hoti hote hoty hoga hogi hogaya hogya
    hngay hongay wala wali walay waly wale apna apni apne apnay apny unka unki unke unko inka inki
    inke inko inho unho usko isko iska iski iske uska uski uske jb kab kabhi phir phr bhi bhe sath
    saath bohat bohot bahut bht buhat boht zyada ziada kuch kch koi sab sb logo logon baat baad
    pehle pehly phele abhi agar agr lekin lakin magar aur yeh woh jis unhon unhone unhein inhe
    inhein kisi kahan kaha yahan wahan jahan kaisa kaise kesy aisa aisi aise aysy itna itni kitna
    kitni liye liay lye liya leye diya chahiye chahye chaiye sakta sakte sakti sakty skta skte
    skti jata jati jate jao jaye aaya aata dekh dekho pata acha acchi achi yaar bhai haan matlab
    taraf sirf lagta lagti tak meri mera mery tere teri tera aik aaj khud dono kaun yehi naam kaam
    tha hum jab kar jana dena lena kon wo ye kia
"""
# Small words of Urdu in Latin letters that other languages have, too.
_SHARED = """
    ka ki ke ko se sy say ne par per pe to is us un in m k h b n e me na ha he ho hi ni hm ap or
    ya jo ky tu tum main bat ab hun hu hon ga ge gi ja log tab hue gay thy hay nay kay mere tou
    dia lia aya gai mai
"""
ROMAN_URDU = frozenset(_OWN.split())
SHARED_WORDS = frozenset(_SHARED.split())

# So many different words of its own, one in so many words, and so many small words.
_MIN_OWN = 2
_WORDS_AN_OWN = 15
_MIN_SHARE = 0.2
# Of a few words one of its own is enough where it is long, and half are small words.
_FEW_WORDS = 6
_MIN_LETTERS = 4
_MIN_SHARE_OF_FEW = 0.5
# Of the words of labelled texts so many are small words, by the median.
_USUAL_SHARE = 0.45
_DOUBT = 0.4


def roman_urdu_score(words: Sequence[str]) -> float | None:
    """Return how sure it is that lower-case words in Latin letters are Urdu; None if they are not.

    Or they are Hindi: so written, they are one.

    >>> roman_urdu_score("barish ke baad mausam acha hai aur log park ki taraf nikal aaye".split())
    0.975
    >>> roman_urdu_score("bht acha kam kr rhy ho".split())
    0.9
    >>> roman_urdu_score("the rain has stopped and people are in the park".split())
    """
    own = ROMAN_URDU.intersection(words)
    small_word_count = sum(word in ROMAN_URDU or word in SHARED_WORDS for word in words)
    share = small_word_count / len(words) if words else 0.0
    least = max(_MIN_OWN, len(words) / _WORDS_AN_OWN)
    is_urdu = len(own) >= least and share >= _MIN_SHARE
    is_few = len(words) <= _FEW_WORDS and share >= _MIN_SHARE_OF_FEW
    if not (is_urdu or (is_few and any(len(word) >= _MIN_LETTERS for word in own))):
        return None
    doubt = _DOUBT * 0.5 ** (len(own) - 1)
    return round((1 - doubt) * min(1.0, share / _USUAL_SHARE), 4)
