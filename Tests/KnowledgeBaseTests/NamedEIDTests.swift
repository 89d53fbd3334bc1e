import Testing

@testable import KnowledgeBase

@Suite("A kind of e-ID that a question names")
struct NamedEIDTests {
    private static let shelf = Shelf(
        [
            article("a-freja", "Pinkod till Freja"),
            article("b-bankid", "Säkerhetskod till BankID"),
            article("c-bankid", "Ny telefon", questions: ["flytta bankid", "bankid på ny mobil"]),
            article("d-general", "Lösenord", questions: ["glömt lösenord, har bankid", "byta"]),
            article("e-general", "Kvitto"),
        ],
        solved: [:],
        language: "sv"
    )
    private let freja = 0
    private let bankID = 1
    private let moved = 2
    private let password = 3
    private let receipt = 4

    @Test("is what an article is about that names it in its title or in most of its questions")
    func labels() {
        let about = Dictionary(
            uniqueKeysWithValues: Self.shelf.labels.map { ($0.article, $0.labels.eIDs) }
        )
        #expect(about == [freja: ["freja"], bankID: ["bankid"], moved: ["bankid"]])
    }

    @Test("speaks for its articles, against those about others, and makes the rest doubtful")
    func named() {
        let named = named("glömt lösenord freja")
        #expect(named.credit(ofArticle: freja) > 0 && named.doubt(ofArticle: freja) == 0)
        for other in [bankID, moved] {
            #expect(named.credit(ofArticle: other) < 0 && named.doubt(ofArticle: other) > 0)
        }
        for general in [password, receipt] {
            #expect(named.credit(ofArticle: general) == 0 && named.doubt(ofArticle: general) > 0)
        }
    }

    @Test("says more the fewer articles are about it and the less else is said")
    func share() {
        let short = named("glömt lösenord freja").credit(ofArticle: freja)
        #expect(short > named("glömt lösenord bankid").credit(ofArticle: bankID))
        let long = "glömt lösenord freja skärmen blev blå igår kväll efter lång väntan hemma"
        #expect(short > 2 * named(long).credit(ofArticle: freja))
        #expect(named(long).credit(ofArticle: freja) > 0)
    }

    @Test("is nothing when none is named", arguments: ["glömt lösenord", ""])
    func unnamed(text: String) {
        for article in Self.shelf.articles.indices {
            #expect(named(text).credit(ofArticle: article) == 0)
            #expect(named(text).doubt(ofArticle: article) == 0)
        }
    }

    @Test("only lowers articles about others when none is about it")
    func foreign() {
        let named = named("glömt lösenord siths")
        for article in Self.shelf.articles.indices {
            let isOther = [freja, bankID, moved].contains(article)
            #expect(isOther == (named.credit(ofArticle: article) < 0))
            #expect(named.doubt(ofArticle: article) == 0)
        }
    }

    @Test("may be two at once")
    func both() {
        let named = named("byta freja bankid")
        for article in [freja, bankID, moved] { #expect(named.credit(ofArticle: article) > 0) }
    }

    private func named(_ text: String) -> NamedEIDs {
        NamedEIDs(in: Question(Words(text, scalarsMax: 1_000), on: Self.shelf), on: Self.shelf)
    }

    private static func article(_ id: String, _ title: String, questions: [String] = []) -> Article
    {
        Article(
            id: id,
            language: "sv",
            title: title,
            category: "other",
            questions: questions,
            markdown: ""
        )
    }
}
