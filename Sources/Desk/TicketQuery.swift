public import Foundation

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
    /// The ``TicketUnit/id`` that it was given to; nil means any and none.
    public var unit: String?
    /// nil means every kind.
    public var kind: TicketKind?
    /// As it stands now, triaged or corrected; nil means every category.
    public var category: TicketCategory?
    /// The citizen's exact address, compared without case, or their telephone number however it is
    /// written, see ``TelephoneKey``; anything else is their name, see ``citizenName``.
    public var citizen: String?
    /// Words that subject or messages contain, all of them.
    public var text: String?
    /// False asks for the others, nil for both; see ``Ticket/isOverdue(at:)``.
    public var isOverdue: Bool?
    /// In which order they come; with words or a name looked for it is ``Order/newest``.
    public var order = Order.newest
    /// True asks for those that are put off, false for the others, nil for both.
    public var isSnoozed: Bool?
    /// Only these queues and what was given to units that work in them, whatever is asked; nil means
    /// all.
    ///
    /// The rights set it, not the caller.
    public internal(set) var visibleQueues: [String]?
    /// None of these queues, whatever is asked; the rights set it.
    public internal(set) var hiddenQueues: [String] = []
    /// False leaves out tickets of people with protected identity; the rights set it.
    public internal(set) var showsProtected = true
    /// Only tickets older than this one.
    public var after: TicketNumber?
    /// In the order of what is owed: only tickets after this place.
    public var afterDue: DuePlace?
    /// 1…``limitMax``.
    public var limit: Int

    /// The words of a name that ``citizen`` is, where it is neither an address nor a number: all of
    /// them, in any order, without case and diacritics, each at least the beginning of one of the
    /// citizen's.
    public var citizenName: String? {
        guard let citizen, !citizen.contains("@"), TelephoneKey.key(of: citizen) == nil else {
            return nil
        }
        return citizen
    }

    /// True where something is looked for in the index of words.
    public var isSearch: Bool { text != nil || citizenName != nil }

    /// How a list is ordered.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// By number, the highest first.
        case newest
        /// What is owed longest first, so that whatever is overdue leads; what nothing is owed on is
        /// left out.
        case due
    }

    /// A place in the order of what is owed.
    public struct DuePlace: Sendable, Hashable {
        /// When it is due.
        public var due: Date
        /// Of tickets due at one moment the lower number comes first.
        public var number: TicketNumber

        /// Names both members.
        public init(due: Date, number: TicketNumber) {
            self.due = due
            self.number = number
        }
    }

    /// A list of 25 of everything.
    public init(limit: Int = 25) { self.limit = limit }

    /// The longest page.
    public static let limitMax = 100
}
