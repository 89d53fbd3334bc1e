/// What was odd about a mail, each thing once, and no more of it than somebody will read.
struct MailProblems: Sendable {
    private(set) var texts: [String] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func note(_ text: String?) {
        guard let text, texts.count < limit, !texts.contains(text) else { return }
        texts.append(text)
    }
}
