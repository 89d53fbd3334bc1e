/// What a ticket has beside its words when it came by Open311.
public struct ServiceRequestBody: Codable, Sendable, Equatable {
    /// Answers to one of the service's questions.
    public struct Attribute: Codable, Sendable, Equatable {
        /// Which question.
        public var code: String
        /// One; several only of a list of several values.
        public var values: [String]

        /// Names both members.
        public init(code: String, values: [String]) {
            self.code = code
            self.values = values
        }
    }

    /// The service's code.
    public var service: String
    /// Degrees (WGS 84).
    public var latitude: Double?
    /// Degrees (WGS 84).
    public var longitude: Double?
    /// Where, in words.
    public var address: String?
    /// Of the city's register of addresses.
    public var addressID: String?
    /// Where a picture is said to be; nobody has looked at it.
    ///
    /// What looks like an identity number in it is masked, unless those are asked for.
    public var mediaURL: String?
    /// What was answered to the service's questions.
    public var attributes: [Attribute]
    /// True where everybody may read the words and the place.
    public var published: Bool
    /// When it came.
    public var requestedAt: Timestamp

    /// Names every member.
    public init(
        service: String,
        latitude: Double? = nil,
        longitude: Double? = nil,
        address: String? = nil,
        addressID: String? = nil,
        mediaURL: String? = nil,
        attributes: [Attribute] = [],
        published: Bool,
        requestedAt: Timestamp
    ) {
        self.service = service
        self.latitude = latitude
        self.longitude = longitude
        self.address = address
        self.addressID = addressID
        self.mediaURL = mediaURL
        self.attributes = attributes
        self.published = published
        self.requestedAt = requestedAt
    }

    enum CodingKeys: String, CodingKey {
        case service
        case latitude
        case longitude
        case address
        case addressID = "address_id"
        case mediaURL = "media_url"
        case attributes
        case published
        case requestedAt = "requested_at"
    }
}
