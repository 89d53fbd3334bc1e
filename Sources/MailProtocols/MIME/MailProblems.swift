/// What was odd about a mail, each thing once, and no more of it than somebody will read.
struct MailProblems: Sendable {
    private(set) var texts: [String] = []
    /// The limits that it went past.
    private(set) var exceeded: Set<MIMELimit> = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func note(_ text: String?) {
        guard let text, texts.count < limit, !texts.contains(text) else { return }
        texts.append(text)
    }

    /// Notes that the mail went past a limit, and what became of the rest.
    mutating func exceed(_ limit: MIMELimit, _ text: String) {
        exceeded.insert(limit)
        note(text)
    }
}
