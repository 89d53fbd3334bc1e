/// What one ticket taught: which article answered a question, or did not.
///
/// Holds no personal data; ``init(ticket:text:article:verdict:names:)`` takes it out.
public struct Evidence: Sendable, Equatable, Codable {
    /// What became of the article.
    public enum Verdict: String, Sendable, Codable, CaseIterable {
        /// The ticket was resolved with it, or staff said that it is right.
        case answered
        /// Staff said that it does not answer the question.
        case rejected
        /// The ticket was resolved and no article answers it; ``Evidence/article`` is nil.
        case unanswered
    }

    /// The ticket's number; a ticket teaches once about an article.
    public let ticket: Int
    /// The citizen's question without personal data; never shown to another citizen.
    public let text: String
    /// The id of the article.
    public let article: String?
    /// What became of it.
    public let verdict: Verdict

    /// Takes the question out of a mail, and whoever wrote it out of the question.
    ///
    /// It is nil when there are no words left to learn from, when an article is named by a verdict
    /// that has none, and when it is missing from one that needs it. `text` is the subject and the
    /// citizen's first message, `names` what the citizen is known to be called.
    public init?(
        ticket: Int,
        text: String,
        article: String?,
        verdict: Verdict,
        names: [String] = []
    ) {
        guard (verdict == .unanswered) == (article == nil) else { return nil }
        let question = MailText.question(in: String(text.prefix(Self.charactersRead)))
        let plain = PersonalData.removed(from: question, names: names)
        guard Words(plain, scalarsMax: WordLimits.questionScalarsMax).count > 0 else { return nil }
        self.ticket = ticket
        self.text = String(plain.prefix(Self.charactersMax))
        self.article = article
        self.verdict = verdict
    }

    /// Puts together what ``init(ticket:text:article:verdict:names:)`` made and a store kept.
    public init(kept text: String, ofTicket ticket: Int, article: String?, verdict: Verdict) {
        self.ticket = ticket
        self.text = text
        self.article = article
        self.verdict = verdict
    }

    /// As much of a question is kept: what is asked stands in the beginning.
    public static let charactersMax = 600
    /// No more of a text is read.
    public static let charactersRead = 8_000
}
