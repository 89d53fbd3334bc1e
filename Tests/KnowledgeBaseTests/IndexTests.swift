import Testing

@testable import KnowledgeBase

@Suite("The packed index")
struct IndexTests {
    @Test("finds every term's list, and next to none for a term that it has not")
    func termTable() {
        let fingerprints = (0..<5_000).map { Fingerprint.run(UInt64($0) &* 0x9E37, length: 4) }
        let table = TermTable(
            fingerprints.enumerated().map { ($0.element, UInt32($0.offset)) }
        )
        let found = fingerprints.enumerated().count { table.list(of: $0.element) == $0.offset }
        // Two terms of a bucket may share sixteen bits; the first of them is found for both.
        #expect(found >= 4_990)
        let strangers = (0..<5_000).count {
            table.list(of: Fingerprint.run(UInt64($0) &* 0x9E37, length: 5)) != nil
        }
        #expect(strangers <= 10)
        #expect(TermTable([]).list(of: 1) == nil)
    }

    @Test(
        "reads a number as it was written",
        arguments: [0, 1, 127, 128, 129, 16_383, 16_384, 16_385, Int(UInt32.max)]
    )
    func numbers(number: Int) {
        // A head without a row, then one posting of that step.
        var octets: [UInt8] = []
        octets.append(number: number << 1)
        octets.append(number: 1)
        octets.append(number: number << 1)
        let read = PostingLists(octets: octets).read(0) { reader in
            (reader.articlesCount, reader.count, reader.hasRow, reader.posting())
        }
        #expect(read.0 == number && read.1 == 1 && !read.2)
        #expect(read.3.step == number && read.3.times == 1)
    }

    @Test("keeps how often a term is in a part, up to 255 times", arguments: [1, 2, 254, 255, 256])
    func times(times: Int) throws {
        let shelf = shelf([String(repeating: "bankid ", count: times)])
        let place = try #require(shelf.terms.list(of: stem("bankid")))
        let posting = shelf.lists.read(place) { reader in
            reader.row { _, _ in }
            return reader.posting()
        }
        #expect(posting.times == min(times, 255))
    }

    @Test(
        "reads long lists in blocks, whole or only those that are wanted",
        arguments: [255, 256, 257, 288, 289, 1_000]
    )
    func blocks(articlesCount: Int) throws {
        // Every second article has the word, in a body that is its third part or its second.
        let shelf = shelf((0..<2 * articlesCount).map { $0.isMultiple(of: 2) ? "kortläsare" : "" })
        let list = try #require(shelf.terms.list(of: stem("kortlasare")))
        let all = postings(list, of: shelf) { _ in true }
        #expect(all.map { shelf.parts[$0].article } == (0..<articlesCount).map { 2 * $0 })
        let wanted = all[articlesCount / 2]
        let some = postings(list, of: shelf) { $0.contains(wanted) }
        #expect(some.contains(wanted) && Set(some).isSubset(of: all))
        let isParted = articlesCount >= PostingBlocks.listMin
        // A block's range begins where the one before it ends.
        #expect(some.count <= (isParted ? 2 * PostingBlocks.count : articlesCount))
        for article in [0, 1, articlesCount, 2 * articlesCount - 2, 2 * articlesCount - 1] {
            #expect(shelf.holds(list, in: article) == article.isMultiple(of: 2))
        }
    }

    private func postings(
        _ list: Int,
        of shelf: Shelf,
        in isWanted: (ClosedRange<Int>) -> Bool
    ) -> [Int] {
        var read: [Int] = []
        shelf.lists.read(list) { reader in
            reader.row { _, _ in }
            reader.postings(in: isWanted) { part, times in
                read.append(part)
                return times == 1
            }
        }
        return read
    }

    @Test("keeps one list for terms that are in the same parts, and another for others")
    func sharedLists() throws {
        let shelf = shelf(["kortläsare drivrutin", "drivrutin"])
        let reader = try #require(shelf.terms.list(of: stem("kortlasare")))
        let driver = try #require(shelf.terms.list(of: stem("drivrutin")))
        #expect(reader != driver)
        #expect(shelf.lists.articlesCount(of: reader) == 1)
        #expect(shelf.lists.articlesCount(of: driver) == 2)
        #expect(shelf.holds(reader, in: 0) && !shelf.holds(reader, in: 1))
        let run = "lasa".unicodeScalars.reduce(UInt64(0)) { Fingerprint.extended($0, by: $1.value) }
        #expect(shelf.terms.list(of: Fingerprint.run(run, length: 4)) == reader)
    }

    @Test("says nothing of an article for what it does not answer")
    func rejected() throws {
        let article = Article(
            id: "a",
            language: "sv",
            title: "Bygglov",
            category: "other",
            markdown: ""
        )
        let shelf = Shelf([article], solved: [:], rejected: ["a": ["kortläsare"]], language: "sv")
        let list = try #require(shelf.terms.list(of: stem("kortlasare")))
        #expect(shelf.lists.articlesCount(of: list) == 0)
        #expect(!shelf.holds(list, in: 0))
    }

