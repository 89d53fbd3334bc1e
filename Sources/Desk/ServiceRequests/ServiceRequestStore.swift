public import Cryptography
public import Foundation

/// Which requests of Open311 are asked for; newest first.
public struct ServiceRequestQuery: Sendable, Equatable {
    /// These, whenever they came; nil leaves it to ``span``.
    public var numbers: [TicketNumber]?
    /// When they came.
    public var span: ClosedRange<Date>
    /// Codes of services; none means none.
    public var services: [String]
    /// False leaves out those whose ticket is solved.
    public var includesOpen = true
    /// False leaves out the others.
    public var includesClosed = true
    /// Tickets of these queues are shown to nobody outside.
    public internal(set) var hiddenQueues: [String] = []

    /// Most of one answer, as the standard has it.
    public static let limitMax = 1_000
    /// The longest ``span``, in days, as the standard has it.
    public static let daysMax = 90

    /// Names what must be there.
    public init(numbers: [TicketNumber]? = nil, span: ClosedRange<Date>, services: [String]) {
        self.numbers = numbers
        self.span = span
        self.services = services
    }
}

/// What can be looked up of what came in by Open311.
public protocol ServiceRequestReading {
    /// What a ticket has of it; nil when it did not come that way.
    func serviceRequest(of ticket: TicketNumber) throws(DeskError) -> ServiceRequest?
    /// The request that a token stands for.
    func serviceRequest(token: UUIDv7) throws(DeskError) -> ServiceRequest?
    /// The newest request with these words that came since then.
    func serviceRequest(
        like digest: Digest,
        since moment: Date
    ) throws(DeskError) -> ServiceRequest?
    /// At most ``ServiceRequestQuery/limitMax`` of them.
    func serviceRequests(_ query: ServiceRequestQuery) throws(DeskError) -> [FollowedRequest]
}

/// What can be changed of it.
public protocol ServiceRequestWriting {
    func insert(_ request: ServiceRequest) throws(DeskError)
}
