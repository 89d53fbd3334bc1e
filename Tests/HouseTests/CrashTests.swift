import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Synchronization
import Testing

extension HouseTests {
    @Suite("A daemon that is killed")
    struct CrashTests {
        @Test(
            "loses no mail that it accepted, and keeps none twice",
            arguments: StoreKind.available
        )
        func killedInTheMiddle(on kind: StoreKind) async throws {
            var settings = try HouseSettings.on(kind)
            settings.door = .socket
            settings.logLevel = "info"
            try await withHouse(settings) { house in
                let senders = 4
                let each = 75
                let tally = Tally()
                try await withThrowingTaskGroup { group in
                    for sender in 0..<senders {
                        group.addTask {
                            let mails = (0..<each).map { Self.mail("\(sender)-\($0)") }
                            try await Self.deliver(mails, to: house.lmtp, tally)
                        }
                    }
                    group.addTask {
                        // Somewhere in each quarter of the work.
                        for quarter in 1...3 {
                            let share = senders * each / 4
                            let mark = quarter * share - Int.random(in: 0..<share)
                            try await eventually("\(mark) mails are in", within: .seconds(60)) {
                                tally.acceptedCount >= mark
                            }
                            try house.kill()
                            try await house.start()
                        }
                    }
                    try await group.waitForAll()
                }
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let subjects = try await api.tickets().map(\.subject)
                #expect(subjects.count == senders * each)
                #expect(Set(subjects) == tally.accepted)
                #expect(tally.accepted.count == senders * each)
            }
        }

        @Test("makes Postfix wait, and gets each of its mails once")
        func postfixWaits() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { house in
                let postfix = house.surroundings.postfix
                let count = 40
                for index in 0..<count {
                    if index == 10 { try house.kill() }
                    let mail = Self.mail("post-\(index)")
                    try postfix.send(mail.bytes, from: mail.sender, to: [mail.recipient])
                }
                #expect(try postfix.queuedCount() > 0)
                try await house.start()
                try postfix.flush()
                let api = try await house.api.signedIn("anna", "annas lösenord")
                try await eventually("half of the mails are in", within: .seconds(30)) {
                    try await api.tickets().count > count / 2
                }
                try house.kill()
                try await house.start()
                try postfix.flush()
                try await postfix.waitUntilQueueIsEmpty(within: .seconds(30))
                let subjects = try await api.tickets().map(\.subject)
                #expect(subjects.sorted() == (0..<count).map { "Fråga post-\($0)" }.sorted())
            }
        }

        private static func mail(_ name: String) -> CitizenMail {
            CitizenMail(
                sender: "\(name)@example.com",
                subject: "Fråga \(name)",
                text: "Jag kan inte logga in med BankID. Vad gör jag? (\(name))",
                messageID: "\(name)@example.com"
            )
        }

        /// Sends each mail until it is accepted, as a mail server does.
        static func deliver(
            _ mails: [CitizenMail],
            to door: LMTPDoor.Listen,
            _ tally: Tally
        ) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            var rest = mails[...]
            while !rest.isEmpty {
                guard ContinuousClock.now < deadline else { throw Wire.Broken() }
                do {
                    // Fewer than a connection's worth of mails, so that there are many greetings.
                    let accepted = try await LMTPClient.connected(to: door) { client in
                        try await session(rest.prefix(10), client: &client, tally)
                    }
                    rest = rest.dropFirst(accepted)
                } catch {
                    // Killed in the middle: what was accepted is known, the rest goes again.
                    rest = rest.drop { tally.contains($0.subject) }
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }

        private static func session(
            _ mails: ArraySlice<CitizenMail>,
            client: inout LMTPClient,
            _ tally: Tally
        ) async throws -> Int {
            for mail in mails {
                let replies = try await client.deliver(
                    mail.bytes,
                    from: mail.sender,
                    to: [mail.recipient]
                )
                guard replies.allSatisfy(\.isPositive) else {
                    throw LMTPClient.Refusal(reply: replies.first)
                }
                tally.accept(mail.subject)
            }
            return mails.count
        }
    }
}

/// Which mails got a 2xx.
final class Tally: Sendable {
    private let subjects = Mutex<Set<String>>([])

    var accepted: Set<String> { subjects.withLock { $0 } }
    var acceptedCount: Int { subjects.withLock { $0.count } }

    func contains(_ subject: String) -> Bool { subjects.withLock { $0.contains(subject) } }

    func accept(_ subject: String) { subjects.withLock { _ = $0.insert(subject) } }
}
