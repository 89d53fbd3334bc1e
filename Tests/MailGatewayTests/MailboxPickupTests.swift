import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Logging
import MailProtocols
import NIOPosix
import Testing

@testable import MailGateway

/// Mail that stands in a real Dovecot, fetched over TLS.
@Suite(
    "A mailbox that mail is taken out of",
    .enabled(if: DovecotServer.isInstalled, "Dovecot is not installed"),
    .timeLimit(.minutes(2))
)
struct MailboxPickupTests {
    private func mail(
        _ number: Int,
        to address: String = TestDesk.address,
        size: Int = 0
    ) -> [UInt8] {
        Array(
            """
            Return-Path: <maja@example.com>\r
            Delivered-To: \(address)\r
            From: Maja <maja@example.com>\r
            To: support@example.org\r
            Subject: Nummer \(number)\r
            Message-ID: <\(number)@example.com>\r
            \r
            Hej\(String(repeating: "\r\nx", count: size / 3))\r

            """.utf8
        )
    }

    private func pickup(
        _ server: DovecotServer,
        _ desk: Desk,
        secret: PickupSettings.Secret = .password(DovecotServer.password),
        messageBytesMax: Int = 100_000,
        readers: NIOThreadPool = .singleton
    ) throws -> MailboxPickup {
        var mail = try Fixtures.settings
        mail.limits = LMTPLimits(messageBytesMax: messageBytesMax)
        var settings = PickupSettings(
            url: server.url,
            username: DovecotServer.user,
            secret: secret
        )
        settings.caFile = server.caFile
        return MailboxPickup(
            settings,
            mail: mail,
            desk: desk,
            reader: MailReader(settings: mail, threads: readers),
            threads: .singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test("is emptied into tickets, each mail whole, and what was taken stands in another folder")
    func taken() async throws {
        let server = try DovecotServer()
        for number in 1...3 { try server.deliver(mail(number), named: "\(number)") }
        try await withDesk { house in
            let pickup = try pickup(server, house.desk)
            #expect(try await pickup.takeOneRound() == 3)
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.map(\.subject).sorted() == ["Nummer 1", "Nummer 2", "Nummer 3"])
            #expect(tickets.allSatisfy { $0.citizen.email == "maja@example.com" })
            #expect(try server.mails(in: nil).isEmpty)
            #expect(try server.mails(in: "Helpdesk").count == 3)
            #expect(try await pickup.takeOneRound() == 0)
        }
    }

    @Test("brings an answer to its ticket by the address it came to")
    func threaded() async throws {
        let server = try DovecotServer()
        try await withDesk { house in
            let first = try await house.desk.receive(.plain("Hej", messageID: "0@example.com"))
            let token = house.proof.replyToken(for: first.ticket)
            // The one that proves it decides, wherever it stands.
            let addresses = "support+nothing@example.org, support+\(token)@example.org"
            try server.deliver(mail(1, to: addresses), named: "1")
            _ = try await pickup(server, house.desk).takeOneRound()
            let ticket = try await house.desk.ticket(first.ticket, as: .ada)
            #expect(ticket.contacts == 2)
        }
    }

    @Test("gives a mail once, though whoever took it died before it was moved")
    func twice() async throws {
        let server = try DovecotServer()
        try await withDesk { house in
            for name in ["1", "1-again"] {
                try server.deliver(mail(1), named: name)
                _ = try await pickup(server, house.desk).takeOneRound()
            }
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.count == 1)
            #expect(try server.mails(in: "Helpdesk").count == 2)
        }
    }

