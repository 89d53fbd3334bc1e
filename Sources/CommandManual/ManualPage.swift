/// A program's manual page, made from its commands; for `man`, in the language of man(7).
public struct ManualPage: Sendable {
    /// A part that the commands do not tell: environment, files, exit codes.
    public struct Part: Sendable {
        var title: String
        var entries: [(term: String, text: String)]

        /// Names all of it; an entry without a term is a paragraph.
        public init(_ title: String, _ entries: [(term: String, text: String)]) {
            self.title = title
            self.entries = entries
        }
    }

    let tree: CommandTree
    let wording: Wording
    let section: Int
    let revised: String
    let parts: [Part]

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - tree: the whole program.
    ///   - wording: the language.
    ///   - section: 1 for what users run, 8 for what operators do.
    ///   - revised: the day of the last change, as 2026-12-31.
    ///   - parts: what stands after the commands, in this order.
    public init(
        of tree: CommandTree,
        in wording: Wording,
        section: Int,
        revised: String,
        parts: [Part]
    ) {
        self.tree = tree
        self.wording = wording
        self.section = section
        self.revised = revised
        self.parts = parts
    }

    /// The page's source.
    public var text: String {
        let title = tree.name.uppercased()
        var lines = [".TH \(title) \(section) \(revised) \(tree.name)"]
        lines += heading(wording.manual[0])
        lines.append(Self.escaped("\(tree.name) - \(unended(wording.said(tree.abstract)))"))
        lines += heading(wording.manual[1])
        lines.append(".B \(tree.name)")
        lines.append(".I \(Self.escaped(Self.bare(wording.placeholder("command"))))")
        lines.append(Self.escaped("[…]"))
        if !tree.discussion.isEmpty {
            lines += heading(wording.manual[2])
            lines += paragraphs(wording.said(tree.discussion))
        }
        lines += commands
        lines += heading(wording.options)
        for argument in common { lines += entry(argument) }
        for part in parts {
            lines += heading(part.title)
            for (index, (term, text)) in part.entries.enumerated() {
                if !term.isEmpty { lines += [".TP", ".B " + Self.escaped(term)] }
                // A heading begins a paragraph already.
                if term.isEmpty, index > 0 { lines.append(".PP") }
                lines += Self.filled(text)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var commands: [String] {
        let titles = tree.groups.isEmpty ? [nil] : tree.groups.map(\.title)
        var lines = heading(wording.commands)
        for (index, title) in titles.enumerated() {
            if let title { lines.append(".SS " + Self.escaped(wording.said(title))) }
            let names =
                tree.groups.isEmpty ? tree.subcommands.map(\.name) : tree.groups[index].names
            for command in tree.subcommands where names.contains(command.name) {
                for leaf in command.leaves { lines += section(on: leaf) }
            }
        }
        return lines
    }

    private func section(on command: CommandTree) -> [String] {
        let own = command.arguments.filter { !common.contains($0) }
        let places = own.filter { $0.kind == .positional }.map { $0.synopsis(in: wording) }
        var lines = [".TP", ".B " + Self.escaped((command.words + places).joined(separator: " "))]
        lines += Self.filled(wording.said(command.abstract))
        if !command.discussion.isEmpty {
            let more = wording.said(command.discussion).split(separator: "\n")
            lines += more.flatMap { [".IP"] + Self.filled(String($0)) }
        }
        guard !own.isEmpty else { return lines }
        return lines + [".RS"] + own.flatMap(entry) + [".RE"]
    }

    /// What every command takes; it is told once.
    private var common: [CommandArgument] {
        let leaves = tree.leaves
        guard let first = leaves.first else { return [] }
        return first.arguments.filter { argument in
            leaves.allSatisfy { $0.arguments.contains(argument) }
        }
    }

    private func entry(_ argument: CommandArgument) -> [String] {
        let value = argument.values.isEmpty ? nil : argument.values.joined(separator: ", ")
        let notes = [
            value.map { "\(wording.values): \($0)" },
            argument.defaultValue.map { "\(wording.standard): \($0)" },
        ].compactMap { $0 }
        let end = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
        return [".TP", ".B " + Self.escaped(argument.term(in: wording))]
            + Self.filled(wording.said(argument.abstract) + end)
    }

    private func heading(_ title: String) -> [String] {
        [".SH " + Self.quoted(title.uppercased())]
    }

    private func paragraphs(_ text: String) -> [String] {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: true)
        return Array(parts.map { Self.filled(String($0)) }.joined(separator: [".PP"]))
    }

    /// Titles of pages end without a full stop.
    private func unended(_ text: String) -> String {
        text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func bare(_ placeholder: String) -> String {
        placeholder.filter { $0 != "<" && $0 != ">" }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + escaped(text).replacing("\"", with: "\\(dq") + "\""
    }

    /// Running text as lines of its source, none of them longer than mandoc likes.
    private static func filled(_ text: String) -> [String] {
        // A letter outside ASCII takes up to eight octets in what is read in the end.
        let words = text.split(separator: " ").map { escaped(String($0)) }
        return Paragraph.lines(of: words, width: 72) { word in
            word.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 8) }
        }
    }

    /// Nothing of a text is taken for a request, and a hyphen can be copied as what it is.
    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.first.map { ".'".contains($0) } == true ? "\\&" + plain : plain
    }
}
