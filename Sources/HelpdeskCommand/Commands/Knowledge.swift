import ArgumentParser
import DeskAPI

/// `helpdesk ask`.
struct AskCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Find the articles that answer a question, without making a ticket."
    )

    @Argument(help: "The question in the citizen's words.")
    var text: [String]

    @Option(name: .long, help: "The question's language; recognised when left out.")
    var language: LanguageOption?

    @Option(name: .long, help: ArgumentHelp("At most this many, 1 to 20.", valueName: "n"))
    var limit: Int?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard 1...20 ~= limit ?? 1 else { throw ValidationError("--limit is 1 to 20.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = MatchForm(
            text: text.joined(separator: " "),
            language: language?.rawValue,
            limit: limit
        )
        var request = try DeskRequest.ask(form, at: "matches")
        request.changesNothing = true
        let answer = try await clerk.client.send(request)
        try clerk.show(answer, as: MatchesBody.self) { .matches($0, for: clerk.reader) }
    }
}

/// `helpdesk articles`.
struct ArticlesCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract: "List the articles, or those that a text finds."
    )

    @Argument(help: "Words to look for.")
    var text: [String] = []

    @Option(name: .long, help: "Only articles in this language.")
    var language: LanguageOption?

    @Option(name: .long, help: "Only articles about this.")
    var category: CategoryOption?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("articles")
            .asking("q", text.isEmpty ? nil : text.joined(separator: " "))
            .asking("language", language?.rawValue)
            .asking("category", category?.rawValue)
        try await clerk.showAll(of: request, as: ArticleSummaryBody.self) {
            .articles($0, for: clerk.reader)
        }
    }
}

/// `helpdesk article`.
struct ArticleCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "article",
        abstract: "Read an article."
    )

    @Argument(help: "The article's id.", completion: Completions.articles)
    var id: Identifier

    @Option(name: .long, help: "In this language; the one of your locale when left out.")
    var language: LanguageOption?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("articles", id.value)
            .asking("language", language?.rawValue)
        let answer = try await clerk.send(request, naming: [(id.value, .article)])
        try clerk.show(answer, as: ArticleBody.self) { .article($0, for: clerk.reader) }
    }
}

/// The id of an article, a hand-off or an attachment: one segment of an address.
struct Identifier: ExpressibleByArgument, Sendable, Equatable {
    let value: String

    /// Refuses what an address would take for "here" or "one up" (RFC 3986 §5.2.4).
    init?(argument: String) {
        guard !argument.isEmpty, argument != ".", argument != ".." else { return nil }
        value = argument
    }
}
