/// A command line that makes no sense, and what its author probably meant.
public struct UsageMistake: Sendable {
    let tree: CommandTree
    let arguments: [String]
    let message: String
    let otherNames: [String: String]

    /// Takes what the parser says of it.
    ///
    /// - Parameters:
    ///   - message: the parser's own words, in English.
    ///   - arguments: the command line without the program's name.
    ///   - tree: the whole program.
    ///   - otherNames: what other programs call its commands, each with what it is called here.
    public init(
        _ message: String,
        in arguments: [String],
        of tree: CommandTree,
        otherNames: [String: String] = [:]
    ) {
        self.message = message
        self.otherNames = otherNames
        self.arguments = arguments
        self.tree = tree
    }

    /// What to say of it: what is wrong, what was meant, how it is written, where more stands.
    public func lines(in wording: Wording, width: Int = 80) -> [String] {
        let command = tree.reached(by: arguments).command
        let page = HelpPage(of: command, in: wording, width: width)
        let what = unknownCommand.map { "There is no command '\($0)'" } ?? message
        let said = command.arguments.reduce(wording.message(what)) { said, argument in
            let placeholder = "<\(argument.valueName)>"
            return said.replacing(placeholder, with: wording.said(placeholder))
        }
        let hint = meant.map { " " + Template(wording.didYouMean).filled(with: [$0]) } ?? ""
        let ended = said.last.map { ".?!:".contains($0) } == true || said.contains("\n")
        let help = (command.path + [command.name, "--help"]).joined(separator: " ")
        let parts = [
            said + (ended || hint.isEmpty ? "" : ".") + hint, wording.usage + ": " + page.usage,
            Template(wording.seeHelp).filled(with: [help]),
        ]
        return parts.flatMap { $0.split(separator: "\n").map(String.init) }
    }

    /// The word that stands where a command's name is wanted and names none.
    ///
    /// The parser knows only that it has no use for it, and for all that come after it.
    private var unknownCommand: String? {
        let (command, rest) = tree.reached(by: arguments)
        guard let rest, !command.subcommands.isEmpty else { return nil }
        if Template("Unexpected argument '%'").parts(of: message) == [rest] { return rest }
        let several = Template("% unexpected arguments: '%'").parts(of: message)
        return several.flatMap { $0[1].hasPrefix(rest + "'") ? rest : nil }
    }

    /// The command or value that is nearest to what was typed; nil when nothing is near.
    var meant: String? {
        let (command, rest) = tree.reached(by: arguments)
        if let parts = Template("The value '%' is invalid for '%'%").parts(of: message) {
            let values =
                command.arguments.first { parts[1].contains($0.term(in: .english)) }?.values ?? []
            return Spelling.nearest(to: parts[0], among: values)
        }
        guard let rest, !command.subcommands.isEmpty else { return nil }
        if command.path.isEmpty, let name = otherNames[rest] { return name }
        return Spelling.nearest(to: rest, among: command.subcommands.map(\.name))
    }
}
