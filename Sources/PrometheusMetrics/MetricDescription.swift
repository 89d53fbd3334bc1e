/// What one metric is called, what it says, and how it is written.
///
/// Source: Prometheus text format 0.0.4; names and units as Prometheus' naming practices ask.
public struct MetricDescription: Sendable, Hashable {
    /// How a metric's series are written.
    public enum Kind: Sendable, Hashable {
        /// Only grows; its name ends in `_total`.
        case counter
        /// Goes up and down.
        case gauge
        /// How many values were at most each bound, ascending; one more bucket takes the rest.
        ///
        /// Bounds of times are in seconds. At most ``boundsMax``.
        case histogram([Double])
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`, with its unit.
    public var name: String
    /// How it is written.
    public var kind: Kind
    /// One sentence for whoever looks at it.
    public var help: String

    /// Bounds of one histogram.
    public static let boundsMax = 15

    /// Names every member.
    ///
    /// - Precondition: the name is one, and the bounds ascend: both are written in the program.
    public init(_ name: String, _ kind: Kind, _ help: String) {
        precondition(Self.isName(name), "\(name) is no name of a metric")
        if case .histogram(let bounds) = kind {
            precondition((1...Self.boundsMax).contains(bounds.count), "\(name): number of bounds")
            let ascends = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
            precondition(ascends, "\(name): bounds ascend")
        }
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// From a millisecond to ten seconds: what somebody waits for.
    public static let waits: Kind = .histogram([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// From two seconds to ten minutes: what people wait for people.
    public static let rings: Kind = .histogram([2, 5, 10, 15, 20, 30, 45, 60, 120, 180, 300, 600])

    /// From a twentieth of a millisecond to a second: work of the processor or the disk.
    public static let work: Kind = .histogram([
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
    ])

    /// A metric's name, and a label's without the colon.
    static func isName(_ name: String, mayHaveColon: Bool = true) -> Bool {
        guard let first = name.utf8.first else { return false }
        let isLetter = { (octet: UInt8) in
            (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet) || octet == 0x5F
                || (mayHaveColon && octet == 0x3A)
        }
        return isLetter(first)
            && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
    }
}
