import KnowledgeBase
import Testing

@Suite("Calibrating the confidence")
struct CalibrationTests {
    /// So many outcomes, spread evenly over 0…1, right in the share that `rate` gives.
    private func outcomes(
        _ count: Int,
        rate: (Double) -> Double
    ) -> [Calibration.Outcome] {
        (0..<count).map { place in
            let confidence = (Double(place) + 0.5) / Double(count)
            // Evenly spread, so that every neighbourhood has its share: the golden section.
            let draw = (Double(place) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
            return Calibration.Outcome(
                confidence: confidence,
                isRight: draw < rate(confidence)
            )
        }
    }

    @Test("leaves a true confidence nearly as it is")
    func identity() throws {
        let fitted = try #require(Calibration(outcomes(2_000) { $0 }))
        for raw in [0.2, 0.5, 0.8] { #expect(abs(fitted.value(raw) - raw) < 0.05) }
        #expect(Calibration.standard.value(0.42) == 0.42)
    }

    @Test("brings down a confidence that promises too much")
    func overconfident() throws {
        let fitted = try #require(Calibration(outcomes(2_000) { $0 * 0.5 }))
        #expect(fitted.value(0.8) < 0.6)
        // Nine of ten are never right, so nothing may go out on its own.
        #expect(fitted.answerableMin > 1)
    }

    @Test("answers from where nine of ten were right")
    func threshold() throws {
        let all = outcomes(2_000) { $0 > 0.6 ? 0.97 : 0.1 }
        let fitted = try #require(Calibration(all))
        let answered = all.filter { fitted.value($0.confidence) >= fitted.answerableMin }
        #expect(answered.count > 500)
        #expect(Double(answered.count { $0.isRight }) >= 0.9 * Double(answered.count))
    }

    @Test("never answers what is likelier wrong, though surer answers make up for it")
    func floor() throws {
        let sure = (0..<1_000).map { _ in Calibration.Outcome(confidence: 0.9, isRight: true) }
        let unsure = (0..<60).map { _ in Calibration.Outcome(confidence: 0.1, isRight: false) }
        let fitted = try #require(Calibration(sure + unsure))
        #expect(fitted.value(0.9) >= fitted.answerableMin)
        #expect(fitted.value(0.1) < fitted.answerableMin)
    }

    @Test("keeps the order of confidences")
    func order() throws {
        let fitted = try #require(Calibration(outcomes(400) { 1 - $0 }))
        let values = stride(from: 0.0, through: 1, by: 0.05).map(fitted.value)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(values.allSatisfy { (0...1).contains($0) })
    }

    @Test("waits for enough outcomes", arguments: [(-1, false), (0, true), (1, true)])
    func enough(over: Int, isFitted: Bool) {
        let all = outcomes(Calibration.outcomesMin + over) { $0 }
        #expect((Calibration(all) != nil) == isFitted)
    }

    @Test("waits for outcomes of both kinds", arguments: [(29, false), (30, true)])
    func bothKinds(wrong: Int, isFitted: Bool) {
        let all = (0..<400).map { Calibration.Outcome(confidence: 0.5, isRight: $0 >= wrong) }
        #expect((Calibration(all) != nil) == isFitted)
    }

    @Test("is fitted to the desk's own outcomes when there are enough")
    func own() throws {
        let questions = [
            "glömt pinkoden", "appen hänger sig", "ladda upp bilaga", "sidan visas inte",
        ]
        let articles = ["bankid-kod", "bankid-svarar-inte", "bifoga-fil", "drift"]
        let evidence = try (0..<300).map { ticket in
            let isAnswered = ticket % 3 != 0
            return try #require(
                Evidence(
                    ticket: ticket,
                    text: isAnswered ? questions[ticket % 4] : "fråga om annat \(ticket)",
                    article: isAnswered ? articles[ticket % 4] : nil,
                    verdict: isAnswered ? .answered : .unanswered
                )
            )
        }
        let few = Fixtures.knowledgeBase.learning(from: Array(evidence.prefix(100)))
        #expect(few.calibration == .standard)
        let many = Fixtures.knowledgeBase.learning(from: evidence)
        #expect(many.calibration != .standard)
        #expect(many.match("glömt pinkoden").answerable)
        #expect(!many.match("fråga om annat 7").answerable)
    }
}
