/// Puts the city's own facts in place of `{{name}}`.
///
/// One set of articles serves any city; what is put in is never searched for placeholders again.
struct PlaceholderFiller {
    private let values: [String: String]
    private var unknown: Set<String> = []

    /// Takes the values by name.
    init(values: [String: String]) {
        self.values = values
    }

    /// What was asked for and is not there, each name once.
    var problems: [String] {
        unknown.sorted().map { "unknown placeholder {{\($0)}}" }
    }

    /// `text` with every known placeholder replaced; unknown ones stay as they are, for all to see.
    mutating func filled(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let start = Self.next("{{", in: rest) {
            output += rest[..<start.lowerBound]
            let inside = rest[start.upperBound...]
            // Only a short way, so that no text makes this quadratic.
            guard let end = Self.next("}}", in: inside.prefix(Self.lengthMax)) else {
                output += "{{"
                rest = inside
                continue
            }
            let name = inside[..<end.lowerBound].trimmed
            if let value = values[name] {
                output += value
                rest = inside[end.upperBound...]
            } else {
                if Self.isName(name) { unknown.insert(name) }
                output += "{{"
                rest = inside
            }
        }
        return output + rest
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
            }
    }

    /// How long a name may be with the white space around it.
    private static let lengthMax = 80

    private static func next(_ mark: String, in text: Substring) -> Range<Substring.Index>? {
        let (bytes, wanted) = (text.utf8, Array(mark.utf8))
        var index = bytes.startIndex
        while let found = bytes[index...].firstIndex(of: wanted[0]) {
            let after = bytes.index(after: found)
            if after < bytes.endIndex, bytes[after] == wanted[1] {
                return found..<bytes.index(after: after)
            }
            index = after
        }
        return nil
    }
}
