import CommandManual

/// What a shell shows beside commands and options while it completes them, in Swedish.
///
/// The parser writes the script in the words of the sources; here they are exchanged where they stand,
/// quoted as the shell wants them.
struct SwedishCompletions {
    private let shell: ShellOption
    /// As quoted in the description of a command.
    private let commands: [String: String]
    /// As quoted in that of an option.
    private let options: [String: String]

    init(_ shell: ShellOption) {
        self.shell = shell
        commands = Self.table { Self.quoted($0, in: shell) }
        options = Self.table { Self.quoted(Self.optionText($0, in: shell), in: shell) }
    }

    /// A script with its descriptions in Swedish; bash has none.
    func script(_ english: String) -> String {
        english.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                switch shell {
                case .bash: String(line)
                case .fish: exchanged(in: line, from: "' -d '", to: "'", commands)
                case .zsh:
                    line.contains("[")
                        ? exchanged(in: line, from: "[", to: "]", options)
                        : exchanged(in: line, from: ":", to: "'", commands)
                }
            }
            .joined(separator: "\n")
    }

    /// A line with the text between two marks exchanged: from the first of the one to any of the other.
    private func exchanged(
        in line: Substring,
        from start: String,
        to end: String,
        _ table: [String: String]
    ) -> String {
        guard let place = line.firstRange(of: start)?.upperBound else { return String(line) }
        for close in line[place...].ranges(of: end) {
            if let swedish = table[String(line[place..<close.lowerBound])] {
                return line[..<place] + swedish + line[close.lowerBound...]
            }
        }
        return String(line)
    }

    private static func table(_ quoted: (String) -> String) -> [String: String] {
        let wording = Language.swedish.wording
        let texts = Set(CommandTree(of: HelpdeskCommand.self).texts).union(Self.parsers)
        let pairs = texts.map { (quoted($0), quoted(wording.said($0))) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// What the parser says of its own.
    private static let parsers = ["Show help information.", "Show subcommand help information."]

    private static func quoted(_ text: String, in shell: ShellOption) -> String {
        switch shell {
        case .bash: text
        case .fish: text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        case .zsh: text.replacing("'", with: "'\\''")
        }
    }

    /// Colons and brackets end a description of zsh's `_arguments`.
    private static func optionText(_ text: String, in shell: ShellOption) -> String {
        guard shell == .zsh else { return text }
        return ["\\", ":", "[", "]"].reduce(text) { $0.replacing($1, with: "\\\($1)") }
    }
}
