/// What `--help` shows of one command.
public struct HelpPage: Sendable {
    let command: CommandTree
    let wording: Wording
    /// Columns to stay within.
    let width: Int

    private static let termWidth = 26

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - command: what it is about.
    ///   - wording: the language.
    ///   - width: columns of the terminal; it stays between 50 and 100 whatever they are.
    public init(of command: CommandTree, in wording: Wording, width: Int = 80) {
        self.command = command
        self.wording = wording
        self.width = min(max(width, 50), 100)
    }

    /// The whole page, each line ended.
    public var text: String {
        var blocks = [Paragraph(wording.said(command.abstract)).lines(width: width)]
        blocks.append([wording.usage + ": " + usage])
        if !command.discussion.isEmpty {
            blocks.append(Paragraph(wording.said(command.discussion)).lines(width: width))
        }
        let places = command.arguments.filter { $0.kind == .positional }
        if !places.isEmpty { blocks.append(section(wording.arguments, places.map(entry))) }
        let options = command.arguments.filter { $0.kind != .positional }
        if !options.isEmpty { blocks.append(section(wording.options, options.map(entry))) }
        blocks += commands
        if !command.subcommands.isEmpty {
            let example = (command.path + [command.name]).joined(separator: " ")
            blocks.append([Template(wording.seeHelp).filled(with: ["\(example) … --help"])])
        }
        return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// How the command is written; what is too long for a line goes on below its first option.
    public var usage: String {
        let program = (command.path + [command.name]).joined(separator: " ")
        var words = command.arguments
            // Every command has it, and nobody gives it with anything else.
            .filter { $0.longName != "--help" }
            .map { $0.synopsis(in: wording) }
        if !command.subcommands.isEmpty {
            let word = wording.placeholder("command")
            words.append(command.defaultSubcommand == nil ? word : "[\(word)]")
        }
        let margin = wording.usage.count + 2 + program.count + 1
        let lines = Paragraph.lines(of: words, width: max(30, width - margin))
        let indent = "\n" + String(repeating: " ", count: margin)
        return program + " " + lines.joined(separator: indent)
    }

    private func entry(_ argument: CommandArgument) -> (String, String) {
        let notes = [
            argument.values.isEmpty
                ? nil : "\(wording.values): \(argument.values.joined(separator: ", "))",
            argument.defaultValue.map { "\(wording.standard): \($0)" },
        ].compactMap { $0 }
        let end = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
        return (argument.term(in: wording), wording.said(argument.abstract) + end)
    }

    private var commands: [[String]] {
        let entries = command.subcommands.map { below in
            let mark = below.name == command.defaultSubcommand ? " (\(wording.standard))" : ""
            return (below.name, wording.said(below.abstract) + mark)
        }
        guard !entries.isEmpty else { return [] }
        guard !command.groups.isEmpty else { return [section(wording.commands, entries)] }
        return command.groups.map { group in
            let chosen = entries.filter { group.names.contains($0.0) }
            return section(wording.said(group.title).uppercased(), chosen)
        }
    }

    private func section(_ title: String, _ entries: [(String, String)]) -> [String] {
        [title + ":"] + entries.flatMap { lines(term: $0, text: $1) }
    }

    private func lines(term: String, text: String) -> [String] {
        let margin = String(repeating: " ", count: Self.termWidth)
        let wrapped = Paragraph(text).lines(width: width - Self.termWidth)
        let beginning = "  " + term
        guard beginning.count < Self.termWidth - 1 else {
            return [beginning] + wrapped.map { margin + $0 }
        }
        let first = beginning + margin.dropFirst(beginning.count) + (wrapped.first ?? "")
        return [first] + wrapped.dropFirst().map { margin + $0 }
    }
}

extension CommandArgument {
    /// As it stands in a list: every name, and what stands for the value.
    func term(in wording: Wording) -> String {
        let value = wording.placeholder(valueName)
        switch kind {
        case .positional: return value
        case .option: return names.joined(separator: ", ") + " " + value
        case .flag: return names.joined(separator: ", ")
        }
    }

    /// As it stands in the usage: brackets around what may be left out.
    func synopsis(in wording: Wording) -> String {
        let value = kind == .flag ? nil : wording.placeholder(valueName)
        let named = [longName, value].compactMap { $0 }.joined(separator: " ")
        let word = named + (isRepeating ? " ..." : "")
        return isOptional ? "[\(word)]" : word
    }
}

/// Running text; an empty line in it ends a part.
struct Paragraph {
    let text: String

    init(_ text: String) { self.text = text }

    /// Broken between words; a word that is longer than a line is left whole.
    func lines(width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { part in
            Self.lines(of: part.split(separator: " ").map(String.init), width: width)
        }
    }

    /// Lines of whole words; one empty line when there are none.
    static func lines(
        of words: [String],
        width: Int,
        measure: (String) -> Int = { $0.count }
    ) -> [String] {
        words.reduce(into: [""]) { lines, word in
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = word
            } else if measure(line) + 1 + measure(word) <= width {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(word)
            }
        }
    }
}
