/// What a list of tickets asks for; newest first.
public struct TicketQuery: Sendable, Equatable {
    public var state: TicketState?
    public var queue: String?
    public var assignee: String?
    public var kind: TicketKind?
    public var category: TicketCategory?
    /// Exact address of the citizen, compared without case.
    public var citizen: String?
    /// Words that subject or messages contain, all of them.
    public var text: String?
    public var isOverdue: Bool?
    /// Only these queues, whatever is asked; nil means all. The rights set it, not the caller.
    public internal(set) var visibleQueues: [String]?
    /// Only tickets older than this one.
    public var after: TicketNumber?
    /// 1…``limitMax``.
    public var limit: Int

    /// A list of 25 of everything.
    public init(limit: Int = 25) { self.limit = limit }

    /// The longest page.
    public static let limitMax = 100
}
