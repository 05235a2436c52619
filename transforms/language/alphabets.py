"""The letters of the orthographies in Arabic script, beside those that all of them have.

After the code charts of Unicode (Arabic, Arabic Supplement) and the exemplar sets of CLDR.
"""

# What all have, and what keyboards type for it.
SHARED = "ةإءآأؤئابتثجحخدذرزسشصضطظعغفقكلمنهوىيپچگژیک"
_URDU = "ٹڈڑںےہھۂۃۓۀ"
_SORANI = "ڕڵێۆەڤھ"

# Two signs (Sindhi) and the marks of Kashmiri and Gilaki are no letters to Unicode.
ALPHABETS = {
    "ur": _URDU,
    "fa": "ۀ",
    "ar": "ڥڨڤ",
    "ps": "ټډړږښګڼېۍڅځۀ",
    "sd": "ٿٽڏڙڪڀٺڃڊڌڍڦٻڄڳڻڱڇھ۽۾",
    "ug": "ۇۆۈۋېەڭھ",
    "ckb": _SORANI,
    "pnb": f"{_URDU}ݨ",
    "skr": f"{_URDU}ٻڄݙڳڻݨڋڱڊ",
    "ks": f"{_URDU}ۄؠٲٳۆۍێ\u0655\u0656\u0657\u065b\u065f",
    "bal": f"{_URDU}ۆێ",
    "brh": f"{_URDU}ڷ",
    "hac": f"{_SORANI}ڎۋ",
    "trw": f"{_URDU}ڜڙݨڇڃڅ",
    "gju": _URDU,
    "glk": "ۀۊ\u065aˇ",
    "mzn": "ۀ",
    "azb": "ۀۆۇێۏ",
    "ku-Arab": _SORANI,
    "kk-Arab": "ۇۋەڭھٵٶٷٸٴ",
    "ky-Arab": "ۇەڭۅۉ",
    "khw": f"{_URDU}ݯݰݱݮځڅݲ",
    "uzs": "ۀۉۇې",
    "ota": "ۀڭ",
    "ms-Arab": "ڠڤݢڽۏڬ",
}
# Letters that all have but these.
LACKING = {
    "ug": "ةإءأؤثحذصضطظعهی",
    "ky-Arab": "ةإأؤئآثحخذصضطظفغهی",
    "kk-Arab": "ةإأؤئآثخذصضطظغژهی",
}
# Letters that all have, and one far oftener than its neighbours.
FREQUENT = {"ar": "ةأإى", "ug": "ىئ", "kk-Arab": "ى", "ky-Arab": "ى"}
