import CommandManual
import DeskAPI

extension SwedishOutput {
    /// What happens to a mail, step by step.
    static func mailSteps(for environment: [String: String]) -> Translation {
        Wording.isSwedish(environment) ? MailSteps.swedish : Translation([])
    }

    /// What somebody saw, by the codes of the records.
    ///
    /// Apart from the others: these are words that other texts have, too.
    static func reads(for environment: [String: String]) -> Translation {
        Wording.isSwedish(environment) ? readTranslation : Translation([])
    }

    /// What can be seen, and how often.
    static let readTranslation = Translation([
        Translation.Part([
            "ticket": "ärende", "messages": "meddelanden", "history": "historik",
            "suggestions": "förslag", "file": "fil", "handoff": "vidarekoppling",
            "identity_numbers": "personnummer", "list": "lista", "evidence": "underlag",
            "held_mail": "kvarhållet mejl", "audit": "logg", "extract": "registerutdrag",
            "archive": "arkiv", "{} times": "{} gånger",
        ])
    ])

    /// Lines of lists.
    static let lineTexts = [
        "{}  #{}  {}  attempts {}  due {}": "{}  #{}  {}  försök {}  nästa {}",
        "{}  made {}  {}": "{}  skapad {}  {}",
        "{}  {}  ends {}  used {}  {}": "{}  {}  gäller till {}  använd {}  {}",
        "{}  {}  ends {}  never used  {}": "{}  {}  gäller till {}  aldrig använd  {}",
        "{}  {}  revoked {}  used {}  {}": "{}  {}  återkallad {}  använd {}  {}",
        "{}  {}  revoked {}  never used  {}": "{}  {}  återkallad {}  aldrig använd  {}",
        "{}: as before": "{}: som förut", "{}: changed": "{}: ändrad",
        "{}: no longer here: the sessions end": "{}: inte kvar: inloggningarna avslutas",
        "not\t{}\t{}": "inte\t{}\t{}", "call\t{}\t{}": "ring\t{}\t{}",
        "{}: version {}, {} attachments, {} events, {} mails, {} messages, {} tickets":
            "{}: version {}, {} bilagor, {} händelser, {} mejl, {} meddelanden, {} ärenden",
        "{}: version {}, {} tickets, {} octets": "{}: version {}, {} ärenden, {} oktetter",
        "{}: version {}, {} octets": "{}: version {}, {} oktetter",
        "{} as nobody, TLS {}": "{} utan inloggning, TLS {}",
        "{} as {}, TLS {}": "{} som {}, TLS {}",
    ]

    /// Codes in those lines.
    static let lineWords = [
        "queued": "väntar", "failed": "gick inte att leverera", "signs": "signerar",
        "proves": "bevisar", "none": "aldrig", "optional": "om servern erbjuder det",
        "required": "alltid",
    ]
}
