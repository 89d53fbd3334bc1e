/// Words as HTML.
public enum HTMLWords {
    /// Plain text as paragraphs and line breaks; nothing in it is markup.
    static func paragraphs(_ text: String) -> String {
        text.replacing("\r\n", with: "\n")
            .split(separator: "\n\n")
            .map { "<p>\(escaped($0).replacing("\n", with: "<br>\n"))</p>" }
            .joined(separator: "\n")
    }

    /// Text that can stand in an element or in an attribute between quotes.
    public static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
