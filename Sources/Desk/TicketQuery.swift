/// What a list of tickets asks for; newest first.
///
/// A ticket that went into another is not in it, unless its words are looked for.
public struct TicketQuery: Sendable, Equatable {
    /// nil means every state, closed ones too.
    public var state: TicketState?
    /// Exact name, compared with case; nil means every one the caller may see.
    public var queue: String?
    /// A ``StaffIdentity/id``; nil means anybody's and nobody's.
    public var assignee: String?
    /// nil means every kind.
    public var kind: TicketKind?
    /// As it stands now, triaged or corrected; nil means every category.
    public var category: TicketCategory?
    /// Exact address of the citizen, compared without case.
    public var citizen: String?
    /// Words that subject or messages contain, all of them.
    public var text: String?
    /// False asks for the others, nil for both; see ``Ticket/isOverdue(at:)``.
    public var isOverdue: Bool?
    /// True asks for those that are put off, false for the others, nil for both.
    public var isSnoozed: Bool?
    /// Only these queues, whatever is asked; nil means all.
    ///
    /// The rights set it, not the caller.
    public internal(set) var visibleQueues: [String]?
    /// None of these queues, whatever is asked; the rights set it.
    public internal(set) var hiddenQueues: [String] = []
    /// False leaves out tickets of people with protected identity; the rights set it.
    public internal(set) var showsProtected = true
    /// Only tickets older than this one.
    public var after: TicketNumber?
    /// 1…``limitMax``.
    public var limit: Int

    /// A list of 25 of everything.
    public init(limit: Int = 25) { self.limit = limit }

    /// The longest page.
    public static let limitMax = 100
}
