import Foundation
import JSONText
import Testing

@Suite("Reading JSON text")
struct JSONReaderTests {
    private func texts(_ json: String) throws(JSONError) -> [String?] {
        try JSONReader.read(json) { (reader) throws(JSONError) in
            try reader.list { (reader) throws(JSONError) in try reader.optionalString() }
        }
    }

    private func numbers(_ json: String) throws(JSONError) -> [Double] {
        try JSONReader.read(json) { (reader) throws(JSONError) in
            try reader.list { (reader) throws(JSONError) in try reader.number() }
        }
    }

    private func members(_ json: String) throws(JSONError) -> [String: String] {
        try JSONReader.read(json) { (reader) throws(JSONError) in
            var members: [String: String] = [:]
            try reader.object { (reader, name) throws(JSONError) in
                members[name] = try reader.string()
            }
            return members
        }
    }

    @Test("reads what Foundation writes, whatever stands in it")
    func agreement() throws {
        let words = [
            "", "Kan inte logga in", "åäö \u{1F600} عربى", "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}",
            "\u{2028}\u{200b}\u{FFFF}", String(repeating: "lång ", count: 1_000),
        ]
        for format: JSONEncoder.OutputFormatting in [[], .withoutEscapingSlashes, .prettyPrinted] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = format
            let list = String(decoding: try encoder.encode(words), as: UTF8.self)
            #expect(try texts(list) == words)
            for word in words {
                let pair = [word: word, "annat": "x"]
                let object = String(decoding: try encoder.encode(pair), as: UTF8.self)
                #expect(try members(object) == pair)
            }
        }
    }

    @Test("passes over a value of any kind, however deep")
    func skipping() throws {
        let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        let values = [
            "1", "-1.5E+3", "true", "null", #""a]\"}""#, #"{"a":[1,{"b":"}"}],"c":{}}"#, deep,
        ]
        for value in values {
            let last = try JSONReader.read("[\(value) , \"z\"]") { (reader) throws(JSONError) in
                var isFirst = true
                return try reader.list { (reader) throws(JSONError) in
                    defer { isFirst = false }
                    if !isFirst { return try reader.string() }
                    try reader.skip()
                    return ""
                }
            }
            #expect(last == ["", "z"], "\(value.prefix(20))")
        }
        for broken in ["[", #"{"a":[1}"#, "", "}", ",", "?"] {
            #expect(throws: JSONError.self, "\(broken)") {
                try JSONReader.read(broken) { (reader) throws(JSONError) in try reader.skip() }
            }
        }
    }

    @Test("knows the kind of what stands next")
    func kinds() throws {
        let kinds: [(String, JSONKind)] = [
            (" {}", .object), ("[]", .list), (#""a""#, .text), ("-1", .number), ("false", .flag),
            ("null", .null),
        ]
        for (value, kind) in kinds {
            let found = try JSONReader.read(value) { (reader) throws(JSONError) in
                let found = try reader.kind()
                try reader.skip()
                return found
            }
            #expect(found == kind)
        }
    }

    @Test("reads what we write ourselves")
    func ownWriting() throws {
        let words = ["a", "\"\\\n\u{1}\u{1f}", "å"]
        var json = JSONOctets(capacity: 0)
        json.object { json in
            for word in words { json.member(named: word, word) }
        }
        #expect(try members(json.text) == Dictionary(uniqueKeysWithValues: words.map { ($0, $0) }))
    }

    @Test("reads escapes of every kind")
    func escapes() throws {
        let json = #"[ "\u00e5\u00E4\/\"\\\b\f\n\r\t", "\ud83d\ude00", "a\u0000b", null ]"#
        #expect(try texts(json) == ["åä/\"\\\u{8}\u{c}\n\r\t", "\u{1F600}", "a\u{0}b", nil])
    }

    @Test("reads numbers as they were")
    func numbers() throws {
        #expect(
            try numbers("[0,-1,0.91,1e3,2.5E-2,123456789.125]") == [
                0, -1, 0.91, 1_000, 0.025, 123_456_789.125,
            ]
        )
        for json in ["[1.]", "[-]", "[e]", "[1e400]", "[1-2]", "[]1", "[,]", "[1,]"] {
            #expect(throws: JSONError.self, "\(json)") { try numbers(json) }
        }
    }

    @Test("refuses every text cut short, and what follows a whole one")
    func cutShort() throws {
        let json = #"{"a":"b\u00e5","c":"\ud83d\ude00"}"#
        #expect(try members(json).count == 2)
        for count in 0..<json.utf8.count {
            let prefix = String(decoding: json.utf8.prefix(count), as: UTF8.self)
            #expect(throws: JSONError.self, "\(prefix)") { try members(prefix) }
        }
        #expect(throws: JSONError.self) { try members(json + "}") }
        #expect(try members(json + " \n").count == 2)
    }

    @Test("refuses values of another kind, bare control characters and halves of a character")
    func wrongShape() {
        let wrong = [
            #"["a" "b"]"#, "[1]", "[true]", #"{"a":"b"}"#, "[nul]", "[\"\u{1}\"]", #"["\q"]"#,
            #"["\u12g4"]"#, #"["\ud83d"]"#, #"["\ude00"]"#, #"["\ud83d\u0041"]"#, #"["\ud83dxx"]"#,
        ]
        for json in wrong {
            #expect(throws: JSONError.self, "\(json)") { try texts(json) }
        }
    }
}
