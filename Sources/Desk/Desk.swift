public import Foundation
public import KnowledgeBase
public import Metrics

/// Where every request is decided, whichever door it came by.
///
/// Each method loads, asks the rule, saves and posts in one transaction, and returns when that is
/// on disk. Effects on the world are rows in the outbox.
public struct Desk: Sendable {
    let store: any DeskStore
    let library: Library
    let directory: any StaffDirectory
    let switchboard: (any SwitchboardPort)?
    let proof: TicketProof
    let reader: any MailReading
    let settings: DeskSettings
    let sessions: SessionCache
    let reads: ReadLog
    let signIns = SignInsUnderWay()
    let unseenSignIns = UnseenSignIns()
    let quoted = QuotedArticles()
    let meters: DeskMeters
    /// Raised when there may be new evidence.
    public let learning = LearningSignal()
    let now: @Sendable () -> Date

    /// Puts the desk together.
    ///
    /// The clock comes from outside so that tests need not wait; `metrics` is told how much was
    /// done.
    public init(
        store: any DeskStore,
        library: Library,
        directory: any StaffDirectory,
        switchboard: (any SwitchboardPort)?,
        proof: TicketProof,
        reader: any MailReading,
        settings: DeskSettings,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.library = library
        self.directory = directory
        self.switchboard = switchboard
        self.proof = proof
        self.reader = reader
        self.settings = settings.spelledAsConfidential
        self.sessions = SessionCache()
        self.reads = ReadLog()
        self.meters = DeskMeters(metrics)
        self.now = now
    }

    /// The knowledge base in force.
    public var knowledgeBase: KnowledgeBase { library.current }

    /// What the knowledge base says to a text, `explained` in a language; one of nil is found out.
    public func match(
        _ text: String,
        language: String?,
        limit: Int,
        explainedIn explained: String? = nil
    ) -> MatchResult {
        meters.matching {
            knowledgeBase.match(text, language: language, limit: limit, explainedIn: explained)
        } isAnswerable: {
            $0.answerable
        }
    }

    /// What the desk makes of a text before anybody reads it.
    ///
    /// - Parameters:
    ///   - text: what is asked.
    ///   - language: the one it is said to be in; found out when left out.
    ///   - isDanger: whether it says that a life is in danger; read in the text when left out.
    /// - Returns: what is recognised; nobody has decided anything.
    func triage(_ text: String, language: String?, isDanger: Bool? = nil) -> Triage {
        let isDanger = isDanger ?? self.isDanger(in: text)
        return meters.matching {
            Triage(
                text,
                language: language,
                isDanger: isDanger,
                knowledgeBase: knowledgeBase,
                services: settings.triage.services
            )
        } isAnswerable: {
            $0.isAnswerable
        }
    }

    /// Whether a text says that somebody's life is in danger, in other words than the articles' and
    /// those of our letters.
    ///
    /// - Parameters:
    ///   - text: all that somebody may have written.
    ///   - letters: those that it may repeat.
    /// - Returns: true as soon as one passage is nobody's but the writer's.
    func isDanger(in text: String, besides letters: [Letter] = []) -> Bool {
        Impact.isDanger(in: text) {
            var ours = library.writtenTexts
            ours.add(letters)
            return ours
        }
    }
}
