import KnowledgeBase
import Testing

@Suite("Reading an article file")
struct FrontMatterTests {
    @Test("takes every key of the contract")
    func wholeArticle() throws {
        let text = """
            ---
            title: Jag har glömt min säkerhetskod till BankID
            category: e-id
            questions:                 # how citizens ask it
              - glömt pinkoden till bankid
            keywords: [pinkod, låst]
            codes: [RFA16, 10022]
            services: []
            audience: staff
            owner: servicenämnden
            reviewed: 2026-11-01
            ---
            # Så gör du

            Text.
            """
        let read = Fixtures.read(text, path: "sv/e-id/bankid-kod.md")
        #expect(read.problems.isEmpty)
        let expected = Article(
            id: "bankid-kod",
            language: "sv",
            title: "Jag har glömt min säkerhetskod till BankID",
            category: "e-id",
            questions: ["glömt pinkoden till bankid"],
            keywords: ["pinkod", "låst"],
            codes: ["RFA16", "10022"],
            services: [],
            audience: .staff,
            owner: "servicenämnden",
            reviewed: "2026-11-01",
            markdown: "# Så gör du\n\nText."
        )
        #expect(read.articles == [expected])
    }

    @Test("needs only a title and a category")
    func leastArticle() {
        let read = Fixtures.read(Fixtures.file())
        #expect(read.problems.isEmpty)
        #expect(read.articles.first?.audience == .citizen)
        #expect(read.articles.first?.owner == nil)
    }

    @Test("reads files of other systems: a byte order mark and CRLF")
    func otherLineEnds() {
        let lines = Fixtures.file().replacing("\n", with: "\r\n")
        let read = Fixtures.read("\u{FEFF}" + lines)
        #expect(read.problems.isEmpty)
        #expect(read.articles.first?.title == "Rubrik")
    }

    @Test(
        "says what is wrong with a value",
        arguments: [
            ("category", "bygga", "`category` must be one of e-id, login, technical, other"),
            ("category", "login", "`category` is login but the folder is e-id"),
            ("audience", "alla", "`audience` must be citizen or staff, not alla"),
            ("reviewed", "i går", "`reviewed` must be a date such as 2026-11-01, not i går"),
            ("reviewed", "2026-13-01", "`reviewed` must be a date"),
            ("reviewed", "2026-02-29", "`reviewed` must be a date"),
            ("reviewed", "2026-1-1", "`reviewed` must be a date"),
            ("titel", "x", "unknown key `titel`"),
            ("title", "", "`title` is empty"),
            ("title", "[a, b]", "`title` must be one text"),
            ("questions", "en fråga", "`questions` must be a list"),
            ("keywords", "[[a]]", "`keywords` must be a list of plain texts"),
            ("codes", "[\"\"]", "`codes` is empty"),
            ("owner", "\"a\\nb\"", "`owner` must be one line"),
        ]
    )
    func badValue(key: String, value: String, expected: String) {
        let read = Fixtures.read(Fixtures.file([key: value]))
        #expect(read.articles.isEmpty)
        #expect(read.problems.contains { $0.detail.hasPrefix(expected) }, "\(read.problems)")
    }

    @Test("takes a leap day")
    func leapDay() {
        #expect(Fixtures.details(Fixtures.file(["reviewed": "2028-02-29"])).isEmpty)
    }

    @Test(
        "says what is wrong with a head",
        arguments: [
            ("Text.", "no front matter"),
            ("", "no front matter"),
            ("---\ntitle: a\nText.", "no front matter"),
            ("---\ntitle: [a\n---\nText.", "the front matter is not YAML: line"),
            ("---\ntitle: a\ntitle: b\n---\nText.", "the front matter is not YAML: the key"),
            ("---\n- a\n---\nText.", "the front matter must be keys and values"),
            ("---\n---\nText.", "the front matter must be keys and values"),
            ("---\ncategory: e-id\n---\nText.", "`title` is missing"),
            ("---\ntitle: a\n---\nText.", "`category` is missing"),
            ("---\ntitle: a\ncategory: e-id\n---\n \n", "there is no text"),
            ("---\ntitle: a\ncategory: e-id\n---\na\u{0}b", "the text holds a NUL"),
            ("---\ntitle: a\ncategory: e-id\n---\na\u{FFFD}b", "the text is not UTF-8"),
        ]
    )
    func badHead(text: String, expected: String) {
        let details = Fixtures.details(text)
        #expect(details.contains { $0.hasPrefix(expected) }, "\(details)")
    }

