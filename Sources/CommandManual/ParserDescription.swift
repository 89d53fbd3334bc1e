/// What `_dumpHelp` of the argument parser writes, as far as it is used here (its version 0).
struct ParserDescription: Decodable {
    var command: Command

    struct Command: Decodable {
        var superCommands: [String]?
        var shouldDisplay: Bool?
        var commandName: String
        var abstract: String?
        var discussion: String?
        var defaultSubcommand: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: CommandArgument.Kind
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
    }
}

extension CommandTree {
    init(_ command: ParserDescription.Command) {
        name = command.commandName
        path = command.superCommands ?? []
        abstract = command.abstract ?? ""
        discussion = command.discussion ?? ""
        arguments = (command.arguments ?? []).filter(\.shouldDisplay).map(CommandArgument.init)
        subcommands = (command.subcommands ?? [])
            // The parser's own `help` says no more than --help.
            .filter { $0.shouldDisplay != false && $0.commandName != "help" }
            .map(CommandTree.init)
        defaultSubcommand = command.defaultSubcommand
        groups = []
    }
}

extension CommandArgument {
    init(_ argument: ParserDescription.Argument) {
        kind = argument.kind
        names = (argument.names ?? [])
            .map { ($0.kind == "long" ? "--" : "-") + $0.name }
            .sorted { $0.count < $1.count }
        valueName = argument.valueName ?? "value"
        defaultValue = argument.defaultValue
        values = argument.allValues ?? []
        abstract = argument.abstract ?? ""
        isOptional = argument.isOptional
        isRepeating = argument.isRepeating
    }
}