    @Test("keeps a mail that is too long apart, and gives the next one")
    func tooLong() async throws {
        let server = try DovecotServer()
        try server.deliver(mail(1, size: 20_000), named: "1")
        try server.deliver(mail(2), named: "2")
        try await withDesk { house in
            let pickup = try pickup(server, house.desk, messageBytesMax: 10_000)
            #expect(try await pickup.takeOneRound() == 2)
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.map(\.subject) == ["Nummer 2"])
            #expect(try server.mails(in: "Helpdesk-refused").count == 1)
            #expect(try server.mails(in: "Helpdesk").count == 1)
        }
    }

    @Test("keeps its mail while the desk cannot take it, and then gives the others first")
    func deskAway() async throws {
        let server = try DovecotServer()
        for number in 1...2 { try server.deliver(mail(number), named: "\(number)") }
        try await withDesk { house in
            // Threads that were not started stand for a desk that is away.
            let readers = NIOThreadPool(numberOfThreads: 1)
            let pickup = try pickup(server, house.desk, readers: readers)
            await #expect(throws: DeskError.self) { try await pickup.takeOneRound() }
            #expect(try server.mails(in: nil).count == 2)
            readers.start()
            // It may have been that mail's fault: it waits a minute and fills no window.
            #expect(try await pickup.takeOneRound() == 1)
            #expect(try server.mails(in: nil).count == 1)
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.count == 1)
            try await readers.shutdownGracefully()
        }
    }

    /// A mail that the server lists and cannot open.
    private func deliverUnreadable(to server: DovecotServer, named name: String) throws {
        try server.deliver(mail(0), named: name)
        let house = URL(filePath: server.caFile).deletingLastPathComponent()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0],
            ofItemAtPath: house.appending(path: "mail/new/\(name)").path
        )
    }

    @Test("gives its other mails though there are some that the server cannot read")
    func unreadable() async throws {
        let server = try DovecotServer()
        try server.deliver(mail(0), named: "0")
        for number in 1...20 {
            try deliverUnreadable(to: server, named: "\(number)")
        }
        try server.deliver(mail(21), named: "21")
        try await withDesk { house in
            let pickup = try pickup(server, house.desk)
            #expect(try await pickup.takeOneRound() == 1)
            #expect(try server.mails(in: "Helpdesk").count == 1)
            // The unreadable ones fill no window.
            #expect(try await pickup.takeOneRound() == 1)
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.map(\.subject).sorted() == ["Nummer 0", "Nummer 21"])
        }
    }

    @Test("is opened by a token, which is read anew each time")
    func token() async throws {
        let server = try DovecotServer()
        let folder = try TemporaryFolder()
        let fresh = DovecotServer.token(until: Date() + 3_600)
        let file = try folder.write("\(DovecotServer.token(until: Date() - 3_600))\n", to: "token")
        try server.deliver(mail(1), named: "1")
        try await withDesk { house in
            let pickup = try pickup(server, house.desk, secret: .tokenFile(path: file))
            await #expect(throws: IMAPMailbox.Failure.self) { try await pickup.takeOneRound() }
            try folder.write("\(fresh)\n", to: "token")
            #expect(try await pickup.takeOneRound() == 1)
            #expect(try server.mails(in: "Helpdesk").count == 1)
        }
    }

    @Test("is not opened with a wrong secret, nor to a server that nobody vouches for")
    func refused() async throws {
        let server = try DovecotServer()
        let folder = try TemporaryFolder()
        let file = try folder.write("stale\n", to: "token")
        try await withDesk { house in
            for secret in [PickupSettings.Secret.password("fel"), .tokenFile(path: file)] {
                let pickup = try pickup(server, house.desk, secret: secret)
                await #expect(throws: IMAPMailbox.Failure.self) { try await pickup.takeOneRound() }
            }
            let stranger = IMAPMailbox(
                url: server.url,
                username: DovecotServer.user,
                secret: .password(DovecotServer.password)
            )
            let failure = #expect(throws: IMAPMailbox.Failure.self) {
                try stranger.waiting(atMost: 1)
            }
            #expect(failure?.detail.contains(DovecotServer.password) == false)
        }
    }

    @Test("names all its messages, however many there are")
    func many() throws {
        let server = try DovecotServer()
        for number in 1...4_000 { try server.deliver(mail(number), named: "\(number)") }
        let mailbox = IMAPMailbox(
            url: server.url,
            username: DovecotServer.user,
            secret: .password(DovecotServer.password),
            caFile: server.caFile
        )
        #expect(try mailbox.waiting(atMost: 5_000).map(\.uid) == Array(1...4_000))
        #expect(try mailbox.waiting(atMost: 20).map(\.uid) == Array(1...20))
    }

    @Test("says a message's name only for the folder that it was given in")
    func validity() throws {
        let server = try DovecotServer()
        try server.deliver(mail(1), named: "1")
        let mailbox = IMAPMailbox(
            url: server.url,
            username: DovecotServer.user,
            secret: .password(DovecotServer.password),
            caFile: server.caFile
        )
        var name = try #require(try mailbox.waiting(atMost: 5).first)
        #expect(try mailbox.message(name, bytesMax: 10_000) == mail(1))
        #expect(try mailbox.message(name, bytesMax: 10) == nil)
        name.validity += 1
        #expect(throws: IMAPMailbox.Failure.self) { try mailbox.message(name, bytesMax: 10_000) }
        #expect(throws: IMAPMailbox.Failure.self) { try mailbox.move([name], to: "Helpdesk") }
    }
}
