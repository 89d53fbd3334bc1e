import ArgumentParser
import DeskAPI

/// `helpdesk quarantine`.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Look at mail that was held back, and decide on it.",
        subcommands: [
            QuarantineListCommand.self, QuarantineShowCommand.self,
            QuarantineReleaseCommand.self, QuarantineDeleteCommand.self,
        ],
        defaultSubcommand: QuarantineListCommand.self
    )
}

/// `helpdesk quarantine list`.
struct QuarantineListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List held mail, newest first."
    )

    @Option(
        name: .long,
        help: ArgumentHelp("Only mail that asks to join this ticket.", valueName: "number")
    )
    var ticket: TicketNumber?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("quarantine").asking("ticket", ticket?.description)
        try await clerk.showAll(of: request, as: HeldMailBody.self) {
            .quarantine($0, for: clerk.reader)
        }
    }
}

/// `helpdesk quarantine show`.
struct QuarantineShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a held mail, why it is held, and what it says."
    )

    @Argument(help: "The mail's id.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("quarantine", id.value))
        try clerk.show(answer, as: HeldMailBody.self) { .heldMail($0, for: clerk.reader) }
    }
}

/// `helpdesk quarantine release`.
struct QuarantineReleaseCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a held mail through: into a ticket, or into one of its own."
    )

    @Argument(help: "The mail's id.")
    var id: Identifier

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The ticket it goes into; who asked to join it may then write to it.",
            valueName: "number"
        )
    )
    var ticket: TicketNumber?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = ReleaseForm(ticket: ticket?.value)
        let answer = try await clerk.client.send(.put(form, at: "quarantine", id.value, "release"))
        try clerk.show(answer, as: TicketBody.self) { ticket in
            Sheet(
                clerk.reader.say("Nu i ärende \(ticket.number).", "Now in ticket \(ticket.number).")
            )
        }
    }
}

/// `helpdesk quarantine delete`.
struct QuarantineDeleteCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Throw a held mail away, for good."
    )

    @Argument(help: "The mail's id.")
    var id: Identifier

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.ask(
            Phrase("Kasta mejlet \(id.value) för gott?", "Throw mail \(id.value) away for good?"),
            of: clerk
        )
        let answer = try await clerk.client.send(.delete("quarantine", id.value))
        if clerk.wantsJSON { return try clerk.write(answer) }
        try clerk.remark(Phrase("Borttaget.", "Deleted."))
    }
}
