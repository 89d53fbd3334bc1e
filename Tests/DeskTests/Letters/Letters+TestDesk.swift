import Desk
import DeskTesting
import Foundation
import KnowledgeBase

extension DeskSettings {
    /// A desk that writes to citizens by itself.
    static func writing(_ change: (inout LetterSettings) -> Void = { _ in }) -> Self {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        settings.letters.ownAddress = TestDesk.address
        settings.letters.publicURL = "https://support.example.org"
        settings.letters.facts = CityFacts([.city: "Exempelstad"])
        change(&settings.letters)
        return settings
    }
}

extension ReceivedMail {
    /// A question that an article of the tests answers.
    static func answerable(
        from address: String = "maja@example.com",
        messageID: String = "1@example.com"
    ) -> Self {
        .plain(
            "Det står RFA8, BankID-appen svarar inte.",
            subject: "BankID svarar inte",
            from: address,
            messageID: messageID
        )
    }

    /// The same mail by a sender of that standing.
    func standing(_ standing: SenderStanding) -> Self {
        var mail = self
        mail.standing = standing
        return mail
    }
}

extension TestDesk {
    /// Every letter in the outbox, oldest first, whether or not it may leave.
    func letters() async throws -> [Letter] {
        try await outbox.entries(state: .queued, limit: 1_000).map(\.letter)
    }

    /// What the steps said of a ticket's first message.
    func answerVerdict(of ticket: TicketNumber) async throws -> String? {
        let page = try await desk.messages(of: ticket, after: nil, limit: 1, as: .ada)
        return page.messages.first?.mail?.outcome(of: .answer)
    }

    func kinds(of ticket: TicketNumber) async throws -> [TicketEvent.Kind] {
        try await desk.history(of: ticket, after: nil, limit: 50, as: .ada).entries
            .map(\.event.kind)
    }
}

extension Letter {
    /// The ends of its links, in the order of the text.
    var tokens: [Substring] {
        text.matches(of: /https:\/\/support\.example\.org\/l\/([a-z0-9-]+)/).map(\.output.1)
            .filter { !$0.hasPrefix("articles") }
    }
}
