internal import Yams

/// The YAML head of an article file, with what is wrong in it.
///
/// Every mistake is collected, so that an author mends a file once and not key by key.
struct FrontMatter {
    /// The Markdown after the head.
    private(set) var body = ""
    /// What is wrong so far.
    private(set) var problems: [String] = []
    private var fields: [String: Node] = [:]

    /// Splits `text` into head and body and reads the head.
    init(of text: String) {
        guard let (head, body) = Self.split(text) else {
            problems.append(
                "no front matter: the file must begin with --- and a second --- ends it"
            )
            return
        }
        self.body = body
        do {
            read(try Yams.compose(yaml: head))
        } catch {
            problems.append("the front matter is not YAML: \(Self.summary(of: error))")
        }
    }

    /// Says something else that is wrong.
    mutating func report(_ problem: String) {
        problems.append(problem)
    }

    /// One line of text, or nil when the key is not there.
    mutating func text(_ key: String) -> String? {
        guard let node = fields[key] else { return nil }
        guard let scalar = node.scalar else {
            report("`\(key)` must be one text")
            return nil
        }
        return checked(scalar.string, in: key, charactersMax: ArticleLimits.titleCharactersMax)
    }

    /// One line of text that must be there.
    mutating func requiredText(_ key: String) -> String {
        if fields[key] == nil { report("`\(key)` is missing") }
        return text(key) ?? ""
    }

    /// A list of texts; empty when the key is not there or has nothing after it.
    mutating func list(_ key: String) -> [String] {
        guard let node = fields[key] else { return [] }
        if let scalar = node.scalar, scalar.string.isEmpty { return [] }
        guard let sequence = node.sequence else {
            report("`\(key)` must be a list, such as [one, two]")
            return []
        }
        guard sequence.count <= ArticleLimits.listItemsMax else {
            report("`\(key)` has \(sequence.count) items, over \(ArticleLimits.listItemsMax)")
            return []
        }
        return sequence.compactMap { item in
            guard let scalar = item.scalar else {
                report("`\(key)` must be a list of plain texts")
                return nil
            }
            return checked(scalar.string, in: key, charactersMax: ArticleLimits.itemCharactersMax)
        }
    }

    private mutating func read(_ node: Node?) {
        guard let mapping = node?.mapping else {
            return report("the front matter must be keys and values")
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string, Self.keys.contains(name) else {
                report("unknown key `\(key.scalar?.string ?? "?")`; known: \(Self.keyList)")
                continue
            }
            fields[name] = value
        }
    }

    private mutating func checked(_ raw: String, in key: String, charactersMax: Int) -> String? {
        let text = raw.trimmed
        if text.isEmpty {
            report("`\(key)` is empty")
        } else if text.unicodeScalars.count > charactersMax {
            report("`\(key)` is longer than \(charactersMax) characters")
        } else if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            report("`\(key)` must be one line without control characters")
        } else {
            return text
        }
        return nil
    }

    private static func split(_ text: String) -> (head: String, body: String)? {
        let unmarked = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        let lines = unmarked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first?.trimmed == fence else { return nil }
        guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == fence }) else {
            return nil
        }
        return (
            lines[1..<end].joined(separator: "\n"),
            lines[(end + 1)...].joined(separator: "\n").trimmed
        )
    }

    private static func summary(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line + 1): \(problem)"
        case .duplicatedKeysInMapping(let duplicates, _):
            "the key `\(duplicates.first.map { "\($0)" } ?? "?")` stands there twice"
        default:
            "it cannot be read"
        }
    }

    private static let fence = "---"
    private static let keyList =
        "title, category, questions, keywords, codes, services, audience, owner, reviewed"
    private static let keys = Set(keyList.split(separator: ", ").map(String.init))
}

/// Limits on one article file.
enum ArticleLimits {
    /// Of the whole file, in octets of UTF-8.
    static let fileBytesMax = 262_144
    /// Of a title, an owner and other single lines.
    static let titleCharactersMax = 200
    /// Of one question, keyword, code or service.
    static let itemCharactersMax = 500
    /// Of any list.
    static let listItemsMax = 200
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...last])
    }
}
