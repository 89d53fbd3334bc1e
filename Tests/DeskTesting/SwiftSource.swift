import Foundation

/// A source file of the project, for tests that look for texts in it.
public struct SwiftSource: Sendable {
    /// From the project's root on.
    public let path: String
    private let text: String

    /// All files below a folder of the project, such as `Sources/Desk`.
    ///
    /// - Throws: what the system says.
    public static func all(below folder: String) throws -> [SwiftSource] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder),
            includingPropertiesForKeys: nil
        )
        let swift = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        return try swift.map { file in
            SwiftSource(
                path: file.path.replacing(root.path, with: ""),
                text: try String(contentsOf: file, encoding: .utf8)
            )
        }
    }

    /// The literals in the parentheses of each call that begins like that, such as `note(`.
    ///
    /// - Returns: those that are words, each with `{}` for what it fills in; those that a `+` joins
    ///   are one.
    public func texts(inCallsOf opener: String) -> Set<String> {
        var texts: Set<String> = []
        for place in text.ranges(of: opener) {
            var reader = LiteralReader(rest: text[place.lowerBound...])
            texts.formUnion(reader.literals().filter(Self.isWords))
        }
        return texts
    }

    /// All literals that are words, but for those of regular expressions.
    public var texts: Set<String> {
        let lines = text.split(separator: "\n").filter { line in
            let bare = line.drop(while: \.isWhitespace)
            return !bare.hasPrefix("//") && !bare.contains("contains(/")
        }
        var reader = LiteralReader(rest: "(\(lines.joined(separator: "\n")))"[...])
        return Set(reader.literals().filter(Self.isWords))
    }

    private static func isWords(_ text: String) -> Bool {
        text.contains(" ") && (text.first?.isLetter == true || "{«".contains(text.prefix(1)))
            && text.contains(where: \.isLetter)
    }
}

/// Reads string literals out of a call in Swift.
private struct LiteralReader {
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
