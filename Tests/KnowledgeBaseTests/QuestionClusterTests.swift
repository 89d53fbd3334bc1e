import Testing

@testable import KnowledgeBase

@Suite("Questions that are alike")
struct QuestionClusterTests {
    private func asked(_ texts: [String], from person: String = "p") -> [AskedQuestion] {
        texts.enumerated().map { AskedQuestion(text: $1, asker: "\(person)\($0)") }
    }

    private static let parking = [
        "Parkeringstillstånd för boende", "Hur får jag parkeringstillstånd?",
        "parkeringstillstand gäller inte", "Boende utan parkeringstillstånd",
    ]
    private static let snow = [
        "Snöröjning av gångbanan", "Ingen har röjt snö på gångbanan", "snorojning gångbana",
        "När snöröjs gångbanan?",
    ]

    @Test("are put together, however they are spelt, and apart from others")
    func clusters() {
        var questions = asked(Self.parking, from: "a")
        for (place, question) in asked(Self.snow, from: "b").enumerated() {
            questions.insert(question, at: place * 2)
        }
        let found = QuestionCluster.clusters(of: questions, askersMin: 3)
        #expect(found.count == 2)
        #expect(found.map(\.askers) == [4, 4])
        #expect(Set(found.flatMap(\.members)) == Set(questions.indices))
        #expect(found.contains { $0.words.contains("gångbanan") })
    }

    @Test("are told of only where so many people asked, and in words of as many")
    func few() {
        let questions = asked(Self.parking)
        #expect(QuestionCluster.clusters(of: questions, askersMin: 4).count == 1)
        #expect(QuestionCluster.clusters(of: questions, askersMin: 5).isEmpty)
        let one = Self.snow.map { AskedQuestion(text: $0, asker: "one") }
        #expect(QuestionCluster.clusters(of: one, askersMin: 2).isEmpty)
        let named = (0..<5).map {
            AskedQuestion(
                text: "Snöröjning hos \(["Anna", "Bo"][$0 / 4]) Zetterlund\($0)",
                asker: "\($0)"
            )
        }
        let words = QuestionCluster.clusters(of: named, askersMin: 5).flatMap(\.words)
        #expect(words == ["snöröjning"])
    }

    @Test("may be none, empty, or more than are read")
    func edges() {
        #expect(QuestionCluster.clusters(of: [], askersMin: 1).isEmpty)
        #expect(QuestionCluster.clusters(of: asked(["", "  ", "och"]), askersMin: 1).isEmpty)
        let many = (0...QuestionCluster.questionsMax).map {
            AskedQuestion(text: "snöröjning", asker: "\($0)")
        }
        let found = QuestionCluster.clusters(of: many, askersMin: 2)
        #expect(found.map(\.askers) == [QuestionCluster.questionsMax])
    }

    @Test("come out the same every time")
    func stable() {
        let questions = asked(Self.parking + Self.snow)
        let first = QuestionCluster.clusters(of: questions, askersMin: 2)
        #expect(first == QuestionCluster.clusters(of: questions, askersMin: 2))
    }
}
