import Desk
import DeskTesting
import Foundation
import Logging
import MailProtocols
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import MailGateway

@Suite("The courier")
struct CourierTests {
    /// A mail server that says what a test wants it to say, and remembers what it was handed.
    private final class Counter: MailCarrier {
        let timeMax = Duration.seconds(1)
        private let taken = Mutex<[(String?, String, [UInt8])]>([])
        private let refusal: SubmissionError?

        init(refusal: SubmissionError? = nil) { self.refusal = refusal }

        var mails: [(reversePath: String?, recipient: String, message: [UInt8])] {
            taken.withLock { $0.map { ($0.0, $0.1, $0.2) } }
        }

        func carry(
            _ message: [UInt8],
            from reversePath: String?,
            to recipient: String,
            until _: @escaping @Sendable () -> Bool
        ) throws(SubmissionError) {
            if let refusal { throw refusal }
            taken.withLock { $0.append((reversePath, recipient, message)) }
        }
    }

    /// A mail server that is away until a moment, and then takes everything.
    private final class LateServer: MailCarrier {
        let timeMax = Duration.seconds(1)
        let opensAt: Date
        let clock: TestClock
        private let taken = Mutex<[String]>([])
        private let attempts = Mutex(0)

        init(opensAt: Date, clock: TestClock) {
            self.opensAt = opensAt
            self.clock = clock
        }

        /// The Message-IDs of what it took.
        var messageIDs: [String] { taken.withLock { $0 } }
        var attemptCount: Int { attempts.withLock { $0 } }

        func carry(
            _ message: [UInt8],
            from reversePath: String?,
            to recipient: String,
            until _: @escaping @Sendable () -> Bool
        ) throws(SubmissionError) {
            attempts.withLock { $0 += 1 }
            guard clock.now >= opensAt else {
                throw .temporary(code: nil, detail: "Couldn't connect to server")
            }
            // What cannot be read counts as one more mail, which the test would see.
            let id = (try? IncomingMail.parse(message).messageID) ?? nil
            taken.withLock { $0.append(id ?? "none") }
        }
    }

    /// A mail server that takes some letters and never says so.
    private final class SilentServer: MailCarrier {
        let timeMax = Duration.seconds(1)
        private let speaksTo: Set<String>
        private let told = Mutex(Told())

        private struct Told {
            var held = 0
            var taken: [String] = []
        }

        init(speaksTo: Set<String> = []) { self.speaksTo = speaksTo }

        var held: Int { told.withLock { $0.held } }
        var taken: [String] { told.withLock { $0.taken } }

        func carry(
            _ message: [UInt8],
            from reversePath: String?,
            to recipient: String,
            until isEnding: @escaping @Sendable () -> Bool
        ) throws(SubmissionError) {
            guard !speaksTo.contains(recipient) else {
                return told.withLock { $0.taken.append(recipient) }
            }
            told.withLock { $0.held += 1 }
            while !isEnding() { usleep(1_000) }
            throw .temporary(code: nil, detail: SMTPSubmission.ending, hasBegun: true)
        }
    }

