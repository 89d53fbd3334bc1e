import Desk
import Foundation
import JSONText
import KnowledgeBase

// Values kept as JSON. What is read with every ticket and message has its own reader and writer:
// the general ones took longer than the database.

extension SQLRow {
    /// A list of texts.
    func texts(_ index: Int) throws(DeskError) -> [String] {
        try json(index) { (json) throws(JSONError) in
            try json.list { (json) throws(JSONError) in try json.string() }
        }
    }

    /// What was said of a mail; what a newer program said in words not known here is passed over.
    func verdicts(_ index: Int) throws(DeskError) -> [MailVerdict] {
        try texts(index).compactMap(MailVerdict.init)
    }

    /// Texts under names.
    func members(_ index: Int) throws(DeskError) -> [String: String] {
        try json(index) { (json) throws(JSONError) in
            var members: [String: String] = [:]
            try json.object { (json, name) throws(JSONError) in
                members[name] = try json.string()
            }
            return members
        }
    }

    func symptom(_ index: Int) throws(DeskError) -> Symptom {
        try json(index) { (json) throws(JSONError) in
            var symptom = Symptom()
            try json.object { (json, name) throws(JSONError) in
                switch name {
                case "codes":
                    symptom.codes = try json.list { (json) throws(JSONError) in
                        try json.string()
                    }
                case "marks":
                    let marks = try json.list { (json) throws(JSONError) in try json.string() }
                    symptom.fails = marks.contains(failsMark)
                    symptom.isGrave = marks.contains(graveMark)
                case "device": symptom.device = try json.optionalString()
                case "e_id": symptom.eID = try json.optionalString()
                case "step": symptom.step = try json.optionalString()
                default: throw json.unexpected
                }
            }
            return symptom
        }
    }

    func suggestions(_ index: Int) throws(DeskError) -> [Suggestion] {
        try json(index) { (json) throws(JSONError) in
            try json.list { (json) throws(JSONError) in
                var suggestion = Suggestion(article: "", title: "", confidence: 0)
                try json.object { (json, name) throws(JSONError) in
                    switch name {
                    case "article": suggestion.article = try json.string()
                    case "confidence": suggestion.confidence = try json.number()
                    case "title": suggestion.title = try json.string()
                    default: throw json.unexpected
                    }
                }
                return suggestion
            }
        }
    }

    /// Any other value.
    func json<Value: Decodable>(_ index: Int, as type: Value.Type) throws(DeskError) -> Value {
        try value(type, ofJSON: text(index))
    }

    private func json<Value>(
        _ index: Int,
        _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(DeskError) -> Value {
        do throws(JSONError) {
            return try JSONReader.read(text(index), read)
        } catch {
            throw .unavailable(cause: "the store holds a \(Value.self) that cannot be read")
        }
    }
}

// Names in order, so that equal values are equal texts.

func json(_ texts: [String]) -> String {
    var json = JSONOctets(capacity: 64)
    json.list(texts) { $0.item($1) }
    return json.text
}

func json(_ verdicts: [MailVerdict]) -> String {
    let texts: [String] = verdicts.map(\.description)
    return json(texts)
}

func json(_ members: [String: String]) -> String {
    var json = JSONOctets(capacity: 64)
    json.object { json in
        for (name, text) in members.sorted(by: { $0.key < $1.key }) {
            json.member(named: name, text)
        }
    }
    return json.text
}

/// The text says that something fails.
private let failsMark = "fails"
/// It tells of a danger, a fraud or a theft.
private let graveMark = "grave"

func json(_ symptom: Symptom) -> String {
    var json = JSONOctets(capacity: 128)
    json.object { json in
        json.list("codes", symptom.codes) { $0.item($1) }
        json.member("device", symptom.device)
        json.member("e_id", symptom.eID)
        // Left out where there are none, as for most tickets; older rows were written without.
        let marks = [
            symptom.fails ? failsMark : nil, symptom.isGrave ? graveMark : nil,
        ].compactMap(\.self)
        if !marks.isEmpty { json.list("marks", marks) { $0.item($1) } }
        json.member("step", symptom.step)
    }
    return json.text
}

func json(_ suggestions: [Suggestion]) -> String {
    var json = JSONOctets(capacity: 512)
    json.list(suggestions) { json, suggestion in
        json.object { json in
            json.member("article", suggestion.article)
            json.member("confidence", suggestion.confidence)
            json.member("title", suggestion.title)
        }
    }
    return json.text
}

/// Any other value as JSON text.
func json(_ value: some Encodable) throws(DeskError) -> String {
    do {
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
        throw .unavailable(cause: "a value cannot be written as JSON")
    }
}

/// A value that was written as JSON text.
func value<Value: Decodable>(
    _ type: Value.Type,
    ofJSON text: String
) throws(DeskError) -> Value {
    do {
        return try decoder.decode(type, from: Data(text.utf8))
    } catch {
        throw .unavailable(cause: "the store holds a \(type) that cannot be read")
    }
}

private let decoder = JSONDecoder()

private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
}()
