import ArgumentParser
import DeskAPI

/// How the citizen came, for `--channel`.
enum ChannelOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case phone
    case visit
    case web
    case email
}

/// What kind of matter it is, for `--kind`.
enum KindOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case question
    case fault
    case complaint
    case opinion
    case proposal
    case praise
}

/// What it is about, for `--category`.
enum CategoryOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case eID = "e-id"
    case login
    case technical
    case other
}

/// How urgent it is, for `--priority`.
enum PriorityOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case low
    case normal
    case high
    case urgent
}

/// The languages of the knowledge base, for `--language`.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case sv
    case en
}

/// `helpdesk new`.
struct NewCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write down a new ticket, for example while the citizen is on the phone.",
        discussion: """
            What the citizen says comes from -m, -F FILE, standard input, or your editor. What is \
            left out is triaged from the text.
            """
    )

    @Option(name: .long, help: "What it is about, in one line.")
    var subject: String

    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "How the citizen came.")
    var channel = ChannelOption.phone

    @Option(name: .long, help: "What kind of matter it is.")
    var kind: KindOption?

    @Option(name: .long, help: "What it is about.")
    var category: CategoryOption?

    @Option(name: .long, help: "How urgent it is.")
    var priority: PriorityOption?

    @Option(name: .long, help: "The citizen's name.")
    var name: String?

    @Option(name: .long, help: "Where replies go.")
    var email: String?

    @Option(name: .long, help: "Where to call back.")
    var phone: String?

    @Option(name: .long, help: "Whose work it is.", completion: Completions.queues)
    var queue: String?

    @Option(name: .long, help: "The e-service it is about.")
    var service: String?

    @Option(name: .long, help: "The citizen's language.")
    var language: LanguageOption?

    @Option(name: .long, help: ArgumentHelp("The call it came by.", valueName: "id"))
    var call: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let hint = Phrase(
            "Vad medborgaren säger står ovanför linjen. Ämne: \(SafeText.line(subject))",
            "What the citizen says stands above the line. Subject: \(SafeText.line(subject))"
        )
        let written = try clerk.take(text, hint: hint)
        let answer = try await clerk.sending(written) { body throws(CommandFailure) in
            try await clerk.client.send(
                .create(form(body), at: "tickets").keyed(by: written.key)
            )
        }
        try clerk.show(answer, as: TicketBody.self) { .created($0, for: clerk.reader) }
    }

    private func form(_ body: String) -> TicketForm {
        TicketForm(
            subject: subject,
            body: body,
            channel: channel.rawValue,
            kind: kind?.rawValue,
            citizen: CitizenForm(name: name, email: email, phone: phone),
            category: category?.rawValue,
            priority: priority?.rawValue,
            service: service,
            language: language?.rawValue,
            queue: queue,
            call: call
        )
    }
}
