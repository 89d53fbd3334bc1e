/// How automatic mail stands.
public struct BrakeBody: Codable, Sendable, Equatable {
    /// True while none leaves.
    public var holds: Bool
    /// When it was stopped last; null when it never was.
    public var pulledAt: Timestamp?
    /// Why, in words.
    public var reason: String?
    /// The user who stopped it; null when the desk did.
    public var pulledBy: String?
    /// The ticket that called a human.
    public var ticket: Int64?
    /// When it was let go; null while it holds.
    public var releasedAt: Timestamp?
    /// The user who did that.
    public var releasedBy: String?
    /// How many automatic letters there were since then.
    public var letters: LettersBody
    /// Past these the desk stops them by itself.
    public var max: LettersBody

    /// Names every member.
    public init(
        holds: Bool,
        pulledAt: Timestamp?,
        reason: String?,
        pulledBy: String?,
        ticket: Int64?,
        releasedAt: Timestamp?,
        releasedBy: String?,
        letters: LettersBody,
        max: LettersBody
    ) {
        self.holds = holds
        self.pulledAt = pulledAt
        self.reason = reason
        self.pulledBy = pulledBy
        self.ticket = ticket
        self.releasedAt = releasedAt
        self.releasedBy = releasedBy
        self.letters = letters
        self.max = max
    }

    private enum CodingKeys: String, CodingKey {
        case holds
        case pulledAt = "pulled_at"
        case reason
        case pulledBy = "pulled_by"
        case ticket
        case releasedAt = "released_at"
        case releasedBy = "released_by"
        case letters
        case max
    }
}

/// Letters within spans of time that end now.
public struct LettersBody: Codable, Sendable, Equatable {
    /// Within an hour.
    public var hour: Int
    /// Within a day.
    public var day: Int

    /// Names both members.
    public init(hour: Int, day: Int) {
        self.hour = hour
        self.day = day
    }
}
