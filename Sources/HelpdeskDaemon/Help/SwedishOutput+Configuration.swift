extension SwedishOutput {
    /// What is wanted of a key.
    static let configurationTexts = [
        "must be the address of a proxy": "måste vara adressen till en proxy",
        "needs both certificate and key, or neither":
            "behöver både certifikat och nyckel, eller inget av dem",
        "needs both certificate and key": "behöver både certifikat och nyckel",
        "must be the full path of a folder": "måste vara hela sökvägen till en mapp",
        "wants audit.certificate and audit.key beside it":
            "behöver audit.certificate och audit.key bredvid sig",
        "{} holds no certificate in PEM": "{} innehåller inget certifikat i PEM",
        "{} holds no key without a passphrase": "{} innehåller ingen nyckel utan lösenfras",
        "{} is not the key of {}": "{} är inte nyckeln till {}",
        "must be at most {} names": "får vara högst {} namn",
        "must be one line of at most {} characters, without {{":
            "måste vara en rad med högst {} tecken, utan {{",
        "the file cannot be read: {}": "filen kan inte läsas: {}",
        "must be 1 to {}; there are {}": "måste vara 1 till {}; det är {}",
        "must be false where the type is blackbox": "måste vara false där typen är blackbox",
        "must be blackbox, for nothing of a confidential queue is shown":
            "måste vara blackbox, för inget ur en sekretessbelagd kö visas",
        "«{}» must be the id of a destination": "«{}» måste vara id för en mottagare",
        "must be at most {}": "får vara högst {}",
        "must be there for the two lists and for nothing else, at most {}":
            "måste finnas för de båda listorna och inget annat, högst {}",
        "must be 1 to 64 of a-z, A-Z, 0-9, - and _":
            "måste vara 1 till 64 av a-z, A-Z, 0-9, - och _",
        "«{}» stands there twice": "«{}» står där två gånger",
        "must be one line of 1 to 200 characters": "måste vara en rad med 1 till 200 tecken",
        "«{}» must be one of {}": "«{}» måste vara något av {}",
        "nobody could log in: set this or directory.file":
            "ingen skulle kunna logga in: ställ in detta eller directory.file",
        "there is no such folder": "mappen finns inte",
        "must be HOST:PORT, like 127.0.0.1:8080": "måste vara VÄRD:PORT, som 127.0.0.1:8080",
        "must be HOST:PORT, like 127.0.0.1:8080, or unix:/PATH":
            "måste vara VÄRD:PORT, som 127.0.0.1:8080, eller unix:/SÖKVÄG",
        "must be the address citizens write to, like support@example.org, without + and with at most {} characters before the @":
            "måste vara adressen som medborgare skriver till, som support@example.org, utan + och med högst {} tecken före @",
        "must be the name citizens read": "måste vara namnet som medborgare läser",
        "must be a PEM file with certificates": "måste vara en PEM-fil med certifikat",
        "must be as large as mail.message-bytes-max at least, or no mail of that size comes in":
            "måste vara minst så stort som mail.message-bytes-max, annars kommer inga mejl av den storleken in",
        "must be sqlite: and the full path of a file, or postgresql://USER@HOST/DATABASE":
            "måste vara sqlite: och hela sökvägen till en fil, eller postgresql://ANVÄNDARE@VÄRD/DATABAS",
        "must have / ? # @ in its user and password written as %2F %3F %23 %40":
            "måste ha / ? # @ i användare och lösenord skrivna som %2F %3F %23 %40",
        "is not set here and may be a credential, which only root and the units can read: give the command as root, or set it":
            "är inte inställt här och kan vara en hemlighet som bara root och enheterna kan läsa: ge kommandot som root, eller ställ in det",
        "must be postgresql://USER@HOST/DATABASE":
            "måste vara postgresql://ANVÄNDARE@VÄRD/DATABAS",
        "must name a file": "måste nämna en fil",
        "must name where to look": "måste säga var det ska letas",
        "must name an attribute": "måste nämna ett attribut",
        "must name an attribute, or uri must": "måste nämna ett attribut, eller så måste uri det",
        "must be of {}": "måste vara av {}",
        "must be set: a survey is answered there":
            "måste vara inställt: enkäten besvaras där",
        "there is no such folder, or it cannot be read":
            "mappen finns inte, eller kan inte läsas",
        "is no UTF-8": "är inte UTF-8",
        "must be https://HOST, perhaps with a path":
            "måste vara https://VÄRD, kanske med en sökväg",
        "must be printable ASCII without quotes and semicolons":
            "måste vara skrivbar ASCII utan citattecken och semikolon",
        "must be set where there is a login": "måste vara inställt där det finns en inloggning",
        "must be imaps://HOST:PORT or imap://HOST:PORT":
            "måste vara imaps://VÄRD:PORT eller imap://VÄRD:PORT",
        "must be whom to log in as": "måste vara vem som ska logga in",
        "set this or token-file, and one of them only":
            "ställ in detta eller token-file, och bara ett av dem",
        "must be another folder than the rest": "måste vara en annan mapp än de övriga",
        "must be three capitals (ISO 4217), such as SEK":
            "måste vara tre versaler (ISO 4217), som SEK",
        "must be QUEUE: BOARD, such as school: Utbildningsnämnden":
            "måste vara KÖ: NÄMND, som school: Utbildningsnämnden",
        "there is no such key: {}": "nyckeln finns inte: {}",
        "must be set: Open311's discovery says it": "måste vara inställt: Open311 berättar det",
        "the file cannot be read": "filen kan inte läsas",
        "must be a folder of readable files": "måste vara en mapp med läsbara filer",
        "the file cannot be read as YAML: {}": "filen kan inte läsas som YAML: {}",
        "there is no such key": "nyckeln finns inte",
        "there is no such key; did you mean {}?": "nyckeln finns inte; menade du {}?",
        "{}: {} is there only while its unit runs, and was not checked":
            "{}: {} finns bara medan dess enhet är igång, och kontrollerades inte",
        "must be one value, not a list": "måste vara ett värde, inte en lista",
        "must be a number from {} to {}": "måste vara ett tal från {} till {}",
        "must be true or false": "måste vara true eller false",
        "must be one of {}": "måste vara något av {}",
        "there is no such file, or it cannot be read": "filen finns inte, eller kan inte läsas",
        "must be smtp://HOST:PORT or smtps://HOST:PORT":
            "måste vara smtp://VÄRD:PORT eller smtps://VÄRD:PORT",
        "must not be http.listen too": "får inte vara http.listen också",
        "must be the mail server, not a door of the desk":
            "måste vara e-postservern, inte en av helpdesks egna dörrar",
        "must name no user; that is …submission.username":
            "får inte nämna någon användare; det gör …submission.username",
        "goes together with the password": "hör ihop med lösenordet",
        "nobody could be rung: set this or agent-uri":
            "ingen skulle kunna ringas upp: ställ in detta eller agent-uri",
        "must be a SIP URI like sip:{username}@pbx.example.org":
            "måste vara en SIP-URI som sip:{username}@pbx.example.org",
        "must be a list like [anna=sip:4101@pbx.example.org]":
            "måste vara en lista som [anna=sip:4101@pbx.example.org]",
        "must name staff who have a telephone, or be a SIP URI":
            "måste nämna personal som har en telefon, eller vara en SIP-URI",
        "must not name a line twice, at whatever host it is":
            "får inte nämna samma anknytning två gånger, på vilken värd den än finns",
        "must begin numbers, like +468": "måste vara början på nummer, som +468",
        "must be set beside destinations": "måste vara inställt bredvid destinations",
        "must be manual or sip": "måste vara manual eller sip",
        "must name the file of destinations": "måste nämna filen med mottagare",
        "must be the id of a destination": "måste vara id för en mottagare",
        "is needed for tls, with sip.key": "behövs för tls, tillsammans med sip.key",
        "must be a list like [udp:192.0.2.10:5060, tls:192.0.2.10:5061]":
            "måste vara en lista som [udp:192.0.2.10:5060, tls:192.0.2.10:5061]",
        "must be a list like [udp:192.0.2.20:5060, tls:pbx.example.org, sip:example.org]":
            "måste vara en lista som [udp:192.0.2.20:5060, tls:pbx.example.org, sip:example.org]",
        "must be a list of IPv4 addresses, like [192.0.2.53]":
            "måste vara en lista med IPv4-adresser, som [192.0.2.53]",
        "must be an IP address": "måste vara en IP-adress",
        "must be the name or the address of a host": "måste vara en värds namn eller adress",
        "needs a password beside it, or neither":
            "behöver ett lösenord bredvid sig, eller inget av dem",
        "must be a URI like sip:helpdesk@example.org":
            "måste vara en URI som sip:helpdesk@example.org",
        "must be a network like 10.1.0.0/16": "måste vara ett nätverk som 10.1.0.0/16",
        "must be twice directory.sync-seconds at least, or sessions end between two looks":
            "måste vara minst dubbla directory.sync-seconds, annars tar inloggningar slut mellan två kontroller",
        "must be NAME: WORD, WORD with a name of one word":
            "måste vara NAMN: ORD, ORD med ett namn i ett ord",
        "must be QUEUE: HOURS, such as school: Mo-Fr 07:30-16:00":
            "måste vara KÖ: TIDER, som school: Mo-Fr 07:30-16:00",
    ]

    /// What is wanted of a rule or of opening hours.
    static let ruleTexts = [
        "is empty; for example Mo-Fr 08:00-16:30": "är tomt; till exempel Mo-Fr 08:00-16:30",
        "has more than {} rules or times": "har fler än {} regler eller tider",
        "«{}» must be days such as Mo-Fr, a date such as 2026-12-23, PH or HD":
            "«{}» måste vara dagar som Mo-Fr, ett datum som 2026-12-23, PH eller HD",
        "«{}» must be off or a time such as 08:00-16:30":
            "«{}» måste vara off eller en tid som 08:00-16:30",
        "«{}» must end after it begins, and after the time before it; hours past midnight are written as two days":
            "«{}» måste sluta efter att det börjar, och efter tiden före; timmar efter midnatt skrivs som två dagar",
        "must say for which tickets, a colon, and times; for example *: first 1d":
            "måste säga för vilka ärenden, ett kolon och tider; till exempel *: first 1d",
        "must say for which tickets; * for all of them":
            "måste säga för vilka ärenden; * för alla",
        "«{}» must be a kind, a priority, queue=NAME or *":
            "«{}» måste vara en ärendetyp, en prioritet, queue=NAMN eller *",
        "«{}» must be first, next or solve and a time such as 30m, 4h or 2d, each once":
            "«{}» måste vara first, next eller solve och en tid som 30m, 4h eller 2d, var och en högst en gång",
        "must say for which tickets, a colon, and what; for example *: queue=help":
            "måste säga för vilka ärenden, ett kolon och vad; till exempel *: queue=help",
        "«{}» must be a kind, a category, danger, deadline, many, blocked, *, or one of channel=, language=, service=, eid=, code=, device= and step= with a value":
            "«{}» måste vara en ärendetyp, en kategori, danger, deadline, many, blocked, *, eller något av channel=, language=, service=, eid=, code=, device= och step= med ett värde",
        "«{}» fits no ticket; its value must be one of: {}":
            "«{}» passar inget ärende; värdet måste vara något av: {}",
        "«{}» must be queue=NAME or priority=low, normal, high or urgent, each once":
            "«{}» måste vara queue=NAMN eller priority=low, normal, high eller urgent, var och en högst en gång",
    ]
}
