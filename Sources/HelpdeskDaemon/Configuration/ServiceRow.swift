/// The file of services, as it stands there.
struct ServiceRows: Decodable {
    var services: [ServiceRow]
}

/// A service, as it stands in the file.
struct ServiceRow: Decodable {
    /// A question, as it stands there.
    struct AttributeRow: Decodable {
        struct ChoiceRow: Decodable {
            var key: String
            var name: String
        }

        var code: String
        var question: String
        var type: String?
        var hint: String?
        var required: Bool?
        var asked: Bool?
        var values: [ChoiceRow]?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case code
            case question
            case type
            case hint
            case required
            case asked
            case values
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseOthers(than: CodingKeys.self)
            let row = try decoder.container(keyedBy: CodingKeys.self)
            code = try row.decode(String.self, forKey: .code)
            question = try row.decode(String.self, forKey: .question)
            type = try row.decodeIfPresent(String.self, forKey: .type)
            hint = try row.decodeIfPresent(String.self, forKey: .hint)
            required = try row.decodeIfPresent(Bool.self, forKey: .required)
            asked = try row.decodeIfPresent(Bool.self, forKey: .asked)
            values = try row.decodeIfPresent([ChoiceRow].self, forKey: .values)
        }
    }

    var code: String
    var name: String
    var description: String?
    var type: String?
    var keywords: [String]?
    var group: String?
    var kind: String?
    var category: String?
    var queue: String?
    var unit: String?
    var notice: String?
    var place: Bool?
    var isPublic: Bool?
    var attributes: [AttributeRow]?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case code
        case name
        case description
        case type
        case keywords
        case group
        case kind
        case category
        case queue
        case unit
        case notice
        case place
        case isPublic = "public"
        case attributes
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseOthers(than: CodingKeys.self)
        let row = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? {
            try row.decodeIfPresent(String.self, forKey: key)
        }
        code = try row.decode(String.self, forKey: .code)
        name = try row.decode(String.self, forKey: .name)
        description = try text(.description)
        type = try text(.type)
        keywords = try row.decodeIfPresent([String].self, forKey: .keywords)
        group = try text(.group)
        kind = try text(.kind)
        category = try text(.category)
        queue = try text(.queue)
        unit = try text(.unit)
        notice = try text(.notice)
        place = try row.decodeIfPresent(Bool.self, forKey: .place)
        isPublic = try row.decodeIfPresent(Bool.self, forKey: .isPublic)
        attributes = try row.decodeIfPresent([AttributeRow].self, forKey: .attributes)
    }
}

extension Decoder {
    /// A key that is misspelt must not go unnoticed: of `public` that would show too little or much.
    fileprivate func refuseOthers<Key: CodingKey & CaseIterable>(than keys: Key.Type) throws {
        let known = Set(keys.allCases.map(\.stringValue))
        let found = try container(keyedBy: AnyKey.self).allKeys
        for key in found where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath,
                    debugDescription: "there is no such key: \(key.stringValue)"
                )
            )
        }
    }
}

/// Whatever is written there.
private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
