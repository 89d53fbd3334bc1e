/// What a member of a request is on the command line.
struct FieldName: Sendable {
    /// As the desk names it: a JSON pointer, or a parameter of a query.
    private let pointer: String

    init(_ pointer: String) { self.pointer = pointer }

    /// The option that gave it, or what stands at its place; a member that is newer than this program
    /// stays as the desk names it.
    var phrase: Phrase {
        // Of a list the place does not matter: the word that is wrong stands in the command.
        let parts = pointer.split(separator: "/").filter { Int($0) == nil }
        let name = parts.joined(separator: "/")
        if let option = Self.options[name] { return Phrase(verbatim: option) }
        return Self.words[name] ?? Phrase(verbatim: pointer)
    }

    private static let options: [String: String] = {
        let same = [
            "call", "category", "channel", "detail", "ground", "kind", "language", "limit", "mode",
            "days", "outcome", "priority", "queue", "resolve", "service", "services", "state",
            "subject", "summary", "symptom",
        ]
        let others = [
            "article": "--article", "articles": "--article", "citizen/email": "--email",
            "citizen/name": "--name", "citizen/phone": "--phone", "ends_at": "--to",
            "notice": "--sv", "notice/en": "--en", "notice/sv": "--sv", "q": "--search",
            "queues": "--queue", "quoted": "--article", "scopes": "--scope",
            "starts_at": "--from", "text/en": "--en", "types": "--type", "waits": "--wait",
        ]
        return same.reduce(into: others) { $0[$1] = "--" + $1 }
    }()

    private static let words: [String: Phrase] = [
        "assignee": Phrase("användaren", "the user"),
        "at": Phrase("tidpunkten", "the moment"),
        "body": Phrase("texten", "the text"),
        "destination": Phrase("mottagaren", "the destination"),
        "incident": Phrase("störningen", "the incident"),
        "into": Phrase("det andra ärendet", "the other ticket"),
        "not_before": Phrase("tidpunkten", "the moment"),
        "number": Phrase("numret", "the number"),
        "text/sv": Phrase("texten", "the text"),
        "ticket": Phrase("ärendet", "the ticket"),
        "title": Phrase("rubriken", "the title"),
        "unit": Phrase("enheten", "the unit"),
        "url": Phrase("adressen", "the address"),
    ]
}
