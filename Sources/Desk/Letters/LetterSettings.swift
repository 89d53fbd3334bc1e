public import Foundation
public import KnowledgeBase

/// What an operator decides about letters to citizens.
///
/// - Configuration keys:
///   - `mail.name`: what signs them; `city.name` stands below it.
///   - `mail.templates` (path of a folder, optional): templates in place of the program's own.
///   - `mail.receipt.enabled` (flag, default true): whether a mail that opens a ticket is answered by
///     the desk itself.
///   - `mail.receipt.hours` (int, hours, default 24, 1…720): how long a sender gets no second one.
///   - `mail.receipt.answers` (flag, default true): whether it carries the article that answers.
///   - `mail.status` (list of `resolved`, `reopened`, `handed-off`, default none): changes that the
///     citizen is told of.
///   - `mail.survey.enabled` (flag, default false): whether citizens are asked how it was.
///   - `mail.survey.delay-hours` (int, hours, default 24, 0…720): how long after the end.
///   - `mail.survey.period-days` (int, days, default 90, 1…365): how long nobody is asked again.
///   - `mail.link-days` (int, days, default 30, 1…365): how long links in letters are good.
///   - `mail.automatic.…`: see ``LetterCaps``.
///   - `http.public-url` (URL, optional): where citizens reach the HTTP door; without it letters carry
///     no links.
public struct LetterSettings: Sendable {
    /// What signs the letters.
    public var deskName = "Medborgarsupport"
    /// What is known of the city.
    public var facts = CityFacts()
    /// How they read.
    public var templates = LetterTemplates.standard
    /// Whether a mail that opens a ticket is answered by the desk itself.
    public var sendsReceipts = false
    /// How long a sender gets no second receipt.
    public var receiptPeriod: TimeInterval = 24 * 3_600
    /// Whether a receipt carries the article that answers.
    public var receiptsAnswer = true
    /// Whether somebody vouches for senders; then who is not vouched for gets a notice only.
    public var knowsSenders = false
    /// The desk's own address: nobody writes a receipt to themselves.
    public var ownAddress: String?
    /// The changes that citizens are told of.
    public var statuses: Set<StatusChange> = []
    /// Whether citizens are asked how it was.
    public var sendsSurveys = false
    /// How long after the end.
    public var surveyDelay: TimeInterval = 24 * 3_600
    /// How long nobody is asked again.
    public var surveyPeriod: TimeInterval = 90 * 24 * 3_600
    /// How long links are good.
    public var linkLifetime: TimeInterval = 30 * 24 * 3_600
    /// How much is sent without a human.
    public var caps = LetterCaps()
    /// Where citizens reach the HTTP door, without a `/` at its end; nil when they do not.
    public var publicURL: String?

    /// Nothing is sent without a human.
    public init() {}

    func cityName(in language: String) -> String? { facts.value(.city, in: language) }

    /// Where a link of a letter leads.
    func link(_ token: String) -> String? { publicURL.map { "\($0)/l/\(token)" } }

    /// Where an article can be read by everybody.
    func link(toArticle id: String, in language: String) -> String? {
        publicURL.map { "\($0)/l/articles/\(id)?language=\(language)" }
    }
}

/// A change that a citizen may be told of.
public enum StatusChange: String, Sendable, Hashable, CaseIterable {
    case resolved
    case reopened
    case handedOff = "handed-off"

    /// What a fact of the history is to the citizen; nil for nothing.
    init?(_ kind: TicketEvent.Kind, of ticket: Ticket) {
        switch (kind, ticket.outcome) {
        case (.resolved, .answered): self = .resolved
        case (.resolved, .handedOff): self = .handedOff
        case (.reopened, _): self = .reopened
        default: return nil
        }
    }

    /// Its name in templates.
    var templateName: String {
        switch self {
        case .resolved: "resolved"
        case .reopened: "reopened"
        case .handedOff: "handed_off"
        }
    }
}

/// How many letters leave without a human.
///
/// Past one of the first four a letter is left out, and the ticket says so; past one of the last two
/// something is wrong, and all of them stop until somebody lets them go on (``Brake``).
///
/// - Configuration keys: `mail.automatic.recipient-per-hour-max` (int, default 5, 1…1 000),
///   `…recipient-per-day-max` (10, 1…10 000), `…domain-per-hour-max` (500, 1…1 000 000),
///   `…domain-per-day-max` (5 000, 1…1 000 000), `…all-per-hour-max` (1 000, 1…1 000 000),
///   `…all-per-day-max` (10 000, 1…1 000 000).
public struct LetterCaps: Sendable, Equatable {
    /// To one address, within an hour.
    public var recipientPerHourMax = 5
    /// To one address, within a day.
    public var recipientPerDayMax = 10
    /// To all addresses of a domain, within an hour.
    public var domainPerHourMax = 500
    /// To all addresses of a domain, within a day.
    public var domainPerDayMax = 5_000
    /// To everybody, within an hour.
    public var allPerHourMax = 1_000
    /// To everybody, within a day.
    public var allPerDayMax = 10_000

    /// Those of a desk of which nothing is known.
    public init() {}
}
