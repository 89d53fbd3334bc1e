/// Finds the list of a term by its fingerprint; what ``TermNumbers`` becomes when all is counted.
///
/// The terms lie in buckets by the upper half of their fingerprints, without gaps, and each keeps
/// sixteen bits of the lower half: six and a half octets a term in all. One in some thousands of
/// unknown terms is so taken for a known one, which costs a little ranking and nothing else.
struct TermTable: Sendable {
    /// Where each bucket starts, and the end of the last.
    private let starts: [UInt32]
    private let checks: [UInt16]
    private let lists: [UInt32]

    /// Takes every term with the place of its list.
    init(_ terms: [(fingerprint: UInt64, list: UInt32)]) {
        let bucketsCount = max(1, terms.count / Self.bucketTerms)
        var starts = [UInt32](repeating: 0, count: bucketsCount + 1)
        for term in terms { starts[Self.bucket(term.fingerprint, of: bucketsCount) + 1] += 1 }
        for bucket in 0..<bucketsCount { starts[bucket + 1] += starts[bucket] }
        var next = starts
        var checks = [UInt16](repeating: 0, count: terms.count)
        var lists = [UInt32](repeating: 0, count: terms.count)
        for term in terms {
            let bucket = Self.bucket(term.fingerprint, of: bucketsCount)
            let place = Int(next[bucket])
            next[bucket] += 1
            checks[place] = UInt16(truncatingIfNeeded: term.fingerprint)
            lists[place] = term.list
        }
        self.starts = starts
        self.checks = checks
        self.lists = lists
    }

    /// The place of the term's list, or nil when no article has the term.
    func list(of fingerprint: UInt64) -> Int? {
        let bucket = Self.bucket(fingerprint, of: starts.count - 1)
        let check = UInt16(truncatingIfNeeded: fingerprint)
        for place in Int(starts[bucket])..<Int(starts[bucket + 1]) where checks[place] == check {
            return Int(lists[place])
        }
        return nil
    }

    /// The upper 32 bits, scaled to the number of buckets.
    private static func bucket(_ fingerprint: UInt64, of count: Int) -> Int {
        Int(((fingerprint >> 32) &* UInt64(count)) >> 32)
    }

    private static let bucketTerms = 8
}
