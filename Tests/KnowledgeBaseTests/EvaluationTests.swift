import KnowledgeBase
import Testing

@Suite("Evaluating")
struct EvaluationTests {
    private func outcome(
        _ relevant: Set<String>,
        _ ranked: [String],
        _ confidence: Double
    ) -> Evaluation.Outcome {
        Evaluation.Outcome(relevant: relevant, ranked: ranked, confidence: confidence)
    }

    @Test("counts places")
    func places() {
        let evaluation = Evaluation([
            outcome(["a"], ["a", "b"], 0.9),
            outcome(["b"], ["a", "b"], 0.5),
            outcome(["x"], ["a", "b"], 0.4),
            outcome(["c"], [], 0),
        ])
        #expect(evaluation.inScope == 4)
        #expect(evaluation.outOfScope == 0)
        #expect(evaluation.top1 == 0.25)
        #expect(evaluation.reciprocalRank10 == 0.375)
        #expect(evaluation.recall5 == 0.5)
        #expect(evaluation.scopeAUROC == nil)
        #expect(evaluation.falseAnswers90 == nil)
        #expect(evaluation.correctAUROC == 1)
    }

    @Test("looks at ten places", arguments: [(9, 1.0 / 9), (10, 0.1), (11, 0)])
    func depth(place: Int, expected: Double) {
        let ranked = (1...20).map { $0 == place ? "x" : "a\($0)" }
        #expect(Evaluation([outcome(["x"], ranked, 1)]).reciprocalRank10 == expected)
    }

    @Test("measures what the confidence tells")
    func confidence() {
        let evaluation = Evaluation([
            outcome(["a"], ["a"], 0.9), outcome(["a"], ["a"], 0.8),
            outcome([], ["a"], 0.8), outcome(["a"], ["b"], 0.3), outcome([], [], 0),
        ])
        #expect(evaluation.scopeAUROC == 4.5 / 6)
        #expect(evaluation.correctAUROC == 5.5 / 6)
        #expect(evaluation.scopeF1 == 6.0 / 7)
        #expect(evaluation.coverage90 == 0.2)
        #expect(evaluation.coverage80 == 0.2)
        #expect(evaluation.falseAnswers90 == 0)
        #expect(abs(evaluation.calibrationError - 0.25) < 1e-9)
    }

    @Test("measures nothing as nothing")
    func nothing() {
        let evaluation = Evaluation([])
        #expect(evaluation.top1 == 0)
        #expect(evaluation.coverage90 == 0)
        #expect(evaluation.calibrationError == 0)
    }

    @Test("says where the share of right answers lies, the same in every run")
    func interval() throws {
        #expect(Evaluation([]).top1Interval() == nil)
        let certain = Evaluation([outcome(["a"], ["a"], 0.9)])
        #expect(certain.top1Interval() == 1...1)
        // From Python: sorted(sum(r.choices(hit, k=40))/40 for _ in range(1000)), r = Random(1).
        let mixed = Evaluation((0..<40).map { outcome(["a"], [$0 % 3 == 0 ? "b" : "a"], 0.5) })
        #expect(mixed.top1Interval() == 0.475...0.8)
    }
}
