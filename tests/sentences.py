"""Sentences of our own in many languages, and texts composed of their words."""

from collections.abc import Iterator
from random import Random

# One sentence a language that langdetect knows, of the same evening by a river.
SENTENCES = {
    "ur": (
        "کل شام دریا کے کنارے بہت سے لوگ جمع ہوئے اور بچوں نے پتنگیں اڑائیں لیکن ہوا تیز نہیں تھی"
    ),
    "fa": "دیروز هوا سرد بود و کودکان زیادی در کنار رودخانه بازی می‌کردند ولی ما به خانه برگشتیم",
    "ar": "ذهب الأطفال إلى المدرسة صباح اليوم ثم عادوا إلى البيت بعد الظهر لأن المطر كان غزيرا",
    "hi": "आज सुबह गाँव के बच्चे नदी के किनारे खेल रहे थे और उनके साथ एक छोटा कुत्ता भी था",
    "ne": "हिजो साँझ हामी पहाडको बाटो हिँडेर घर फर्कियौं र आमाले मीठो खाना पकाउनुभयो",
    "mr": "काल संध्याकाळी आम्ही नदीकाठी फिरायला गेलो आणि तिथे खूप लोक होते",
    "bn": "গতকাল বিকেলে আমরা নদীর ধারে হাঁটতে গিয়েছিলাম এবং সেখানে অনেক মানুষ ছিল",
    "pa": "ਕੱਲ੍ਹ ਸ਼ਾਮ ਨੂੰ ਅਸੀਂ ਨਦੀ ਦੇ ਕੰਢੇ ਗਏ ਸੀ ਅਤੇ ਉੱਥੇ ਬਹੁਤ ਲੋਕ ਸਨ",
    "gu": "ગઈકાલે સાંજે અમે નદી કિનારે ફરવા ગયા હતા અને ત્યાં ઘણા લોકો હતા",
    "ta": "நேற்று மாலை நாங்கள் ஆற்றங்கரைக்குச் சென்றோம் அங்கே நிறைய மக்கள் இருந்தார்கள்",
    "te": "నిన్న సాయంత్రం మేము నది ఒడ్డుకు వెళ్ళాము అక్కడ చాలా మంది ఉన్నారు",
    "th": "เมื่อวานนี้เราไปเดินเล่นริมแม่น้ำและเห็นเด็กหลายคนเล่นน้ำอยู่",
    "he": "אתמול בערב הלכנו לטייל ליד הנהר וראינו שם הרבה ילדים משחקים בכדור",
    "el": "Χθες το βράδυ πήγαμε μια βόλτα δίπλα στο ποτάμι και είδαμε πολλά παιδιά να παίζουν",
    "ru": "Вчера вечером мы гуляли вдоль реки и видели много детей которые играли в мяч",
    "uk": "Учора ввечері ми гуляли вздовж річки і бачили багато дітей які гралися з м'ячем",
    "bg": "Снощи се разхождахме край реката и видяхме много деца които играеха с топка",
    "en": "Yesterday evening we went for a walk by the river and saw many children playing ball",
    "de": (
        "Gestern Abend gingen wir am Fluss spazieren und "
        "sahen viele Kinder die mit einem Ball spielten"
    ),
    "fr": (
        "Hier soir nous nous sommes promenés au bord de la rivière et avons vu beaucoup d'enfants"
    ),
    "es": "Ayer por la tarde paseamos junto al río y vimos a muchos niños que jugaban a la pelota",
    "pt": "Ontem à tarde passeámos junto ao rio e vimos muitas crianças que jogavam à bola",
    "it": (
        "Ieri sera abbiamo passeggiato lungo il fiume e abbiamo visto molti bambini giocare a palla"
    ),
    "nl": (
        "Gisteravond wandelden we langs de rivier en zagen "
        "we veel kinderen die met een bal speelden"
    ),
    "pl": (
        "Wczoraj wieczorem spacerowaliśmy nad rzeką i widzieliśmy dużo dzieci bawiących się piłką"
    ),
    "tr": "Dün akşam nehir kıyısında yürüyüşe çıktık ve top oynayan birçok çocuk gördük",
    "hu": "Tegnap este sétáltunk a folyó mellett és sok labdázó gyereket láttunk",
    "fi": "Eilen illalla kävelimme joen rannalla ja näimme paljon lapsia pelaamassa palloa",
    "vi": "Chiều hôm qua chúng tôi đi dạo bên bờ sông và thấy rất nhiều trẻ em đang chơi bóng",
    "sw": "Jana jioni tulitembea kando ya mto na tukaona watoto wengi wakicheza mpira",
    "ko": "어제 저녁에 우리는 강가를 산책했고 많은 아이들이 공놀이하는 것을 보았다",
    "ja": "昨日の夕方、川のそばを散歩していると、たくさんの子供たちがボールで遊んでいた",
    "zh": "昨天傍晚我们在河边散步，看到很多孩子在那里玩球，天气非常好，大家都很高兴",
}

