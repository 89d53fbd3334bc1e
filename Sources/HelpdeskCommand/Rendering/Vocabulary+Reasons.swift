import DeskAPI

extension Reader {
    /// Why a ticket is where it is: the server says it in English, with the codes of its queues and
    /// kinds.
    func triageReason(_ reason: String) -> String {
        language == .swedish ? Vocabulary.triageReasons.text(reason) : reason
    }

    /// What one step said of a mail.
    func mailStep(_ verdict: MailVerdictBody) -> String {
        let line = "\(verdict.step): \(verdict.outcome)"
        return language == .swedish ? MailSteps.swedish.text(line) : line
    }
}

extension Vocabulary {
    /// Everything that triage says of itself, in Swedish.
    static let triageReasons = Translation([
        Translation.Part(
            ["kind {}: the subject says so": "slag {}: ämnesraden säger det"],
            filledWith: kinds.mapValues(\.swedish)
        ),
        Translation.Part(
            ["category {}: {}": "kategori {}: {}"],
            filledWith: categories.mapValues(\.swedish)
        ),
        Translation.Part(
            ["priority {}: «{}»": "prioritet {}: regeln «{}»"],
            filledWith: prioritiesShort.mapValues(\.swedish)
        ),
        Translation.Part([
            "queue {}: «{}»": "kö {}: regeln «{}»",
            "service {}: its words": "e-tjänst {}: orden nämner den",
            "language {}: the text": "språk {}: texten",
            "language {}: the text is in neither Swedish nor English":
                "språk {}: texten är varken på svenska eller engelska",
            "danger to life: the text says so": "fara för liv: texten säger det",
            "{} is named": "{} nämns", "like {}": "liknar {}",
            "logging in is named": "inloggning nämns",
            "upload is named": "att ladda upp nämns", "pay is named": "att betala nämns",
            "sign is named": "att skriva under nämns",
            "nothing is recognised": "inget känns igen",
        ]),
    ])
}
