import ArgumentParser
import DeskAPI

/// What came of a test of confidentiality.
enum DisclosureOption: String, SpokenOption {
    case released
    case partly
    case refused

    static var words: [String: Phrase] { Vocabulary.disclosures }
}

/// `helpdesk disclosure`.
struct DisclosureCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "disclosure",
        abstract: "Record that you tested whether a ticket may be disclosed, and what you decided.",
        discussion: "Who withholds something says by which law, such as --ground 'OSL 26 kap. 1 §'."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Option(name: .long, help: "What may be disclosed.")
    var outcome: DisclosureOption

    @Option(name: .long, help: "The law, in one line.")
    var ground: String?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard outcome == .released || ground?.isEmpty == false else {
            throw ValidationError("Say by which law it is withheld, with --ground.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = DisclosureForm(outcome: outcome.rawValue, ground: ground)
        let request = try DeskRequest.ask(form, at: "tickets", number.description, "disclosures")
        try clerk.done(
            try await clerk.client.send(request),
            Phrase(
                "Sekretessprövningen av ärende \(number) är antecknad.",
                "The test of ticket \(number) is recorded."
            )
        )
    }
}