# And some of languages it does not know.
OTHER_SENTENCES = {
    "ps": "تېره ماښام موږ د سيند پر غاړه وګرځېدو او ډېر ماشومان مو وليدل چې لوبې يې کولې",
    "sd": "ڪالهه شام جو اسان درياهه جي ڪناري تي وياسين ۽ اتي ڪيترائي ٻار راند ڪندي ڏٺاسين",
    "ckb": "دوێنێ ئێوارە لە کەناری ڕووبارەکە پیاسەمان کرد و زۆر منداڵمان بینی کە یارییان دەکرد",
    "ug": (
        "تۈنۈگۈن كەچقۇرۇن بىز دەريا بويىدا سەيلە قىلدۇق ۋە توپ ئويناۋاتقان نۇرغۇن بالىلارنى كۆردۇق"
    ),
    "pnb": "کل شامیں اسی دریا دے کنڈھے گئے تے اوتھے بوہت سارے بالاں نوں کھیڈدے ویکھیا",
    "skr": "کل شام کوں اساں دریا دے کنارے تے ڳئے ہاسے تے اتھاں ٻہوں سارے ٻال کھیڈدے ݙٹھے",
    "ur-Latn": (
        "kal shaam hum darya ke kinare gaye aur wahan bohat "
        "se bachay khel rahe thay lekin hawa tez nahi thi"
    ),
    "yi": "נעכטן אויפֿדערנאַכט זענען מיר געגאַנגען שפּאַצירן בײַם טײַך און געזען אַ סך קינדער",
    "as": "কালি সন্ধিয়া আমি নদীৰ পাৰত ফুৰিবলৈ গৈছিলোঁ আৰু বহুতো ল'ৰা-ছোৱালী খেলি থকা দেখিলোঁ",
    "kn": "ನಿನ್ನೆ ಸಂಜೆ ನಾವು ನದಿಯ ದಡದಲ್ಲಿ ನಡೆದಾಡಿದೆವು ಮತ್ತು ಅನೇಕ ಮಕ್ಕಳನ್ನು ನೋಡಿದೆವು",
    "ka": "გუშინ საღამოს მდინარის პირას ვსეირნობდით და ბევრი ბავშვი ვნახეთ",
    "hy": "Երեկ երեկոյան մենք քայլում էինք գետի ափով և տեսանք շատ երեխաների",
}

# What stands between words in real texts, and a lone surrogate.
FOREIGN = [
    "2026",
    "3.5",
    "۱۲",
    "😀",
    "http://example.com/a?b=1",
    "reporter@example.com",
    "—",
    "ﷺ",
    "\u200c",
    "q\ud800",
]


def composed_texts(count: int) -> Iterator[str]:
    """Compose texts of 5 to 5,500 characters, mostly short, in 1 to 3 languages, by Zipf's law."""
    random = Random(20260307)  # noqa: S311 - texts, not secrets
    for _ in range(count):
        words = [
            word
            for tag in random.sample(sorted(SENTENCES), random.choice([1, 1, 1, 2, 3]))
            for word in SENTENCES[tag].split()
        ] + random.sample(FOREIGN, 2)
        random.shuffle(words)
        weights = [1 / rank for rank in range(1, len(words) + 1)]
        length = 5 + int(5_495 * random.random() ** 6)
        yield " ".join(random.choices(words, weights, k=length))[:length]
