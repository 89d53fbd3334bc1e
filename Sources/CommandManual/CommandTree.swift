public import ArgumentParser
import Foundation

/// A program's commands as its parser knows them.
///
/// Help, manual pages and suggestions are all made from this one description, so none of them can
/// say something that the parser does not do.
public struct CommandTree: Sendable, Equatable {
    /// The word that is typed.
    public var name: String
    /// The words before it, the program's own first.
    public var path: [String]
    /// What it does, in one sentence.
    public var abstract: String
    /// What else is worth knowing; empty for most.
    public var discussion: String
    /// What it takes besides commands, as it is declared.
    public var arguments: [CommandArgument]
    /// The commands below it that are shown.
    public var subcommands: [CommandTree]
    /// The one that is meant when none is named.
    public var defaultSubcommand: String?
    /// The commands below it under headings; empty when they have none.
    public var groups: [Group]

    /// Commands that belong together.
    public struct Group: Sendable, Equatable {
        /// What stands above them.
        public var title: String
        /// The words that are typed, in their order.
        public var names: [String]
    }

    /// Reads what the parser tells of itself.
    ///
    /// - Precondition: the description has the shape of version 0 of the parser's own format.
    public init(of root: any ParsableCommand.Type) {
        let text = Data(root._dumpHelp().utf8)
        guard let description = try? JSONDecoder().decode(ParserDescription.self, from: text) else {
            preconditionFailure("the parser describes itself in its version 0")
        }
        self.init(description.command)
        groups = root.configuration.groupedSubcommands.map { group in
            let shown = group.subcommands.filter { $0.configuration.shouldDisplay }
            return Group(title: group.name, names: shown.map { $0._commandName })
        }
    }
}

extension CommandTree {
    /// Every command that does something itself, in the order in which help shows them.
    public var leaves: [CommandTree] {
        subcommands.isEmpty ? [self] : subcommands.flatMap(\.leaves)
    }

    /// What is typed to reach it, the program's name left out.
    public var words: [String] { Array((path + [name]).dropFirst()) }

    /// The command that a command line is about, and the first word that names none below it.
    ///
    /// Words of options are passed over where they look like options; a value that stands before
    /// a command's name could be taken for one, which only makes the help more general.
    public func reached(by arguments: [String]) -> (command: CommandTree, rest: String?) {
        let words = arguments.prefix { $0 != "--" }.filter { !$0.hasPrefix("-") }
        guard let word = words.first else { return (self, nil) }
        if path.isEmpty, word == "help" { return reached(by: Array(words.dropFirst())) }
        guard let next = subcommands.first(where: { $0.name == word }) else {
            return (self, word)
        }
        let rest = arguments.drop { $0 != word }.dropFirst()
        return next.reached(by: Array(rest))
    }
}

/// Something that a command takes: a word at its place, an option with a value, or a flag.
public struct CommandArgument: Sendable, Equatable {
    /// How it is given.
    public enum Kind: String, Sendable, Equatable, Decodable {
        /// By its place.
        case positional
        /// By a name, with a value behind it.
        case option
        /// By a name alone.
        case flag
    }

    /// How it is given.
    public var kind: Kind
    /// Every way to write its name, dashes included, the longest last; empty for a place.
    public var names: [String]
    /// What stands for its value.
    public var valueName: String
    /// What is taken when it is left out; nil when that is nothing.
    public var defaultValue: String?
    /// The only values it may have; empty when there are others.
    public var values: [String]
    /// What it is for.
    public var abstract: String
    /// False when it must be given.
    public var isOptional: Bool
    /// True when it may be given more than once.
    public var isRepeating: Bool

    /// The name that is used in running text.
    public var longName: String? { names.last }
}
