import CommandManual
import DeskAPI

extension SwedishOutput {
    /// What is wrong with an article, for its author.
    ///
    /// Apart from the others: by itself «to an article» would fit too much.
    static func articles(for environment: [String: String]) -> Translation {
        Wording.isSwedish(environment) ? articleTranslation : Translation([])
    }

    /// Everything that may be wrong with an article.
    static let articleTranslation = Translation([Translation.Part(articleTexts)])

    /// What is wrong with the keys of the directory.
    static let directoryTexts = [
        "name at least one server, such as ldap://ldap1.example.org":
            "ange minst en server, som ldap://ldap1.example.org",
        "wants ldap://HOST[:PORT] or ldaps://HOST[:PORT]":
            "måste vara ldap://VÄRD[:PORT] eller ldaps://VÄRD[:PORT]",
        "{} would get passwords in the clear; set true":
            "{} skulle få lösenord i klartext; ställ in true",
        "wants a name such as uid={username},ou=people,dc=example,dc=org":
            "måste vara ett namn som uid={username},ou=people,dc=example,dc=org",
        "must contain {username} and no other place":
            "måste innehålla {username} och ingen annan plats",
        "needs client-key beside it, and that needs this":
            "behöver client-key bredvid sig, och den behöver detta",
        "wants one filter in parentheses that close as they open":
            "måste vara ett filter inom parenteser som sluts som de öppnas",
        "{{}} is not known here": "{{}} är okänt här",
        "must contain {{}}, or it matches the same for everybody":
            "måste innehålla {{}}, annars ger det samma för alla",
        "must contain ({}), as attributes.username has it, alone or beside others: (|({})(mail={username}))":
            "måste innehålla ({}), som attributes.username har det, ensamt eller bredvid andra: (|({})(mail={username}))",
        "must contain {}, as attributes.username has it":
            "måste innehålla {}, som attributes.username har det",
        "wants a group's distinguished name": "måste vara en grupps unika namn (DN)",
        "without a group for any role nobody can log in":
            "utan en grupp för någon roll kan ingen logga in",
        "without it and without memberOf nobody has a group":
            "utan det och utan memberOf är ingen med i en grupp",
        "bind-dn needs one, best as the file directory.bind-password of the credentials":
            "bind-dn behöver ett, helst som filen directory.bind-password bland hemligheterna",
        "must not carry NUL": "får inte innehålla NUL",
        "there is a bind-password, but nobody it belongs to":
            "det finns ett bind-password, men ingen som det hör till",
        "wants a distinguished name, such as ou=people,dc=example,dc=org":
            "måste vara ett unikt namn (DN), som ou=people,dc=example,dc=org",
        "wants {}...{}": "måste vara {}...{}",
        "wants 1...3600 seconds": "måste vara 1...3600 sekunder",
        "wants more than nothing and at most a minute":
            "måste vara mer än inget och högst en minut",
    ]

    /// What is wrong with a template of letters.
    static let letterTexts = [
        "must begin with a line «Subject: …» and an empty one":
            "måste börja med en rad «Subject: …» och en tom",
        "is no Mustache: {}": "är ingen Mustache: {}",
        "{{}} names nothing": "{{}} nämner inget",
        "{{{}}} is not known here; there are {}": "{{{}}} är okänt här; det finns {}",
        "{{{}}} must not stand unescaped": "{{{}}} får inte stå utan att skyddas",
        "there is no letter of that name": "det finns inget brev med det namnet",
    ]

    /// What is wrong with a file that the configuration names, or with a pair of them.
    static let fileTexts = [
        "holds no article: must be the folder with the languages' folders in it":
            "innehåller ingen artikel: måste vara mappen med språkens mappar",
        "must be the key of {}, in PEM and without a passphrase":
            "måste vara nyckeln till {}, i PEM och utan lösenfras",
        "Permission denied": "åtkomst nekas", "No such file or directory": "filen finns inte",
        "Is a directory": "det är en mapp", "it is no text in UTF-8": "det är ingen text i UTF-8",
        "must be a list of destinations under the key destinations":
            "måste vara en lista med mottagare under nyckeln destinations",
        "is missing": "saknas", "must not be empty": "får inte vara tomt",
        "must be a value of another kind": "måste vara ett värde av annat slag",
        "cannot be read": "kan inte läsas", "it is no YAML": "det är ingen YAML",
        "line {}: {}": "rad {}: {}",
        "line {}: {} stands there twice": "rad {}: {} står där två gånger",
        "has {} rows; the limit is {}": "har {} rader; gränsen är {}",
        "needs a number or a uri": "behöver ett nummer eller en uri",
        "needs {} and {}": "behöver {} och {}", "cannot be written: {}": "går inte att skriva: {}",
        "ends before it begins": "slutar innan det börjar",
        "«{}» must be a day such as 2011-07-31": "«{}» måste vara en dag som 2011-07-31",
        "«{}» is no telephone number: {}": "«{}» är inget telefonnummer: {}",
        "«{}» is no SIP URI: {}": "«{}» är ingen SIP-URI: {}",
        "it has no digit": "det har ingen siffra",
        "it is longer than {} characters": "det är längre än {} tecken",
        "it has characters that no number has": "det har tecken som inget nummer har",
        "a short number, or one without its area, is reached from nowhere else":
            "ett kortnummer, eller ett utan riktnummer, nås inte någon annanstans ifrån",
        "it has fewer than {} digits": "det har färre än {} siffror",
        "it has more than {} digits": "det har fler än {} siffror",
        "from {} on its calls go round: {}": "från {} går dess samtal runt: {}",
        "from {} on its calls are sent on more than {} times: {}":
            "från {} skickas dess samtal vidare fler än {} gånger: {}",
        "{}: no article that can be read": "{}: ingen artikel som går att läsa",
        "{} ids that are no article's: {}": "{} id som ingen artikel har: {}",
        "there is no folder {} for the store": "det finns ingen mapp {} för databasen",
        "the demo cannot serve: {}": "demonstrationen kan inte starta: {}",
        "{} is in use: name another address with {}": "{} är upptagen: ange en annan adress med {}",
    ]

