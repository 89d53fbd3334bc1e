import Foundation

/// The file name that a server proposes in `Content-Disposition` (RFC 6266 §4.3).
enum DispositionName {
    /// The name, in its extended form where there is one; nil when the server proposes none.
    static func of(_ header: String) -> String? {
        let parameters = parameters(of: header)
        if let extended = parameters["filename*"], let name = decoded(extended) { return name }
        return parameters["filename"]
    }

    /// Splits at semicolons that stand outside quotes; the first of two equal names counts.
    private static func parameters(of header: String) -> [String: String] {
        var pieces = [""]
        var isQuoted = false
        var isEscaped = false
        for character in header {
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                pieces.append("")
                continue
            }
            pieces[pieces.count - 1].append(character)
        }
        let pairs = pieces.dropFirst().compactMap { piece -> (String, String)? in
            let sides = piece.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return sides.count == 2 ? (sides[0].lowercased(), unquoted(sides[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }

    /// An extended value: `UTF-8''na%C3%AFve.txt` (RFC 8187 §3.2.1); UTF-8 is the only charset.
    private static func decoded(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return String(parts[2]).removingPercentEncoding
    }
}

/// A name under which a stranger's file may be saved: the last word of any path, and visible.
enum SafeFileName {
    static let octetsMax = 200

    /// Cleans first and checks then, so that nothing can hide from the check.
    static func from(_ proposed: String?, orElse fallback: String) -> String {
        let visible = SafeText.line(proposed ?? "").replacing("\\", with: "/")
        let last = visible.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let kept = last.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .unassigned, .privateUse: false
            default: scalar.value < 0x2400 || scalar.value > 0x2426 && scalar.value != 0xFFFD
            }
        }
        let name = String(String.UnicodeScalarView(kept))
            .trimmingCharacters(in: CharacterSet(charactersIn: ". \t-~"))
        return name.isEmpty ? fallback : bounded(name)
    }

    /// Shortens the stem and keeps the ending, which says what to open it with.
    private static func bounded(_ name: String) -> String {
        guard name.utf8.count > octetsMax else { return name }
        let ending = name.split(separator: ".").last.map { "." + $0 } ?? ""
        let suffix = ending.utf8.count <= 12 && ending.utf8.count < name.utf8.count ? ending : ""
        var stem = name.dropLast(suffix.count)
        while stem.utf8.count + suffix.utf8.count > octetsMax { stem = stem.dropLast() }
        return stem + suffix
    }
}
