import ArgumentParser
import DeskAPI

/// `helpdesk mail`.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Stop automatic mail and let it go on (whoever leads the desk).",
        subcommands: [
            MailBrakesCommand.self, MailStopCommand.self, MailReleaseCommand.self,
        ],
        defaultSubcommand: MailBrakesCommand.self
    )
}

/// `helpdesk mail brakes`.
struct MailBrakesCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "brakes",
        abstract: "Show whether automatic mail leaves, and how much of it."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("mail", "brake"))
        try clerk.show(answer, as: BrakeBody.self) { .brake($0, for: clerk.reader) }
    }
}

/// `helpdesk mail stop`.
struct MailStopCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop all automatic mail at once; replies by staff still leave."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.set("mail", "brake"))
        try clerk.show(answer, as: BrakeBody.self) { .brake($0, for: clerk.reader) }
    }
}

/// `helpdesk mail release`.
struct MailReleaseCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let automatic mail go on, what waits in the outbox first."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.delete("mail", "brake"))
        try clerk.show(answer, as: BrakeBody.self) { .brake($0, for: clerk.reader) }
    }
}
