import CommandManual

/// The languages in which this program speaks with its user.
enum Language: String, Sendable, Equatable {
    case swedish = "sv"
    case english = "en"

    /// The one of the locale; English where that is another.
    init(environment: [String: String]) {
        self = Wording.isSwedish(environment) ? .swedish : .english
    }
}

extension Language {
    /// The words in which help and mistakes on the command line are told.
    var wording: Wording {
        switch self {
        case .swedish: .swedish(Swedish.texts)
        case .english: .english
        }
    }
}

/// The same words in both languages, so that nobody can write one and forget the other.
struct Phrase: Sendable, Equatable {
    let swedish: String
    let english: String

    init(_ swedish: String, _ english: String) {
        self.swedish = swedish
        self.english = english
    }

    /// Words that are the same everywhere: names, codes, what a server said.
    init(verbatim text: String) { self.init(text, text) }

    func text(in language: Language) -> String {
        switch language {
        case .swedish: swedish
        case .english: english
        }
    }

    /// This, a space, and what comes after.
    func followed(by other: Phrase) -> Phrase {
        Phrase(swedish + " " + other.swedish, english + " " + other.english)
    }
}
