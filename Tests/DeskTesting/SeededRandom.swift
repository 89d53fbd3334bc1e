/// Chance that is the same in every run, so that a failure can be seen again.
///
/// SplitMix64: Steele, Lea and Flood, *Fast splittable pseudorandom number generators* (2014).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts where every other one of the same seed starts.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of 0..<1.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
