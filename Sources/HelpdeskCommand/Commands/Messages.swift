import ArgumentParser
import DeskAPI

/// `helpdesk reply`.
struct ReplyCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Reply to the citizen by mail.",
        discussion: """
            The text comes from -m, -F FILE, standard input, or your editor, which shows what the \
            citizen wrote last and the article that is suggested, quoted below the line. With \
            --article the editor opens with the article as a reply to this citizen, to be changed \
            as you like; with another text the article goes along below it.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var text: TextOptions

    @Option(
        name: .customLong("article"),
        help: ArgumentHelp("Answer with this article; may be repeated.", valueName: "id"),
        completion: Completions.articles
    )
    var articles: [String] = []

    @Flag(name: .long, help: "Resolve the ticket as answered with it.")
    var resolve = false

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let hint = Phrase(
            "Svaret på ärende \(number) står ovanför linjen. Utan text skickas inget.",
            "The reply to ticket \(number) stands above the line. Without text nothing is sent."
        )
        let answer: DeskAnswer
        do throws(CommandFailure) {
            let draft = try await draft(for: clerk)
            answer = try await clerk.write(
                on: number,
                text,
                beginning: draft?.body ?? "",
                hint: hint,
                quoting: true
            ) { body in
                MessageForm(
                    kind: "reply",
                    body: body,
                    articles: articles.isEmpty ? nil : articles,
                    quoted: draft.map { [$0.article] },
                    resolve: resolve ? true : nil
                )
            }
        } catch {
            throw await clerk.suggesting(error, naming: articles.map { ($0, .article) })
        }
        try clerk.show(answer, as: MessageBody.self) { .written($0, for: clerk.reader) }
    }

    /// What the editor opens with: the first article as a reply; others go along below it.
    private func draft(for clerk: Clerk) async throws(CommandFailure) -> DraftBody? {
        guard let article = articles.first, text.usesEditor(in: clerk.surroundings) else {
            return nil
        }
        let request = DeskRequest.get("tickets", number.description, "draft")
            .asking("article", article)
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
        let hint = Phrase(
            "Anteckningen till ärende \(number) står ovanför linjen; bara personalen ser den.",
            "The note on ticket \(number) stands above the line; only staff see it."
        )
        let answer = try await clerk.write(on: number, text, hint: hint) { body in
            MessageForm(kind: "note", body: body)
        }
        try clerk.show(answer, as: MessageBody.self) { .written($0, for: clerk.reader) }
    }
}

extension Sheet {
    /// One line about what was just written.
    static func written(_ message: MessageBody, for reader: Reader) -> Sheet {
        guard let delivery = message.delivery else {
            return Sheet(
                reader.say(
                    "Sparat i ärende \(message.ticket).",
                    "Saved in ticket \(message.ticket)."
                )
            )
        }
        let state = reader.word(Vocabulary.deliveries, delivery.state)
        return Sheet(
            reader.say(
                "Svaret i ärende \(message.ticket) är sparat: \(state).",
                "The reply in ticket \(message.ticket) is saved: \(state)."
            )
        )
    }
}
