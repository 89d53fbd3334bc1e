import ArgumentParser
import DeskAPI
import NIOHTTP1

/// `helpdesk webhooks`.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Say which other systems are told what happens (administrators).",
        subcommands: [
            WebhookListCommand.self, WebhookCreateCommand.self, WebhookEnableCommand.self,
            WebhookDisableCommand.self, WebhookRotateCommand.self, WebhookDeleteCommand.self,
            WebhookDeliveriesCommand.self, WebhookRetryCommand.self,
        ],
        defaultSubcommand: WebhookListCommand.self
    )
}

/// `helpdesk webhooks list`.
struct WebhookListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all webhooks, and how each is doing."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("webhooks"))
        try clerk.show(answer, as: Page<WebhookBody>.self) { page in
            .webhooks(page.items, for: clerk.reader)
        }
    }
}

/// `helpdesk webhooks create`.
struct WebhookCreateCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Have another system told what happens. The secret is shown once.",
        discussion: """
            Events are posted as JSON and signed in the manner of Standard Webhooks: ids and kinds, \
            no citizen's words unless --subject asks for them. The secret goes to standard output \
            and everything else to standard error, so that it can go straight into a file.
            """
    )

    @Argument(help: "Where events are posted, such as https://example.org/hook.")
    var url: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A type of events, such as ticket.opened; may be repeated. All when left out."
        )
    )
    var type: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("A queue whose tickets are told of; may be repeated. All when left out.")
    )
    var queue: [String] = []

    @Flag(name: .long, help: "Tell a ticket's subject too, which is a citizen's words.")
    var subject = false

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = WebhookForm(url: url, types: type, queues: queue, subject: subject)
        // Not repeatable: a second one would be another webhook.
        let answer = try await clerk.client.send(.ask(form, at: "webhooks"))
        try clerk.showSecret(answer, as: NewWebhookBody.self, \.secret)
        guard !clerk.wantsJSON else { return }
        let made = try answer.decoded(as: NewWebhookBody.self).webhook
        try clerk.remark(
            Phrase(
                "Tas bort med helpdesk webhooks delete \(made.id).",
                "Removed with helpdesk webhooks delete \(made.id)."
            )
        )
    }
}

/// `helpdesk webhooks enable`.
struct WebhookEnableCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Switch a webhook on; it is told of what happens from then on."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.set("webhooks", id.value, "activation"))
        try clerk.show(answer, as: WebhookBody.self) { .webhooks([$0], for: clerk.reader) }
    }
}

/// `helpdesk webhooks disable`.
struct WebhookDisableCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switch a webhook off."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.delete("webhooks", id.value, "activation"))
        try clerk.show(answer, as: WebhookBody.self) { .webhooks([$0], for: clerk.reader) }
    }
}

/// `helpdesk webhooks rotate`.
struct WebhookRotateCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a webhook a new secret; for a day the old one signs beside it."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest(method: .POST, path: ["v1", "webhooks", id.value, "secret"])
        let answer = try await clerk.client.send(request)
        try clerk.showSecret(answer, as: NewWebhookBody.self, \.secret)
    }
}

/// `helpdesk webhooks delete`.
struct WebhookDeleteCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Tell another system nothing any more, and forget what it was told."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.ask(
            Phrase(
                "Ta bort webhooken \(id.value) och glöm vad den har fått veta?",
                "Delete webhook \(id.value), and forget what it was told?"
            ),
            of: clerk
        )
        try clerk.done(
            try await clerk.client.send(.delete("webhooks", id.value)),
            Phrase("Webhooken är borttagen.", "The webhook is deleted.")
        )
    }
}

/// `helpdesk webhooks deliveries`.
struct WebhookDeliveriesCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Show what a webhook was told and what waits, newest first."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @Option(name: .long, help: "At most so many.")
    var limit = 25

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit begins at 1.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("webhooks", id.value, "deliveries")
        try await clerk.showPages(of: request, as: WebhookDeliveryBody.self, atMost: limit) {
            Sheet.deliveries($0, for: clerk.reader).goingOn($1, for: clerk.reader)
        }
    }
}

/// `helpdesk webhooks retry`.
struct WebhookRetryCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Tell a webhook once more what it was told."
    )

    @Argument(help: "The webhook's id.")
    var id: Identifier

    @Argument(help: "The delivery's id.")
    var delivery: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest(
            method: .POST,
            path: ["v1", "webhooks", id.value, "deliveries", delivery.value, "retry"]
        )
        let answer = try await clerk.client.send(request)
        try clerk.show(answer, as: WebhookDeliveryBody.self) {
            .deliveries([$0], for: clerk.reader)
        }
    }
}
