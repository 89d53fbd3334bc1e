public import KnowledgeBase

/// Where a ticket goes and how urgent it is, by what is recognised in it.
///
/// - Configuration keys:
///   - `triage.services` (list of strings `NAME: WORD, WORD…`, default none): the e-services, each a
///     name of one word and the words that citizens use for it; `*` at the end of one lets it go on.
///   - `triage.rules` (list of strings, see ``TriageRule``; default ``standard``): for the queue and
///     for the priority the first that fits and says one holds.
public struct TriageRules: Sendable {
    /// The e-services that are recognised.
    public var services: ServiceNames
    /// In their order.
    public var rules: [TriageRule]

    /// Names both members; without rules everything goes to the desk's queue, with normal priority.
    public init(services: ServiceNames = ServiceNames(), rules: [TriageRule] = []) {
        self.services = services
        self.rules = rules
    }

    /// What weighs in any city: whether a life is in danger, how many are concerned, whether there is another way, what ends soon;
    /// and in praise none of it.
    public static let standard = [
        "danger: priority=urgent", "praise: priority=low",
        "deadline many: priority=urgent", "deadline blocked: priority=urgent",
        "deadline: priority=high", "many: priority=high", "blocked: priority=high",
    ]

    /// The first rule that fits and says what is asked for.
    func decide<Value>(
        for ticket: Ticket,
        _ impact: Impact,
        _ outcome: (TriageRule) -> Value?
    ) -> (value: Value, rule: TriageRule)? {
        for rule in rules {
            if let value = outcome(rule), rule.fits(ticket, impact) { return (value, rule) }
        }
        return nil
    }
}

/// A rule of triage, as an operator writes it.
///
/// ```text
/// service=förskola: queue=school
/// e-id eid=bankid code=RFA8: queue=e-id, priority=high
/// language=en channel=email: queue=international
/// ```
///
/// Before the colon stand kinds, categories, `channel=`, `language=`, `service=`, `eid=`, `code=`,
/// `device=` and `step=` with a value, and `danger`, `deadline`, `many` and `blocked`, which are what the
/// text says of its impact, see `Impact`. Of values of one sort one must fit, in capitals or not, of an
/// impact each one that is named; `*` is every ticket. A code fits in whatever way it is written:
/// `code=500` is `HTTP 500`. After the colon stand `queue=NAME`, `priority=WORD`, or both.
public struct TriageRule: Sendable, Equatable {
    /// As it was written.
    public let text: String
    /// Where it goes.
    public private(set) var queue: String?
    /// How urgent it is.
    public private(set) var priority: TicketPriority?
    private var wanted: [Sort: Set<String>] = [:]
    private var impacts: Set<String> = []

    private enum Sort: String, CaseIterable {
        case kind
        case category
        case channel
        case language
        case service
        case eid
        case code
        case device
        case step
    }

    private static let impactWords: Set = ["danger", "deadline", "many", "blocked"]

    /// Reads a rule.
    ///
    /// - Throws: ``TriageRuleError``.
    public init(_ text: String) throws(TriageRuleError) {
        self.text = text
        guard let colon = text.lastIndex(of: ":") else { throw .noColon }
        let conditions = text[..<colon].split { $0.isWhitespace }
        guard !conditions.isEmpty else { throw .unknownCondition("") }
        for condition in conditions where condition != "*" { try read(condition: condition) }
        for part in text[text.index(after: colon)...].split(separator: ",") {
            try read(outcome: part.trimming)
        }
        guard queue != nil || priority != nil else { throw .unknownOutcome("") }
    }

    private mutating func read(condition: Substring) throws(TriageRuleError) {
        let word = String(condition)
        if Self.impactWords.contains(word) {
            impacts.insert(word)
        } else if TicketKind(rawValue: word) != nil {
            wanted[.kind, default: []].insert(word)
        } else if TicketCategory(rawValue: word) != nil {
            wanted[.category, default: []].insert(word)
        } else {
            let parts = condition.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let sort = Sort(rawValue: String(parts[0])), sort != .kind,
                sort != .category
            else { throw .unknownCondition(word) }
            let value = parts[1].lowercased()
            if let known = Self.values(of: sort, insteadOf: value) {
                throw .unknownValue(word, known: known)
            }
            wanted[sort, default: []].insert(value)
        }
    }

    /// The values there are, where `value` is none of them; nil for one that a ticket may have.
    private static func values(of sort: Sort, insteadOf value: String) -> String? {
        let names: [String]
        switch sort {
        case .kind, .category, .service: return nil
        case .channel: names = TicketChannel.allCases.map(\.rawValue)
        case .eid: names = Symptom.eIDs
        case .device: names = Symptom.devices
        case .step: names = Symptom.steps
        case .language:
            // Clerks may say any language: ISO 639 gives each two letters or three.
            return (2...3).contains(value.prefix { $0 != "-" }.utf8.count) ? nil : "sv, en, …"
        case .code: return Symptom.isCode(value) ? nil : "RFA8, 10079, 500, …"
        }
        return names.contains(value) ? nil : names.joined(separator: ", ")
    }

