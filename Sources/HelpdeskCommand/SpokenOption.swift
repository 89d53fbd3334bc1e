import ArgumentParser

/// A value that is given by the API's word, or by the one that this program shows for it.
///
/// What a clerk reads in a list is what they type to ask for more of it. Help and completions name the
/// API's words, which are the same for everybody.
protocol SpokenOption: ExpressibleByArgument, CaseIterable, RawRepresentable<String>, Sendable {
    /// The words for each, by the API's.
    static var words: [String: Phrase] { get }
}

extension SpokenOption {
    init?(argument: String) {
        let typed = Self.folded(argument)
        let meant = Self.allCases.first { value in
            let phrase = Self.words[value.rawValue]
            return [value.rawValue, phrase?.swedish, phrase?.english].compactMap(\.self)
                .contains { Self.folded($0) == typed }
        }
        guard let meant else { return nil }
        self = meant
    }

    /// Words of several words may be joined, so that nobody has to quote them.
    private static func folded(_ words: String) -> String {
        words.lowercased().replacing("-", with: " ").replacing("_", with: " ")
    }
}
