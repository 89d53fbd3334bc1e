/// The words of one language in which a program explains itself.
public struct Wording: Sendable, Equatable {
    var usage: String
    var arguments: String
    var options: String
    var commands: String
    var values: String
    var standard: String
    var seeHelp: String
    var didYouMean: String
    /// Headings of a manual page: name, synopsis, description.
    var manual: [String]
    /// The texts of the commands, each by the English one that stands in the source.
    private var translations: [String: String]
    /// The parser's own messages, `%` standing for what changes.
    private var messages: [(english: String, here: String)]

    /// The words as they stand in the source.
    public static let english = Wording(
        usage: "USAGE",
        arguments: "ARGUMENTS",
        options: "OPTIONS",
        commands: "COMMANDS",
        values: "values",
        standard: "default",
        seeHelp: "See '%' for more.",
        didYouMean: "Did you mean '%'?",
        manual: ["NAME", "SYNOPSIS", "DESCRIPTION"],
        translations: [:],
        messages: []
    )

    /// Swedish, with a program's own texts.
    ///
    /// - Parameter translations: each Swedish text by the English one that stands in the source.
    /// - Returns: the words for it.
    public static func swedish(_ translations: [String: String]) -> Wording {
        Wording(
            usage: "ANVÄNDNING",
            arguments: "ARGUMENT",
            options: "FLAGGOR",
            commands: "KOMMANDON",
            values: "värden",
            standard: "annars",
            seeHelp: "Mer finns i '%'.",
            didYouMean: "Menade du '%'?",
            manual: ["NAMN", "ÖVERSIKT", "BESKRIVNING"],
            translations: translations.merging(Self.parserTexts) { own, _ in own },
            messages: Self.parserMessages
        )
    }

    /// Whether somebody with this environment reads Swedish: the first of these that is set decides.
    ///
    /// Source: POSIX.1-2017, Base Definitions, §8.2.
    public static func isSwedish(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        return names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }?.hasPrefix("sv")
            == true
    }

    /// Compares the languages and their texts; the parser's messages are the same in all of one.
    public static func == (one: Wording, other: Wording) -> Bool {
        one.usage == other.usage && one.translations == other.translations
    }

    /// True when the text is there in this language.
    public func knows(_ text: String) -> Bool { text.isEmpty || translations[text] != nil }

    /// The text in this language; one that is missing stands in English.
    public func said(_ text: String) -> String { translations[text] ?? text }

    /// What stands for a value, in its angle brackets.
    func placeholder(_ name: String) -> String { said("<\(name)>") }

    /// A message of the parser, or of a command's own check, in this language.
    public func message(_ text: String) -> String {
        if let known = translations[text] { return known }
        for (english, here) in messages {
            guard let parts = Template(english).parts(of: text) else { continue }
            return Template(here).filled(with: parts.map(lists))
        }
        return text
    }

    /// The parser's own lists: 'a', 'b' or 'c'.
    private func lists(_ part: String) -> String {
        guard !messages.isEmpty else { return part }
        return part.replacing("' or '", with: "' eller '").replacing("' and '", with: "' och '")
    }

    private static let parserTexts = [
        "<command>": "<kommando>",
        "Show help information.": "Visa den här hjälpen.",
        "Show subcommand help information.": "Visa hjälp om ett kommando.",
        "Show the version.": "Visa versionen.",
    ]

    /// The longer of two that both fit comes first.
    private static let parserMessages = [
        (
            "Unknown option '%'. Did you mean '%'?",
            "Flaggan '%' finns inte. Menade du '%'?"
        ),
        ("Unknown option '%'", "Flaggan '%' finns inte."),
        ("Missing value for '%'", "Det saknas ett värde efter '%'."),
        (
            "The option '%' does not take any value, but '%' was specified.",
            "Flaggan '%' tar inget värde, men fick '%'."
        ),
        ("There is no command '%'", "Kommandot '%' finns inte."),
        ("Unexpected argument '%'", "Ett ord för mycket: '%'."),
        ("% unexpected arguments: '%'", "% ord för mycket: '%'."),
        ("Missing expected argument '%'", "Det saknas något: '%'."),
        ("Missing one of: '%'", "Det saknas ett av: '%'."),
        (
            "The value '%' is invalid for '%'. Please provide one of the following:\n%",
            "Värdet '%' duger inte för '%'. Välj ett av dessa:\n%"
        ),
        (
            "The value '%' is invalid for '%'. Please provide one of %",
            "Värdet '%' duger inte för '%'. Välj ett av %"
        ),
        ("The value '%' is invalid for '%': %", "Värdet '%' duger inte för '%': %"),
        ("The value '%' is invalid for '%'", "Värdet '%' duger inte för '%'."),
        (
            "Value to be set with flag '%' had already been set with flag '%'",
            "Flaggan '%' motsäger flaggan '%'."
        ),
        ("Invalid option: %", "Det är ingen flagga: %"),
        // Commands' own checks.
        (
            "% is %; it must be HOST:PORT, or unix:/PATH",
            "% är %; det måste vara VÄRD:PORT, eller unix:/SÖKVÄG"
        ),
        ("% is %; it must be HOST:PORT", "% är %; det måste vara VÄRD:PORT"),
        ("Missing required subcommand.", "Det saknas ett kommando."),
    ]
}

/// A text with places for what changes, each written `%`.
struct Template {
    let text: String

    init(_ text: String) { self.text = text }

    /// What stands at the places; nil when the text is another.
    func parts(of whole: String) -> [String]? {
        var rest = Substring(whole)
        let fixed = text.split(separator: "%", omittingEmptySubsequences: false)
        guard let first = fixed.first, rest.hasPrefix(first) else { return nil }
        rest = rest.dropFirst(first.count)
        var parts: [String] = []
        for (index, piece) in fixed.dropFirst().enumerated() {
            let isLast = index == fixed.count - 2
            if isLast {
                guard rest.hasSuffix(piece) else { return nil }
                parts.append(String(rest.dropLast(piece.count)))
                return parts
            }
            guard let place = rest.range(of: piece) else { return nil }
            parts.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        return rest.isEmpty ? parts : nil
    }

    func filled(with parts: [String]) -> String {
        let fixed = text.split(separator: "%", omittingEmptySubsequences: false)
        return zip(fixed, parts + [""]).map { $0 + $1 }.joined()
    }
}

extension Substring {
    fileprivate func range(of piece: Substring) -> Range<Index>? { firstRange(of: piece) }
}
