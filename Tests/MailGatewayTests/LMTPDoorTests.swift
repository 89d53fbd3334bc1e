import Desk
import DeskTesting
import Logging
import MailProtocols
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import MailGateway

@Suite("The LMTP door", .timeLimit(.minutes(1)))
struct LMTPDoorTests {
    /// Opens a door on a desk, lets `body` call at it, and closes it.
    private func withDoor(
        on kind: StoreKind = .sqlite,
        unix: Bool = false,
        connectionsMax: Int = 100,
        idleTime: TimeAmount = .seconds(60),
        memoryBytesMax: Int = 268_435_456,
        limits: LMTPLimits = LMTPLimits(),
        desk deskSettings: DeskSettings = DeskSettings(mailDomain: "example.org"),
        _ body: @escaping @Sendable (LMTPDoor.Listen, TestDesk) async throws -> Void
    ) async throws {
        let address = try #require(MailAddress(TestDesk.address))
        let settings = MailGatewaySettings(
            address: address,
            name: "Medborgarsupport",
            connectionsMax: connectionsMax,
            idleTime: idleTime,
            memoryBytesMax: memoryBytesMax,
            limits: limits
        )
        try await withDesk(on: kind, settings: deskSettings) { house in
            let folder = try TemporaryFolder()
            let wanted: LMTPDoor.Listen =
                unix
                ? .unix(path: "\(folder.path)/lmtp.sock") : .tcp(host: "127.0.0.1", port: 0)
            let readers = NIOThreadPool(numberOfThreads: 2)
            readers.start()
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let (addresses, announce) = AsyncStream<SocketAddress?>.makeStream()
            let door = LMTPDoor(
                listen: wanted,
                settings: settings,
                intake: Intake(
                    desk: house.desk,
                    address: address,
                    reader: MailReader(settings: settings, threads: readers),
                    logger: logger
                ),
                logger: logger
            ) { announce.yield($0) }
            let group = ServiceGroup(services: [door], logger: logger)
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                for await bound in addresses {
                    let port = bound?.port ?? 0
                    try await body(unix ? wanted : .tcp(host: "127.0.0.1", port: port), house)
                    break
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            try await readers.shutdownGracefully()
        }
    }

    private func mail(_ number: Int, body: String = "Hej") -> [UInt8] {
        let text = """
            From: Maja <maja@example.com>\r
            To: support@example.org\r
            Subject: Nummer \(number)\r
            Message-ID: <\(number)@example.com>\r
            \r
            \(body)\r

            """
        return Array(text.utf8)
    }

    @Test("takes mail in by TCP and by unix socket", arguments: [false, true])
    func takesIn(unix: Bool) async throws {
        try await withDoor(unix: unix) { door, house in
            let replies = try await LMTPClient.connected(to: door) { client in
                try await client.deliver(
                    mail(1, body: "..första raden\r\n.\r\n..\r\nsista"),
                    from: "maja@example.com",
                    to: [TestDesk.address]
                )
            }
            #expect(replies.map(\.code) == [250])
            let (messages, _) = try await house.desk.messages(
                of: TicketNumber(rawValue: 1),
                after: nil,
                limit: 5,
                as: .ada
            )
            #expect(messages.first?.body == "..första raden\n.\n..\nsista\n")
        }
    }

    @Test("answers for each recipient; the one that proves a ticket decides")
    func recipients() async throws {
        try await withDoor { door, house in
            let first = try await house.desk.receive(.plain("Hej", messageID: "0@example.com"))
            let token = house.proof.replyToken(for: first.ticket)
            let replies = try await LMTPClient.connected(to: door) { client in
                try await client.deliver(
                    mail(1),
                    from: "maja@example.com",
                    to: [TestDesk.address, "Support+\(token.uppercased())@EXAMPLE.org"]
                )
            }
            #expect(replies.map(\.code) == [250, 250])
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.count == 1)
            #expect(tickets.first?.contacts == 2)
        }
    }

