/// What the city has promised: until when which ticket is answered and solved, and by whose hours.
///
/// - Configuration keys:
///   - `clocks.rules` (list of strings, see ``ClockRule``; default ``standard``): the first that fits
///     a ticket holds; one that none fits has no clocks.
///   - `clocks.hours` (string, ``OpeningHours``, default `Mo-Fr 08:00-16:30; HD 08:00-12:00`): time
///     outside of these does not count.
///   - `clocks.queue-hours` (list of strings `QUEUE: HOURS`, default none): other hours of a queue.
///   - `clocks.warn-percent` (int, percent, default 75, 1…100): of the time promised; when so much has
///     passed, the ticket's history says so.
///   - `clocks.escalation-priority` (`low` … `urgent`, default `high`): what a ticket is at least
///     when a promise was broken.
public struct ClockRules: Sendable, Equatable {
    /// In their order.
    public var rules: [ClockRule]
    /// Time outside of these does not count.
    public var hours: OpeningHours
    /// Other hours of some queues.
    public var queueHours: [String: OpeningHours]
    /// How much of the time promised has passed when a warning is due, 0…1.
    public var warnShare: Double
    /// What a ticket is at least when a promise was broken.
    public var escalation: TicketPriority
    let time = CityTime()

    /// Names every member; without rules no clock runs.
    public init(
        rules: [ClockRule] = [],
        hours: OpeningHours = .always,
        queueHours: [String: OpeningHours] = [:],
        warnShare: Double = 0.75,
        escalation: TicketPriority = .high
    ) {
        self.rules = rules
        self.hours = hours
        self.queueHours = queueHours
        self.warnShare = warnShare
        self.escalation = escalation
    }

    /// The promises of a city that has made none of its own.
    ///
    /// Mail is answered within a working day, as cities are compared by; what is a complaint, an
    /// opinion or a proposal gets its receipt within two and its answer within ten.
    public static let standard = [
        "urgent: first 1h, next 2h, solve 1d", "complaint: first 2d, next 2d, solve 10d",
        "opinion: first 2d, next 2d, solve 10d", "proposal: first 2d, next 2d, solve 10d",
        "praise: first 2d",
        "*: first 1d, next 1d, solve 5d",
    ]

    /// The hours of a city that has named none: an office week, until noon on half-days.
    public static let standardHours = "Mo-Fr 08:00-16:30; HD 08:00-12:00"

    /// What was promised of this ticket.
    func rule(for ticket: Ticket) -> ClockRule? { rules.first { $0.fits(ticket) } }

    /// The hours by which the ticket's time is counted.
    func hours(of ticket: Ticket) -> OpeningHours { queueHours[ticket.queue] ?? hours }
}

/// What was promised of some tickets, as an operator writes it.
///
/// ```text
/// complaint: first 2d, next 2d, solve 10d
/// fault urgent queue=school: first 30m, solve 4h
/// *: first 1d
/// ```
///
/// Before the colon stand kinds, priorities and `queue=NAME`; of each sort one must fit, of a sort
/// that is not named anything does; `*` is every ticket. After it stands how long each of the clocks
/// may run: `m` and `h` count open time, `d` working days, of which the day a ticket came is none,
/// until the last of them closes. A clock that is not named does not run.
public struct ClockRule: Sendable, Equatable {
    /// How long a clock may run.
    enum Span: Sendable, Equatable {
        /// In seconds of open time.
        case open(Int)
        /// In working days.
        case days(Int)
    }

    /// As it was written.
    public let text: String
    private(set) var kinds: Set<TicketKind> = []
    private(set) var priorities: Set<TicketPriority> = []
    private(set) var queues: Set<String> = []
    private(set) var spans: [TicketClock: Span] = [:]

    /// Reads a rule.
    ///
    /// - Throws: ``ClockRuleError``.
    public init(_ text: String) throws(ClockRuleError) {
        self.text = text
        guard let colon = text.lastIndex(of: ":") else { throw .noColon }
        let conditions = text[..<colon].split { $0.isWhitespace }
        guard !conditions.isEmpty else { throw .noTickets }
        for condition in conditions where condition != "*" { try read(condition: condition) }
        for part in text[text.index(after: colon)...].split(separator: ",") {
            try read(span: part.split { $0.isWhitespace })
        }
        guard !spans.isEmpty else { throw .noTime("") }
    }

    private mutating func read(condition: Substring) throws(ClockRuleError) {
        if let kind = TicketKind(rawValue: String(condition)) {
            kinds.insert(kind)
        } else if let priority = TicketPriority(rawValue: String(condition)) {
            priorities.insert(priority)
        } else if condition.hasPrefix("queue="), condition.count > 6 {
            queues.insert(String(condition.dropFirst(6)))
        } else {
            throw .unknownTickets(String(condition))
        }
    }

    private mutating func read(span words: [Substring]) throws(ClockRuleError) {
        let written = words.joined(separator: " ")
        guard words.count == 2, let clock = TicketClock(word: words[0]),
            let count = Int(words[1].dropLast()), spans[clock] == nil
        else { throw .noTime(written) }
        switch words[1].last {
        case "m" where 1...100_000 ~= count: spans[clock] = .open(count * 60)
        case "h" where 1...2_000 ~= count: spans[clock] = .open(count * 3_600)
        case "d" where 1...200 ~= count: spans[clock] = .days(count)
        default: throw .noTime(written)
        }
    }

    func fits(_ ticket: Ticket) -> Bool {
        (kinds.isEmpty || kinds.contains(ticket.kind))
            && (priorities.isEmpty || priorities.contains(ticket.priority))
            && (queues.isEmpty || queues.contains(ticket.queue))
    }
}

/// What is wrong with a rule of clocks.
public enum ClockRuleError: Error, Sendable, Equatable, CustomStringConvertible {
    case noColon
    case noTickets
    /// Neither a kind, a priority, a queue nor `*`.
    case unknownTickets(String)
    /// Not the name of a clock and a time, or one that stands there twice.
    case noTime(String)

    /// What an operator is told.
    public var description: String {
        switch self {
        case .noColon: "must say for which tickets, a colon, and times; for example *: first 1d"
        case .noTickets: "must say for which tickets; * for all of them"
        case .unknownTickets(let word): "«\(word)» must be a kind, a priority, queue=NAME or *"
        case .noTime(let text):
            "«\(text)» must be first, next or solve and a time such as 30m, 4h or 2d, each once"
        }
    }
}
