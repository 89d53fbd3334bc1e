import DeskTesting
import MailProtocols
import NIOPosix
import Testing

@testable import MailGateway

@Suite("How a mailbox is read")
struct PickupStatusTests {
    @Test("is told when it changes, and not with every look")
    func changes() async throws {
        try await withDesk { house in
            let record = LogRecord()
            let status = PickupStatus()
            let mail = try Fixtures.settings
            let pickup = MailboxPickup(
                PickupSettings(url: "imaps://127.0.0.1:1", username: "a", secret: .password("b")),
                mail: mail,
                desk: house.desk,
                reader: MailReader(settings: mail, threads: .singleton),
                threads: .singleton,
                logger: record.logger,
                status: status
            )
            pickup.note(nil)
            #expect(status.trouble == nil && record.lines.isEmpty)
            for _ in 0..<3 { pickup.note(IMAPMailbox.Failure(detail: "no answer")) }
            #expect(status.trouble == "no answer" && record.lines.count == 1)
            pickup.note(IMAPMailbox.Failure(detail: "log-in refused"))
            #expect(record.lines.count == 2)
            for _ in 0..<2 { pickup.note(nil) }
            #expect(status.trouble == nil && record.lines.count == 3)
        }
    }
}
