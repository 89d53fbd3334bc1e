/// A unit or case handler that a call can go to.
public struct DestinationBody: Codable, Sendable, Equatable {
    /// What a hand-off names.
    public var id: String
    /// What people call it.
    public var name: String
    /// `unit`, `board`, `handler`, `contractor`.
    public var kind: String
    /// E.164.
    public var number: String?
    /// What it deals with, in everyday words.
    public var topics: [String]

    /// Names every member.
    public init(
        id: String,
        name: String,
        kind: String,
        number: String? = nil,
        topics: [String]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.number = number
        self.topics = topics
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(kind, forKey: .kind)
        try container.encode(number, forKey: .number)
        try container.encode(topics, forKey: .topics)
    }
}

/// A destination as `GET /v1/destinations` lists it: with when it takes calls.
public struct ListedDestinationBody: Codable, Sendable, Equatable {
    /// What it is.
    public var destination: DestinationBody
    /// When it takes calls.
    public var availability: AvailabilityBody

    /// Names both.
    public init(_ destination: DestinationBody, _ availability: AvailabilityBody) {
        self.destination = destination
        self.availability = availability
    }

    enum CodingKeys: String, CodingKey {
        case availability
    }

    /// Reads both from one object.
    public init(from decoder: any Decoder) throws {
        destination = try DestinationBody(from: decoder)
        availability = try decoder.container(keyedBy: CodingKeys.self)
            .decode(AvailabilityBody.self, forKey: .availability)
    }

    /// Writes both as one object.
    public func encode(to encoder: any Encoder) throws {
        try destination.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(availability, forKey: .availability)
    }
}

/// When a destination takes calls.
public struct AvailabilityBody: Codable, Sendable, Equatable {
    /// A day and its hours, holidays considered.
    public struct Day: Codable, Sendable, Equatable {
        /// For example `2026-12-24`, in Stockholm.
        public var day: String
        /// For example `08:00-12:00`; none when it is closed.
        public var hours: [String]

        /// Names both.
        public init(day: String, hours: [String]) {
            self.day = day
            self.hours = hours
        }
    }

    /// True when a call would be taken now, by it or by who it goes on to.
    public var takesCalls: Bool
    /// Id of who a call goes to now.
    public var goesTo: String?
    /// Why it does not take the call itself.
    public var reason: String?
    /// When it is next open; null when it is open now.
    public var opensAt: Timestamp?
    /// The first day on which it exists.
    public var validFrom: String?
    /// The last one.
    public var validThrough: String?
    /// Today and the six days after; empty when it is always open.
    public var days: [Day]

    /// Names every member.
    public init(
        takesCalls: Bool,
        goesTo: String?,
        reason: String?,
        opensAt: Timestamp?,
        validFrom: String?,
        validThrough: String?,
        days: [Day]
    ) {
        self.takesCalls = takesCalls
        self.goesTo = goesTo
        self.reason = reason
        self.opensAt = opensAt
        self.validFrom = validFrom
        self.validThrough = validThrough
        self.days = days
    }

    enum CodingKeys: String, CodingKey {
        case takesCalls = "takes_calls"
        case goesTo = "goes_to"
        case reason
        case opensAt = "opens_at"
        case validFrom = "valid_from"
        case validThrough = "valid_through"
        case days
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(takesCalls, forKey: .takesCalls)
        try container.encode(goesTo, forKey: .goesTo)
        try container.encode(reason, forKey: .reason)
        try container.encode(opensAt, forKey: .opensAt)
        try container.encode(validFrom, forKey: .validFrom)
        try container.encode(validThrough, forKey: .validThrough)
        try container.encode(days, forKey: .days)
    }
}
