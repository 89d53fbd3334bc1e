public import Foundation

/// What can be looked up of incidents and maintenance.
public protocol IncidentReading {
    /// - Throws: ``DeskError/notFound``.
    func incident(_ number: Int64) throws(DeskError) -> Incident
    /// At most `limit` before `before`, newest first.
    func incidents(
        state: Incident.State?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [Incident]
    /// All that are suspected or confirmed, oldest first.
    func openIncidents() throws(DeskError) -> [Incident]
    /// How many tickets are linked to it.
    func countTickets(ofIncident number: Int64) throws(DeskError) -> Int
    /// At most `limit` of its tickets after `after`, in order.
    func tickets(
        ofIncident number: Int64,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [Ticket]
    /// The answers to all of its citizens, oldest first, with how far they have come.
    func answers(ofIncident number: Int64) throws(DeskError) -> [IncidentAnswer]
    /// One of them, without how far it has come: that counts all of its letters.
    ///
    /// - Throws: ``DeskError/notFound``.
    func incidentAnswer(_ id: UUIDv7) throws(DeskError) -> IncidentAnswer
    /// At most `limit` letters of such answers that may be written at `moment`.
    func waitingIncidentLetters(at moment: Date, limit: Int) throws(DeskError) -> [IncidentLetter]
    /// How many of them wait.
    func countWaitingIncidentLetters() throws(DeskError) -> Int
    /// One of them; nil when there is none.
    func incidentLetter(
        of answer: UUIDv7,
        to ticket: TicketNumber
    ) throws(DeskError) -> IncidentLetter?
    /// How many of them were written since then.
    func countIncidentLetters(since moment: Date) throws(DeskError) -> Int
    /// The ticket by which an answer went to this address; nil when it did not.
    func ticket(
        reachedBy answer: UUIDv7,
        at address: String
    ) throws(DeskError) -> TicketNumber?
    /// - Throws: ``DeskError/notFound``.
    func maintenance(_ number: Int64) throws(DeskError) -> Maintenance
    /// At most `limit` that hold and end after `moment`, the first to begin first.
    func maintenances(endingAfter moment: Date, limit: Int) throws(DeskError) -> [Maintenance]
}

/// What can be looked up of when tickets come.
public protocol ArrivalReading {
    /// What was learnt; nil for nothing.
    func arrivalModel() throws(DeskError) -> ArrivalModel?
    /// When the oldest ticket there is came.
    func firstArrival() throws(DeskError) -> Date?
    /// Tickets that came in a span and belong to no maintenance and no incident but one that was
    /// dismissed: how many, and how many with each key.
    func arrivals(
        in span: Range<Date>
    ) throws(DeskError) -> (tickets: Int, keys: [SymptomKey: Int])
    /// How often a key came; nil for one that never did.
    func rate(of key: SymptomKey) throws(DeskError) -> KeyRate?
    /// The keys that came most often.
    func greatestRates(limit: Int) throws(DeskError) -> [(key: SymptomKey, rate: KeyRate)]
    /// At most `limit` tickets that were not looked at.
    func ticketsToLookAt(limit: Int) throws(DeskError) -> [TicketNumber]
    /// For each of some moments, how many citizens came with a key after it and until `latest`, with how
    /// many tickets.
    func count(
        _ key: SymptomKey,
        after starts: [Date],
        until latest: Date
    ) throws(DeskError) -> [(citizens: Int, tickets: Int)]
    /// When the newest tickets after a moment came, at most `limit`, newest first.
    func ticketMoments(after moment: Date, limit: Int) throws(DeskError) -> [Date]
    /// How many tickets came with a key after a moment and could be linked, counted up to `limit`.
    func countLinkable(
        with key: SymptomKey,
        after moment: Date,
        limit: Int
    ) throws(DeskError) -> Int
    /// At most `limit` arrivals with a key after a place, in order.
    func arrivals(
        with key: SymptomKey,
        after place: ArrivalPlace,
        limit: Int
    ) throws(DeskError) -> [Arrival]
}

/// A place among the arrivals of one key.
public struct ArrivalPlace: Sendable, Hashable, Comparable {
    /// When the ticket came.
    public var at: Date
    /// Which it is, of those of the same millisecond.
    public var ticket: TicketNumber

    /// Names both members.
    public init(at: Date, ticket: TicketNumber) {
        self.at = at
        self.ticket = ticket
    }

    /// The last one before it that there may be.
    var before: ArrivalPlace {
        ArrivalPlace(at: at, ticket: TicketNumber(rawValue: ticket.rawValue - 1))
    }

    /// By time.
    public static func < (one: Self, other: Self) -> Bool {
        (one.at, one.ticket) < (other.at, other.ticket)
    }
}

/// A ticket that came with a key.
public struct Arrival: Sendable, Equatable {
    /// When, and which.
    public var place: ArrivalPlace
    /// True when it belongs to no incident and nobody took it out of one.
    public var isLinkable: Bool

    /// Names both members.
    public init(place: ArrivalPlace, isLinkable: Bool) {
        self.place = place
        self.isLinkable = isLinkable
    }
}

/// What is written of incidents and maintenance.
public protocol IncidentWriting {
    /// Stores a new one and gives it its number.
    func insert(_ incident: Incident) throws(DeskError) -> Int64
    func save(_ incident: Incident) throws(DeskError)
    func insert(_ answer: IncidentAnswer) throws(DeskError)
    func insert(_ letter: IncidentLetter) throws(DeskError)
    func save(_ letter: IncidentLetter) throws(DeskError)
    /// Stores a new one and gives it its number.
    func insert(_ maintenance: Maintenance) throws(DeskError) -> Int64
    func save(_ maintenance: Maintenance) throws(DeskError)
}

/// What is written of when tickets come.
public protocol ArrivalWriting {
    func save(_ model: ArrivalModel, at moment: Date) throws(DeskError)
    func save(_ rate: KeyRate, of key: SymptomKey) throws(DeskError)
    /// Keeps the `countMax` keys that came most often.
    func trimRates(to countMax: Int) throws(DeskError)
    /// Has a new ticket looked at.
    func lookAt(_ ticket: TicketNumber) throws(DeskError)
    /// It was.
    func lookedAt(_ ticket: TicketNumber) throws(DeskError)
    func insert(
        _ ticket: TicketNumber,
        with key: SymptomKey,
        at moment: Date
    ) throws(DeskError)
    /// Forgets what came before then, of the `limit` oldest; true when there may be more.
    func sweepArrivals(before moment: Date, limit: Int) throws(DeskError) -> Bool
}
