/// Counts fingerprints: each once, in the order in which it first came.
///
/// A mail has thousands; a table of their places takes a quarter of the time of sorting them.
struct Tally {
    private(set) var fingerprints: [UInt64] = []
    /// How often each came.
    private(set) var counts: [Int32] = []

    /// How many of them came among the first `leading` that were counted.
    private(set) var leadingCount = 0

    /// Counts all of `all`.
    init(_ all: [UInt64], leading: Int) {
        // At most half full: a power of two that is at least twice as many.
        let places = 2 << (Int.bitWidth - max(all.count, 1).leadingZeroBitCount)
        // Where each stands in ``fingerprints``, plus one; 0 marks an empty place.
        var table = [Int32](repeating: 0, count: places)
        fingerprints.reserveCapacity(all.count)
        counts.reserveCapacity(all.count)
        for (index, fingerprint) in all.enumerated() {
            if index == leading { leadingCount = fingerprints.count }
            var place = Int(truncatingIfNeeded: fingerprint) & (places - 1)
            while table[place] != 0, fingerprints[Int(table[place]) - 1] != fingerprint {
                place = (place + 1) & (places - 1)
            }
            if table[place] == 0 {
                fingerprints.append(fingerprint)
                counts.append(1)
                table[place] = Int32(fingerprints.count)
            } else {
                counts[Int(table[place]) - 1] += 1
            }
        }
        if leading >= all.count { leadingCount = fingerprints.count }
    }
}
