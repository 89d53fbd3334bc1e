import CommandManual
import DeskAPI

extension SwedishOutput {
    /// What is odd about a mail.
    static let oddTexts = [
        "an address header is nested too deep": "ett adressfält är nästlat för djupt",
        "something stands before the header": "något står före huvudet",
        "there is no header": "det finns inget huvud",
        "header is longer than {} octets: the rest of it is left out":
            "huvudet är längre än {} oktetter: resten av det är utelämnad",
        "more than {} header fields: the rest is left out":
            "fler än {} fält i huvudet: resten är utelämnad",
        "more than {} addresses: the rest is left out":
            "fler än {} adresser: resten är utelämnad",
        "an address is longer than {} octets: it is left out":
            "en adress är längre än {} oktetter: den är utelämnad",
        "more than {} references: the middle is left out":
            "fler än {} hänvisningar: de i mitten är utelämnade",
        "more than {} parts: the rest is left out": "fler än {} delar: resten är utelämnad",
        "nested deeper than {}: the rest is left out":
            "nästlat djupare än {} nivåer: resten är utelämnad",
        "more than {} octets of content: the rest is left out":
            "mer än {} oktetter innehåll: resten är utelämnad",
        "it takes longer than a mail may: the rest is left out":
            "det tar längre tid än ett mejl får ta: resten är utelämnad",
        "text is longer than {} octets: the rest is left out":
            "texten är längre än {} oktetter: resten är utelämnad",
        "a multipart does not end": "en multipart slutar inte",
        "the boundary of a multipart never appears": "gränsen för en multipart finns ingenstans",
        "base64 has characters that are not its own": "base64 har tecken som inte hör dit",
        "base64 ends too early": "base64 slutar för tidigt",
        "text says {} and is utf-8": "texten säger sig vara {} och är utf-8",
        "text says {} and has 8-bit octets": "texten säger sig vara {} och har 8-bitars oktetter",
        "text says {} and is not": "texten säger sig vara {} och är det inte",
        "charset is unknown: {}": "teckenkodningen är okänd: {}",
        "more than {} other recipients: the rest is not kept":
            "fler än {} andra mottagare: resten sparas inte",
        "the message could not be read; it is attached as it came":
            "mejlet gick inte att läsa; det är bifogat som det kom",
    ]

    /// What stands where a text names no charset.
    static let oddWords = ["no charset": "utan teckenkodning"]

    /// What is wrong with the chain of records.
    static let chainTexts = [
        "row {} of {} was changed after seal {}": "rad {} i {} ändrades efter sigill {}",
        "row {} of {} was removed after seal {}": "rad {} i {} togs bort efter sigill {}",
        "row {} of {} was removed before it got a seal":
            "rad {} i {} togs bort innan den fick ett sigill",
        "row {} of {} was inserted by something else than the desk":
            "rad {} i {} lades till av något annat än supporten",
        "row {} of {} is sealed once more in seal {}":
            "rad {} i {} är förseglad en gång till i sigill {}",
        "seal {} was changed": "sigill {} ändrades",
        "seal {} does not follow from the one before it": "sigill {} följer inte av det före",
        "seal {} is missing": "sigill {} saknas",
        "seals {} to {} are missing": "sigill {} till {} saknas",
        "{} was signed over another seal {} than the chain has":
            "{} signerades över ett annat sigill {} än det i kedjan",
        "{} was signed over seal {}, which the chain does not have":
            "{} signerades över sigill {}, som kedjan inte har",
        "{} is not signed by the certificate": "{} är inte signerat med certifikatet",
    ]

    /// What works in a file of destinations but is hardly meant.
    static let doubtTexts = [
        "{}: ended on {}; calls to it are refused": "{}: upphörde {}; samtal dit nekas",
        "{}: its hours never open": "{}: har aldrig öppet enligt sina tider",
        "{}: has no topics; only its name finds it": "{}: har inga ämnen; bara namnet hittar den",
        "{}: routes[{}] never applies, an earlier one goes before it":
            "{}: routes[{}] gäller aldrig, en tidigare går före",
    ]

    /// How the directory's account of somebody reads.
    static func account(for environment: [String: String]) -> Translation {
        Wording.isSwedish(environment) ? accountTranslation : Translation([])
    }

    /// Apart from the others: these are words that other texts have, too.
    static let accountTranslation = Translation([
        Translation.Part([
            "dn": "DN", "user": "användare", "name": "namn", "mail": "e-post", "phone": "telefon",
            "queues": "köer", "roles": "roller", "groups": "grupper",
            "all": "alla", "none": "inga", "none; cannot log in": "inga; kan inte logga in",
            "by": "genom", "in": "i",
            "… and {} more than one person has here": "… och {} fler än en person har här",
            "… and more than are read": "… och fler än som läses",
        ])
    ])
}
