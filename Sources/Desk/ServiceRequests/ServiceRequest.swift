public import Cryptography
public import Foundation

/// Where something is (WGS 84).
public struct Place: Sendable, Hashable {
    /// Degrees, in ten-millionths: a centimetre, and the same in every database.
    public var latitude: Int?
    /// Degrees, in ten-millionths; there when ``latitude`` is.
    public var longitude: Int?
    /// In words.
    public var address: String?
    /// Of the city's register of addresses.
    public var addressID: String?

    /// So many make a degree.
    public static let unitsPerDegree = 10_000_000

    /// Names every member.
    public init(
        latitude: Int? = nil,
        longitude: Int? = nil,
        address: String? = nil,
        addressID: String? = nil
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.address = address
        self.addressID = addressID
    }

    /// True when it says nothing.
    var isEmpty: Bool { latitude == nil && address == nil && addressID == nil }
}

/// Answers to one of a service's questions.
public struct ServiceAnswer: Sendable, Hashable, Codable {
    /// A ``CityService/Attribute/code``.
    public var code: String
    /// One; several only of a list of several values.
    public var values: [String]

    /// Names both members.
    public init(code: String, values: [String]) {
        self.code = code
        self.values = values
    }
}

/// What a ticket has beside its words when it came by Open311.
public struct ServiceRequest: Sendable, Equatable {
    /// Whose number is the request's id.
    public var ticket: TicketNumber
    /// What stands for the id until it is asked for.
    public var token: UUIDv7
    /// A ``CityService/code``.
    public var service: String
    /// Where.
    public var place: Place
    /// Where a picture is said to be; never fetched.
    public var mediaURL: String?
    /// What was answered to the service's questions.
    public var answers: [ServiceAnswer]
    /// The words, where they were for everybody when they came; nil for nobody outside.
    public var published: String?
    /// Of what was asked; nil once that is erased.
    public var digest: Digest?
    /// When it came.
    public var requestedAt: Date

    /// Names every member.
    public init(
        ticket: TicketNumber,
        token: UUIDv7,
        service: String,
        place: Place,
        mediaURL: String?,
        answers: [ServiceAnswer],
        published: String?,
        digest: Digest?,
        requestedAt: Date
    ) {
        self.ticket = ticket
        self.token = token
        self.service = service
        self.place = place
        self.mediaURL = mediaURL
        self.answers = answers
        self.published = published
        self.digest = digest
        self.requestedAt = requestedAt
    }
}

/// A request and how its ticket stands, or the one that it went into.
public struct FollowedRequest: Sendable {
    /// What was asked.
    public var request: ServiceRequest
    /// Where the ticket stands.
    public var state: TicketState
    /// How it ended.
    public var outcome: TicketOutcome?
    /// When it last changed.
    public var updatedAt: Date
    /// When the solution is owed.
    public var expectedAt: Date?
    /// The unit that answers it: a ``Destination/id``, and its name.
    public var unit: (id: String, name: String)?
    /// True for a person with protected identity.
    public var isProtected: Bool
    /// True for one that went into another ticket.
    public var isMerged: Bool
    /// True for one of an incident that is nobody's: what it was answered with went to all of them,
    /// and maybe no one has read it.
    public var isUnread: Bool

    /// Names every member.
    public init(
        request: ServiceRequest,
        state: TicketState,
        outcome: TicketOutcome?,
        updatedAt: Date,
        expectedAt: Date?,
        unit: (id: String, name: String)?,
        isProtected: Bool,
        isMerged: Bool,
        isUnread: Bool
    ) {
        self.request = request
        self.state = state
        self.outcome = outcome
        self.updatedAt = updatedAt
        self.expectedAt = expectedAt
        self.unit = unit
        self.isProtected = isProtected
        self.isMerged = isMerged
        self.isUnread = isUnread
    }

    /// The words, where everybody may read them: not before somebody at the desk has taken the ticket
    /// up, for anybody writes what they like; and no longer when it was dismissed.
    public var words: String? {
        guard !isProtected, !isMerged, !isUnread, state != .new, outcome != .rejected,
            outcome != .duplicate
        else { return nil }
        return request.published
    }

    /// As one that nobody has taken up; its unit is that of its service.
    ///
    /// So nobody learns, by asking in another's name, whose identity is protected.
    func untouched(unit: (id: String, name: String)?) -> FollowedRequest {
        var request = self
        (request.state, request.outcome, request.unit) = (.new, nil, unit)
        request.updatedAt = request.request.requestedAt
        return request
    }
}
