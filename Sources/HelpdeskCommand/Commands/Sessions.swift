import ArgumentParser
import DeskAPI

/// `helpdesk sessions`.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "Look at your open sessions, or end them.",
        subcommands: [
            SessionsListCommand.self, SessionsEndCommand.self, SessionsEndOthersCommand.self,
        ],
        defaultSubcommand: SessionsListCommand.self
    )
}

/// `helpdesk sessions list`.
struct SessionsListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List your open sessions: since when, and from where."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("sessions"))
        try clerk.show(answer, as: Page<OpenSessionBody>.self) { page in
            .sessions(page.items, for: clerk.reader)
        }
    }
}

/// `helpdesk sessions end`.
struct SessionsEndCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End one of your sessions."
    )

    @Argument(help: "The session's id, as the list has it.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try clerk.done(
            try await clerk.client.send(.delete("sessions", id.value)),
            Phrase("Inloggningen är avslutad.", "The session has ended.")
        )
    }
}

/// `helpdesk sessions end-others`.
struct SessionsEndOthersCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "end-others",
        abstract: "End all of your sessions but this one."
    )

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.ask(
            Phrase(
                "Avsluta alla dina andra inloggningar?",
                "End all of your other sessions?"
            ),
            of: clerk
        )
        let answer = try await clerk.client.send(.delete("sessions"))
        try clerk.show(answer, as: EndedSessionsBody.self) { body in
            Sheet(
                clerk.reader.say("Avslutade sessioner: \(body.ended)", "Ended: \(body.ended)")
            )
        }
    }
}
