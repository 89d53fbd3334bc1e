/// The generator MT19937 (Matsumoto and Nishimura, 1998), as other programs seed and read it.
///
/// For figures that are drawn by chance and still must be the same in every program and run; never
/// for secrets.
struct MersenneTwister {
    private var state: [UInt32]
    private var place = Self.size

    private static let size = 624
    private static let shift = 397

    /// Seeds it with one number, by the authors' `init_by_array`.
    init(seed: UInt32) {
        state = Self.state(seed: 19_650_218)
        var index = 1
        for _ in 0..<Self.size {
            state[index] = (state[index] ^ (Self.mixed(state[index - 1]) &* 1_664_525)) &+ seed
            index = advance(index)
        }
        for _ in 1..<Self.size {
            let mixed = Self.mixed(state[index - 1]) &* 1_566_083_941
            state[index] = (state[index] ^ mixed) &- UInt32(index)
            index = advance(index)
        }
        state[0] = 0x8000_0000
    }

    /// A number of 0..<1, with 53 bits of two draws.
    mutating func unit() -> Double {
        let (high, low) = (next() >> 5, next() >> 6)
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if place == Self.size { renew() }
        var bits = state[place]
        place += 1
        bits ^= bits >> 11
        bits ^= (bits << 7) & 0x9D2C_5680
        bits ^= (bits << 15) & 0xEFC6_0000
        return bits ^ (bits >> 18)
    }

    private mutating func renew() {
        for index in 0..<Self.size {
            let upper = state[index] & 0x8000_0000
            let lower = state[(index + 1) % Self.size] & 0x7FFF_FFFF
            let bits = upper | lower
            let twist: UInt32 = bits & 1 == 0 ? 0 : 0x9908_B0DF
            state[index] = state[(index + Self.shift) % Self.size] ^ (bits >> 1) ^ twist
        }
        place = 0
    }

    private static func state(seed: UInt32) -> [UInt32] {
        var state = [seed]
        for index in 1..<size {
            state.append(1_812_433_253 &* mixed(state[index - 1]) &+ UInt32(index))
        }
        return state
    }

    private static func mixed(_ bits: UInt32) -> UInt32 { bits ^ (bits >> 30) }

    /// The next place while seeding; past the end the last one counts as the one before the first.
    private mutating func advance(_ index: Int) -> Int {
        guard index + 1 < Self.size else {
            state[0] = state[Self.size - 1]
            return 1
        }
        return index + 1
    }
}
