/// Who may do what, in one place: right × role × scope.
///
/// Every operation of the desk asks it, and `helpdeskd rights` prints it. A new right is one more
/// line of ``house``.
public struct RightsTable: Sendable, Equatable {
    /// One line: the roles that have a right, and how far it reaches for each.
    public struct Line: Sendable, Equatable {
        /// What is allowed.
        public var right: Right
        /// A role that is not named may not do it at all.
        public var reach: [Role: Set<Scope>]

        init(_ right: Right, _ reach: [Role: Set<Scope>]) {
            self.right = right
            self.reach = reach
        }
    }

    /// In the order of ``Right``; each right has exactly one.
    public let lines: [Line]
    /// The scopes of each right and role, a bit each: every request asks a few times.
    private let masks: [UInt8]

    init(_ lines: [Line]) {
        precondition(lines.map(\.right) == Right.allCases, "one line a right, in their order")
        self.lines = lines
        masks = lines.flatMap { line in
            Role.allCases.map { role in
                (line.reach[role] ?? []).reduce(0) { $0 | $1.mask }
            }
        }
    }

    /// True when one of the roles may do it there.
    public func allows(_ right: Right, to roles: Set<Role>, in scope: Scope) -> Bool {
        roles.contains { masks[right.place * Role.allCases.count + $0.place] & scope.mask != 0 }
    }

    /// Rights that no token has, whatever its scopes: a token opens what an agent sees, and whoever
    /// makes one would have by it what is not theirs.
    public static let personal: Set<Right> = [.readIdentityNumbers]

    /// The rights of every desk.
    ///
    /// Confidential queues are for those whom the directory names for them, and for the auditor.
    /// Protected people are for those with the role of that name alone, whatever else they are.
    public static let house = RightsTable([
        Line(
            .openTickets,
            [
                .agent: [.own], .supervisor: [.own], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(
            .readTickets,
            [
                .agent: [.own], .supervisor: [.own],
                .auditor: [.own, .foreign, .confidential], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(
            .workTickets,
            [
                .agent: [.own], .supervisor: [.own], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(
            .readIdentityNumbers,
            [.agent: [.own], .supervisor: [.own], .protectedIdentity: [.protected]]
        ),
        // To protect is allowed to whoever works the ticket; to end it takes sight of it.
        Line(
            .protectPeople,
            [
                .agent: [.own], .supervisor: [.own], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(.readAudit, [.auditor: [.own, .foreign, .confidential, .protected]]),
        Line(
            .extractRegister,
            [.administrator: [.own, .foreign, .confidential], .protectedIdentity: [.protected]]
        ),
        Line(.holdTickets, [.administrator: [.own, .foreign], .protectedIdentity: [.protected]]),
        Line(
            .erasePeople,
            [.administrator: [.own, .foreign, .confidential], .protectedIdentity: [.protected]]
        ),
        Line(.teachArticles, [.supervisor: [.own], .administrator: [.own]]),
        Line(
            .releaseMail,
            [
                .agent: [.own], .supervisor: [.own], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(.takeCalls, [.agent: [.own], .supervisor: [.own], .administrator: [.own]]),
        Line(
            .seeCalls,
            [
                .agent: [.own], .supervisor: [.own],
                .auditor: [.own, .foreign, .confidential], .administrator: [.own, .foreign],
                .protectedIdentity: [.protected],
            ]
        ),
        Line(.leadCalls, [.supervisor: [.own], .administrator: [.own]]),
        Line(.dialNumbers, [.supervisor: [.own], .administrator: [.own]]),
        Line(.manageTokens, [.administrator: [.own]]),
        Line(.brakeMail, [.supervisor: [.own], .administrator: [.own]]),
        // In a small team the figures of a queue are those of a colleague: not for agents.
        Line(
            .readReports,
            [
                .supervisor: [.own], .auditor: [.own, .foreign, .confidential],
                .administrator: [.own, .foreign],
            ]
        ),
        Line(
            .seeIncidents,
            [.agent: [.own], .supervisor: [.own], .auditor: [.own], .administrator: [.own]]
        ),
        Line(.leadIncidents, [.supervisor: [.own], .administrator: [.own]]),
        Line(.manageWebhooks, [.administrator: [.own]]),
    ])
}

extension Right {
    fileprivate var place: Int {
        switch self {
        case .openTickets: 0
        case .readTickets: 1
        case .workTickets: 2
        case .readIdentityNumbers: 3
        case .protectPeople: 4
        case .readAudit: 5
        case .extractRegister: 6
        case .holdTickets: 7
        case .erasePeople: 8
        case .teachArticles: 9
        case .releaseMail: 10
        case .takeCalls: 11
        case .seeCalls: 12
        case .leadCalls: 13
        case .dialNumbers: 14
        case .manageTokens: 15
        case .brakeMail: 16
        case .readReports: 17
        case .seeIncidents: 18
        case .leadIncidents: 19
        case .manageWebhooks: 20
        }
    }
}

extension Role {
    fileprivate var place: Int {
        switch self {
        case .agent: 0
        case .supervisor: 1
        case .auditor: 2
        case .administrator: 3
        case .protectedIdentity: 4
        }
    }
}

extension Scope {
    fileprivate var mask: UInt8 {
        switch self {
        case .own: 1
        case .foreign: 2
        case .confidential: 4
        case .protected: 8
        }
    }
}
