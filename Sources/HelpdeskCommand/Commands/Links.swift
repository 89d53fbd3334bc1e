import ArgumentParser
import DeskAPI

/// What another ticket is to a ticket.
enum RelationOption: String, SpokenOption {
    case related
    case original
    case duplicate
    case parent
    case child

    static var words: [String: Phrase] { Vocabulary.relations }
}

/// `helpdesk links`.
struct LinksCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "links",
        abstract: "List the tickets that have to do with a ticket."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("tickets", number.description, "links"))
        try clerk.show(answer, as: Page<LinkBody>.self) { .links($0.items, for: clerk.reader) }
    }
}

/// `helpdesk link`.
struct LinkCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Say what another ticket is to a ticket.",
        discussion: """
            The two have one link at most; a new one takes the place of what was said before. \
            `original` is the ticket that asked the same before, `duplicate` one that asked it \
            again, `parent` the one that this is a part of, `child` a part of this.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "The other ticket's number.")
    var other: TicketNumber

    @Option(name: .customLong("as"), help: "What the other one is.")
    var relation = RelationOption.related

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = try DeskRequest.put(
            LinkForm(relation: relation.rawValue),
            at: "tickets",
            number.description,
            "links",
            other.description
        )
        try clerk.done(
            try await clerk.client.send(request),
            Phrase(
                "Ärende \(number) är länkat till \(other).",
                "Ticket \(number) is linked to \(other)."
            )
        )
    }
}

/// `helpdesk unlink`.
struct UnlinkCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Say that two tickets have nothing to do with each other."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "The other ticket's number.")
    var other: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(
            .delete("tickets", number.description, "links", other.description)
        )
        try clerk.done(
            answer,
            Phrase(
                "Ärende \(number) är inte länkat till \(other).",
                "Ticket \(number) is not linked to \(other)."
            )
        )
    }
}

/// `helpdesk duplicates`.
struct DuplicatesCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Find tickets that may be about the same, the likeliest first."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(
            .get("tickets", number.description, "duplicates")
        )
        try clerk.show(answer, as: Page<DuplicateBody>.self) {
            .duplicates($0.items, for: clerk.reader)
        }
    }
}

extension Clerk {
    /// Says that something was done of which the server has nothing to tell.
    func done(_ answer: DeskAnswer, _ phrase: Phrase) throws(CommandFailure) {
        if wantsJSON { return try write(answer) }
        try show(Sheet(phrase.text(in: surroundings.language)))
    }
}