    @Test("says every mistake of a file at once")
    func allMistakes() {
        let text = Fixtures.file(["category": "x", "audience": "y", "reviewed": "z"])
        #expect(Fixtures.details(text).count == 3)
    }

    @Test(
        "refuses a path that is not language, category and id",
        arguments: [
            "ett.md", "sv/ett.md", "sv/e-id/mer/ett.md", "swe/e-id/ett.md", "SV/e-id/ett.md",
            "sv/e-id/Ett.md", "sv/e-id/ett två.md", "sv/e-id/-ett.md", "sv/e-id/.md",
            "sv/e-id/ett.txt", "/sv/e-id/ett.md", "sv/e-id/../ett.md",
        ]
    )
    func badPath(path: String) {
        let read = Fixtures.read(Fixtures.file(), path: path)
        #expect(read.articles.isEmpty)
        #expect(read.problems.count == 1)
        #expect(read.problems.first?.path == path)
    }

    @Test("leaves out a broken file and keeps the others")
    func restWorks() {
        let read = KnowledgeBase(sources: [
            ArticleSource(path: "sv/e-id/trasig.md", text: "x"),
            ArticleSource(path: "sv/e-id/hel.md", text: Fixtures.file()),
        ])
        #expect(read.articles.map(\.id) == ["hel"])
        #expect(read.problems.map(\.path) == ["sv/e-id/trasig.md"])
    }

    @Test("keeps the first of two files with the same id and language")
    func sameIDTwice() {
        let other = Fixtures.file(["category": "login", "title": "Två"])
        let read = KnowledgeBase(sources: [
            ArticleSource(path: "sv/login/ett.md", text: other),
            ArticleSource(path: "sv/e-id/ett.md", text: Fixtures.file()),
        ])
        #expect(read.articles.map(\.title) == ["Rubrik"])
        #expect(read.problems.map(\.path) == ["sv/login/ett.md"])
    }

    @Test("limits the size of a file", arguments: [(-1, true), (0, true), (1, false)])
    func fileSize(over: Int, isFine: Bool) {
        let head = Fixtures.file(body: "")
        let fill = String(repeating: "a", count: 262_144 - head.utf8.count + over)
        let read = Fixtures.read(head + fill)
        #expect(read.problems.isEmpty == isFine)
    }

    @Test("limits the length of a title", arguments: [(199, true), (200, true), (201, false)])
    func titleLength(count: Int, isFine: Bool) {
        let title = String(repeating: "a", count: count)
        #expect(Fixtures.details(Fixtures.file(["title": title])).isEmpty == isFine)
    }

    @Test("limits the length of a question", arguments: [(499, true), (500, true), (501, false)])
    func questionLength(count: Int, isFine: Bool) {
        let question = String(repeating: "a", count: count)
        #expect(Fixtures.details(Fixtures.file(["questions": "[\(question)]"])).isEmpty == isFine)
    }

    @Test("limits the length of a list", arguments: [(199, true), (200, true), (201, false)])
    func listLength(count: Int, isFine: Bool) {
        let list = Array(repeating: "a", count: count).joined(separator: ", ")
        #expect(Fixtures.details(Fixtures.file(["keywords": "[\(list)]"])).isEmpty == isFine)
    }

    @Test("limits the length of an id", arguments: [(79, true), (80, true), (81, false)])
    func idLength(count: Int, isFine: Bool) {
        let path = "sv/e-id/\(String(repeating: "a", count: count)).md"
        #expect(Fixtures.details(Fixtures.file(), path: path).isEmpty == isFine)
    }

    @Test("reads every prefix and every changed byte of a file without trapping")
    func tornFiles() {
        let bytes = Array(Fixtures.file(["questions": "[a, b]"]).utf8)
        for count in bytes.indices {
            var changed = bytes
            changed[count] ^= 0x15
            for text in [bytes[..<count], changed[...]] {
                // Told of or read: never neither, and never both.
                let read = Fixtures.read(String(decoding: text, as: UTF8.self))
                #expect(read.articles.isEmpty != read.problems.isEmpty)
            }
        }
    }
}
