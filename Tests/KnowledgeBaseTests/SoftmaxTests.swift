import Foundation
import Testing

@testable import KnowledgeBase

@Suite("Probabilities of logits")
struct SoftmaxTests {
    @Test("are those of the exponential function", arguments: [1, 2, 7, 8, 9, 16, 250])
    func exact(_ count: Int) {
        let logits = (0..<count).map { (place: Int) -> Float in
            let step = Float(place * 37 % 23)
            return step - 11.5 + Float(place) / 64
        }
        let powers = logits.map { exp(Double($0)) }
        let sum: Double = powers.reduce(0, +)
        let found = Self.probabilities(logits).map(Double.init)
        let whole: Double = found.reduce(0, +)
        #expect(abs(whole - 1) < 1e-5)
        for (probability, power) in zip(found, powers) {
            let wanted = power / sum
            #expect(abs(probability - wanted) <= 1e-5 * wanted + 1e-9)
        }
    }

    @Test("are one for what stands out, and nearly none for the rest")
    func extremes() {
        let found = Self.probabilities([-1e30, 5, 900, -.greatestFiniteMagnitude, 0])
        #expect(found[2] == 1)
        #expect(found.enumerated().allSatisfy { $0 == 2 || (0..<1e-20).contains($1) })
    }

    @Test("are alike for equals, and none are wanted of nothing")
    func equals() {
        #expect(Self.probabilities([3, 3, 3, 3]) == [0.25, 0.25, 0.25, 0.25])
        #expect(Self.probabilities([]).isEmpty)
    }

    private static func probabilities(_ logits: [Float]) -> [Float] {
        var logits = logits
        logits.withUnsafeMutableBufferPointer { Softmax.apply(to: $0) }
        return logits
    }
}
