import Foundation
public import KnowledgeBase

/// A reply that a clerk begins with.
public struct ReplyDraft: Sendable, Equatable {
    /// Plain text, from the greeting to the clerk's name.
    public var body: String
    /// The article in it, in the language it is in; nil for greeting and signature alone.
    public var article: Article?
    /// The language of greeting and signature.
    public var language: String
}

extension Desk {
    /// An article, or room for the clerk's own words, as a reply to the ticket's citizen: greeted by
    /// name, in their language, with what the ticket says of their matter, signed by the clerk.
    ///
    /// Nothing is kept or sent. Of a person with protected identity it says neither the name nor the
    /// matter: whoever writes decides what a mail may say.
    ///
    /// - Throws: ``DeskError``; ``DeskError/notFound`` for no such article too, and
    ///   ``DeskError/notPermitted`` for who may see the ticket and not write on it.
    public func draft(
        of article: String?,
        for number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> ReplyDraft {
        let ticket = try await store.look { reading throws(DeskError) in
            try reading.ticket(number, workableBy: staff)
        }
        var found: Article?
        if let article {
            found = knowledgeBase.article(article, language: ticket.language)
            guard let found else { throw .notFound }
            guard found.audience == .citizen else {
                throw .wrongState(detail: "This article is for staff only.")
            }
        }
        try await show(.ticket, of: ticket, to: staff)
        let letters = settings.letters
        let words = found.map(words(quoting:))
        let values = DraftValues(letters, of: ticket, with: words, by: staff)
        let body = letters.templates.draft(in: ticket.language).render(values.all)
        return ReplyDraft(body: body, article: found, language: ticket.language)
    }
}

/// What a draft says, by the names that templates have for it.
private struct DraftValues {
    private(set) var all: [String: Any] = [:]

    /// The longest name that somebody is greeted by, in characters.
    private static let nameCharactersMax = 60

    init(
        _ letters: LetterSettings,
        of ticket: Ticket,
        with article: ArticleWords?,
        by staff: StaffIdentity
    ) {
        all = LetterValues(letters, of: ticket.masked).all
        all["name"] = nil
        all["clerk"] = staff.name
        all["article_title"] = article?.title
        all["article_text"] = article?.text
        guard !ticket.isProtected else {
            all["subject"] = nil
            return
        }
        all["name"] = Self.greeted(ticket.citizen.name)
        all["register"] = ticket.register?.description
        all["service"] = ticket.service
        all["device"] = ticket.symptom.device.map { Self.devices[$0] ?? $0 }
        all["e_id"] = ticket.symptom.eID.map { Self.eIDs[$0] ?? $0 }
        all["codes"] =
            ticket.symptom.codes.isEmpty
            ? nil : ticket.symptom.codes.joined(separator: ", ")
    }

    /// A name as somebody is greeted by it; nil for what is none: anybody writes what they like where
    /// a name belongs.
    private static func greeted(_ name: String?) -> String? {
        guard let name else { return nil }
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isName = words.allSatisfy { $0.isLetter || " -'’.".contains($0) }
        return isName && (1...nameCharactersMax).contains(words.count) ? words : nil
    }

    private static let devices = [
        "ios": "iPhone / iPad", "android": "Android", "windows": "Windows", "mac": "macOS",
        "linux": "Linux", "chromebook": "Chromebook",
    ]

    private static let eIDs = [
        "bankid": "BankID", "freja": "Freja", "siths": "SITHS", "skatteverket": "Skatteverket",
    ]
}
