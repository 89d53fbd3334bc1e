import ArgumentParser
import DeskAPI

/// Where an incident stands.
enum IncidentStateOption: String, SpokenOption {
    case suspected
    case confirmed
    case resolved
    case dismissed

    static var words: [String: Phrase] { Vocabulary.incidentStates }
}

/// What receipts say of an incident or of maintenance.
struct NoticeOptions: ParsableArguments {
    @Option(name: .customLong("sv"), help: "What receipts say of it, in Swedish.")
    var swedish: String?

    @Option(name: .customLong("en"), help: "The same in English.")
    var english: String?

    func validate() throws {
        guard swedish != nil || english == nil else {
            throw ValidationError("Give --sv too: it is read by everybody who writes no English.")
        }
    }

    var body: NoticeForm? { swedish.map { NoticeForm(sv: $0, en: english) } }
}

/// `helpdesk incidents`.
struct IncidentsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "List what many citizens meet at once, newest first."
    )

    @Option(name: .long, help: "Only those that stand there.")
    var state: IncidentStateOption?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.showAll(
            of: DeskRequest.get("incidents").asking("state", state?.rawValue),
            as: IncidentBody.self
        ) { .incidents($0, for: clerk.reader) }
    }
}

extension Clerk {
    /// What is suspected or confirmed now; nil where the desk does not say.
    ///
    /// It stands above lists of tickets, which are there without it too.
    func openIncidents() async -> [IncidentBody]? {
        var open: [IncidentBody] = []
        for state in [IncidentStateOption.suspected, .confirmed] {
            let request = DeskRequest.get("incidents").asking("state", state.rawValue)
            do throws(CommandFailure) {
                open += try await client.send(request).decoded(as: Page<IncidentBody>.self).items
            } catch {
                return nil
            }
        }
        return open
    }
}

/// `helpdesk incident`.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Show an incident, say what it is, and answer all its citizens.",
        subcommands: [
            IncidentShowCommand.self, IncidentNewCommand.self, IncidentConfirmCommand.self,
            IncidentResolveCommand.self, IncidentDismissCommand.self, IncidentAnswerCommand.self,
            IncidentLinkCommand.self, IncidentUnlinkCommand.self,
        ],
        defaultSubcommand: IncidentShowCommand.self
    )
}

/// `helpdesk incident show`.
struct IncidentShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an incident and the tickets of it that you may see."
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("incidents", number.description))
        if clerk.wantsJSON { return try clerk.write(answer) }
        let incident = try answer.decoded(as: IncidentBody.self)
        let tickets = try await clerk.all(
            of: .get("incidents", number.description, "tickets"),
            as: TicketBody.self
        )
        try clerk.show(.incident(incident, tickets, for: clerk.reader))
    }
}

/// `helpdesk incident new`.
struct IncidentNewCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Open an incident; new tickets of its symptom are linked to it at once."
    )

    @Argument(help: "What it is, in one line.")
    var title: String

    @Option(name: .long, help: "The e-service that is disturbed.")
    var service: String?

    @Option(name: .long, help: "The symptom: eid=bankid, code=RFA8, step=login.")
    var symptom: String?

    @OptionGroup var notice: NoticeOptions
    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = IncidentForm(
            title: title,
            service: service,
            symptom: symptom,
            notice: notice.body
        )
        try clerk.showIncident(try await clerk.client.send(.create(form, at: "incidents")))
    }
}

/// `helpdesk incident confirm`.
struct IncidentConfirmCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Say that it is an incident; from then on receipts tell of it."
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @OptionGroup var notice: NoticeOptions
    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.changeIncident(number, to: .confirmed, notice: notice.body)
    }
}

/// `helpdesk incident resolve`.
struct IncidentResolveCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say that an incident is over; its tickets stay as they are."
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.changeIncident(number, to: .resolved, notice: nil)
    }
}

/// `helpdesk incident dismiss`.
struct IncidentDismissCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Say that it was no incident."
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.changeIncident(number, to: .dismissed, notice: nil)
    }
}

