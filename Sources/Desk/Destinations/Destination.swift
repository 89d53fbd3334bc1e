/// A unit, board or case handler that a citizen can be handed off to.
///
/// Written down with a hand-off without its ``calendar``: that decides where a call goes, and is
/// no part of where it went.
public struct Destination: Sendable, Hashable, Codable {
    /// What it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case unit
        case board
        case handler
        case contractor
    }

    /// Where calls go instead, for some days.
    public struct Redirection: Sendable, Hashable {
        /// From midnight on; nil for as long as anybody remembers.
        public var from: CivilDay?
        /// To the end of this day; nil for good.
        public var through: CivilDay?
        /// A ``Destination/id``.
        public var to: String

        /// Names every member.
        public init(from: CivilDay? = nil, through: CivilDay? = nil, to: String) {
            self.from = from
            self.through = through
            self.to = to
        }

        func applies(on day: CivilDay) -> Bool { day.isBetween(from, through) }
    }

    /// When it takes calls, and where they go when it does not.
    public struct Calendar: Sendable, Hashable {
        /// The first day on which it exists; nil for always.
        public var from: CivilDay?
        /// The last one; nil for always.
        public var through: CivilDay?
        /// Nil for at any time.
        public var hours: OpeningHours?
        /// Where calls go that it cannot take: closed, gone, busy or without an answer.
        public var overflow: String?
        /// Where calls go by date; the first one that applies counts.
        public var redirections: [Redirection]

        /// Names every member.
        public init(
            from: CivilDay? = nil,
            through: CivilDay? = nil,
            hours: OpeningHours? = nil,
            overflow: String? = nil,
            redirections: [Redirection] = []
        ) {
            self.from = from
            self.through = through
            self.hours = hours
            self.overflow = overflow
            self.redirections = redirections
        }
    }

    /// What a hand-off names.
    public var id: String
    /// As a clerk says it to the citizen; never empty.
    public var name: String
    /// ``Kind/unit`` where the directory of destinations names none.
    public var kind: Kind
    /// E.164.
    public var number: String?
    /// A SIP or SIPS URI in canonical form (RFC 3261 §19.1).
    public var uri: String?
    /// What it deals with, in everyday words.
    public var topics: [String]
    /// The queue in which it works tickets; nil when it works none here.
    public var queue: String?
    /// When it takes calls.
    public var calendar = Calendar()

    /// Names every member.
    public init(
        id: String,
        name: String,
        kind: Kind,
        number: String?,
        uri: String?,
        topics: [String],
        queue: String? = nil,
        calendar: Calendar = Calendar()
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.number = number
        self.uri = uri
        self.topics = topics
        self.queue = queue
        self.calendar = calendar
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case kind
        case number
        case uri
        case topics
        case queue
    }
}

extension CivilDay {
    func isBetween(_ first: CivilDay?, _ last: CivilDay?) -> Bool {
        first.map { $0 <= self } ?? true && last.map { self <= $0 } ?? true
    }
}