    @Test("carries the others while the server is silent about one, which it breaks off at the end")
    func silence() async throws {
        let others = (1...6).map { "\($0)@example.net" }
        let server = SilentServer(speaksTo: Set(others))
        try await withCourier(server) { courier, house in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await courier.run() }
                try await eventually { server.held == 1 }
                for other in others.dropLast() { try await reply(to: other, in: house) }
                try await eventually { server.taken.count == 5 }
                // Whatever is written later goes out meanwhile, too.
                try await reply(to: others[5], in: house)
                try await eventually { server.taken.count == 6 }
                #expect(server.taken.sorted() == others)
                #expect(server.held == 1)
                group.cancelAll()
                try await group.waitForAll()
            }
            let waiting = try await house.outbox.entries(state: .queued, limit: 5)
            #expect(waiting.map(\.attempts) == [1])
            #expect(waiting.map(\.lastError) == [SMTPSubmission.ending])
            // The server had it: it must not be sent again for ever.
            #expect(waiting.first?.deferredSince == house.clock.now)
        }
    }

    @Test("loses patience with a silent server once the house shuts down")
    func patience() async throws {
        let server = SilentServer()
        try await withCourier(server) { courier, house in
            var courier = courier
            courier.patience = .milliseconds(50)
            let group = ServiceGroup(
                services: [courier],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await eventually { server.held == 1 }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let waiting = try await house.outbox.entries(state: .queued, limit: 5)
            #expect(waiting.map(\.lastError) == [SMTPSubmission.ending])
        }
    }

    @Test("claims no more letters than it has places for")
    func places() async throws {
        let server = SilentServer()
        try await withCourier(server) { courier, house in
            for number in 1...2 { try await reply(to: "\(number)@example.net", in: house) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await courier.run() }
                try await eventually { server.held == 2 }
                let figures = try await house.outbox.figures()
                #expect(figures.carried == 2)
                #expect(figures.due == 1)
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(server.held == 2)
        }
    }

    @Test(
        "lets a letter grow old that no mail server takes, however often it is tried",
        arguments: StoreKind.available
    )
    func age(on kind: StoreKind) async throws {
        // No id is earlier than one before it: other tests may have made some for days to come.
        let clock = TestClock(UUIDv7(at: Date(timeIntervalSince1970: 0)).moment)
        try await withDesk(on: kind, clock: clock) { house in
            let outbox = house.outbox
            try await reply(to: "maja@example.com", in: house)
            let start = house.clock.now
            while house.clock.now < start + 1_800 {
                for entry in try await outbox.claim(atMost: 5, lease: 60) {
                    try await outbox.settle(entry, as: .unreached(detail: "refused"))
                }
                let age = try await outbox.figures().oldestAge(at: house.clock.now)
                #expect(abs(age - house.clock.now.timeIntervalSince(start)) < 1)
                house.clock.advance(by: 30)
            }
            // What the brake holds, nobody need hurry for: the reply grows older by itself.
            let reply = try #require(
                try await outbox.entries(state: .queued, limit: 5).first { !$0.letter.isAutomatic }
            )
            house.clock.advance(by: Outbox.pauseMax)
            let claimed = try await outbox.claim(atMost: 5, lease: 60)
            for entry in claimed where entry.id == reply.id {
                try await outbox.settle(entry, as: .taken)
            }
            let left = try await outbox.entries(state: .queued, limit: 5)
            #expect(!left.contains { !$0.letter.isAutomatic })
            _ = try await house.desk.pullBrake(by: .lena)
            #expect(try await outbox.figures().oldestAge(at: house.clock.now) == 0)
        }
    }

    @Test(
        "knows how old a letter is after the clock was set back, which ids do not tell then",
        arguments: StoreKind.available
    )
    func ageByClockSetBack(on kind: StoreKind) async throws {
        // The last id was given a day later than this clock says.
        let clock = TestClock(UUIDv7(at: Date(timeIntervalSince1970: 0)).moment - 86_400)
        try await withDesk(on: kind, clock: clock) { house in
            let outbox = house.outbox
            try await reply(to: "maja@example.com", in: house)
            clock.advance(by: 60)
            let untried = try await outbox.figures().oldestAge(at: clock.now)
            #expect(abs(untried - 60) < 1)
            for entry in try await outbox.claim(atMost: 5, lease: 60) {
                try await outbox.settle(entry, as: .unreached(detail: "refused"))
            }
            clock.advance(by: 600)
            let tried = try await outbox.figures().oldestAge(at: clock.now)
            #expect(abs(tried - 660) < 1)
        }
    }

    private func reply(to citizen: String, in house: TestDesk) async throws {
        let receipt = try await house.desk.receive(
            .plain("Hej", from: citizen, messageID: "of-\(citizen)")
        )
        let draft = MessageDraft(kind: .reply, body: "Svar")
        _ = try await house.desk.write(draft, on: receipt.ticket, as: .ada)
    }

    private func eventually(_ isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !isSo() {
            try #require(ContinuousClock.now < end, "it never was so")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("outlasts a week without a mail server: nothing is lost, and nothing goes twice")
    func week() async throws {
        let address = try #require(MailAddress(TestDesk.address))
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        try await withDesk { house in
            let week: TimeInterval = 7 * 24 * 3_600
            let server = LateServer(opensAt: house.clock.now + week, clock: house.clock)
            let log = LogRecord()
            let courier = OutboxCourier(
                outbox: house.outbox,
                composer: LetterComposer(address: address, name: "Medborgarsupport"),
                carrier: server,
                threads: threads,
                logger: log.logger
            )
            for number in 1...20 {
                let receipt = try await house.desk.receive(
                    .plain("Hej", messageID: "\(number)@example.com")
                )
                let draft = MessageDraft(kind: .reply, body: "Svar", resolves: number % 2 == 0)
                _ = try await house.desk.write(draft, on: receipt.ticket, as: .ada)
            }
            let written = Set(
                try await house.outbox.entries(state: .queued, limit: 50).map(\.letter.messageID)
            )
            #expect(written.count == 20)
            while house.clock.now < server.opensAt + 24 * 3_600 {
                while try await courier.carryOneRound() > 0 {}
                house.clock.advance(by: 3_600)
            }
            #expect(Set(server.messageIDs) == written)
            #expect(server.messageIDs.count == 20)
            // Nobody hammers at a door that is closed: two hours apart at the end.
            #expect(server.attemptCount < 20 * 7 * 24)
            #expect(try await house.outbox.entries(state: .sent, limit: 50).count == 20)
            #expect(try await house.outbox.entries(state: .failed, limit: 50).isEmpty)
            // However many letters waited, and however often.
            #expect(
                log.lines.filter { !$0.hasPrefix("info ") } == [
                    "warning the mail server cannot be reached; letters wait and are tried until it "
                        + "can [\"cause\": Couldn't connect to server]",
                    "notice the mail server can be reached [:]",
                ]
            )
        }
        try await threads.shutdownGracefully()
    }

    private func withCourier(
        _ carrier: any MailCarrier,
        _ body: @escaping @Sendable (OutboxCourier, TestDesk) async throws -> Void
    ) async throws {
        let address = try #require(MailAddress(TestDesk.address))
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        try await withDesk { house in
            let courier = OutboxCourier(
                outbox: house.outbox,
                composer: LetterComposer(address: address, name: "Medborgarsupport"),
                carrier: carrier,
                threads: threads,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let receipt = try await house.desk.receive(
                .plain("Hej", name: "Måns \"X\" Öberg", messageID: "1@example.com")
            )
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Hej Måns!\nPröva så här."),
                on: receipt.ticket,
                as: .ada
            )
            try await body(courier, house)
        }
        try await threads.shutdownGracefully()
    }

    @Test("carries a letter once, and a reader sees what the clerk wrote")
    func carries() async throws {
        let server = Counter()
        try await withCourier(server) { courier, house in
            #expect(try await courier.carryOneRound() == 1)
            #expect(try await courier.carryOneRound() == 0)
            let mail = try #require(server.mails.first)
            #expect(server.mails.count == 1)
            #expect(mail.recipient == "maja@example.com")
            // A report that it did not arrive comes back to the ticket, too.
            let reversePath = try #require(mail.reversePath?.split(separator: "@").first)
            let returned = house.proof.ticket(
                replyToken: reversePath.dropFirst("support+".count)
            )
            #expect(returned == TicketNumber(rawValue: 1))
            let read = try IncomingMail.parse(mail.message)
            #expect(read.from == [Mailbox(name: "Medborgarsupport", address: TestDesk.address)])
            #expect(read.to == [Mailbox(name: "Måns \"X\" Öberg", address: "maja@example.com")])
            #expect(read.subject == "Re: Fråga [#1]")
            #expect(read.text.contains("Pröva så här."))
            #expect(read.inReplyTo == ["1@example.com"])
            #expect(read.references == ["1@example.com"])
            let token = try #require(read.replyTo.first?.address.split(separator: "@").first)
            let proven = house.proof.ticket(replyToken: token.dropFirst("support+".count))
            #expect(proven == TicketNumber(rawValue: 1))
            #expect(house.proof.ticket(messageID: read.messageID ?? "") == proven)
            #expect(!read.isAutomatic)
        }
    }

    @Test("carries the answer to a mail whose headers no other mail may repeat")
    func oddHeaders() async throws {
        let server = Counter()
        try await withCourier(server) { courier, house in
            let receipt = try await house.desk.receive(
                .plain(
                    "Hej",
                    subject: "Kan inte\u{2028}logga in",
                    name: String(repeating: "Å", count: 2_000),
                    messageID: "abc@Källes-Mac.local",
                    references: [String(repeating: "x", count: 1_000), "8@example.com"]
                )
            )
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Hej"),
                on: receipt.ticket,
                as: .ada
            )
            while try await courier.carryOneRound() > 0 {}
            let failed = try await house.outbox.entries(state: .failed, limit: 5)
            #expect(failed.isEmpty)
            // Two letters travel side by side; this is the one about the second ticket.
            let mails = try server.mails.map { try IncomingMail.parse($0.message) }
            let read = try #require(mails.first { $0.subject.hasSuffix("[#2]") })
            #expect(read.subject == "Re: Kan inte logga in [#2]")
            #expect(read.inReplyTo.isEmpty)
            #expect(read.references == ["8@example.com"])
        }
    }

    @Test("comes again when the server asks for it, and gives up when it says never")
    func refusals() async throws {
        try await withCourier(Counter(refusal: .temporary(code: 451, detail: "busy"))) {
            courier,
            house in
            _ = try await courier.carryOneRound()
            let waiting = try await house.outbox.entries(state: .queued, limit: 5)
            #expect(waiting.first?.attempts == 1)
            #expect(waiting.first?.lastError == "busy")
        }
        try await withCourier(Counter(refusal: .permanent(code: 550, detail: "no such user"))) {
            courier,
            house in
            _ = try await courier.carryOneRound()
            let failed = try await house.outbox.entries(state: .failed, limit: 5)
            #expect(failed.first?.lastError == "no such user")
            let ticket = try await house.desk.ticket(TicketNumber(rawValue: 1), as: .ada)
            #expect(ticket.state == .open)
        }
    }

    @Test("gives up after five days of a server that takes letters and never says so")
    func neverAnswered() async throws {
        let silent = SubmissionError.temporary(code: nil, detail: "Timeout", hasBegun: true)
        try await withCourier(Counter(refusal: silent)) { courier, house in
            let end = house.clock.now + 6 * 24 * 3_600
            while house.clock.now < end {
                while try await courier.carryOneRound() > 0 {}
                house.clock.advance(by: 3_600)
            }
            #expect(try await house.outbox.entries(state: .queued, limit: 5).isEmpty)
            let failed = try await house.outbox.entries(state: .failed, limit: 5)
            #expect(failed.first?.lastError == "Timeout")
        }
    }

    @Test("says in words why a letter cannot be written as a mail")
    func unwritable() async throws {
        let server = Counter()
        try await withCourier(server) { courier, house in
            let receipt = try await house.desk.receive(
                .plain("Hej", from: "maja", messageID: "2@example.com")
            )
            let draft = MessageDraft(kind: .reply, body: "Hej")
            _ = try await house.desk.write(draft, on: receipt.ticket, as: .ada)
            while try await courier.carryOneRound() > 0 {}
            let failed = try await house.outbox.entries(state: .failed, limit: 5)
            #expect(failed.map(\.lastError) == ["its To is no address that mail can go to"])
        }
    }

    @Test("keeps a letter for which there was no memory")
    func noMemory() {
        guard case .deferred = MIMEError.failed.result else {
            Issue.record("\(MIMEError.failed.result)")
            return
        }
        guard case .refused(let detail) = MIMEError.unsafeHeader(name: "Subject").result else {
            Issue.record("a header that no mail can carry")
            return
        }
        #expect(detail == "its Subject holds what no header of a mail can carry")
    }

    @Test(
        "holds a letter for longer than its mail server may take, and less than a wrong clock would",
        arguments: [(60, 900), (600, 2_520)]
    )
    func lease(timeout: Int, lease: TimeInterval) async throws {
        let server = SMTPSubmission(
            url: "smtp://127.0.0.1:1",
            tls: .none,
            timeout: .seconds(timeout)
        )
        try await withCourier(server) { courier, _ in
            try #require(courier.lease == lease)
            #expect(lease < Outbox.pauseMax)
        }
    }

    @Test("says of an automatic letter that it is one, and gives it no return path")
    func automatic() throws {
        let address = try #require(MailAddress(TestDesk.address))
        let letter = Letter(
            ticket: TicketNumber(rawValue: 1),
            toName: nil,
            toAddress: "maja@example.com",
            subject: "Mottaget",
            text: "Vi har fått ditt brev.",
            language: "sv",
            messageID: "x@example.org",
            inReplyTo: nil,
            references: [],
            replyToken: "t",
            isAutomatic: true,
            writtenAt: Date(timeIntervalSince1970: 1_793_606_400)
        )
        let composer = LetterComposer(address: address, name: "Medborgarsupport")
        let read = try IncomingMail.parse(try composer.compose(letter))
        #expect(read.isAutomatic)
        #expect(try composer.compose(letter) == (try composer.compose(letter)))
    }
}
