import ArgumentParser
import DeskAPI

/// How the citizen came, for `--channel`.
enum ChannelOption: String, SpokenOption {
    case phone
    case visit
    case web
    case email

    /// As somebody says it who writes it down: a list says `by phone`.
    static let words: [String: Phrase] = [
        "phone": Phrase("telefon", "phone"),
        "visit": Phrase("besök", "visit"),
        "web": Phrase("webb", "web"),
        "email": Phrase("e-post", "e-mail"),
    ]
}

/// What kind of matter it is, for `--kind`.
enum KindOption: String, SpokenOption {
    case question
    case fault
    case complaint
    case opinion
    case proposal
    case praise

    static var words: [String: Phrase] { Vocabulary.kinds }

    /// True for what the desk gives a number in the city's register.
    var isRegistered: Bool {
        switch self {
        case .complaint, .opinion, .proposal, .praise: true
        case .question, .fault: false
        }
    }
}

/// What it is about, for `--category`.
enum CategoryOption: String, SpokenOption {
    case eID = "e-id"
    case login
    case technical
    case other

    static var words: [String: Phrase] { Vocabulary.categories }
}

/// How urgent it is, for `--priority`.
enum PriorityOption: String, SpokenOption {
    case low
    case normal
    case high
    case urgent

    static var words: [String: Phrase] { Vocabulary.prioritiesShort }
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
            left out is triaged from the text. Who has answered already ends it at once: \
            `helpdesk new -m TEXT --mine --resolve --article ID`; nothing is mailed.
            """
    )

    @Option(name: .shortAndLong, help: "What it is about; the text's first line when left out.")
    var subject: String?

    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "How the citizen came.")
    var channel = ChannelOption.phone

    @Option(name: .long, help: "What kind of matter it is.")
    var kind: KindOption?

    @Option(name: .long, help: "What it is about.")
    var category: CategoryOption?

    @Option(name: .long, help: "How urgent it is.")
    var priority: PriorityOption?

    @Option(name: .shortAndLong, help: "The citizen's name.")
    var name: String?

    @Option(name: .shortAndLong, help: "Where replies go.")
    var email: String?

    @Option(name: .shortAndLong, help: "Where to call back.")
    var phone: String?

    @Option(name: .shortAndLong, help: "Whose work it is.", completion: Completions.queues)
    var queue: String?

    @Option(name: .long, help: "The e-service it is about.")
    var service: String?

    @Option(name: .long, help: "The citizen's language.")
    var language: LanguageOption?

    @Option(name: .long, help: ArgumentHelp("The call it came by.", valueName: "id"))
    var call: String?

    @Flag(name: .long, help: "Take it yourself.")
    var mine = false

    @Flag(name: .shortAndLong, help: "Resolve it as answered.")
    var resolve = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The article that solved it.", valueName: "id"),
        completion: Completions.articles
    )
    var article: String?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard article == nil || resolve else {
            throw ValidationError("--article goes with --resolve.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        // Whatever could be wrong with what comes after is found out before anything is opened.
        let queue = try await clerk.queue(queue)
        let me = mine ? try await clerk.me().id : nil
        if let article { try await clerk.check(article: article) }
        let title = subject.map { Phrase(verbatim: SafeText.line($0)) }
        let shown = title ?? Phrase("textens första rad", "the text's first line")
        let written = try clerk.take(
            text,
            for: .init(kind: .ticket),
            hint: Phrase(
                "Vad medborgaren säger står ovanför linjen. Ämne: \(shown.swedish)",
                "What the citizen says stands above the line. Subject: \(shown.english)"
            )
        )
        let opened = try await clerk.sending(written) { body throws(CommandFailure) in
            try await clerk.client.send(
                .create(form(body, queue), at: "tickets").keyed(by: written.key)
            )
        }
        let answer = try await finish(opened, takenBy: me, for: clerk)
        try clerk.show(answer, as: TicketBody.self) { .created($0, for: clerk.reader) }
        try clerk.remark(on: article, after: answer)
    }

    /// Takes and resolves the new ticket, as far as that is wanted; when that fails, the ticket is
    /// shown as it is before the failure is told.
    private func finish(
        _ opened: DeskAnswer,
        takenBy me: String?,
        for clerk: Clerk
    ) async throws(CommandFailure) -> DeskAnswer {
        guard me != nil || resolve else { return opened }
        let number = "\(try opened.decoded(as: TicketBody.self).number)"
        var last = opened
        do throws(CommandFailure) {
            if let me {
                let form = AssignmentForm(assignee: me)
                last = try await change(
                    number,
                    .put(form, at: "tickets", number, "assignment"),
                    clerk
                )
            }
            if resolve {
                let outcome = OutcomeOption.answered.rawValue
                let form = ResolutionForm(outcome: outcome, article: article)
                last = try await change(
                    number,
                    .put(form, at: "tickets", number, "resolution"),
                    clerk
                )
            }
        } catch {
            try clerk.show(last, as: TicketBody.self) { .created($0, for: clerk.reader) }
            throw error
        }
        return last
    }

    private func change(
        _ number: String,
        _ request: DeskRequest,
        _ clerk: Clerk
    ) async throws(CommandFailure) -> DeskAnswer {
        guard let number = TicketNumber(argument: number) else { throw .notUnderstood }
        // An incident, say, may be linked to it at any moment.
        let (_, answer) = try await clerk.changed(number, by: request) { seen, fresh in
            seen.state == fresh.state && seen.assignee == fresh.assignee
        }
        return answer
    }

    private func form(_ body: String, _ queue: String?) -> TicketForm {
        TicketForm(
            subject: subject ?? Self.subject(of: body),
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

    private static func subject(of text: String) -> String {
        DisplayWidth.cut(SafeText.lines(text).first ?? text, to: subjectWidthMax)
    }

    /// Columns: what a list shows of a subject at the most.
    private static let subjectWidthMax = 80
}

extension Clerk {
    /// Sees that there is such an article before something is done that cannot be taken back.
    func check(article: String) async throws(CommandFailure) {
        _ = try await send(.get("articles", article), naming: [(article, .article)])
    }
}
