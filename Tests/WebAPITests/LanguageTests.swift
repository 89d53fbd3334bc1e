import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Testing

@testable import WebAPI

@Suite("The language of problems")
struct LanguageTests {
    @Test("is the one that is wanted most")
    func negotiation() {
        let known: [(String?, String)] = [
            (nil, "en"), ("", "en"), ("*", "en"), ("fi", "en"), ("sv", "sv"), ("SV-fi", "sv"),
            ("en", "en"), ("sv,en", "sv"), ("en,sv", "en"), ("en;q=0.8, sv;q=0.9", "sv"),
            ("sv;q=0.8, en;q=0.9", "en"), ("sv;q=0", "en"), ("en;q=0, *", "sv"),
            ("en;q=0, *;q=0.1", "sv"), ("da, sv;q=0.1", "sv"), ("sv ; q=1.000, en", "sv"),
            ("en;q=0.5, *;q=0.6", "sv"), ("sv-SE;q=0.2, sv;q=0.9, en;q=0.5", "sv"),
            ("sv;q=2, en;q=0.1", "en"), ("sv;q=x, en;q=0.1", "en"), (";;;,,,", "en"),
            (String(repeating: "da,", count: 32) + "sv", "en"),
            (String(repeating: "da,", count: 31) + "sv", "sv"),
        ]
        for (header, language) in known {
            #expect(WordLanguage(accepting: header).rawValue == language, "\(header ?? "none")")
        }
        #expect(WordLanguage(accepting: "fi", else: .swedish) == .swedish)
    }

    @Test("is said in the answer, and changes nothing that programs read")
    func answers() async throws {
        try await withAPI { caller, _ in
            let english = try await caller.call(.get, "/v1/tickets/77")
            #expect(english.headers[.contentLanguage] == "en")
            #expect(english.headers[.vary] == "Accept-Language")
            let fields = ["Accept-Language": "sv-SE,sv;q=0.9,en;q=0.8"]
            let swedish = try await caller.call(.get, "/v1/tickets/77", headers: fields)
            #expect(swedish.headers[.contentLanguage] == "sv")
            #expect(swedish.problem?.title == "Finns inte")
            #expect(swedish.problem?.type == english.problem?.type)
            #expect(swedish.problem?.status == english.problem?.status)
            let form = #"{"subject":"","body":"b","channel":"fax","citizen":{}}"#
            let invalid = try await caller.call(.post, "/v1/tickets", form, headers: fields)
            let details = (invalid.problem?.errors ?? []).map(\.detail)
            #expect(details == ["måste vara något av email, phone, web, visit"])
            #expect(invalid.pointers == ["/channel"])
        }
    }

    @Test("fills in what an English text holds")
    func templates() {
        let known = [
            ("The limit links is 50.", "Gränsen links är 50."),
            ("is 301 characters long; the limit is 300", "är 301 tecken långt; gränsen är 300"),
            ("must be a string", "måste vara en text"),
            ("Ticket 7 went into 8; read that one.", "Ärende 7 har gått upp i 8; läs det."),
            ("something nobody has translated", "something nobody has translated"),
            ("The limit is.", "The limit is."),
        ]
        for (english, swedish) in known { #expect(SwedishWords.text(english) == swedish) }
    }

    @Test("has as much to fill in, in both languages")
    func placeholders() {
        for (english, swedish) in SwedishWords.table {
            #expect(
                english.ranges(of: "{}").count == swedish.ranges(of: "{}").count,
                "\(english)"
            )
            #expect(english != swedish, "\(english)")
        }
    }

    /// What begins a text that a problem may show.
    private static let openers = [
        "FieldProblem(", ".note(", "wrongState(", "Problem(", "badRequest(",
    ]

    @Test("is there for every text of the sources")
    func everyText() throws {
        var texts: Set<String> = []
        for room in ["Desk", "WebAPI"] {
            for file in try Self.sources(of: room) {
                let source = try String(contentsOf: file, encoding: .utf8)
                for opener in Self.openers {
                    for place in source.ranges(of: opener) {
                        texts.formUnion(Self.texts(in: source[place.lowerBound...]))
                    }
                }
            }
        }
        #expect(texts.count > 80)
        let known = Set(SwedishWords.table.keys)
        #expect(texts.subtracting(known).sorted() == [])
    }

    private static func sources(of room: String) throws -> [URL] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: "Sources/\(room)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "swift" && !$0.path.contains("/OpenAPI/") }
            // What is wrong with the operator's own templates, the operator is told in English.
            .filter { $0.lastPathComponent != "LetterTemplate.swift" }
    }

    /// The literals up to the end of a call's parentheses that are words, each with `{}` for what it
    /// fills in; those that a `+` joins are one.
    private static func texts(in source: Substring) -> Set<String> {
        var reader = SourceReader(rest: source)
        return Set(reader.literals().filter { $0.contains(" ") && $0.first?.isLetter == true })
    }
}

/// Reads string literals out of a call in Swift.
private struct SourceReader {
    var rest: Substring

    /// Those between the first parenthesis and the one that closes it.
    mutating func literals() -> [String] {
        var literals: [String] = []
        var depth = 0
        var joins = false
        while let character = rest.popFirst() {
            switch character {
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return literals }
            case "+": joins = true
            case "\"":
                let text = literal()
                if joins, let last = literals.popLast() {
                    literals.append(last + text)
                } else {
                    literals.append(text)
                }
                joins = false
            default: if !character.isWhitespace { joins = false }
            }
        }
        return literals
    }

    /// The rest of a literal whose quotation mark was read.
    private mutating func literal() -> String {
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\" where rest.first == "(":
                text += "{}"
                _ = literals()
            case "\\": _ = rest.popFirst()
            default: text.append(character)
            }
        }
        return text
    }
}
