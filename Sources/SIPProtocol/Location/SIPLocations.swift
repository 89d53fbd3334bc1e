public import DNSClient

/// Where all the places of a peer lead at present.
///
/// What no name server answers for is where it was: a peer whose name cannot be asked for takes calls
/// all the same, and calls from it are heard.
public struct SIPLocations: Sendable {
    /// The pause while something is missing.
    private static let pauseMax = Duration.seconds(30)

    /// Of each place, in the operator's order.
    private let found: [[SIPServer]]
    /// What is not found, or not asked for with success.
    public private(set) var failures: [SIPLocationFailure] = []
    /// When to ask again.
    public private(set) var pause: Duration

    /// Asks for each of the places.
    ///
    /// - Parameters:
    ///   - places: the best first.
    ///   - transports: by what we can send, the best first.
    ///   - former: what the same places came to before; nil the first time.
    ///   - lookup: asks for the records of a name; throws ``DNSFailure``.
    public init(
        of places: [SIPPlace],
        by transports: [SIPTransport],
        after former: SIPLocations?,
        lookup: @escaping (String, DNSRecordKind) throws(DNSFailure) -> DNSAnswer
    ) {
        var locator = SIPLocator(transports: transports, lookup: lookup)
        var found: [[SIPServer]] = []
        pause = SIPLocator.timeToLive.upperBound
        for (number, place) in places.enumerated() {
            do throws(SIPLocationFailure) {
                let location = try locator.locate(place)
                pause = min(pause, location.timeToLive)
                // The places stand in the operator's order, whatever their own records say.
                found.append(
                    location.servers.map {
                        SIPServer($0.hop, rank: number << 32 | $0.rank, weight: $0.weight)
                    }
                )
            } catch {
                failures.append(error)
                found.append(error == .unavailable(place) ? former?.found[number] ?? [] : [])
            }
        }
        self.found = found
        if !failures.isEmpty { pause = min(pause, Self.pauseMax) }
    }

    /// The servers of all of them, the best first.
    public var servers: [SIPServer] { found.flatMap(\.self) }
}
