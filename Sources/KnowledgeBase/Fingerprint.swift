/// 64-bit fingerprints that stand for terms, so that no string is made while matching.
///
/// The same on every run and machine: Swift's own hashing is seeded per process, and answers must
/// not change with a restart. Two terms that share a fingerprint would count as one, which costs a
/// little ranking and nothing else.
enum Fingerprint {
    /// Of a word or stem in UTF-8.
    static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return finished(hash, kind: 1)
    }

    /// Of a whole folded word, for what no stem tells: whether anybody has spelt it so.
    static func spelling(_ letters: some Sequence<UInt32>) -> UInt64 {
        var hash = noLetters
        for letter in letters { hash = extendedSpelling(hash, by: letter) }
        return finishedSpelling(hash)
    }

    /// The unfinished fingerprint of a word of no letters.
    static let noLetters: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Takes one more letter into the unfinished fingerprint of a whole word.
    static func extendedSpelling(_ hash: UInt64, by letter: UInt32) -> UInt64 {
        (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3
    }

    /// Of a word all of whose letters are taken in.
    static func finishedSpelling(_ hash: UInt64) -> UInt64 { finished(hash, kind: 3) }

    /// Of two stems that stand side by side.
    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        finished(first &* 0x9E37_79B9_7F4A_7C15 ^ second, kind: 2)
    }

    /// Takes one more letter into the unfinished fingerprint of a run of letters.
    static func extended(_ run: UInt64, by letter: UInt32) -> UInt64 {
        let mixed = (run ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed >> 29)
    }

    /// Of a finished run of `length` letters.
    static func run(_ run: UInt64, length: Int) -> UInt64 {
        finished(run, kind: UInt64(length) &+ 8)
    }

    /// Spreads the bits, and keeps 0 free: it marks an empty place in ``TermNumbers``.
    private static func finished(_ hash: UInt64, kind: UInt64) -> UInt64 {
        var mixed = (hash ^ (kind &* 0xD6E8_FEB8_6659_FD93)) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 31
        mixed = mixed &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 30
        return mixed == 0 ? 1 : mixed
    }
}
