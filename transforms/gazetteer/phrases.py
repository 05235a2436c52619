"""Words of newsrooms: desks, words for agency, labels of credits and bylines, words of sentences.

Phrases that differ in letter forms, spaces or marks only stand here once.
"""

# Reporters without a name of their own: each is one wherever it stands alone.
DESKS = (
    "ڈیسک|رپورٹر|رپوٹر|نمائندہ|نمائندگان|نمائندے|نامہ نگار|نامہ نگاران|وقائع نگار|مراسلہ نگار"
    "|خبر نگار"
    "|خبرنگار|بیورو"
    "|مانیٹرنگ|ایجنسی|ایجنسیاں|ایجنسیز|خبر ایجنسیاں|نیوز ایجنسیاں|خبررساں ادارے|خبر رساں ادارے"
    "|ڊيسڪ|رپورٽر|بيورو|نمائندو|ايجنسيون"
    "|خبرنگاران|خبرگزاری|خبرگزاری‌ها|سرویس خبر|سرویس بین‌الملل|گروه سیاسی|خبریال|خبري اژانس"
    "|خبري آژانس|آژانس"
    "|وكالات|وكالة|مراسل|مراسلنا|ئاژانس|ئاژانسەکان"
    "|संवाददाता|ब्यूरो|एजेंसी|एजेंसियां|एजेंसियाँ|डेस्क|रिपोर्टर|प्रतिनिधि|प्रतिवेदक|ডেস্ক"
    "|প্রতিবেদক"
    "|প্রতিনিধি|সংবাদদাতা|এজেন্সি"
    "|desk|agencies|agency|bureau|correspondent|correspondents|reporter|reporters|newsdesk|webdesk"
)

# What else the bracket of a dateline has in it when it names who reports, and no acronym.
DESK_WORDS = DESKS + (
    "|نیوز|رپورٹ|آن لائن|اسٹاف|سٹاف|نيوز|رپورٽ|خاص|न्यूज|न्यूज़|সংবাদ|news|monitoring|online"
    "|report|staff|wire|wires"
)

# Names of letters, as abbreviations are spelled: `بی بی سی`.
LETTER_NAMES = (
    "اے|بی|سی|ڈی|ای|ایف|جی|ایچ|آئی|جے|کے|ایل|ایم|این|او|پی|کیو|آر|ایس|ٹی|یو|وی|ڈبلیو|ایکس|وائی"
    "|زیڈ|دی|اف|اچ|آی|ال|ام|ان|اس|تی|دبلیو|وای|زد"
    "|ڊي|ايف|ايڇ|جي|ايل|ايم|اين|آر|ايس|ٽي|وي|أ|ب|ت|د|ر|س|ش|ف|ك|م|ن"
)
# Letters that are words too: between two names, `کے` means `of`, and `او` means `and`.
LETTERS_AND_WORDS = "کے|جي|او|ان|د|ب|دی|س"

# What makes a longer name of a name: `ایسوسی ایٹڈ پریس آف پاکستان`.
OF = "آف|of|ऑफ|ऑफ़|أوف"

# What may stand around the name of an agency.
AROUND_AGENCIES = (
    "خبرگزاری|خبرگزاري|خبرنگار|آژانس|آژانس خبری|خبر رساں ادارے|خبر رساں ادارہ|خبر رساں ایجنسی"
    "|خبررساں ادارے|خبررساں ادارہ"
    "|خبررساں ایجنسی|نیوز ایجنسی|نیوز|نیوز سروس|رپورٹ|نمائندہ|نمائندگان|روزنامہ|اخبار|خبري آژانس"
    "|خبری اژانس|خبري اژانس|وكالة|وكالة أنباء|وكالة الأنباء"
    "|قناة|صحيفة|موقع|شبکه|شبکه خبری|شبکه|روزنامه|سایت|پایگاه خبری|समाचार एजेंसी|न्यूज एजेंसी"
    "|न्यूज़ एजेंसी|एजेंसी|ئاژانسی"
    "|news agency|the|agency|news service|newspaper"
)

# Words for agency: the name stands before or after them.
AGENCY_WORDS = (
    "خبر رساں ادارے|خبر رساں ادارہ|خبر رساں ایجنسی|خبررساں ادارے|خبررساں ادارہ|خبررساں ایجنسی"
    "|نیوز ایجنسی"
    "|خبر ایجنسی"
    "|نشریاتی ادارے|خبرگزاری|خبرگزاري|آژانس خبری|آژانس|خبري آژانس|خبري اژانس|خبري ادارې"
    "|خبر رسان اداري"
    "|خبر رسان ايجنسي"
    "|وكالة|وكالة الأنباء|وكالة أنباء|لوكالة|بوكالة|ئاژانسی|ئاژانسی هەواڵی|समाचार एजेंसी"
    "|न्यूज एजेंसी"
    "|न्यूज़ एजेंसी|news agency"
)

# Words of reporting: the name stands before them.
REPORTED = (
    "کے مطابق|کی رپورٹ|کی ایک رپورٹ|نے رپورٹ|کے حوالے سے|جي مطابق|د راپور له مخې|راپور ورکړی"
    "|په حواله"
    "|के मुताबिक|के अनुसार|की रिपोर्ट|की खबर|reported|reports|has reported"
)

# Words of citing: the name stands after them.
CITED = (
    "به گزارش|به نقل از|بنا بر گزارش|به گفته|گزارش خبرنگار|به خبرنگار|با خبرنگار|گفت‌وگو با"
    "|گفتگو با|گفت و گو با|نقلا عن|نقلاً عن"
    "|نقلًا عن|وفقا لوكالة"
    "|وفقاً لوكالة|بحسب|حسب|بەپێی|according to|told"
)