    @Test("ranks first among many articles what it ranks first when every list is read whole")
    func rareTermsFirst() {
        let shelf = shelf((0..<4_000).map { "hur kan jag få hjälp med ärende nummer\($0) nu" })
        let words = Words("hur kan jag få hjälp med nummer3217 nu", scalarsMax: 100)
        let question = Question(words, on: shelf)
        let (rare, common) = question.partedLists(postingsMax: 100)
        #expect(!rare.isEmpty && !common.isEmpty)
        let whole = shelf.scores(of: question)
        let some = shelf.scores(of: question, postingsMax: 100)
        #expect(whole.total(3_217) == some.total(3_217))
        #expect(shelf.articles.indices.allSatisfy { some.total($0) <= some.total(3_217) })
        #expect(shelf.articles.indices.count { some.total($0) > 0 } < shelf.articles.count)
    }

    private func shelf(_ texts: [String]) -> Shelf {
        let articles = texts.enumerated().map { number, text in
            Article(
                id: "a\(number)",
                language: "sv",
                title: "",
                category: "other",
                markdown: text
            )
        }
        return Shelf(articles, solved: [:], language: "sv")
    }

    private func stem(_ word: String) -> UInt64 {
        word.unicodeScalars.map(\.value).withUnsafeBufferPointer {
            Stemmer(language: "sv").fingerprint(of: $0[...])
        }
    }
}

@Suite("Misspelt words")
struct SpellingTests {
    private static let shelf = Shelf(
        [
            Article(
                id: "a",
                language: "sv",
                title: "Legitimation",
                category: "other",
                markdown: "kort kortet \(String(repeating: "x", count: 24)) läsaren"
            )
        ],
        solved: [:],
        language: "sv"
    )

    @Test(
        "are taken for the known word one slip away",
        arguments: [
            ("legitmation", "legitimation"), ("legittimation", "legitimation"),
            ("legitimatoin", "legitimation"), ("legetimation", "legitimation"),
            ("läsarem", "lasaren"), ("legtmation", "legtmation"), ("läsaren", "lasaren"),
            ("kot", "kot"), ("kotr", "kotr"), ("korte", "korte"), ("kxrtxt", "kxrtxt"),
            ("laptop", "laptop"),
        ]
    )
    func slips(written: String, read: String) {
        #expect(Self.read(written) == read)
    }

    @Test("are set right from five letters to twenty-four")
    func lengths() {
        let long = String(repeating: "x", count: 24)
        #expect(Self.read("korz") == "korz")
        #expect(Self.read("korzt") == "kort")
        #expect(Self.read(long.dropLast() + "y") == long)
        #expect(Self.read(long + "y") == long + "y")
    }

    @Test("are set right twelve times in a question and no more", arguments: [11, 12, 13])
    func countMax(count: Int) {
        let text = Array(repeating: "legitmation", count: count).joined(separator: " ")
        let spelling = Spelling(Words(text, scalarsMax: 1_000), on: Self.shelf)
        let right = (0..<count).filter { Self.word($0, of: spelling.words) == "legitimation" }
        #expect(right.count == min(count, 12))
    }

    @Test(
        "have the letters that they would have in plain writing",
        arguments: ["𝓵𝓮𝓰", "ｌｅｇ", "ⓛⓔⓖ"]
    )
    func styled(text: String) {
        #expect(Words(text, scalarsMax: 10).text(0) == "leg")
    }

    @Test(
        "are one or two whichever way they are written",
        arguments: [
            ("bank id", ["bankid"]), ("Bank-ID", ["bankid"]), ("bank-idt", ["bankidt"]),
            ("mitt bank id-kort", ["mitt", "bankid", "kort"]), ("bank ID:t", ["bankid", "t"]),
            ("bank idag", ["bank", "idag"]), ("bank. Id", ["bank", "id"]),
            ("bank  id", ["bank", "id"]), ("sparbank id", ["sparbank", "id"]),
            ("id bank", ["id", "bank"]), ("bank\u{A0}id", ["bankid"]),
            ("dont", ["don", "t"]), ("don't", ["don", "t"]), ("it doesnt", ["it", "doesn", "t"]),
            ("cant login", ["can", "t", "login"]), ("want", ["want"]), ("t", ["t"]),
        ]
    )
    func joined(text: String, expected: [String]) {
        let words = Words(text, scalarsMax: 100)
        #expect((0..<words.count).map(words.text) == expected)
        #expect((0..<words.count).map { Self.word($0, of: words) } == expected)
    }

    private static func read(_ word: String) -> String {
        Self.word(0, of: Spelling(Words(word, scalarsMax: 100), on: shelf).words)
    }

    private static func word(_ index: Int, of words: Words) -> String {
        var text = String.UnicodeScalarView()
        text.append(
            contentsOf: words.folded[words.letterRange(index)].compactMap(Unicode.Scalar.init)
        )
        return String(text)
    }
}

@Suite("Words that stand for others")
struct SynonymTests {
    @Test("find an article that has only the other word", arguments: ["pc", "laptop"])
    func found(word: String) {
        let articles = [
            Article(id: "a", language: "sv", title: "Dator", category: "other", markdown: ""),
            Article(id: "b", language: "sv", title: "Simhall", category: "other", markdown: ""),
        ]
        let matches = KnowledgeBase(articles: articles).match(word, language: "sv").matches
        #expect(matches.map(\.article) == ["a"])
    }

    @Test("come after the word itself")
    func weaker() {
        let articles = [
            Article(id: "a", language: "sv", title: "Ny dator", category: "other", markdown: ""),
            Article(id: "b", language: "sv", title: "Ny laptop", category: "other", markdown: ""),
        ]
        let matches = KnowledgeBase(articles: articles).match("ny laptop", language: "sv").matches
        #expect(matches.map(\.article) == ["b", "a"])
    }
}
