/// What the desk says of a mail step by step, in Swedish.
///
/// It is kept and sent in English, by which programs know it again; whoever shows it translates it.
public enum MailSteps {
    /// Of a line such as `claim: none`.
    public static let swedish = Translation([
        Translation.Part(looks), Translation.Part(forms, filledWith: formWords),
        Translation.Part(places, filledWith: placeWords), Translation.Part(answers),
    ])

    /// What is seen of the mail alone.
    private static let looks = [
        "reading: whole": "läsning: hel",
        "reading: with oddities: {}": "läsning: udda på {} ställen",
        "reading: not read: too complex": "läsning: inte läst, för invecklat",
        "reading: nothing in it": "läsning: ingenting i det",
        "reading: cannot be read": "läsning: går inte att läsa",
        "own_headers: none": "supportens egna huvudfält: inga",
        "own_headers: dropped: {}": "supportens egna huvudfält: {} borttagna",
        "signature: none": "underskrift: ingen", "signature: broken": "underskrift: håller inte",
        "signature: not checked": "underskrift: inte kontrollerad",
        "signature: unknown authority": "underskrift: okänd utfärdare",
        "signature: valid, of the author": "underskrift: giltig, avsändarens egen",
        "signature: valid, of somebody else": "underskrift: giltig, någon annans",
        "limits: within": "gränser: inom", "limits: over: {}": "gränser: över ({})",
        "hops: {}": "servrar på vägen: {}",
        "origin: the desk's own loop mark": "ursprung: bär supportens eget märke",
        "origin: outside": "ursprung: utifrån",
        "origin: a form in the desk's name": "ursprung: ett formulär i supportens namn",
        "origin: says to be the desk": "ursprung: säger sig vara supporten",
        "sender: not asked": "avsändare: inte tillfrågat",
        "sender: verified": "avsändare: bekräftad",
        "sender: verified {}": "avsändare: bekräftad ({})",
        "sender: unverified": "avsändare: inte bekräftad",
        "sender: unverified {}": "avsändare: inte bekräftad ({})",
        "sender: failed": "avsändare: kan vara förfalskad",
        "sender: failed {}": "avsändare: kan vara förfalskad ({})",
        "automatic: a person": "skrivet av: en människa",
        "automatic: a machine": "skrivet av: en maskin",
        "report: none": "rapport om ett brev: ingen",
        "report: failed, in words alone": "rapport om ett brev: kom inte fram, bara i ord",
        "report: failed {}": "rapport om ett brev: kom inte fram ({})",
        "report: delayed {}": "rapport om ett brev: försenat ({})",
        "report: delivered {}": "rapport om ett brev: kom fram ({})",
        "report: relayed {}": "rapport om ett brev: lämnat vidare ({})",
        "report: expanded {}": "rapport om ett brev: delat till flera ({})",
        "known: new": "sett förut: nej", "known: came before": "sett förut: ja",
    ]

    private static let forms = [
        "forms: none": "innehåller utom text och filer: inget",
        "forms: {}": "innehåller utom text och filer: {}",
    ]

    /// What a mail is besides words and files, where it is one thing.
    private static let formWords = [
        "smime-signed": "underskrift (S/MIME)", "smime-sealed": "krypterat (S/MIME)",
        "pgp-signed": "underskrift (PGP)", "pgp-sealed": "krypterat (PGP)",
        "calendar": "en kalenderpost", "forwarded": "ett vidarebefordrat mejl",
        "delivery-report": "en leveransrapport", "read-receipt": "ett läskvitto",
    ]

    /// Where it goes, and by what right.
    private static let places = [
        "claim: not asked": "hör till: inte tillfrågat", "claim: none": "hör till: inget ärende",
        "claim: proven by {}: {}": "hör till: styrkt av {}, ärende {}",
        "claim: from a party, by {}: {}": "hör till: från en part, genom {}, ärende {}",
        "claim: not a party, by {}: {}": "hör till: inte från en part, genom {}, ärende {}",
        "placement: nothing to do": "hamnar: ingenting att göra",
        "placement: added to {}": "hamnar: i ärende {}",
        "placement: a new ticket": "hamnar: i ett nytt ärende",
        "placement: a new ticket that follows {}": "hamnar: i ett nytt ärende efter ärende {}",
        "placement: quarantine: {}": "hamnar: i karantän, {}",
        "placement: let through by staff: nothing to do":
            "hamnar: släppt av personalen, ingenting att göra",
        "placement: let through by staff: added to {}":
            "hamnar: släppt av personalen, i ärende {}",
        "placement: let through by staff: a new ticket":
            "hamnar: släppt av personalen, i ett nytt ärende",
    ]

    private static let placeWords = [
        "address": "adressen", "message-id": "Message-ID", "reference": "det som besvaras",
        "subject": "ämnesraden", "no ticket": "finns inte",
        "over_limit": "över gränserna", "loop": "går runt i ring",
        "own_mail": "säger sig komma från oss", "foreign_ticket": "gäller någon annans ärende",
        "unknown_report": "rapport om okänt brev",
    ]

    /// What the desk itself says to it.
    private static let answers = [
        "answer: none: {}": "svar: inget, {}",
        "answer: a notice": "svar: ett besked", "answer: a receipt": "svar: en bekräftelse",
        "answer: a receipt with the article {}": "svar: en bekräftelse med artikeln {}",
        "a clerk has it in hand": "en handläggare har det",
        "it came before": "det har kommit förut",
        "it is held": "det hålls kvar", "the ticket is there already": "ärendet finns redan",
        "receipts are off": "bekräftelser är avstängda",
        "a machine wrote it": "en maskin skrev det",
        "it names no address": "det anger ingen adress",
        "it is from our own address": "det är från vår egen adress",
        "its return path is null": "dess returadress är tom",
        "somebody else wrote it in that name": "någon annan skrev det i det namnet",
        "one was sent to this address lately": "en gick nyss till den adressen",
        "it says that the article solved it": "det säger att artikeln löste det",
        "it says how it was": "det säger hur det var", "it thanks": "det tackar",
        "automatic mail is stopped": "automatiska brev är stoppade",
        "mail to this address comes back": "post till adressen kommer tillbaka",
        "as many letters as one address gets": "adressen har fått så många brev den får",
        "as many letters as one domain gets": "domänen har fått så många brev den får",
        "automatic mail stops, {}": "automatiska brev stoppas, {}",
        "by hand": "för hand",
        "more letters within an hour than mail.automatic.all-per-hour-max":
            "fler brev inom en timme än mail.automatic.all-per-hour-max",
        "more letters within a day than mail.automatic.all-per-day-max":
            "fler brev inom ett dygn än mail.automatic.all-per-day-max",
    ]
}
