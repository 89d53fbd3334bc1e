import ArgumentParser
import Foundation

/// The language of what leaves the desk for people to read; what programs read is the same in both.
enum RecordLanguage: String, CaseIterable, ExpressibleByArgument {
    case swedish = "sv"
    case english = "en"

    /// That of the locale, and Swedish where it is neither: a citizen of a Swedish city reads it.
    static func preferred(_ environment: [String: String]) -> Self {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("en") ? .english : .swedish
    }
}

/// `--language sv`.
struct RecordLanguageOption: ParsableArguments {
    @Option(name: .long, help: "The language of what people read: sv or en; else the locale's.")
    var language: RecordLanguage?

    var words: RecordWords {
        RecordWords(language ?? .preferred(ProcessInfo.processInfo.environment))
    }
}

/// The words of records in a language; what is named by no word stands as it is stored.
struct RecordWords {
    /// Swedish, then English.
    typealias Pair = (swedish: String, english: String)

    let language: RecordLanguage

    init(_ language: RecordLanguage) { self.language = language }

    func say(_ swedish: String, _ english: String) -> String {
        language == .swedish ? swedish : english
    }

    func name(_ key: String) -> String { word(key, in: Self.names) }

    func event(_ kind: String) -> String { word(kind, in: Self.events) }

    /// What stands under a name; several words, as the fields that were changed are, each by itself.
    func value(_ text: String, of key: String) -> String {
        guard let words = Self.values[key] else { return text }
        let separator = text.contains(",") ? "," : " "
        return text.split(separator: separator).map { word(String($0), in: words) }
            .joined(separator: separator == "," ? ", " : " ")
    }

    func moment(_ date: Date?) -> String { date?.formatted(.iso8601) ?? "–" }

    private func word(_ key: String, in words: [String: Pair]) -> String {
        words[key].map { say($0.swedish, $0.english) } ?? key
    }
}