/// `helpdesk incident answer`.
struct IncidentAnswerCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answer all citizens of an incident, once each.",
        discussion: """
            The text is what is read in Swedish; --en gives what is read in English. The letters \
            leave little by little, and not while automatic mail is stopped. Tickets that are \
            confidential or of protected people are left out: answer those one by one. So are \
            complaints and the like, what tells of a danger or a fraud, and what somebody else may have \
            written in a citizen's name; what names no fault gets \
            the letter and stays open.
            """
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @OptionGroup var text: TextOptions

    @Option(name: .customLong("en"), help: "The text in English.")
    var english: String?

    @Flag(name: .long, help: "Resolve the tickets with it.")
    var resolve = false

    @OptionGroup var confirmation: ConfirmationOption
    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let written = try clerk.take(
            text,
            for: .init(kind: .incident, number: number.value),
            hint: Phrase(
                "Svaret till alla medborgare i störning \(number).",
                "The answer to all citizens of incident \(number), in Swedish."
            )
        )
        let answer = try await clerk.sending(written) { swedish throws(CommandFailure) in
            try await send(swedish, written.key, for: clerk)
        }
        try clerk.showIncident(answer)
    }

    private func send(
        _ swedish: String,
        _ key: String?,
        for clerk: Clerk
    ) async throws(CommandFailure) -> DeskAnswer {
        try confirmation.ask(try await question(for: clerk), of: clerk)
        let form = IncidentAnswerForm(
            text: NoticeForm(sv: swedish, en: english),
            resolve: resolve
        )
        return try await clerk.client.send(
            .create(form, at: "incidents", number.description, "answers").keyed(by: key)
        )
    }

    /// Whether it is to be sent; says who would read another language than their own, where anybody is
    /// there to be asked.
    private func question(for clerk: Clerk) async throws(CommandFailure) -> Phrase {
        let plain = Phrase(
            "Ska det skickas till alla medborgare i störning \(number)?",
            "Send it to all citizens of incident \(number)?"
        )
        guard english == nil, !confirmation.yes, clerk.surroundings.hasKeyboard else {
            return plain
        }
        let tickets = try await clerk.all(
            of: .get("incidents", number.description, "tickets"),
            as: TicketBody.self
        )
        let count = tickets.count { $0.language == "en" && $0.citizen.email != nil }
        guard count > 0 else { return plain }
        return Phrase(
            "\(count) skriver på engelska och får den svenska texten, för --en är inte angivet. "
                + plain.swedish,
            "\(count) write English and get the Swedish text, for --en is not given. "
                + plain.english
        )
    }
}

/// `helpdesk incident link`.
struct IncidentLinkCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Say that a ticket is of an incident."
    )

    @Argument(help: "The incident's number.")
    var number: TicketNumber

    @Argument(help: "The ticket's number.")
    var ticket: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.change(
            ticket,
            by: try .put(
                IncidentLinkForm(incident: number.value),
                at: "tickets",
                ticket.description,
                "incident"
            )
        ) { _, _ in true }
    }
}

/// `helpdesk incident unlink`.
struct IncidentUnlinkCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Say that a ticket is of no incident."
    )

    @Argument(help: "The ticket's number.")
    var ticket: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.change(
            ticket,
            by: .delete("tickets", ticket.description, "incident")
        ) { _, _ in true }
    }
}

extension Clerk {
    fileprivate func changeIncident(
        _ number: TicketNumber,
        to state: IncidentStateOption,
        notice: NoticeForm?
    ) async throws(CommandFailure) {
        let form = IncidentPatchForm(
            state: state.rawValue,
            notice: notice.map { .some($0) }
        )
        try showIncident(
            try await client.send(.patch(form, at: "incidents", number.description))
        )
    }

    fileprivate func showIncident(_ answer: DeskAnswer) throws(CommandFailure) {
        try show(answer, as: IncidentBody.self) { .incident($0, [], for: reader) }
    }
}
