import Testing

@testable import HelpdeskCommand

@Suite("The width of a text on a terminal")
struct DisplayWidthTests {
    @Test(
        "counts columns and not scalars",
        arguments: [
            ("", 0), ("åäö", 3), ("a\u{30A}", 1), ("日本", 4), ("ｆｕｌｌ", 8), ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🇸🇪", 2), ("❤️", 2),
            ("e\u{301}\u{302}", 1), ("…", 1), ("–", 1), ("\u{200D}", 0), ("𠀀", 2), ("שלום", 4),
        ]
    )
    func counts(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(
        "is never exceeded by a cut text",
        arguments: ["Kan inte logga in", "日本語のメール", "👍👍👍👍", "a\u{30A}o\u{308}a\u{308}xyz"]
    )
    func cuts(_ text: String) {
        for width in 0...DisplayWidth.of(text) + 1 {
            let cut = DisplayWidth.cut(text, to: width)
            #expect(DisplayWidth.of(cut) <= width)
            #expect((cut == text) == (DisplayWidth.of(text) <= width))
        }
    }

    @Test("keeps a cluster whole or drops it")
    func cutsBetweenClusters() {
        #expect(DisplayWidth.cut("日本語", to: 4) == "日…")
        #expect(DisplayWidth.cut("日本語", to: 5) == "日本…")
        #expect(DisplayWidth.cut("日本語", to: 6) == "日本語")
        #expect(DisplayWidth.cut("abc", to: 1) == "…")
    }

    @Test("breaks lines between words and leaves long words whole")
    func wraps() {
        #expect(DisplayWidth.wrapped("ett två tre", to: 7) == ["ett två", "tre"])
        #expect(DisplayWidth.wrapped("ett två tre", to: 11) == ["ett två tre"])
        #expect(
            DisplayWidth.wrapped("se https://example.org/x nu", to: 6) == [
                "se", "https://example.org/x", "nu",
            ]
        )
        #expect(DisplayWidth.wrapped("", to: 5) == [""])
        let item = "  - ett två tre fyra"
        #expect(DisplayWidth.wrapped(item, to: 12) == ["  - ett två", "    tre fyra"])
        #expect(DisplayWidth.wrapped("12. ett två", to: 8) == ["12. ett", "    två"])
        #expect(DisplayWidth.wrapped("    ett två tre", to: 11) == ["    ett två", "    tre"])
        #expect(DisplayWidth.wrapped("- ett två", to: 3) == ["- ett", "två"])
    }
}

@Suite("A stranger's text on the clerk's terminal")
struct SafeTextTests {
    @Test(
        "shows control characters instead of obeying them",
        arguments: [
            ("\u{1B}]0;title\u{07}", "␛]0;title␇"), ("\u{1B}[31mred", "␛[31mred"),
            ("a\u{08}b", "a␈b"), ("\u{00}", "␀"), ("\u{7F}", "␡"), ("\u{9B}31m", "\u{FFFD}31m"),
            ("\u{90}q", "\u{FFFD}q"), ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{2066}b", "a\u{FFFD}b"),
            ("a\u{200B}b", "ab"), ("a\u{FEFF}b", "ab"), ("a\u{E0041}b", "ab"),
            ("a\tb", "a    b"), ("a\r\nb", "a b"), ("a\rb", "a b"), ("a\u{2028}b", "a b"),
            ("åäö 👨‍👩‍👧 日本", "åäö 👨‍👩‍👧 日本"),
        ]
    )
    func isHarmless(_ text: String, _ shown: String) {
        #expect(SafeText.line(text) == shown)
    }

    @Test("holds no control character whatever came in, and cleaning it again changes nothing")
    func noControlSurvives() {
        for value in (0...0x2FFF as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a" + String(Character(scalar)) + "b"
            let line = SafeText.line(text)
            #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            #expect(SafeText.line(line) == line)
            for part in SafeText.lines(text) {
                #expect(
                    part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                )
            }
        }
    }

    @Test("keeps its lines where lines are wanted")
    func keepsLines() {
        #expect(SafeText.lines("a\r\n\r\nb\nc\u{85}d") == ["a", "", "b", "c", "d"])
        #expect(SafeText.lines("") == [""])
    }

    @Test("cannot paint over its neighbours with marks", arguments: [15, 16, 17, 500])
    func marksAreBounded(_ scalars: Int) {
        let text = "x" + "a" + String(repeating: "\u{301}", count: scalars - 1) + "y"
        let kept = SafeText.line(text).unicodeScalars.count - 2
        #expect(kept == min(scalars, SafeText.scalarsPerCharacterMax))
    }

    @Test("reaches the terminal only through spans, and colour is ours alone")
    func spansClean() {
        let sheet = Sheet([Line([Span("\u{1B}[2J", .alarm)])])
        #expect(sheet.text(colour: true) == "\u{1B}[31m␛[2J\u{1B}[0m\n")
        #expect(sheet.text(colour: false) == "␛[2J\n")
    }
}

@Suite("A table")
struct TableTests {
    private let table = Table(
        columns: [
            .init(title: "No", isNumber: true), .init(title: "Queue", rank: 1),
            .init(title: "Subject", isFlexible: true),
        ],
        rows: [
            [Span("7"), Span("e-service"), Span("Kan inte logga in med BankID på mobilen")],
            [Span("1042"), Span("日本"), Span("Kort")],
        ]
    )

    private func text(_ width: Int?) -> String {
        Sheet(table.lines(width: width)).text(colour: false)
    }

    @Test("cuts nothing when nobody looks at it on a terminal")
    func whole() {
        #expect(
            text(nil) == """
                  No  Queue      Subject
                   7  e-service  Kan inte logga in med BankID på mobilen
                1042  日本       Kort

                """
        )
    }

    @Test("cuts the subject to what is left")
    func cut() {
        #expect(
            text(40) == """
                  No  Queue      Subject
                   7  e-service  Kan inte logga in med …
                1042  日本       Kort

                """
        )
    }

    @Test("drops what matters least before the subject gets too short")
    func drops() {
        #expect(
            text(30) == """
                  No  Subject
                   7  Kan inte logga in med B…
                1042  Kort

                """
        )
    }

    @Test("never takes more columns than there are", arguments: 1...60)
    func fits(_ width: Int) {
        for line in table.lines(width: width) { #expect(line.width <= width) }
    }
}
