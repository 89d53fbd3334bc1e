import ArgumentParser
import DeskAPI

/// `helpdesk edit`.
struct EditCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Correct what stands on a ticket.",
        discussion: """
            Only what is named is changed. An empty --service, --name, --email or --phone takes it \
            away. A complaint, an opinion, a proposal or praise is registered, which is for good: \
            who makes a ticket one is asked first.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Option(name: .shortAndLong, help: "What it is about, in one line.")
    var subject: String?

    @Option(name: .shortAndLong, help: "Whose work it is.", completion: Completions.queues)
    var queue: String?

    @Option(name: .long, help: "How urgent it is.")
    var priority: PriorityOption?

    @Option(name: .long, help: "What kind of matter it is.")
    var kind: KindOption?

    @Option(name: .long, help: "What it is about.")
    var category: CategoryOption?

    @Option(name: .long, help: "The e-service it is about.")
    var service: String?

    @Option(name: .long, help: "The citizen's language.")
    var language: LanguageOption?

    @Option(name: .shortAndLong, help: "The citizen's name.")
    var name: String?

    @Option(name: .shortAndLong, help: "Where replies go.")
    var email: String?

    @Option(name: .shortAndLong, help: "Where to call back.")
    var phone: String?

    @OptionGroup var confirmation: ConfirmationOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard !corrections(queue).isEmpty else {
            throw ValidationError("Name what is to be changed.")
        }
        guard subject?.isEmpty != true, queue?.isEmpty != true else {
            throw ValidationError("A ticket has a subject and a queue.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await confirmRegistration(with: clerk)
        let corrections = corrections(try await clerk.queue(queue))
        let request = try DeskRequest.patch(
            Correction.form(corrections),
            at: "tickets",
            number.description
        )
        do throws(CommandFailure) {
            let (seen, answer) = try await clerk.changed(number, by: request) { seen, fresh in
                // Whatever else is another now, this still means the same.
                corrections.allSatisfy { $0.shown(seen) == $0.shown(fresh) }
            }
            if answer.status == Self.noContent, !clerk.wantsJSON {
                return try clerk.show(Sheet(gone(for: clerk)))
            }
            try clerk.show(answer, as: TicketBody.self) {
                .corrected($0, from: seen, for: clerk.reader)
            }
        } catch {
            throw await clerk.suggesting(error, naming: queue.map { [($0, .queue)] } ?? [])
        }
    }

    /// Asks before a number is drawn in the register: a ticket keeps it, whatever becomes of it.
    private func confirmRegistration(with clerk: Clerk) async throws(CommandFailure) {
        guard let kind, kind.isRegistered, !confirmation.yes else { return }
        try confirmation.check(in: clerk.surroundings)
        guard try await clerk.changeable(number).body.register == nil else { return }
        let word = KindOption.words[kind.rawValue] ?? Phrase(verbatim: kind.rawValue)
        try confirmation.ask(
            Phrase(
                "Registrera ärende \(number) (\(word.swedish))? Numret i registret blir kvar.",
                "Register ticket \(number) (\(word.english))? Its number in the register stays then."
            ),
            of: clerk
        )
    }

    /// The desk shows nobody what is in a queue that is not theirs.
    private func gone(for clerk: Clerk) -> String {
        Phrase(
            "Ärende \(number) är ändrat, och ligger i en kö som du inte ser.",
            "Ticket \(number) is changed, and in a queue that you do not see."
        )
        .text(in: clerk.reader.language)
    }

    private static let noContent = 204

    private func corrections(_ queue: String?) -> [Correction] {
        [
            Correction("subject", subject) { $0.subject },
            Correction("queue", queue) { $0.queue },
            Correction("priority", priority?.rawValue) { $0.priority },
            Correction("kind", kind?.rawValue) { $0.kind },
            Correction("category", category?.rawValue) { $0.category },
            Correction("service", service) { $0.service },
            Correction("language", language?.rawValue) { $0.language },
            Correction("citizen.name", name) { $0.citizen.name },
            Correction("citizen.email", email) { $0.citizen.email },
            Correction("citizen.phone", phone) { $0.citizen.phone },
        ]
        .compactMap(\.self)
    }
}

/// One member of a ticket that is to be another.
private struct Correction: Sendable {
    /// Its name in the API, that of a citizen's behind `citizen.`.
    let member: String
    /// Empty to take it away.
    let value: String
    /// What a ticket shows there.
    let shown: @Sendable (TicketBody) -> String?

    /// Nil where nothing was said of it.
    init?(_ member: String, _ value: String?, _ shown: @escaping @Sendable (TicketBody) -> String?)
    {
        guard let value else { return nil }
        (self.member, self.value, self.shown) = (member, value, shown)
    }

    /// The body of `PATCH /v1/tickets/{number}`: null takes away (RFC 7396).
    static func form(_ corrections: [Correction]) -> [String: PatchValue] {
        var form: [String: PatchValue] = [:]
        var citizen: [String: String?] = [:]
        for correction in corrections {
            let value = correction.value.isEmpty ? nil : correction.value
            let names = correction.member.split(separator: ".").map(String.init)
            if names.count > 1 {
                citizen.updateValue(value, forKey: names[1])
            } else {
                form[correction.member] = .text(value)
            }
        }
        if !citizen.isEmpty { form["citizen"] = .members(citizen) }
        return form
    }
}

/// What a member is set to.
private enum PatchValue: Encodable {
    case text(String?)
    case members([String: String?])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .members(let members): try container.encode(members)
        }
    }
}
