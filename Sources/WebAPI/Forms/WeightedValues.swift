/// The values of a header in which each may say how much it is wanted, as in `Accept` and
/// `Accept-Language` (RFC 9110 §12.4.2).
struct WeightedValues {
    /// One that stands in it.
    struct Value {
        /// In lower case, without its parameters.
        var name: String
        /// In thousandths; 0 is not wanted.
        var quality: Int
        /// From the left.
        var place: Int
    }

    /// Values that are looked at; nobody has a use for more.
    private static let valuesMax = 32

    /// In their order; one whose weight cannot be read is passed over.
    let values: [Value]

    init(_ header: String) {
        let parts = header.lowercased().split(separator: ",").prefix(Self.valuesMax)
        values = parts.enumerated().compactMap { place, part -> Value? in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = pieces.first, !name.isEmpty else { return nil }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            guard let quality = weight.map(Self.quality) ?? 1_000 else { return nil }
            return Value(name: name, quality: quality, place: place)
        }
    }

    /// `qvalue` in thousandths; nil for what is none.
    ///
    /// With more digits than there may be it still says something, and what is wanted ever so little
    /// is wanted.
    private static func quality(_ text: Substring) -> Int? {
        guard let value = Double(text), (0...1).contains(value) else { return nil }
        return value == 0 ? 0 : max(1, Int((value * 1_000).rounded()))
    }
}
