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

    @Argument(help: "The mail's id, or the beginning or end of it.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let id = try await clerk.heldMail(id)
        let answer = try await clerk.client.send(.get("quarantine", id))
        try clerk.show(answer, as: HeldMailBody.self) { .heldMail($0, for: clerk.reader) }
    }
}

/// `helpdesk quarantine release`.
struct QuarantineReleaseCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a held mail through: into a ticket, or into one of its own."
    )

    @Argument(help: "The mail's id, or the beginning or end of it.")
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
        let id = try await clerk.heldMail(id)
        let answer = try await clerk.client.send(.put(form, at: "quarantine", id, "release"))
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

    @Argument(help: "The mail's id, or the beginning or end of it.")
    var id: Identifier

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.check(in: clerk.surroundings)
        let id = try await clerk.heldMail(id)
        try confirmation.ask(
            Phrase("Kasta mejlet \(id) för gott?", "Throw mail \(id) away for good?"),
            of: clerk
        )
        let answer = try await clerk.client.send(.delete("quarantine", id))
        if clerk.wantsJSON { return try clerk.write(answer) }
        try clerk.remark(Phrase("Borttaget.", "Deleted."))
    }
}

extension HeldMailBody: Identified {
    /// Several may ask to join one ticket, so none of them is meant by its number.
    var ticketNumber: Int64? { nil }
}

extension Clerk {
    fileprivate func heldMail(_ typed: Identifier) async throws(CommandFailure) -> String {
        try await whole(typed, in: .get("quarantine"), of: HeldMailBody.self)
    }
}
