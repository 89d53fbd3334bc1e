import Desk
import DeskTesting
import Foundation
import Testing

@Suite("The brakes of automatic mail")
struct BrakeTests {
    private static func mail(_ number: Int, from address: String) -> ReceivedMail {
        .plain("Fråga \(number)", from: address, messageID: "\(number)@example.com")
    }

    @Test(
        "hold each address, each domain and everybody to a number",
        arguments: StoreKind.available
    )
    func caps(on kind: StoreKind) async throws {
        let settings = DeskSettings.writing {
            $0.receiptPeriod = 1
            $0.caps.recipientPerHourMax = 2
            $0.caps.recipientPerDayMax = 3
            $0.caps.domainPerHourMax = 4
        }
        let senders = [
            "a@example.com", "A@Example.com", "a@example.com", "b@example.com", "c@example.com",
            "d@example.com", "d@example.net",
        ]
        try await withDesk(on: kind, settings: settings) { house in
            var verdicts: [String?] = []
            for (number, sender) in senders.enumerated() {
                verdicts.append(try await Self.verdict(house, number, sender))
            }
            // An hour on, and then the fourth within a day.
            for number in 10...11 {
                house.clock.advance(by: 3_900)
                verdicts.append(try await Self.verdict(house, number, "a@example.com"))
            }
            let (address, domain) = (
                "none: as many letters as one address gets",
                "none: as many letters as one domain gets"
            )
            #expect(
                verdicts == [
                    "a receipt", "a receipt", address, "a receipt", "a receipt", domain,
                    "a receipt", "a receipt", address,
                ]
            )
        }
    }

    /// What the desk says at once to a mail that comes after the period of one receipt.
    private static func verdict(
        _ house: TestDesk,
        _ number: Int,
        _ sender: String
    ) async throws -> String? {
        house.clock.advance(by: 601)
        let receipt = try await house.desk.receive(mail(number, from: sender))
        return try await house.answerVerdict(of: receipt.ticket)
    }

    @Test(
        "stop all of it past what citizens can want, call a human, and outlast a restart",
        arguments: StoreKind.available
    )
    func breaker(on kind: StoreKind) async throws {
        let settings = DeskSettings.writing { $0.caps.allPerHourMax = 3 }
        try await withDesk(on: kind, settings: settings) { house in
            for number in 1...5 {
                _ = try await house.desk.receive(
                    Self.mail(number, from: "p\(number)@example\(number).com")
                )
            }
            #expect(try await house.letters().count == 3)
            let report = try await house.desk.brake(as: .lena)
            let brake = try #require(report.brake)
            #expect(brake.holds && brake.reason == .hour)
            // What waits stays where it is, and a clerk's reply leaves.
            #expect(try await house.outbox.claim(atMost: 10, lease: 60).isEmpty)
            let call = try #require(brake.ticket)
            let ticket = try await house.desk.ticket(call, as: .ada)
            #expect(ticket.priority == .urgent && ticket.state == .new)
            let others = try await house.desk.tickets(TicketQuery(limit: 10), as: .ada).tickets
            #expect(others.count == 6, "five mails and one call for help")
            let first = try #require(others.last)
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: first.number,
                as: .ada
            )
            let claimed = try await house.outbox.claim(atMost: 10, lease: 60)
            #expect(claimed.map(\.letter.isAutomatic) == [false])
            // Another daemon on the same store knows it too.
            let other = Outbox(store: house.store) { house.clock.now }
            #expect(try await other.claim(atMost: 10, lease: 60).isEmpty)

            _ = try await house.desk.releaseBrake(by: .lena)
            #expect(try await house.outbox.claim(atMost: 10, lease: 60).count == 3)
            let after = try await house.desk.receive(Self.mail(9, from: "p9@example9.com"))
            #expect(try await house.answerVerdict(of: after.ticket) == "a receipt")
            #expect(try await house.kinds(of: call) == [.opened, .changed])
        }
    }

    @Test("are pulled and let go by whoever leads the desk, and by nobody else")
    func rights() async throws {
        try await withDesk(settings: .writing()) { house in
            for staff in [StaffIdentity.ada, .stig, .rut, .pelle] {
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.pullBrake(by: staff)
                }
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.releaseBrake(by: staff)
                }
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.brake(as: staff)
                }
            }
            let pulled = try await house.desk.pullBrake(by: .lena)
            #expect(pulled.brake?.reason == .staff && pulled.brake?.pulledBy == "lena")
            #expect(try await house.desk.pullBrake(by: .adam).brake == pulled.brake)
            let receipt = try await house.desk.receive(.answerable())
            #expect(
                try await house.answerVerdict(of: receipt.ticket)
                    == "none: automatic mail is stopped"
            )
            let released = try await house.desk.releaseBrake(by: .adam)
            #expect(released.brake?.releasedBy == "adam" && released.brake?.holds == false)
            #expect(try await house.desk.releaseBrake(by: .adam).brake == released.brake)
        }
    }

    @Test("let no more than one letter out to a thousand forged mails of one address")
    func flood() async throws {
        try await withDesk(settings: .writing { $0.knowsSenders = true }) { house in
            for number in 1...100 {
                _ = try await house.desk.receive(Self.mail(number, from: "offer@example.com"))
            }
            #expect(try await house.letters().count == 1)
            #expect(try await house.desk.brakeReport().brake == nil)
        }
    }
}
