/// Turns logits into probabilities, eight at a time: while a classifier is learnt most of the time
/// goes to it.
enum Softmax {
    private typealias Lanes = SIMD8<Float>

    /// Replaces each logit with its probability; in sum 1, to a few millionths.
    static func apply(to logits: UnsafeMutableBufferPointer<Float>) {
        var highest = Lanes(repeating: -.infinity)
        for start in stride(from: 0, to: logits.count, by: lanes) {
            highest = pointwiseMax(highest, read(logits, at: start))
        }
        let top = highest.max()
        var sums = Lanes()
        for start in stride(from: 0, to: logits.count, by: lanes) {
            let shares = exponential(read(logits, at: start) - top)
            sums += shares
            write(shares, to: logits, at: start)
        }
        let factor = 1 / sums.sum()
        for start in stride(from: 0, to: logits.count, by: lanes) {
            write(read(logits, at: start) * factor, to: logits, at: start)
        }
    }

    /// Where less than eight are left, the others are impossible.
    @inline(__always)
    private static func read(
        _ logits: UnsafeMutableBufferPointer<Float>,
        at start: Int
    ) -> Lanes {
        if start + lanes <= logits.count, let base = logits.baseAddress {
            return UnsafeRawPointer(base + start).loadUnaligned(as: Lanes.self)
        }
        var values = Lanes(repeating: -.infinity)
        for lane in 0..<logits.count - start { values[lane] = logits[start + lane] }
        return values
    }

    @inline(__always)
    private static func write(
        _ values: Lanes,
        to logits: UnsafeMutableBufferPointer<Float>,
        at start: Int
    ) {
        if start + lanes <= logits.count, let base = logits.baseAddress {
            return UnsafeMutableRawPointer(base + start).storeBytes(of: values, as: Lanes.self)
        }
        for lane in 0..<logits.count - start { logits[start + lane] = values[lane] }
    }

    /// e to the power of numbers that are not above 0; of less than -60 it is next to nothing.
    ///
    /// As 2 to the power of a whole number, which goes into the exponent's bits, times 2 to the power
    /// of at most a half, by the first terms of its series.
    @inline(__always)
    private static func exponential(_ powers: Lanes) -> Lanes {
        let powers = pointwiseMax(powers, Lanes(repeating: -60)) * 1.442_695_04
        let shifted = powers + wholeNumbers
        let part = powers - (shifted - wholeNumbers)
        var series = part * 0.001_333_36 + 0.009_618_13
        series = series * part + 0.055_504_11
        series = series * part + 0.240_226_51
        series = series * part + 0.693_147_18
        series = series * part + 1
        let whole = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(series, to: SIMD8<UInt32>.self) &+ whole, to: Lanes.self)
    }

    private static let lanes = 8
    /// Added to a small number, leaves no room for what is behind the point.
    private static let wholeNumbers: Float = 12_582_912
}
