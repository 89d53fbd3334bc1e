import ArgumentParser
import DeskAPI

/// `helpdesk merge`.
struct MergeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put a ticket into another, where everything about it goes on.",
        discussion: """
            Mail, calls and reads of the ticket then go to the other. It can be taken out again \
            with `helpdesk unmerge`. Tickets that do not show the same address or telephone \
            number are only merged with --same-person: what is answered goes to the citizen of \
            the other ticket.
            """
    )

    @Argument(help: "The ticket that goes.")
    var number: TicketNumber

    @Option(name: .long, help: ArgumentHelp("Where it goes.", valueName: "number"))
    var into: TicketNumber

    @Flag(name: .long, help: "Both tickets are one person's, I know that.")
    var samePerson = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard number != into else {
            throw ValidationError("A ticket cannot go into itself.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = MergerForm(into: into.value, samePerson: samePerson ? true : nil)
        try await clerk.change(
            number,
            itself: true,
            by: try .put(form, at: "tickets", number.description, "merger")
        )
    }
}

/// `helpdesk unmerge`.
struct UnmergeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "unmerge",
        abstract: "Take a ticket out of the one that it went into.",
        discussion: "What came in since it went there stays there."
    )

    @Argument(help: "The ticket that went into another.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.change(
            number,
            itself: true,
            by: .delete("tickets", number.description, "merger")
        )
    }
}

/// `helpdesk split`.
struct SplitCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Open a ticket of its own for something that the citizen wrote.",
        discussion: """
            The message stays where it is, too. Its id is what `helpdesk show --messages --json` \
            calls `id`; without one it is the citizen's newest message.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Option(name: .long, help: ArgumentHelp("The message.", valueName: "id"))
    var message: Identifier?

    @Option(name: .long, help: "What the new ticket is about, in one line.")
    var subject: String?

    @Option(
        name: .long,
        help: "Whose work the new ticket is.",
        completion: Completions.queues
    )
    var queue: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let id: String
        if let message { id = message.value } else { id = try await newest(for: clerk) }
        let answer = try await clerk.client.send(
            .create(
                SplitForm(subject: subject, queue: queue),
                at: "tickets",
                number.description,
                "messages",
                id,
                "split"
            )
        )
        try clerk.show(answer, as: TicketBody.self) { .created($0, for: clerk.reader) }
    }

    private func newest(for clerk: Clerk) async throws(CommandFailure) -> String {
        let all = try await clerk.all(
            of: .get("tickets", number.description, "messages"),
            as: MessageBody.self
        )
        guard let newest = all.last(where: \.isByCitizen) else {
            throw .notThere(
                Phrase(
                    "Medborgaren har inte skrivit något i ärendet.",
                    "The citizen has written nothing on the ticket."
                )
            )
        }
        return newest.id
    }
}
