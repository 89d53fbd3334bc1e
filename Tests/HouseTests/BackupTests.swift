import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite("A backup by the real program")
    struct BackupTests {
        @Test("made while mails come in holds every one acknowledged before, once restored")
        func duringIntake() async throws {
            try await withHouse(HouseSettings(door: .socket, logLevel: "info")) { house in
                let backup = house.folder.path("backup.sqlite")
                let before = try await backUp(house, to: backup)
                let api = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await api.tickets().count == Self.senders * Self.mailsEach)

                let refused = try house.terminal.run("restore", backup)
                #expect(refused.exitCode == 75, "\(refused.output)")
                #expect(refused.output.contains("is open in a daemon"))
                try house.stop()
                let restored = try house.terminal.run("restore", backup)
                #expect(restored.exitCode == 0, "\(restored.output)")
                #expect(restored.output.contains("the store that was there is now"))
                #expect(restored.output.contains("no number is given twice"))
                try await house.start()
                let again = try await house.api.signedIn("anna", "annas lösenord")
                try await check(again, house, holds: before)
            }
        }

        @Test("is refused with a clear word when it is no good, and the store stays")
        func refusals() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { house in
                let good = house.folder.path("good.sqlite")
                let terminal = house.terminal
                #expect(try terminal.run("backup", good).exitCode == 0)
                let twice = try terminal.run("backup", good)
                #expect(twice.exitCode == 73)
                #expect(twice.output.contains("is there already"))
                #expect(try terminal.run("backup", good, "--overwrite").exitCode == 0)
                #expect(try terminal.run("backup", good, "--keep", "3").exitCode == 64)
                try house.stop()

                let bytes = try Data(contentsOf: URL(filePath: good))
                var newer = bytes
                // The version of the tables (SQLite database file format §1.3.14).
                newer.replaceSubrange(60..<64, with: [0, 0, 0, 99])
                var damaged = bytes
                for page in stride(from: 4_096, to: damaged.count, by: 4_096) {
                    damaged.replaceSubrange(
                        page..<(page + 64),
                        with: Data(repeating: 0x5A, count: 64)
                    )
                }
                let bad: [(name: String, bytes: Data, words: String)] = [
                    ("newer", newer, "of version 99, newer than this program's"),
                    ("damaged", damaged, "is damaged"),
                    ("cut", bytes.prefix(bytes.count / 2), "it was cut off"),
                    ("foreign", Data("en dikt".utf8), "it is no SQLite file"),
                ]
                for (name, bytes, words) in bad {
                    let file = house.folder.path(name)
                    try bytes.write(to: URL(filePath: file))
                    let outcome = try terminal.run("restore", file)
                    #expect(outcome.exitCode == 65, "\(name): \(outcome.output)")
                    #expect(outcome.output.contains(words), "\(name): \(outcome.output)")
                }
                #expect(try terminal.run("restore", house.folder.path("none")).exitCode == 66)
                try await house.start()
            }
        }

        @Test("goes into its folder by name of the time, and only so many stay")
        func folder() async throws {
            let settings = HouseSettings(logLevel: "info")
            try await withHouse(settings) { house in
                let backups = try house.folder.folder("backups")
                var terminal = house.terminal
                let nowhere = try terminal.run("backup")
                #expect(nowhere.exitCode == 78)
                #expect(nowhere.output.contains("backup.directory"))
                terminal.environment = [
                    "HELPDESK_BACKUP_DIRECTORY": backups, "HELPDESK_BACKUP_KEEP": "2",
                    // A mistake elsewhere is no reason to go without a backup.
                    "HELPDESK_LOG_LEVEL": "loud",
                ]
                for year in ["2024", "2025"] {
                    try house.folder.write("", to: "backups/helpdesk-\(year)0101T000000Z.sqlite")
                }
                let made = try terminal.run("backup")
                #expect(made.exitCode == 0, "\(made.output)")
                let names = try FileManager.default.contentsOfDirectory(atPath: backups)
                #expect(names.count == 2)
                #expect(!names.contains("helpdesk-20240101T000000Z.sqlite"))
            }
        }

        private static let senders = 3
        private static let mailsEach = 40

        /// Brings mails in and backs up in the middle; the subjects that were acknowledged before.
        private func backUp(_ house: HouseServer, to file: String) async throws -> Set<String> {
            let tally = Tally()
            return try await withThrowingTaskGroup { group in
                for sender in 0..<Self.senders {
                    group.addTask { try await Self.deliver(sender, to: house.lmtp, tally) }
                }
                try await eventually("a third of the mails is in") {
                    tally.acceptedCount >= Self.senders * Self.mailsEach / 3
                }
                let before = tally.accepted
                let outcome = try house.terminal.run("backup", file)
                #expect(outcome.exitCode == 0, "\(outcome.output)")
                try await group.waitForAll()
                return before
            }
        }

        private func check(
            _ api: HouseAPI,
            _ house: HouseServer,
            holds before: Set<String>
        ) async throws {
            let tickets = try await api.tickets()
            let subjects = tickets.map(\.subject)
            #expect(before.subtracting(subjects).isEmpty)
            #expect(Set(subjects).count == subjects.count)
            for ticket in tickets {
                #expect(try await api.messages(ticket.number).count == 1)
            }
            // It goes on from there.
            let tally = Tally()
            try await Self.deliver(Self.senders, to: house.lmtp, tally)
            #expect(try await api.tickets().count == subjects.count + tally.acceptedCount)
        }

        private static func deliver(
            _ sender: Int,
            to door: LMTPDoor.Listen,
            _ tally: Tally
        ) async throws {
            try await LMTPClient.connected(to: door) { client in
                for index in 0..<mailsEach {
                    let mail = CitizenMail(
                        sender: "s\(sender)@example.com",
                        subject: "Fråga \(sender)-\(index)",
                        text: "Hur gör jag när appen inte svarar? (\(index))",
                        messageID: "\(sender)-\(index)@example.com"
                    )
                    let replies = try await client.deliver(
                        mail.bytes,
                        from: mail.sender,
                        to: [mail.recipient]
                    )
                    guard replies.allSatisfy(\.isPositive) else { throw Wire.Broken() }
                    tally.accept(mail.subject)
                }
            }
        }
    }
}