    private static let articleTexts = [
        "there is no article {} in {}": "det finns ingen artikel {} på {}",
        "`category` is {} in {}": "`category` är {} på {}",
        "`codes` differ from those in {}": "`codes` skiljer sig från dem på {}",
        "`audience` is {} in {}": "`audience` är {} på {}",
        "the translation is of {}, the text in {} of {}":
            "översättningen är från {}, texten på {} från {}",
        "`reviewed` is missing": "`reviewed` saknas",
        "`reviewed` is {}, which is yet to come": "`reviewed` är {}, som inte har varit än",
        "was reviewed {}; look at it again, a year has passed":
            "granskades {}; titta på den igen, ett år har gått",
        "raw HTML is never shown: {}": "ren HTML visas aldrig: {}",
        "links to itself": "länkar till sig själv",
        "links to {}, and there is no such article": "länkar till {}, och den artikeln finns inte",
        "the text has {} words, not {}…{}": "texten har {} ord, inte {}…{}",
        "`questions` has {}, fewer than {}": "`questions` har {}, färre än {}",
        "«{}» leads {}": "«{}» leder {}", "to {}": "till {}", "nowhere": "ingenstans",
        "«{}» is also a question of {}": "«{}» är också en fråga i {}",
        "longer than {} octets": "längre än {} oktetter",
        "`audience` must be citizen or staff, not {}":
            "`audience` måste vara citizen eller staff, inte {}",
        "`reviewed` must be a date such as 2026-11-01, not {}":
            "`reviewed` måste vara ett datum som 2026-11-01, inte {}",
        "there is no text after the front matter": "det finns ingen text efter huvudet",
        "the text holds a NUL character": "texten innehåller ett NUL-tecken",
        "the text is not UTF-8": "texten är inte UTF-8",
        "`category` must be one of {}, not {}": "`category` måste vara något av {}, inte {}",
        "`category` is {} but the folder is {}": "`category` är {} men mappen är {}",
        "the path must be <language>/<category>/<id>.md, the id of a-z, 0-9 and hyphens, at most 80":
            "sökvägen måste vara <language>/<category>/<id>.md, id:t av a-z, 0-9 och bindestreck, högst 80",
        "no front matter: the file must begin with --- and a second --- ends it":
            "inget huvud: filen måste börja med --- och ett andra --- avslutar det",
        "the front matter is not YAML: {}": "huvudet är inte YAML: {}",
        "`{}` must be one text": "`{}` måste vara en text", "`{}` is missing": "`{}` saknas",
        "`{}` must be a list, such as [one, two]": "`{}` måste vara en lista, som [ett, två]",
        "`{}` has {} items, over {}": "`{}` har {} poster, över {}",
        "`{}` must be a list of plain texts": "`{}` måste vara en lista med vanliga texter",
        "the front matter must be keys and values": "huvudet måste vara nycklar och värden",
        "unknown key `{}`; known: {}": "okänd nyckel `{}`; kända: {}",
        "`{}` is empty": "`{}` är tomt",
        "`{}` is longer than {} characters": "`{}` är längre än {} tecken",
        "`{}` must be one line without control characters":
            "`{}` måste vara en rad utan styrtecken",
        "another file has the id {} in {}": "en annan fil har id {} på {}",
        "a symbolic link out of the knowledge base": "en symbolisk länk ut ur kunskapsbasen",
        "{{#{}}} is not closed": "{{#{}}} är inte stängt",
        "unknown placeholder {{{}}}": "okänd plats {{{}}}",
        "not a file": "ingen fil", "cannot be read": "kan inte läsas",
    ]
}
