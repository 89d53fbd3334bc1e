import Testing

@testable import CommandManual

@Suite("What somebody meant")
struct SpellingTests {
    private let verbs = ["tickets", "ticket", "show", "reply", "resolve", "reopen", "articles"]

    @Test(
        "is the nearest word, however it was spoilt",
        arguments: [
            ("tikets", "tickets"), ("ticktes", "tickets"), ("shwo", "show"), ("SHOW!", "show"),
            ("artikles", "articles"), ("repl", "reply"), ("reso", "resolve"),
        ]
    )
    func near(_ typed: String, _ meant: String) {
        #expect(Spelling.nearest(to: typed, among: verbs) == meant)
    }

    @Test("is nothing when nothing is near", arguments: ["", "x", "bygglov", "sh", "whoami"])
    func far(_ typed: String) {
        #expect(Spelling.nearest(to: typed, among: verbs) == nil)
        #expect(Spelling.nearest(to: typed, among: []) == nil)
    }

    @Test("is never the word itself")
    func same() {
        #expect(Spelling.nearest(to: "show", among: ["show"]) == nil)
    }

    @Test(
        "counts letters missing, too many, wrong and swapped",
        arguments: [
            ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "ab", 1), ("abc", "abcd", 1),
            ("abc", "axc", 1), ("abc", "acb", 1), ("ca", "abc", 3), ("åäö", "aao", 3),
        ]
    )
    func distance(_ one: String, _ other: String, _ expected: Int) {
        #expect(Spelling.distance(Array(one), Array(other)) == expected)
        #expect(Spelling.distance(Array(other), Array(one)) == expected)
    }
}
