import ArgumentParser
import DeskAPI

/// `helpdesk token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Manage the tokens of other systems (administrators).",
        subcommands: [
            TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self,
        ]
    )
}

/// `helpdesk token create`.
struct TokenCreateCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token for another system. It is shown once.",
        discussion: """
            Scopes: tickets:create, tickets:read, tickets:write, articles:read, calls:report, \
            handoffs:write, open311, metrics:read. The token goes to standard output and \
            everything else to standard error, so that it can go straight into a file.
            """
    )

    @Argument(help: "The system it is for: a-z, 0-9 and -.")
    var name: String

    @Option(name: .long, help: ArgumentHelp("What it may do; may be repeated.", valueName: "scope"))
    var scope: [String]

    @Option(
        name: .long,
        help: ArgumentHelp("A queue it reaches; may be repeated. All when left out."),
        completion: Completions.queues
    )
    var queue: [String] = []

    @Option(name: .long, help: "How many days it lasts, 1 to 730.")
    var days = 365

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = TokenForm(name: name, scopes: scope, queues: queue, days: days)
        // Not repeatable: a second one would be another token.
        let answer = try await clerk.client.send(.ask(form, at: "tokens"))
        try clerk.showSecret(answer, as: NewTokenBody.self, \.token)
        guard !clerk.wantsJSON else { return }
        let made = try answer.decoded(as: NewTokenBody.self).made
        let end = clerk.reader.moment(made.expiresAt, .full)
        try clerk.remark(
            Phrase(
                "Gäller till \(end). Återkallas med helpdesk token revoke \(made.id).",
                "In force until \(end). Revoke it with helpdesk token revoke \(made.id)."
            )
        )
    }
}

/// `helpdesk token list`.
struct TokenListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all tokens: for whom, what for, until when, when last used."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("tokens"))
        try clerk.show(answer, as: Page<TokenBody>.self) { page in
            .tokens(page.items, for: clerk.reader)
        }
    }
}

/// `helpdesk token revoke`.
struct TokenRevokeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token; whoever holds it is refused from then on."
    )

    @Argument(help: "The token's id, as the list has it.")
    var id: Identifier

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.ask(
            Phrase(
                "Återkalla nyckeln \(id.value)? Systemet som har den stängs ute genast.",
                "Revoke token \(id.value)? The system that has it is shut out at once."
            ),
            of: clerk
        )
        try clerk.done(
            try await clerk.client.send(.delete("tokens", id.value)),
            Phrase("Nyckeln är återkallad.", "The token is revoked.")
        )
    }
}

/// `helpdesk access-records`.
struct AccessRecordsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "access-records",
        abstract: "Show who was let in and who was not (auditors)."
    )

    @Argument(help: "Only of this person or token.")
    var staff: String?

    @Option(name: .long, help: "At most so many, the newest first.")
    var limit = 25

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit begins at 1.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("access-records").asking("staff", staff)
        try await clerk.showPages(of: request, as: AccessRecordBody.self, atMost: limit) {
            Sheet.accessRecords($0, for: clerk.reader).goingOn($1, for: clerk.reader)
        }
    }
}

/// `helpdesk change-records`.
struct ChangeRecordsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "change-records",
        abstract: "Show who changed webhooks, incidents, evidence and held mail (auditors)."
    )

    @Argument(help: "Only of this person or token.")
    var staff: String?

    @Option(name: .long, help: "At most so many, the newest first.")
    var limit = 25

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit begins at 1.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("change-records").asking("staff", staff)
        try await clerk.showPages(of: request, as: ChangeRecordBody.self, atMost: limit) {
            Sheet.changeRecords($0, for: clerk.reader).goingOn($1, for: clerk.reader)
        }
    }
}
