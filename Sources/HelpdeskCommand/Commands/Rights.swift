import ArgumentParser
import DeskAPI

/// `helpdesk rights`.
struct RightsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "rights",
        abstract: "Show who may do what, by role and by whose ticket it is."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("rights"))
        try clerk.show(answer, as: Page<RightBody>.self) { .rights($0.items, for: clerk.reader) }
    }
}

/// `helpdesk protect`.
struct ProtectCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "protect",
        abstract: "Say that a ticket's citizen has protected identity, or no longer.",
        discussion: """
            All tickets of the same address are hidden from whoever may not see protected people, \
            also those to come; you may lose sight of them yourself.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Flag(name: .long, help: "The identity is protected no longer.")
    var end = false

    @OptionGroup var confirmation: ConfirmationOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try confirmation.ask(question, of: clerk)
        let path = number.description
        let request =
            end
            ? DeskRequest.delete("tickets", path, "protection")
            : try DeskRequest.put([String: String](), at: "tickets", path, "protection")
        let answer = try await clerk.client.send(request)
        if clerk.wantsJSON { return try clerk.write(answer) }
        let said =
            end
            ? clerk.reader.say("Skyddet är borta.", "Protected no longer.")
            : clerk.reader.say("Ärendet är skyddat.", "The ticket is protected.")
        try clerk.show(Sheet("#\(path)  \(said)"))
    }

    private var question: Phrase {
        end
            ? Phrase(
                "Häva skyddet för medborgaren i ärende \(number)? Alla som får läsa ärendena ser"
                    + " då vem det är.",
                "End the protection of the citizen of ticket \(number)? Whoever may read the"
                    + " tickets then sees who it is."
            )
            : Phrase(
                "Skydda medborgaren i ärende \(number)? Du kan själv förlora ärendena ur sikte.",
                "Protect the citizen of ticket \(number)? You may lose sight of the tickets"
                    + " yourself."
            )
    }
}

extension Sheet {
    /// Each right, and how far it reaches for each role that has it.
    fileprivate static func rights(_ rights: [RightBody], for reader: Reader) -> Sheet {
        let rows = rights.flatMap { right in
            right.reach.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { role, reach in
                [
                    Span(right.right, .strong), Span(reader.word(Vocabulary.roles, role)),
                    Span(reach.joined(separator: ", ")),
                ]
            }
        }
        let table = Table(
            columns: [
                .init(title: reader.say("Rätt", "Right")),
                .init(title: reader.say("Roll", "Role")),
                .init(title: reader.say("Ärenden", "Tickets"), isFlexible: true),
            ],
            rows: rows
        )
        return Sheet(table.lines(width: reader.width))
    }
}
