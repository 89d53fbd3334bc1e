import DeskAPI
import DeskTesting
import Foundation
import Testing

/// A day at the desk, in which every verb has its turn.
final class VerbWalk {
    let house: HouseServer
    /// An agent who leads, an administrator, and an auditor.
    let anna: ClerkConsole
    let bengt: ClerkConsole
    let cecilia: ClerkConsole
    /// The verbs that had their turn.
    private(set) var seen: Set<String> = []

    static let citizen = "asa.oberg@example.com"

    init(_ house: HouseServer) throws {
        self.house = house
        let server = "http://127.0.0.1:\(house.httpPort)"
        anna = try ClerkConsole("anna", at: server)
        bengt = try ClerkConsole("bengt", at: server)
        cecilia = try ClerkConsole("cecilia", at: server)
    }

    /// Runs a verb, and wants to see something of it.
    @discardableResult
    func see(
        _ verb: String,
        _ clerk: ClerkConsole,
        _ more: [String] = [],
        typing keys: [ClerkConsole.Keys] = [],
        code: Int32 = 0,
        _ expected: String...,
        location: SourceLocation = #_sourceLocation
    ) throws -> ClerkConsole.Seen {
        seen.insert(verb)
        let words = verb.split(separator: " ").map(String.init)
        let outcome = try clerk.run(words + more, typing: keys)
        #expect(
            outcome.exitCode == code,
            "\(verb): \(outcome.text.suffix(600))",
            sourceLocation: location
        )
        for words in expected {
            #expect(
                outcome.text.contains(words),
                "\(verb): \(words) is not in: \(outcome.text.suffix(1_500))",
                sourceLocation: location
            )
        }
        return outcome
    }

    /// Two mails of one citizen, one of them with a file, and two of a stranger who wants in.
    func arrive() async throws {
        let postfix = house.surroundings.postfix
        let first = CitizenMail(
            sender: Self.citizen,
            subject: "BankID svarar inte",
            text: "Hej!\n\nDet står RFA8 när jag försöker logga in. Jag har en iPhone.\n\nÅsa",
            messageID: "ett@example.com",
            attachment: ("skarmbild.pdf", Array("%PDF-1.4\r\n".utf8))
        )
        let second = CitizenMail(
            sender: Self.citizen,
            subject: "Samma sak igen",
            text: "Det står fortfarande RFA8.",
            messageID: "tva@example.com"
        )
        let api = try await house.api.signedIn("anna", "annas lösenord")
        // One after the other: Postfix brings two at once, and either may be the first ticket.
        for (place, mail) in [first, second].enumerated() {
            try postfix.send(mail.bytes, from: Self.citizen, to: ["support@example.org"])
            try await eventually("a mail is a ticket") {
                try await api.tickets().count == place + 1
            }
        }
        for name in ["tre", "fyra"] {
            let mail = CitizenMail(
                sender: "mallory@example.net",
                subject: "[#1] Låt mig se",
                text: "Jag vill också läsa.",
                messageID: "\(name)@example.net"
            )
            try postfix.send(mail.bytes, from: mail.sender, to: ["support@example.org"])
        }
        try await eventually("two mails are held") {
            let page = try await api.get("/v1/quarantine")
            return try page.decoded(as: Page<HeldMailBody>.self).items.count == 2
        }
    }

    func logIn() throws {
        try see(
            "login",
            anna,
            ["--user", "anna"],
            typing: [("Lösenord för anna", "annas lösenord\n")],
            "Anna Åström",
            "Inloggad till"
        )
        for (clerk, password) in [(bengt, "bengts lösenord"), (cecilia, "cecilias")] {
            let keys: [ClerkConsole.Keys] = [
                ("Användare", clerk.user + "\n"), ("Lösenord", password + "\n"),
            ]
            try see("login", clerk, typing: keys)
        }
        try see("whoami", anna, [], "Anna Åström", "handläggare")
        let shown = try see("sessions list", anna, [], "127.0.0.1", "(denna)")
        #expect(!shown.raw.contains("annas lösenord"))
        try see("rights", anna, [], "Rätt", "handläggare")
        try see("access-records", cecilia, [], "insläppt", "anna")
    }

    func leave() throws {
        try see("logout", anna, [], "Du är utloggad.")
        try see("whoami", anna, [], code: 77, "Kör helpdesk login")
    }
}
