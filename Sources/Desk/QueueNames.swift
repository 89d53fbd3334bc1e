import Foundation

/// The queues that a desk knows, for whoever types the name of one.
///
/// Names are compared with nothing but their letters: a spelling of its own would open a queue of its
/// own, where neither the clerks of the one that was meant look nor its confidentiality holds.
struct QueueNames {
    /// Those that count first stand first.
    private var names: [String]

    init(_ names: [String]) { self.names = names }

    mutating func add(_ more: [String]) { names += more }

    /// The queue that is spelled so, or else with other capitals, accents or spaces; nil when none is.
    func meant(by typed: String) -> String? {
        if names.contains(typed) { return typed }
        let key = Self.key(of: typed)
        return names.first { Self.key(of: $0) == key }
    }

    /// The first queue whose name is one letter away, or two from ``longName`` letters on; nil when
    /// none is, or when only the digits are others, for queues are numbered.
    func near(_ typed: String) -> String? {
        let key = Self.key(of: typed)
        guard key.count >= Self.shortName else { return nil }
        let limit = key.count < Self.longName ? 1 : 2
        return names.first { name in
            let other = Self.key(of: name)
            return key.filter(\.isNumber) == other.filter(\.isNumber)
                && Self.isWithin(limit, Array(key), Array(other))
        }
    }

    /// From so many letters on a name that is one letter away from another is a mistake.
    private static let shortName = 4
    /// From so many letters on two may be wrong.
    private static let longName = 8

    /// Words in one case, without accents, parted by one space.
    static func key(of name: String) -> String {
        name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .folding(
                options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive],
                locale: nil
            )
    }

    /// True when as many letters, at most `limit`, that are missing, too many or wrong make one of
    /// the other.
    private static func isWithin(_ limit: Int, _ one: [Character], _ other: [Character]) -> Bool {
        guard abs(one.count - other.count) <= limit else { return false }
        var above = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var line = [row + 1]
            for (column, found) in other.enumerated() {
                let wrong = letter == found ? 0 : 1
                line.append(min(above[column + 1] + 1, line[column] + 1, above[column] + wrong))
            }
            above = line
        }
        return above[other.count] <= limit
    }
}

extension DeskSettings {
    /// Every queue that the configuration names, confidential ones first.
    var namedQueues: [String] {
        confidentialQueues.sorted() + [queue] + triage.rules.compactMap(\.queue)
            + services.services.compactMap(\.queue) + clocks.queueHours.keys.sorted()
            + reports.boards.keys.sorted()
    }

    /// The same settings with each queue that is a spelling of a confidential one written as that: no
    /// rule, and no service, sends anything past its confidentiality.
    var spelledAsConfidential: DeskSettings {
        var settings = self
        settings.queue = spelling(of: queue)
        for index in triage.rules.indices {
            settings.triage.rules[index].spellQueue(spelling)
        }
        return settings
    }

    /// A confidential queue by any spelling of its name; every other name as it is.
    func spelling(of queue: String) -> String {
        QueueNames(confidentialQueues.sorted()).meant(by: queue) ?? queue
    }
}

extension Desk {
    /// A queue that somebody named.
    struct NamedQueue: Sendable {
        /// In the desk's own spelling.
        var name: String
        /// False for one that nobody has named before.
        var isKnown: Bool
    }

    /// The queue that is meant by what somebody typed.
    ///
    /// It is looked for in the configuration, then among those of this person, of the destinations, of
    /// the tickets and of everybody who has a session. A name that nothing is like is a new queue.
    ///
    /// - Throws: ``DeskError/invalid(_:)`` at `/queue` for a name that is almost that of another queue.
    func queue(
        named typed: String,
        by staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> NamedQueue {
        let trimmed = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // Before one that is spelled exactly so: that may have been opened by mistake.
        let closed = QueueNames(settings.confidentialQueues.sorted())
        if let name = closed.meant(by: trimmed) { return NamedQueue(name: name, isKnown: true) }
        var known = QueueNames(settings.namedQueues + staff.queues)
        if let name = known.meant(by: trimmed) { return NamedQueue(name: name, isKnown: true) }
        let destinations = switchboard?.directory.destinations.compactMap(\.queue) ?? []
        known.add(
            try destinations + reading.queues(limit: DeskSettings.knownQueuesMax)
                + reading.staffWithSessions().flatMap(\.queues)
        )
        if let name = known.meant(by: trimmed) { return NamedQueue(name: name, isKnown: true) }
        if let near = known.near(trimmed) {
            throw .invalid([
                FieldProblem("/queue", "is no queue of this desk; did you mean «\(near)»?")
            ])
        }
        return NamedQueue(name: trimmed, isKnown: false)
    }
}

extension DeskSettings {
    /// Queues of tickets that a typed name is compared with.
    static let knownQueuesMax = 1_000
}
