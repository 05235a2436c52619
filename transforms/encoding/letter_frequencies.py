"""List the letters of the languages of legacy encodings, the most frequent first.

They were counted on labelled sentences of news, web pages and Wikipedia; only their order counts,
not their shares. Chinese, Japanese and Korean have their most frequent characters only.
"""

LATIN_ALPHABETS = {
    "english": "etaionrshldcumfpgybwvkxjqzéïöçñáèê",
    "french": "esintaruoldcpmévgfqbhxàjèyêkwzâîôçûïùëœüÿ",
    "german": "enirstadhulgcombfwkzpvüäößjyxqé",
    "spanish": "eaosnrildtcumpbgvyqhfíóáéñjzxwkúü",
    "portuguese": "aeosridntmucplvgfqbhãçáézjíxóêõúàkyâwôü",
    "italian": "iaeonrtlscdpmugvfbzhqàèùyìkòwxjé",
    "catalan": "easirtlnocdupmgbvfqóhxàèéjyíòzçúwkïü",
    "dutch": "enaitrodslgvhmkupcwjbzfyxëéqèïöóüê",
    "irish": "ainhrestclodgmubíáéfóúpvkywjzxq",
    "danish": "erntaislodgkmvfupbhåjøyæcwzxòéq",
    "swedish": "eartnsilodmkgvfäuhpöåbcjyxwzqé",
    "icelandic": "arniestulgmðkfvohádíþjóbypæöúéýcxwqz",
    "finnish": "aitensolkuämvrjyhpdögfbcwxzqåéšž",
    "albanian": "eitëarnshomukdjlpvgbfzqycçxw",
    "polish": "aieoznrwstcydkpmjulłbgąęhóżśćfńźvxq",
    "czech": "oeantsivrldkpumcíhzjyáběřéčýžšůfgúxňwťóďq",
    "slovak": "oaenirtsvklmpduchjázbyýčížšúéťfľgôňxďóäwĺŕq",
    "hungarian": "eatlsnkzoriáémgybdvhpjöuófcőíüúűxwq",
    "croatian": "aieonrsjtlvkudmpzgbcčhšžćfđywxq",
    "romanian": "eairtnuclosdpmăfvgbzţîşhxjâkywșțq",
    "turkish": "aeinlrktmdısuyobüzgşvhçcpğöfjwâxqîû",
    "estonian": "aeistluknodmrvgpjhäõbüöfcšwyzžxq",
    "latvian": "aisteurnkāmopldvjīzēbgcšūņļžfķhģčwyxqŗō",
    "lithuanian": "iastoernukmlpdvgjbėyųšžąįūcčzfęhwxq",
    "esperanto": "aeoinlrstkjdupmvgbcfhĝzĉŭŝĵĥyxwq",
    "maltese": "aitelnrmuħobkhdsjpqxfgżċwvzġcàèùòì",
    "welsh": "adenyriolwghftscumbpkvâôjzxêŵŷqîé",
    "vietnamese": "nhtigcaolumerdyvpkbsqđưôơăâxêáàéèóòíìúùý\u0300\u0301\u0303\u0309\u0323fjwz",
}
OTHER_ALPHABETS = {
    "russian": "оеаинтсрвлкмдпуяыьзгбчйжхюшцэщёъ",
    "ukrainian": "оаниівтресклудпмязьгбчйхцюжїшєщґ",
    "belarusian": "анірыскелтядовмуцпзўгбьчэшхйжюё",
    "bulgarian": "аиоетнсрвдклпмзябъгучжцщхйшфюь",
    "serbian": "аиоенрстукјвдмлпзгбцчшњхљжћфђџ",
    "macedonian": "аоиетнрсвдклпмугјзбчшцжњфхќљѓџѕ",
    "kazakh": "аеынртлідсқмкобжуиғңзгйпшұөәүяфвхһ",
    "greek": "αοτιενσρκπημςυλίάόέγδήωχθύφβώξζψϊΐϋ",
    "hebrew": "יוהלרתבמאשנםעדקחפסכגטצןזךףץװױײַָֿ",
    "arabic": "اليمنوترعبةدسهفكأقحجشطىخصإضذزثغًئءظآؤٍَُِّْ",
    "persian": "ايردنهومتبسلکكشزفگعقخجحآپصچطغضذظئثژأ",
    "urdu": "اکيرونےمہهسلتدبںپجئھقگعفٹشزحخچصآڈطظضڑغذثؤىك",
    "thai": "ารนกัมอ่งเวยีส้ทิลดบคตะปจพหชุ์แขำศืูโธไณใภผษึ็ญถซฟฐฒฝฉฤฮฆๆฬฯ",
    "simplified chinese": (
        "的一是不人有了我在大这要以为上中他会来个生时国到出就能和对家法们说也成年地发得自可与于都所之行那现民过后用经"
    ),
    "traditional chinese": (
        "的一是不人有了我在大這要以為上中他會來個生時國到出就能和對家法們說也成年地發得自可與於都所之行那現民過後用經"
    ),
    "japanese": (
        "のいでてしにながとるすをたはまかっりらうもれこくあきさだんけンどえトおそよつスめやイせッラちレばフみアずリじごょほ"
        "プムジタドルシクマグコキウオデロチバブパサカテツダビニハメモュャョェゃゅぎげぐぜぞづびぶべぼぱぽへほゆわー日人一大会年"
    ),
    "korean": (
        "이다는에을고의가지한로하서은사기대를도정해자리시부인수있으나전어제들일장만원보국했주아라상스과것게그년회문동조선"
    ),
}
ALPHABETS = LATIN_ALPHABETS | OTHER_ALPHABETS