    private mutating func read(outcome: String) throws(TriageRuleError) {
        let parts = outcome.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("queue", 2) where queue == nil: queue = parts[1]
        case ("priority", 2) where priority == nil:
            guard let word = TicketPriority(rawValue: parts[1]) else {
                throw .unknownOutcome(outcome)
            }
            priority = word
        default: throw .unknownOutcome(outcome)
        }
    }

    /// Writes the queue as the desk does.
    mutating func spellQueue(_ spelling: (String) -> String) { queue = queue.map(spelling) }

    func fits(_ ticket: Ticket, _ impact: Impact) -> Bool {
        let said = Set(
            [
                impact.isDanger ? "danger" : nil, impact.hasDeadline ? "deadline" : nil,
                impact.concernsMany ? "many" : nil, impact.isBlocked ? "blocked" : nil,
            ]
            .compactMap(\.self)
        )
        return impacts.isSubset(of: said)
            && wanted.allSatisfy { sort, values in
                values.contains { Self.holds(sort, $0, in: ticket) }
            }
    }

    /// `value` is in lower case.
    private static func holds(_ sort: Sort, _ value: String, in ticket: Ticket) -> Bool {
        switch sort {
        case .kind: ticket.kind.rawValue == value
        case .category: ticket.category.rawValue == value
        case .channel: ticket.channel.rawValue == value
        case .language: ticket.language.lowercased() == value
        case .service: ticket.service?.lowercased() == value
        case .eid: ticket.symptom.eID == value
        case .code: ticket.symptom.has(code: value)
        case .device: ticket.symptom.device == value
        case .step: ticket.symptom.step == value
        }
    }
}

/// What is wrong with a rule of triage.
public enum TriageRuleError: Error, Sendable, Equatable, CustomStringConvertible {
    case noColon
    case unknownCondition(String)
    /// A value that no ticket can have, with those that one can.
    case unknownValue(String, known: String)
    /// Neither a queue nor a priority, or one that stands there twice.
    case unknownOutcome(String)

    /// What an operator is told.
    public var description: String {
        switch self {
        case .noColon: "must say for which tickets, a colon, and what; for example *: queue=help"
        case .unknownCondition(let word):
            "«\(word)» must be a kind, a category, danger, deadline, many, blocked, *, or one of "
                + "channel=, language=, service=, eid=, code=, device= and step= with a value"
        case .unknownValue(let word, let known):
            "«\(word)» fits no ticket; its value must be one of: \(known)"
        case .unknownOutcome(let text):
            "«\(text)» must be queue=NAME or priority=low, normal, high or urgent, each once"
        }
    }
}

extension Substring {
    fileprivate var trimming: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Ticket {
    /// What of a ticket somebody has decided already, so that no rule does.
    struct Decided: OptionSet {
        let rawValue: Int
        static let queue = Decided(rawValue: 1)
        static let priority = Decided(rawValue: 2)
        static let category = Decided(rawValue: 4)
        static let language = Decided(rawValue: 8)
    }

    /// Sets what nobody has decided by what was recognised, and says why it is as it is.
    ///
    /// - Parameters:
    ///   - triage: what was made of the text.
    ///   - rules: the operator's.
    ///   - decided: what stays as it is.
    ///   - mayGo: false for a queue that it must not go to.
    mutating func apply(
        _ triage: Triage,
        by rules: TriageRules,
        keeping decided: Decided = [],
        where mayGo: (Ticket) -> Bool = { _ in true }
    ) {
        var reasons: [String] = []
        if !decided.contains(.category) { reasons.append(triage.categoryReason) }
        // Whatever the operator's rules are, who opens the ticket must see it.
        if triage.impact.isDanger { reasons.append("danger to life: the text says so") }
        if !decided.contains(.language) {
            let said = triage.isForeign ? "the text is in neither Swedish nor English" : "the text"
            reasons.append("language \(language): \(said)")
        }
        if service == nil, let found = triage.service {
            service = found
            reasons.append("service \(found): its words")
        }
        if !decided.contains(.queue),
            let (queue, rule) = rules.decide(for: self, triage.impact, \.queue)
        {
            var moved = self
            moved.queue = queue
            if mayGo(moved) {
                self.queue = queue
                reasons.append("queue \(queue): «\(rule.text)»")
            }
        }
        if !decided.contains(.priority),
            let (priority, rule) = rules.decide(for: self, triage.impact, \.priority)
        {
            self.priority = priority
            reasons.append("priority \(priority.rawValue): «\(rule.text)»")
        }
        triageReasons = reasons
    }

    /// Makes it as urgent as the rules want where a life is in danger, as what was added to it says.
    ///
    /// - Returns: true when it is more urgent now.
    mutating func noteDanger(by rules: TriageRules) -> Bool {
        guard let (wanted, _) = rules.decide(for: self, Impact(isDanger: true), \.priority),
            wanted.rank > priority.rank
        else { return false }
        priority = wanted
        return true
    }
}