# Labels of where a text or its writer comes from: they count before an agency or a desk.
SOURCES = (
    "عہدہ|شغل|पदनाम|role|ماخذ|مأخذ|منبع|المصدر|مصدر|स्रोत|سرچینه|سورس|ذریعہ|source|sources|via"
    "|credit|इनपुट|inputs from|input from|with inputs from|with input from"
    "|with additional inputs from|with additional input from"
)

# Labels of who owns a text, whoever that is.
COURTESY = "بشکریہ|بہ شکریہ|साभार|courtesy|courtesy of"

# Labels of who wrote a text; a mark follows them.
BYLINES = (
    "by|byline|written by|reported by|report by|story by|text by|words by|author|authors|writer"
    "|تحریر|تحریر و ترتیب|ازقلم"
    "|رپورٹ|رپورٹر|مصنف|مصنفہ|نامہ نگار|خبرنگار|کالم نگار|مضمون نگار|لکھاری|از|از قلم|بقلم"
    "|نویسنده|گزارش|گزارشگر|نگارنده|به قلم|نویسندگان|لیکوال|لیکونکی|لیکنه|ليکڪ|رپورٽ|تحرير"
    "|كتب|كتبت|بقلم|كاتب|الكاتب|الكاتبة|إعداد|تقرير|المؤلف|लेखक|रिपोर्ट|रिपोर्टर|लेखिका|প্রতিবেদন|লেখক"
)

# Labels of who wrote a text that need no mark.
BYLINES_BARE = (
    "by|written by|reported by|story by|words by|posted by|published by"
    "|بذریعہ|منجانب|خبرنگار|نامہ نگار|از قلم|بقلم|به قلم"
)

# Words of a sentence, which no place and no name has.
SENTENCE_WORDS = (
    "میں|نے|کو|سے|کا|کے|کی|پر|تک|ہے|ہیں|تھا|تھے|تھی|گا|گی|کہ|کہا|نہیں|یہ|وہ|جو|جب|لیے|لئے|ہو"
    "|ہوا|ہوئے|کر"
    "|کیا|اس|ان|ایک"
    "|در|از|به|را|که|است|این|آن|با|برای|شد|بود|می|تا"
    "|في|من|إلى|عن|أن|إن|التي|الذي|هذا|هذه|قال|بعد|قبل"
    "|میں|۾|جي|جو|جا|جون|کي|آهي|کان|تي|په|کې|ته|له|څخه|چې|دی|ده|شو|کړ"
    "|में|ने|को|से|का|के|की|पर|है|हैं|था|थे|थी|कि|यह|वह|एक"
    "|the|of|in|on|at|to|for|from|is|are|was|were|has|have|had|said|says|with|by|as|that|this"
    "|it|a|an"
    "|after|before|will"
)

# Words that continue the sentence before them; a report begins with others.
CONTINUATIONS = (
    "کو|نے|کے|کی|کا|سے|میں|پر|تک|کہ|ہے|را|است|को|ने|के|की|का|से|में|पर|है|was|were|is|has|have"
    "|had|said|will|and"
)

# Words of a picture's credit.
NO_CREDIT = "فوٹو|تصویر|عکس|صورة|صور|फोटो|तस्वीर|photo|photos|picture|image|file|getty"

# Marks that may stand around a name.
NAME_MARKS = " \"'‘’“”«»[]*،,؛.…۔:/–—ـ-"

# How long a text takes to read, folded: a whole line.
READING_TIME = (
    r"\W*(?:(?:(?:پڑھنے|مطالعے|مطالعہ) کا (?:وقت|دورانیہ)|زمان (?:مطالعہ|خواندن)|مدت مطالعہ"
    r"|(?:وقت|مدہ|زمن) القراءہ|پڑھڻ جو وقت|د لوستلو وخت|کاتی خوێندنەوە|पढ़ने का समय|পড়ার সময়"
    r"|temps de lecture|lesezeit|tiempo de lectura|tempo d[ei] (?:leitura|lettura)|okuma süresi"
    r"|(?:est(?:imated|\.)? )?read(?:ing)? time|(?:قراءہ|पढ़ने में|time to read)(?=\W{0,3}\d))"
    r"\W*(?:تقریبا\W*)?\d*\s?"
    r"(?:منٹ|دقیقہ|دقائق|دقیقتان|منٽ|دقیقې|دقیقی|خولەک|मिनट|মিনিট|min(?:ut(?:en?|o|i))?s?|dakika)?"
    r"|(?:دقیقہ واحدہ|دقیقتان) (?:ل?ل?قراءہ|مطالعہ)|\d+\W{0,2}(?:min(?:utes?)? de lecture"
    r"|min(?:ute)?s?\W{0,2}(?:to )?read|منٹ (?:میں پڑھیں|کا مطالعہ|مطالعہ)"
    r"|(?:دقیقہ|دقائق) (?:مطالعہ|قراءہ|للقراءہ|زمان مطالعہ)|मिनट (?:(?:में )?पढ़ें|का पाठ)))\W*"
)

# Labels of what an author does, and headings of a block that names the author.
ROLES = (
    "عہدہ|شغل|سمت|منصب|المنصب|الوظيفة|الصفة|دنده|عهدو|पदनाम|पद|role|position|job title|designation"
)
HEADINGS_OF_AUTHORS = (
    "مضمون کی تفصیل|مضمون کی تفصیلات|جزئیات مقاله|اطلاعات مقاله|تفاصيل المقال|معلومات المقال"
    "|लेख विवरण|लेख की जानकारी|article information|article details|author info|about the author"
)
