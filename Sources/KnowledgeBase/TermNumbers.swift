/// Numbers terms while they are counted: fingerprint → 0, 1, 2 and on.
///
/// Open addressing over two flat arrays, at most half full; half the time of a `Dictionary`, whose
/// hashing the fingerprints do not need.
struct TermNumbers {
    private var fingerprints: [UInt64]
    private var numbers: [Int32]
    /// How many terms there are.
    private(set) var count = 0

    /// Knows no term.
    init() {
        fingerprints = [UInt64](repeating: 0, count: Self.placesMin)
        numbers = [Int32](repeating: 0, count: Self.placesMin)
    }

    /// All terms with their numbers, in no order that means anything.
    var all: some Sequence<(fingerprint: UInt64, number: Int)> {
        fingerprints.indices.lazy.filter { fingerprints[$0] != 0 }
            .map { (fingerprints[$0], Int(numbers[$0])) }
    }

    /// The number of a term, which gets the next free one when it is new.
    mutating func add(_ fingerprint: UInt64) -> Int {
        var place = self.place(of: fingerprint)
        if fingerprints[place] == fingerprint { return Int(numbers[place]) }
        if (count + 1) * 2 > fingerprints.count {
            grow()
            place = self.place(of: fingerprint)
        }
        fingerprints[place] = fingerprint
        numbers[place] = Int32(count)
        count += 1
        return count - 1
    }

    /// Where the term is, or the empty place where it would go.
    private func place(of fingerprint: UInt64) -> Int {
        precondition(fingerprint != 0, "0 marks an empty place")
        let mask = fingerprints.count - 1
        var place = Int(truncatingIfNeeded: fingerprint) & mask
        while fingerprints[place] != 0, fingerprints[place] != fingerprint {
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        let (oldFingerprints, oldNumbers) = (fingerprints, numbers)
        fingerprints = [UInt64](repeating: 0, count: oldFingerprints.count * 2)
        numbers = [Int32](repeating: 0, count: oldNumbers.count * 2)
        for (fingerprint, number) in zip(oldFingerprints, oldNumbers) where fingerprint != 0 {
            let place = self.place(of: fingerprint)
            fingerprints[place] = fingerprint
            numbers[place] = number
        }
    }

    private static let placesMin = 1024
}
