public import Foundation

/// What an operator decides about the desk.
///
/// - Configuration keys:
///   - `desk.queue` (string, default `e-service`): where a ticket goes that names no queue.
///   - `desk.confidential-queues` (list of strings, default none): queues that only those see whom
///     the directory names for them, and the auditor.
///   - `desk.session-hours` (int, hours, default 12, 1…168): how long a log-in lasts.
///   - `desk.session-idle-minutes` (int, minutes, default 120, 1…10 080): without use it ends then.
///   - `directory.grace-minutes` (int, minutes, default 480, 1…10 080): how long sessions go on
///     while the directory does not answer.
///   - `desk.subject-characters-max` (int, characters, default 300, 40…2000).
///   - `desk.body-characters-max` (int, characters, default 200 000, 1 000…2 000 000).
///   - `switchboard.handoffs-per-hour-max` (int, default 60, 1…10 000): those of one person.
///   - `desk.reopen-days` (int, days, default 30, 0…3650): how long after its end a ticket is opened
///     again by a mail; a later one opens a ticket that says which it follows.
///   - `mail.address`: its domain stands in our Message-IDs.
public struct DeskSettings: Sendable {
    /// Where a ticket goes that names no queue.
    public var queue: String
    /// Queues that only those see whom the directory names for them, and the auditor.
    public var confidentialQueues: Set<String>
    /// The right-hand side of our Message-IDs.
    public var mailDomain: String
    /// How long a log-in lasts.
    public var sessionLifetime: TimeInterval
    /// Without use it ends after this; nil waits for its end.
    public var sessionIdleMax: TimeInterval?
    /// How long a session goes on without a word of the directory; nil where there is none to ask
    /// between log-ins.
    public var directoryGrace: TimeInterval?
    /// How many wrong passwords are taken.
    public var signIn: SignInLimits
    /// A longer subject from staff is refused, one from a mail is cut.
    public var subjectCharactersMax: Int
    /// A longer text from staff is refused, one from a mail is cut; the mail as it came is kept.
    public var bodyCharactersMax: Int
    /// What is kept of resolved tickets to find articles by.
    public var learning = LearningSettings()
    /// What citizens are written.
    public var letters = LetterSettings()

    /// Where tickets go and how urgent they are.
    public var triage = TriageRules()
    /// When many tickets are one incident.
    public var incidents = IncidentSettings()
    /// What the city has promised; no clock runs without.
    public var clocks = ClockRules()
    /// What the city offers by Open311.
    public var services = ServiceSettings()
    /// What the city measures itself by.
    public var reports = ReportSettings()

    /// Hand-offs that one person may ask for in an hour; more would be toll fraud or a mistake.
    public var handoffsPerHourMax = 60
    /// How long after its end a ticket is opened again by a mail.
    public var reopenTime: TimeInterval

    /// Names every setting, with its default.
    public init(
        queue: String = "e-service",
        confidentialQueues: Set<String> = [],
        mailDomain: String,
        sessionLifetime: TimeInterval = 12 * 3_600,
        sessionIdleMax: TimeInterval? = 2 * 3_600,
        directoryGrace: TimeInterval? = nil,
        signIn: SignInLimits = SignInLimits(),
        subjectCharactersMax: Int = 300,
        bodyCharactersMax: Int = 200_000,
        reopenTime: TimeInterval = 30 * 24 * 3_600
    ) {
        self.queue = queue
        self.confidentialQueues = confidentialQueues
        self.mailDomain = mailDomain
        self.sessionLifetime = sessionLifetime
        self.sessionIdleMax = sessionIdleMax
        self.directoryGrace = directoryGrace
        self.signIn = signIn
        self.subjectCharactersMax = subjectCharactersMax
        self.bodyCharactersMax = bodyCharactersMax
        self.reopenTime = reopenTime
    }

    /// The most sessions of one person; one more ends the oldest.
    static let sessionsPerPersonMax = 100
    /// The use of a session is written down this often.
    static let touchInterval: TimeInterval = 60
    /// Longest name, address, queue or service, in characters.
    static let wordCharactersMax = 200
    /// Most queues that one person, token or webhook is bound to; a list asks for each.
    public static let queuesMax = 100
    /// Most articles sent along with one reply.
    static let articlesMax = 10
    /// How many suggestions a ticket keeps.
    static let suggestionsMax = 3
    /// The longest page of any list.
    public static let pageMax = 100
}
