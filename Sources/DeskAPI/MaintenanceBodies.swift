/// A planned interruption of e-services as the API shows it.
public struct MaintenanceBody: Codable, Sendable, Equatable {
    /// Small and human.
    public var number: Int64
    /// From then on.
    public var startsAt: Timestamp
    /// Until then.
    public var endsAt: Timestamp
    /// The e-services.
    public var services: [String]
    /// What receipts say of it.
    public var notice: NoticeBody
    /// User id of who planned it.
    public var createdBy: String
    /// When it was called off; null for one that holds.
    public var cancelledAt: Timestamp?

    /// Names every member.
    public init(
        number: Int64,
        startsAt: Timestamp,
        endsAt: Timestamp,
        services: [String],
        notice: NoticeBody,
        createdBy: String,
        cancelledAt: Timestamp? = nil
    ) {
        self.number = number
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.services = services
        self.notice = notice
        self.createdBy = createdBy
        self.cancelledAt = cancelledAt
    }

    enum CodingKeys: String, CodingKey {
        case number
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case services
        case notice
        case createdBy = "created_by"
        case cancelledAt = "cancelled_at"
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(startsAt, forKey: .startsAt)
        try container.encode(endsAt, forKey: .endsAt)
        try container.encode(services, forKey: .services)
        try container.encode(notice, forKey: .notice)
        try container.encode(createdBy, forKey: .createdBy)
        try container.encode(cancelledAt, forKey: .cancelledAt)
    }
}

/// The body of `POST /v1/maintenance`.
public struct MaintenanceForm: Codable, Sendable, Equatable {
    /// From then on.
    public var startsAt: Timestamp
    /// Until then.
    public var endsAt: Timestamp
    /// The e-services, as tickets name them.
    public var services: [String]
    /// What receipts say of it.
    public var notice: NoticeForm

    /// Names every member.
    public init(
        startsAt: Timestamp,
        endsAt: Timestamp,
        services: [String],
        notice: NoticeForm
    ) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.services = services
        self.notice = notice
    }

    enum CodingKeys: String, CodingKey {
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case services
        case notice
    }
}

/// The body of `PATCH /v1/maintenance/{number}`; what is left out stays.
public struct MaintenancePatchForm: Codable, Sendable, Equatable {
    /// From then on.
    public var startsAt: Timestamp?
    /// Until then.
    public var endsAt: Timestamp?
    /// The e-services.
    public var services: [String]?
    /// What receipts say of it.
    public var notice: NoticeForm?

    /// Names every member.
    public init(
        startsAt: Timestamp? = nil,
        endsAt: Timestamp? = nil,
        services: [String]? = nil,
        notice: NoticeForm? = nil
    ) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.services = services
        self.notice = notice
    }

    enum CodingKeys: String, CodingKey {
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case services
        case notice
    }
}
