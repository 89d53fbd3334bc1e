extension SwedishWords {
    /// Of a request as such.
    static let requests = [
        "Bad request": "Felaktig begäran",
        "The request cannot be read.": "Begäran kan inte läsas.",
        "The request ended too soon.": "Begäran tog slut för tidigt.",
        "The query cannot be answered.": "Frågan kan inte besvaras.",
        "The body is not JSON.": "Innehållet är inte JSON.",
        "The body cannot be read.": "Innehållet kan inte läsas.",
        "The form data cannot be read.": "Formulärdata kan inte läsas.",
        "A body may have {} octets.": "Innehållet får ha {} oktetter.",
        "Idempotency-Key has 1 to {} characters.": "Idempotency-Key har 1 till {} tecken.",
        "Idempotency-Key used before": "Idempotency-Key har använts förut",
        "The same key came with another request. Use a new key for a new request.":
            "Samma nyckel kom med en annan begäran. Ta en ny nyckel till en ny begäran.",
        "Unsupported media type": "Medietypen stöds inte", "Send {}.": "Skicka {}.",
        "Send the body without Content-Encoding.": "Skicka innehållet utan Content-Encoding.",
        "A request has one Host field.": "En begäran har ett Host-fält.",
        "Address too long": "Adressen är för lång",
        "The address of the request is too long.": "Adressen i begäran är för lång.",
        "Header fields too large": "Huvudfälten är för stora",
        "The request has too many header fields, or too long ones.":
            "Begäran har för många huvudfält, eller för långa.",
        "Unknown method": "Okänd metod", "There is no such method here.": "Metoden finns inte här.",
        "The length of the body must be said once: by Content-Length in digits, or by Transfer-Encoding: chunked.":
            "Innehållets längd ska anges en gång: med Content-Length i siffror, eller med Transfer-Encoding: chunked.",
        "The body comes in chunks, and the length of one is no number.":
            "Innehållet kommer i stycken, och längden på ett av dem är inget tal.",
        "Unknown transfer coding": "Okänd överföringskodning",
        "Send the body as it is, with Content-Length or Transfer-Encoding: chunked.":
            "Skicka innehållet som det är, med Content-Length eller Transfer-Encoding: chunked.",
        "A header field has characters that none may have.":
            "Ett huvudfält har tecken som inget får ha.",
        "That is no version of HTTP that is spoken here.":
            "Den versionen av HTTP används inte här.",
        "The request is not HTTP.": "Begäran är inte HTTP.",
        "A line ends without CR, or the length of the body is not said in one way that is known here.":
            "En rad slutar utan CR, eller så anges innehållets längd inte på ett sätt som är känt här.",
        "Method not allowed": "Metoden är inte tillåten", "Allowed here: {}.": "Tillåtet här: {}.",
        "Over a limit": "Över en gräns", "The limit {} is {}.": "Gränsen {} är {}.",
        "If-Match is needed": "If-Match behövs",
        "Fetch the ticket and send its ETag in If-Match, so that nobody's change is lost.":
            "Hämta ärendet och skicka dess ETag i If-Match, så att ingens ändring går förlorad.",
        "Changed meanwhile": "Ändrat under tiden",
        "Somebody changed it since you fetched it. Fetch it again and look.":
            "Någon har ändrat det sedan du hämtade det. Hämta det igen och titta.",
        "If-Match must name one version": "If-Match måste nämna en version",
        "Send the ETag of it as you fetched it: not *, a list or a weak one.":
            "Skicka dess ETag som du hämtade den: inte *, en lista eller en svag.",
    ]

    /// Of who asks, how often, and whether anybody can answer.
    static let refusals = [
        "Not found": "Finns inte",
        "There is no such thing, or it is not yours to see.":
            "Det finns inte, eller så får du inte se det.",
        "Log in first": "Logga in först",
        "Send Authorization: Bearer with the token of a session that has not ended.":
            "Skicka Authorization: Bearer med nyckeln från en inloggning som inte har gått ut.",
        "Log-in refused": "Inloggningen nekades",
        "The user name or the password is wrong, or this person may not use the desk.":
            "Användarnamnet eller lösenordet är fel, eller så får personen inte använda supporten.",
        "Too many attempts to log in": "För många försök att logga in",
        "There were too many wrong passwords; nobody looked at this one.":
            "Det var för många fel lösenord; ingen såg på det här försöket.",
        "Not permitted": "Inte tillåtet",
        "Your roles allow you to see this, not to do it.":
            "Dina roller låter dig se detta, inte göra det.",
        "Your roles do not allow you to see this.": "Dina roller låter dig inte se detta.",
        "Not in this token's scopes": "Utanför vad nyckeln får göra",
        "The token would need the scope {}.": "Nyckeln skulle behöva behörigheten {}.",
        "This is for people who have logged in.": "Detta är för personer som har loggat in.",
        "Too often": "För ofta",
        "Nothing was changed. The limit {} is {} an hour.":
            "Ingenting ändrades. Gränsen {} är {} i timmen.",
        "Too many of your requests in a minute": "För många begäranden från dig på en minut",
        "Too many of your requests at once": "För många begäranden från dig samtidigt",
        "Nothing was changed; wait for some answers.":
            "Ingenting ändrades; vänta på några svar.",
        "Too many requests at once": "För många begäranden samtidigt",
        "Unavailable just now": "Otillgängligt just nu",
        "A part of the desk cannot serve. Nothing was changed.":
            "En del av supporten kan inte svara. Ingenting ändrades.",
        "Nobody can log in just now": "Ingen kan logga in just nu",
        "Passwords cannot be checked just now. It is not about yours.":
            "Lösenord kan inte kontrolleras just nu. Det beror inte på ditt.",
        "The desk made a mistake": "Ett fel i supportsystemet",
        "It is in the log. Nothing was changed unless an answer says so.":
            "Det står i loggen. Ingenting ändrades om inte ett svar säger det.",
        "Too many of your streams at once": "För många strömmar från dig samtidigt",
        "Close one of them; {} are allowed.": "Stäng en av dem; {} är tillåtna.",
        "Events are gone": "Händelserna finns inte kvar",
        "Fetch what you need anew, and listen without Last-Event-ID from then on.":
            "Hämta det du behöver på nytt och lyssna sedan utan Last-Event-ID.",
    ]

    /// Of one field.
    static let fields = [
        "Some fields are not right": "Några fält är inte rätt",
        "Nothing was changed.": "Ingenting ändrades.",
        "must be a whole number": "måste vara ett heltal",
        "is missing": "saknas", "must not be null": "får inte vara null",
        "must be a {}": "måste vara {}", "string": "en text", "boolean": "sant eller falskt",
        "number": "ett tal", "list": "en lista", "JSON object": "ett JSON-objekt",
        "must not be empty": "får inte vara tomt", "must not contain NUL": "får inte innehålla NUL",
        "must be one line without control characters": "måste vara en rad utan styrtecken",
        "is {} characters long; the limit is {}": "är {} tecken långt; gränsen är {}",
        "is longer than {} characters": "är längre än {} tecken",
        "is no e-mail address like anna@example.org":
            "är ingen e-postadress som anna@example.org",
        "must have {} digits at least": "måste ha minst {} siffror",
        "is no language tag like sv or en": "är ingen språktagg som sv eller en",
        "must be one of {}": "måste vara något av {}", "is none of {}": "är inget av {}",
        "must be a number from {} to {}": "måste vara ett tal från {} till {}",
        "must be true or false": "måste vara true eller false",
        "must be from 1 to 5": "måste vara från 1 till 5",
        "must be a moment like 2026-11-26T07:30:00Z":
            "måste vara en tidpunkt som 2026-11-26T07:30:00Z",
        "must be within the next two years": "måste ligga inom de närmaste två åren",
        "is not known here; known are {}": "är okänt här; kända är {}",
        "has {} queues; the limit is {}": "har {} köer; gränsen är {}",
        "stands there twice": "står där två gånger",
        "is none of this list; take it from next": "hör inte till listan; ta den ur next",
        "cannot be changed here": "kan inte ändras här",
        "names nothing that could be changed": "nämner inget som kan ändras",
        "must be reply or note": "måste vara reply eller note",
        "is for staff only": "är bara för personalen", "at most {}": "högst {}",
        "there is no such article": "artikeln finns inte",
        "there is no such ticket": "ärendet finns inte",
        "there is no such call": "samtalet finns inte",
        "goes with a reply; resolve by PUT …/resolution":
            "hör till ett svar; lös ärendet med PUT …/resolution",
        "goes with a reply that does not resolve the ticket":
            "hör till ett svar som inte löser ärendet",
        "name an address, or a telephone number": "ange en adress eller ett telefonnummer",
        "is not one of your queues": "är ingen av dina köer",
        "is no telephone number": "är inget telefonnummer",
        "the ticket has no telephone number: name one":
            "ärendet har inget telefonnummer: ange ett",
        "is no queue of this desk; did you mean «{}»?":
            "är ingen kö här; menade du «{}»?",
        "is nobody who works here": "är ingen som arbetar här",
        "may not work on this ticket": "får inte arbeta med det här ärendet",
        "is needed where something is withheld": "behövs där något hålls inne",
        "must be a state in which a hand-off ends":
            "måste vara ett läge som en vidarekoppling slutar i",
        "is no number that switchboard.numbers allows":
            "är inget nummer som switchboard.numbers tillåter",
        "must be an address like https://example.org/hook, without a login":
            "måste vara en adress som https://example.org/hook, utan inloggning",
        "is confidential: nothing of it is told": "är sekretessbelagd: inget berättas om den",
        "is confidential, and not yours": "är sekretessbelagd, och inte din",
        "wants 1 to {}": "ska vara 1 till {}",
        "wants 1 to {} of a-z, 0-9 and -": "ska vara 1 till {} av a-z, 0-9 och -",
        "wants one of {}": "ska ha något av {}",
        "there is no such incident": "störningen finns inte",
        "must be eid=…, code=… or step=…, such as eid=bankid":
            "måste vara eid=…, code=… eller step=…, till exempel eid=bankid",
        "must be after starts_at": "måste vara efter starts_at",
        "must be ahead": "måste ligga framåt i tiden", "must name 1 to {}": "måste nämna 1 till {}",
        "is for volume only": "är bara för volume",
        "must not be after to": "får inte vara efter to",
        "must be less than {} days before to": "måste vara mindre än {} dagar före to",
        "day takes at most {} days": "day tar högst {} dagar",
        "must be a day such as 2026-11-01, from {} on":
            "måste vara en dag som 2026-11-01, från och med {}",
        "must be a number": "måste vara ett tal",
        "must be a time such as 2026-11-05T08:15:30Z":
            "måste vara en tidpunkt som 2026-11-05T08:15:30Z",
        "must be a number from 1 to {}": "måste vara ett tal från 1 till {}",
        "must be one of the values": "måste vara ett av värdena",
        "must be of articles": "måste höra till artiklarna",
        "must begin with https:// or http://": "måste börja med https:// eller http://",
        "takes one value": "tar ett värde", "was not provided": "angavs inte",
        "is asked by no such service": "frågas inte av någon sådan tjänst",
        "and long, or address_string, or address_id must be there":
            "och long, eller address_string, eller address_id måste finnas",
        "there is no such destination; see GET /v1/destinations":
            "mottagaren finns inte; se GET /v1/destinations",
    ]

    /// Of the state that something is in.
    static let states = [
        "Not in this state": "Inte i detta läge",
        "No switchboard is set": "Ingen växel är inställd",
        "This desk has no switchboard, so the call stays with you. The attempt is noted on the ticket.":
            "Supporten har ingen växel, så samtalet stannar hos dig. Försöket är antecknat i ärendet.",
        "A ticket is resolved by PUT …/resolution.": "Ett ärende löses med PUT …/resolution.",
        "The ticket is closed; reopen it before assigning it.":
            "Ärendet är stängt; öppna det igen innan du tilldelar det.",
        "The ticket is closed; reopen it before replying.":
            "Ärendet är stängt; öppna det igen innan du svarar.",
        "A ticket cannot go into itself.": "Ett ärende kan inte gå upp i sig självt.",
        "The ticket went into no other.": "Ärendet har inte gått upp i något annat.",
        "The tickets do not show that they are of the same person, and what is answered on the one would go to the other. Say that it is one person (same_person), or link the tickets instead.":
            "Ärendena visar inte att de är av samma person, och svaret på det ena skulle gå till den andra. Säg att det är en person (same_person), eller länka ärendena i stället.",
        "Ticket {} is registered and ticket {} is not: put that one into this one, or link them instead.":
            "Ärende {} är registrerat och ärende {} inte: låt det senare gå upp i det förra, eller länka dem i stället.",
        "Ticket {} went into {}; read that one.": "Ärende {} har gått upp i {}; läs det.",
        "One of the tickets is confidential or of a protected person, and the other is not: they stay apart.":
            "Det ena ärendet är sekretessbelagt eller av en skyddad person och det andra inte: de hålls isär.",
        "The form data has more than {} fields.": "Formulärdata har fler än {} fält.",
        "The ticket is closed; reopen it before giving it to a unit.":
            "Ärendet är stängt; öppna det igen innan du ger det till en enhet.",
        "The ticket is confidential, and this unit works in another queue.":
            "Ärendet är sekretessbelagt, och enheten arbetar i en annan kö.",
        "The ticket is no unit's.": "Ärendet är ingen enhets.",
        "Incident {} is about the same symptom and open.":
            "Störning {} gäller samma symtom och är öppen.",
        "Incident {} is over.": "Störning {} är över.",
        "No open ticket of the incident can be answered by mail.":
            "Inget öppet ärende i störningen kan besvaras med e-post.",
        "The maintenance is over or was called off.": "Underhållet är över eller inställt.",
        "Maintenance {} interrupts one of these e-services at that time already.":
            "Underhåll {} avbryter redan en av e-tjänsterna vid den tiden.",
        "This article is for staff only.": "Artikeln är bara för personalen.",
        "Not in that form": "Inte i den formen",
        "There are application/json, text/csv and image/svg+xml.":
            "Det finns application/json, text/csv och image/svg+xml.",
        "A ticket has no link to itself.": "Ett ärende länkas inte till sig självt.",
        "The tickets would be parts of each other.": "Ärendena skulle vara delar av varandra.",
        "Ticket {} is a part of {} already.": "Ärende {} är redan en del av {}.",
        "Only what a citizen wrote can become a ticket of its own.":
            "Bara det som en medborgare skrev kan bli ett eget ärende.",
        "The citizen has no e-mail address; add one, or write a note instead.":
            "Medborgaren har ingen e-postadress; lägg till en, eller skriv en anteckning i stället.",
        "Mail to this citizen comes back ({}). Correct the address, or reach them another way.":
            "E-post till medborgaren kommer tillbaka ({}). Rätta adressen, eller nå personen på annat sätt.",
        "Nothing is learnt from a ticket that is confidential.":
            "Ingenting lärs av ett sekretessbelagt ärende.",
        "The ticket has no words to learn from.": "Ärendet har inga ord att lära av.",
        "This desk does not learn: learning.enabled is false.":
            "Supporten lär sig inte: learning.enabled är false.",
        "The configuration names no telephone for you: switchboard.agents.":
            "Konfigurationen nämner ingen telefon för dig: switchboard.agents.",
        "This was done when it was sent before; what was answered then is no longer shown.":
            "Det gjordes när det skickades förra gången; det som svarades då visas inte längre.",
        "The webhook is off; switch it on first.":
            "Webhooken är avstängd; slå på den först.",
        "there is no such destination": "mottagaren finns inte",
        "{} takes no calls before {}": "{} tar inga samtal före {}",
        "{} takes no calls since {}": "{} tar inga samtal sedan {}",
        "{} is closed until {}": "{} är stängt till {}", "{} is closed": "{} är stängt",
        "the calls of {} go elsewhere": "samtalen till {} går någon annanstans",
        "The call is being handed off already.": "Samtalet vidarekopplas redan.",
        "The call is not on your telephone.": "Samtalet är inte på din telefon.",
        "The switchboard carries this one out; it can be cancelled, and an attended one be completed.":
            "Växeln utför den här; den kan avbrytas, och slutföras när du först talar med mottagaren.",
    ]
}
