// What citizens call their matter themselves. It is not guessed from what they tell: a number in the
// register cannot be taken back.

extension TicketKind {
    /// The words that a subject begins with, folded to lower case.
    private static let words: [String: TicketKind] = [
        "klagomål": .complaint, "complaint": .complaint,
        "synpunkt": .opinion, "synpunkter": .opinion, "opinion": .opinion, "feedback": .opinion,
        "förslag": .proposal, "förbättringsförslag": .proposal, "medborgarförslag": .proposal,
        "proposal": .proposal, "suggestion": .proposal,
        "beröm": .praise, "praise": .praise, "compliment": .praise,
        "felanmälan": .fault,
    ]

    /// The kind that the first word of a subject names; nil when it names none.
    ///
    /// A subject that answers something (`Re: Klagomål`) begins with another word.
    init?(namedBy subject: String) {
        let first = subject.drop { !$0.isLetter }.prefix { $0.isLetter }
        guard let kind = Self.words[first.lowercased()] else { return nil }
        self = kind
    }
}

extension TicketKind {
    /// Beginnings of words, folded to lower case, that somebody uses who is not content.
    private static let discontent = ["klag", "missnöj", "complain", "dissatisf"]

    /// True where somebody may be complaining, whatever the ticket is of: an article that answers by
    /// itself would be one more thing to complain of.
    static func maySound(likeComplaint text: String) -> Bool {
        text.lowercased().split { !$0.isLetter }.contains { word in
            discontent.contains { word.hasPrefix($0) }
        }
    }
}

extension ReceivedMail {
    /// What its writer says it is; nothing that a machine says counts.
    var namedKind: TicketKind? {
        automaticReason == nil ? TicketKind(namedBy: subject) : nil
    }
}