    @Test("lets the recipient decide that proves a ticket, whatever others have behind their plus")
    func unprovenFirst() async throws {
        try await withDoor { door, house in
            let first = try await house.desk.receive(.plain("Hej", messageID: "0@example.com"))
            let token = house.proof.replyToken(for: first.ticket)
            let forged = "1-a-\(String(repeating: "a", count: 26))"
            for (number, other) in ["nyhetsbrev", forged].enumerated() {
                let replies = try await LMTPClient.connected(to: door) { client in
                    try await client.deliver(
                        mail(number + 1),
                        from: "maja@example.com",
                        to: ["support+\(other)@example.org", "support+\(token)@example.org"]
                    )
                }
                #expect(replies.map(\.code) == [250, 250])
            }
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.map(\.contacts) == [3])
            #expect(try await house.desk.quarantine(QuarantineQuery(), as: .ada).mails.isEmpty)
        }
    }

    /// What mail servers write of whom no program could read it, and what became of a report that was put
    /// into another mail on its way.
    private static let reportsInWords = [
        """
        From: MAILER-DAEMON@mx.example.net\r
        Subject: failure notice\r
        Message-ID: <b@mx.example.net>\r
        \r
        Hi. This is the qmail-send program at mx.example.net.\r

        """,
        """
        From: Mail Delivery System <Mailer-Daemon@mx.example.net>\r
        Subject: Mail delivery failed: returning message to sender\r
        Message-ID: <b@mx.example.net>\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        Content-Type: multipart/report; report-type=delivery-status; boundary=c\r
        \r
        --c\r
        \r
        This message was created automatically by mail delivery software.\r
        --c\r
        Content-Type: message/delivery-status\r
        \r
        Final-Recipient: rfc822; maja@example.com\r
        Action: failed\r
        Status: 5.1.1\r
        --c--\r
        --b--\r

        """,
    ]

    @Test(
        "knows what a mail server says in words alone by the address that it came to",
        arguments: reportsInWords
    )
    func reportInWords(report: String) async throws {
        try await withDoor { door, house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(draft, on: number, as: .ada)
            let letter = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            try await house.outbox.settle(letter, as: .taken)
            let token = house.proof.replyToken(for: number)
            let replies = try await LMTPClient.connected(to: door) { client in
                try await client.deliver(
                    Array(report.utf8),
                    from: "",
                    to: [TestDesk.address, "support+\(token)@example.org"]
                )
            }
            #expect(replies.map(\.code) == [250, 250])
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .open && ticket.contacts == 1)
            let failed = try await house.outbox.entries(state: .failed, limit: 9)
            #expect(failed.map(\.id) == [letter.id])
        }
    }

    /// Delivers each mail in a conversation of its own, all of them at once.
    private func deliverTogether(
        _ mails: [(bytes: [UInt8], recipient: String)],
        to door: LMTPDoor.Listen
    ) async throws -> [Int] {
        try await withThrowingTaskGroup { group in
            for mail in mails {
                group.addTask {
                    try await LMTPClient.connected(to: door) { client in
                        try await client.deliver(
                            mail.bytes,
                            from: "maja@example.com",
                            to: [mail.recipient]
                        )
                        .map(\.code)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    @Test(
        "takes one mail once that comes by many ways at the same instant",
        arguments: StoreKind.available,
        [false, true]
    )
    func sameInstant(on kind: StoreKind, isAnswer: Bool) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        try await withDoor(on: kind, desk: settings) { door, house in
            var recipients = [TestDesk.address, "Support@example.org", "support+x@example.org"]
            if isAnswer {
                let first = try await house.desk.receive(.plain("Hej", messageID: "0@example.com"))
                let token = house.proof.replyToken(for: first.ticket)
                recipients = ["support+\(token)@example.org"]
            }
            for round in 1...5 {
                let copies = (0..<8).map { place in
                    (mail(round), recipients[place % recipients.count])
                }
                let codes = try await deliverTogether(copies, to: door)
                #expect(codes == Array(repeating: 250, count: 8))
                let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
                #expect(tickets.count == (isAnswer ? 1 : round))
                #expect(tickets.map(\.contacts).reduce(0, +) == (isAnswer ? round + 1 : round))
            }
            var count = 0
            for ticket in try await house.desk.tickets(TicketQuery(), as: .ada).tickets {
                count += try await house.desk.messages(
                    of: ticket.number,
                    after: nil,
                    limit: 100,
                    as: .ada
                ).messages.count
            }
            #expect(count == (isAnswer ? 6 : 5))
            // However many tickets one sender opens in a while, that it came is said once.
            #expect(try await house.outbox.entries(state: nil, limit: 100).count == 1)
        }
    }

    @Test(
        "takes each of one sender's mails of the same instant, and answers the sender once",
        arguments: StoreKind.available
    )
    func oneSender(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        try await withDoor(on: kind, desk: settings) { door, house in
            let codes = try await deliverTogether(
                (1...8).map { (mail($0), TestDesk.address) },
                to: door
            )
            #expect(codes == Array(repeating: 250, count: 8))
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(Set(tickets.map(\.subject)) == Set((1...8).map { "Nummer \($0)" }))
            #expect(try await house.outbox.entries(state: nil, limit: 100).count == 1)
        }
    }

    @Test("refuses other people's mail before it is sent")
    func foreign() async throws {
        try await withDoor { door, _ in
            let refusal = await #expect(throws: LMTPClient.Refusal.self) {
                try await LMTPClient.connected(to: door) { client in
                    try await client.deliver(mail(1), from: "a@x.se", to: ["boss@example.org"])
                }
            }
            #expect(refusal?.reply?.code == 550)
        }
    }

    @Test("takes a message of the limit and refuses one octet more", arguments: [-1, 0, 1])
    func size(over: Int) async throws {
        try await withDoor(limits: LMTPLimits(messageBytesMax: 2_000)) { door, _ in
            let shell = mail(1, body: "").count
            let body = String(repeating: "x", count: 900) + "\r\n"
            let filler = 2_000 + over - shell - body.utf8.count
            let replies = try await LMTPClient.connected(to: door) { client in
                try await client.deliver(
                    mail(1, body: body + String(repeating: "y", count: filler)),
                    from: "maja@example.com",
                    to: [TestDesk.address]
                )
            }
            #expect(replies.map(\.code) == [over > 0 ? 552 : 250])
        }
    }

    @Test("serves as many clients as it may, and tells one more to come later")
    func connections() async throws {
        try await withDoor(connectionsMax: 2) { door, _ in
            try await LMTPClient.connected(to: door) { _ in
                try await LMTPClient.connected(to: door) { _ in
                    let refusal = await #expect(throws: LMTPClient.Refusal.self) {
                        try await LMTPClient.connected(to: door) { _ in }
                    }
                    #expect(refusal?.reply?.code == 421)
                }
            }
        }
    }

    @Test("ends a connection on which nothing is heard")
    func silence() async throws {
        try await withDoor(idleTime: .milliseconds(50)) { door, _ in
            let refusal = await #expect(throws: (any Error).self) {
                try await LMTPClient.connected(to: door) { client in
                    while true {
                        try await Task.sleep(for: .milliseconds(100))
                        _ = try await client.deliver(
                            mail(1),
                            from: "a@x.se",
                            to: [TestDesk.address]
                        )
                    }
                }
            }
            #expect(refusal != nil)
        }
    }

    @Test("has no memory for more than it may hold, and says so for each recipient")
    func memory() async throws {
        try await withDoor(memoryBytesMax: 100_000) { door, _ in
            let replies = try await LMTPClient.connected(to: door) { client in
                let line = String(repeating: "x", count: 900) + "\r\n"
                let large = try await client.deliver(
                    mail(1, body: String(repeating: line, count: 2_000)),
                    from: "maja@example.com",
                    to: [TestDesk.address]
                )
                let small = try await client.deliver(
                    mail(2),
                    from: "maja@example.com",
                    to: [TestDesk.address]
                )
                return large + small
            }
            #expect(replies.map(\.code) == [452, 250])
        }
    }

    @Test("takes a thousand mails by ten clients, each once")
    func many() async throws {
        try await withDoor { door, house in
            try await withThrowingTaskGroup { group in
                for session in 0..<10 {
                    group.addTask {
                        try await LMTPClient.connected(to: door) { client in
                            for index in 0..<100 {
                                let replies = try await client.deliver(
                                    mail(session * 100 + index),
                                    from: "maja@example.com",
                                    to: [TestDesk.address]
                                )
                                #expect(replies.map(\.code) == [250])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            var query = TicketQuery(limit: 100)
            var subjects: Set<String> = []
            while true {
                let page = try await house.desk.tickets(query, as: .ada)
                subjects.formUnion(page.tickets.map(\.subject))
                query.after = page.next
                guard page.hasMore else { break }
            }
            #expect(subjects.count == 1_000)
        }
    }
}
