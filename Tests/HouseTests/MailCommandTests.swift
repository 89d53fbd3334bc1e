import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite("Mail by the real programs' commands")
    struct MailCommandTests {
        /// A mail with the line ends that a pipe of Postfix gives it.
        private static func mail(
            _ subject: String,
            from address: String = "maja@example.com",
            named id: String
        ) -> String {
            """
            From: Maja <\(address)>
            To: support@example.org
            Subject: \(subject)
            Message-ID: <\(id)@example.com>
            Content-Type: text/plain; charset=utf-8

            Jag kan inte logga in med BankID, det står RFA8.

            """
        }

        private static func text(_ octets: [UInt8]) -> String {
            String(decoding: octets, as: UTF8.self)
        }

        /// Gives a mail to `helpdeskd mail deliver` on standard input.
        private func deliver(
            _ mail: String,
            _ house: HouseServer,
            configuration: String? = nil,
            to recipients: String = ""
        ) throws -> Int32? {
            let folder = try TemporaryFolder("pipe")
            let file = try folder.write(mail, to: "mail.eml")
            let command =
                "'\(try HousePrograms.helpdeskd())' mail deliver --from maja@example.com "
                + "--config '\(configuration ?? house.configurationPath)' \(recipients) < '\(file)'"
            let process = try LoopbackProcess(
                "/bin/sh",
                ["-c", command],
                logPath: folder.path("output")
            )
            return process.waitUntilEnded(within: .seconds(60))
        }

        @Test("comes in by a pipe; what cannot be taken now stays with the mail server")
        func pipe() async throws {
            try await withHouse(HouseSettings()) { house in
                #expect(try deliver(Self.mail("Från röret", named: "1"), house) == 0)
                // The same once more is the same mail.
                #expect(try deliver(Self.mail("Från röret", named: "1"), house) == 0)
                let api = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await api.tickets().map(\.subject) == ["Från röret"])
                let mail = Self.mail("Fel", named: "2")
                #expect(try deliver(mail, house, to: "boss@example.org") == 67)
                #expect(try deliver(mail, house, configuration: "/nonexistent.yaml") == 75)
                #expect(try await api.tickets().count == 1)
                try house.stop()
                #expect(try deliver(mail, house) == 75)
            }
        }

        @Test("is explained step by step, and nothing is changed")
        func explain() async throws {
            try await withHouse(HouseSettings()) { house in
                let folder = try TemporaryFolder("explain")
                let file = try folder.write(Self.mail("[#1] Hej", named: "1"), to: "mail.eml")
                let first = try house.terminal.run("mail", "explain", file)
                #expect(first.exitCode == 0, "\(first.output)")
                for line in [
                    "door: taken", "reading: whole", "automatic: a person", "claim: none",
                    "placement: a new ticket", "article: bankid",
                ] { #expect(first.output.contains(line), "\(line) in \(first.output)") }
                let api = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await api.tickets().isEmpty)

                #expect(try deliver(Self.mail("Fråga", named: "2"), house) == 0)
                let stranger = try folder.write(
                    Self.mail("[#1] Hej", from: "mallory@example.net", named: "3"),
                    to: "stranger.eml"
                )
                let second = try house.terminal.run("mail", "explain", stranger)
                #expect(second.output.contains("placement: quarantine: foreign_ticket"))
                let foreign = try house.terminal.run("mail", "explain", file, "--to", "x@y.se")
                #expect(foreign.exitCode == 66)
            }
        }

        @Test("is explained on a store that no daemon has served from, and no key is made")
        func explainUnserved() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            let file = try house.folder.write(Self.mail("Hej", named: "1"), to: "mail.eml")
            #expect(try house.terminal.run("mail", "explain", file).exitCode == 66)
            #expect(try house.terminal.run("migrate").exitCode == 0)
            let explained = try house.terminal.run("mail", "explain", file)
            #expect(explained.exitCode == 0, "\(explained.output)")
            #expect(explained.output.contains("placement: a new ticket"))
            #expect(try house.terminal.run("mail", "keys", "list").output == "")
        }

        @Test("is proven by keys that are changed while the daemon serves")
        func keys() async throws {
            try await withHouse(HouseSettings()) { house in
                let first = try house.terminal.run("mail", "keys")
                #expect(first.exitCode == 0 && first.output.hasSuffix("signs\n"), "\(first.output)")
                #expect(try house.terminal.run("mail", "keys", "add").exitCode == 0)
                let both = try house.terminal.run("mail", "keys", "list").output
                #expect(both.split(separator: "\n").map { $0.suffix(6) } == ["proves", " signs"])
                let signing = try house.terminal.run("mail", "keys", "remove", "a")
                #expect(signing.exitCode == 69 && signing.output.contains("add another one first"))
                #expect(try house.terminal.run("mail", "keys", "remove", "b").exitCode == 0)
                #expect(try house.terminal.run("mail", "keys", "remove", "b").exitCode == 66)
            }
        }

        @Test("of a stranger who names a ticket waits until a clerk lets it in")
        func quarantine() async throws {
            try await withHouse(HouseSettings()) { house in
                #expect(try deliver(Self.mail("Fråga", named: "1"), house) == 0)
                let request = Self.mail("[#1] Låt mig se", from: "mallory@example.net", named: "2")
                #expect(try deliver(request, house) == 0)
                let clerk = try StaffTerminal(house)
                #expect(try clerk.logIn("anna", password: "annas lösenord").exitCode == 0)
                let list = try clerk.run("quarantine", "--ticket", "1", "--json")
                let held = try #require(try list.decoded(as: Page<HeldMailBody>.self).items.first)
                #expect(held.reason == "foreign_ticket")
                let shown = try clerk.run("quarantine", "show", held.id)
                #expect(Self.text(shown.output).contains("RFA8"))
                let released = try clerk.run("quarantine", "release", held.id, "--ticket", "1")
                #expect(released.exitCode == 0, "\(released.errors)")
                let ticket = try clerk.run("show", "1")
                #expect(Self.text(ticket.output).contains("mallory@example.net"))
                let gone = try clerk.run("quarantine", "show", held.id)
                #expect(gone.exitCode == 66)
            }
        }
    }
}
