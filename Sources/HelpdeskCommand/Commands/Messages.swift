import ArgumentParser
import DeskAPI

/// `helpdesk reply`.
struct ReplyCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Reply to the citizen by mail.",
        discussion: """
            The text comes from -m, -F FILE, standard input, or your editor, which opens with a \
            greeting to the citizen and your name, and shows what the citizen wrote last and the \
            article that is suggested, quoted below the line. With --article the article stands in \
            the reply, to be changed as you like; with another text it goes along below that.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var text: TextOptions

    @Option(
        name: [.customShort("a"), .customLong("article")],
        help: ArgumentHelp("Answer with this article; may be repeated.", valueName: "id"),
        completion: Completions.articles
    )
    var articles: [String] = []

    @Flag(name: .shortAndLong, help: "Resolve the ticket as answered with it.")
    var resolve = false

    @Flag(name: .long, help: "Wait for the citizen then, though it is a complaint or the like.")
    var wait = false

    @Flag(name: .customLong("no-wait"), help: "Go on with it then: the reply asks for nothing.")
    var goesOn = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard !wait || !resolve && !goesOn else {
            throw ValidationError("A ticket that is resolved or goes on waits for nobody.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let sent: SentMessage
        do throws(CommandFailure) {
            let draft = try await draft(for: clerk)
            // A text that was left behind has the article that it began with in it.
            let quoted = draft?.article ?? text.purpose?.article
            sent = try await clerk.write(
                .reply,
                on: number,
                text,
                beginning: draft,
                hint: Self.hint
            ) { body in
                form(body, quoting: quoted)
            }
        } catch {
            let failure = await clerk.suggesting(error, naming: articles.map { ($0, .article) })
            throw await clerk.advising(failure, on: number)
        }
        try clerk.show(sent.answer, as: MessageBody.self) {
            .written($0, on: sent.ticket, resolving: resolve, for: clerk.reader)
        }
    }

    private func form(_ body: String, quoting quoted: String?) -> MessageForm {
        var sent = articles
        if let quoted, !sent.contains(quoted) { sent.insert(quoted, at: 0) }
        return MessageForm(
            kind: "reply",
            body: body,
            articles: sent.isEmpty ? nil : sent,
            quoted: quoted.map { [$0] },
            resolve: resolve ? true : nil,
            waits: wait ? true : goesOn ? false : nil
        )
    }

    private static func hint(_ seen: SeenTicket) -> Phrase {
        let (number, citizen) = (seen.number, seen.body.citizen)
        let hint = Phrase(
            "Till: \(citizen.addressee.swedish). Svaret på ärende \(number) står ovanför linjen. Utan"
                + " text skickas inget.",
            "To: \(citizen.addressee.english). The reply to ticket \(number) stands above the line."
                + " Without text nothing is sent."
        )
        return citizen.email == nil ? hint.followed(by: .addressMissing(number)) : hint
    }

    /// What the editor opens with: greeting and signature in the citizen's language, between them the
    /// first article; others go along below it.
    private func draft(for clerk: Clerk) async throws(CommandFailure) -> DraftBody? {
        guard text.usesEditor(in: clerk.surroundings) else { return nil }
        let request = DeskRequest.get("tickets", number.description, "draft")
            .asking("article", articles.first)
        return try await clerk.client.send(request).decoded(as: DraftBody.self)
    }
}

/// `helpdesk note`.
struct NoteCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write a note that only staff see.",
        discussion: "The text comes from -m, -F FILE, standard input, or your editor."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var text: TextOptions

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let sent = try await clerk.write(.note, on: number, text, hint: Self.hint) { body in
            MessageForm(kind: "note", body: body)
        }
        try clerk.show(sent.answer, as: MessageBody.self) {
            .written($0, on: sent.ticket, for: clerk.reader)
        }
    }

    private static func hint(_ seen: SeenTicket) -> Phrase {
        Phrase(
            "Anteckningen till ärende \(seen.number) står ovanför linjen; bara personalen ser den.",
            "The note on ticket \(seen.number) stands above the line; only staff see it."
        )
    }
}

extension Clerk {
    /// The same failure of a reply, with what helps where the citizen has no address.
    fileprivate func advising(
        _ failure: CommandFailure,
        on number: TicketNumber
    ) async -> CommandFailure {
        guard case .refused(var refusal) = failure, refusal.status == 409 else { return failure }
        do throws(CommandFailure) {
            let seen = try await ticket(number)
            guard seen.body.citizen.email == nil else { return failure }
            refusal.hint = .addressMissing(seen.number)
            return .refused(refusal)
        } catch {
            // What went wrong first is what the clerk should hear of.
            return failure
        }
    }
}

extension Phrase {
    /// How a citizen gets an address that replies can go to.
    fileprivate static func addressMissing(_ number: TicketNumber) -> Phrase {
        Phrase(
            "helpdesk edit \(number) --email ADRESS lägger till en.",
            "helpdesk edit \(number) --email ADDRESS adds one."
        )
    }
}

extension Sheet {
    /// What was just written, to whom it goes, and what became of the ticket, as far as that is known.
    static func written(
        _ message: MessageBody,
        on ticket: TicketBody?,
        resolving: Bool = false,
        for reader: Reader
    ) -> Sheet {
        guard let delivery = message.delivery else {
            return Sheet(
                reader.say(
                    "Sparat i ärende \(message.ticket).",
                    "Saved in ticket \(message.ticket)."
                )
            )
        }
        let state = reader.word(Vocabulary.deliveries, delivery.state)
        let addressee = ticket?.citizen.addressee.text(in: reader.language)
        let to = addressee.map { reader.say(" till \($0)", " to \($0)") } ?? ""
        var sheet = Sheet(
            reader.say(
                "Svaret\(to) i ärende \(message.ticket) är sparat: \(state).",
                "The reply\(to) in ticket \(message.ticket) is saved: \(state)."
            )
        )
        if resolving {
            sheet.add(Line(reader.say("Ärendet är löst.", "The ticket is resolved."), .good))
        } else if ticket?.state == "resolved" {
            let way = "helpdesk reopen \(message.ticket)"
            sheet.add(
                Line(
                    reader.say(
                        "Ärendet var löst och är det fortfarande; \(way) tar upp det igen.",
                        "The ticket was resolved and still is; \(way) takes it up again."
                    ),
                    .attention
                )
            )
        }
        return sheet
    }
}
