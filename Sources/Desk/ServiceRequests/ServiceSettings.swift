public import Foundation

/// What the city offers by Open311, and to whom.
///
/// - Configuration keys:
///   - `open311.services` (path of a YAML file, optional): the services; without it there is none.
///   - `open311.jurisdiction` (string, optional): what `jurisdiction_id` may say.
///   - `open311.anonymous-posts` (flag, default false): whether who shows no `api_key` may ask.
///   - `open311.posts-per-minute-max` (int, default 10, 1…10 000): of one network without a key.
///   - `open311.all-posts-per-minute-max` (int, default 60, 1…100 000): of all networks together
///     without a key.
///   - `open311.reads-per-minute-max` (int, default 120, 1…100 000): of one network.
///   - `open311.repeat-minutes` (int, minutes, default 10, 1…1 440): how long a request that is the
///     same to the letter counts as the one before.
public struct ServiceSettings: Sendable {
    /// In the order in which they are listed, each code once.
    public let services: [CityService]
    /// What `jurisdiction_id` may say; nil lets it say anything.
    public var jurisdiction: String?
    /// Whether who shows no key may ask.
    public var takesAnonymous: Bool
    /// Requests that one network may make in a minute without a key.
    public var postsPerMinuteMax: Int
    /// Requests that all networks together may make in a minute without a key.
    public var allPostsPerMinuteMax: Int
    /// How often one network may read in a minute.
    public var readsPerMinuteMax: Int
    /// How long the same request counts as the one before.
    public var repeatTime: TimeInterval
    private let places: [String: Int]

    /// Names every setting; without services nothing is offered.
    public init(
        services: [CityService] = [],
        jurisdiction: String? = nil,
        takesAnonymous: Bool = false,
        postsPerMinuteMax: Int = 10,
        allPostsPerMinuteMax: Int = 60,
        readsPerMinuteMax: Int = 120,
        repeatTime: TimeInterval = 600
    ) {
        self.services = services
        self.jurisdiction = jurisdiction
        self.takesAnonymous = takesAnonymous
        self.postsPerMinuteMax = postsPerMinuteMax
        self.allPostsPerMinuteMax = allPostsPerMinuteMax
        self.readsPerMinuteMax = readsPerMinuteMax
        self.repeatTime = repeatTime
        places = Dictionary(zip(services.map(\.code), services.indices)) { first, _ in first }
    }

    /// Nil when there is no such service.
    public subscript(code: String) -> CityService? { places[code].map { services[$0] } }
}
