import Desk
import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("A folder of records")
struct RecordFolderTests {
    @Test(
        "has what is kept beside a person's tickets, and the mail that was held",
        arguments: StoreKind.available
    )
    func elsewhere(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var loop = ReceivedMail.plain("Runt", subject: "Ett varv", messageID: "l@x")
            loop.hold = .loop
            _ = try await house.desk.receive(loop)
            loop = ReceivedMail.plain("Bort", subject: "Avgjort", messageID: "d@x")
            loop.hold = .loop
            _ = try await house.desk.receive(loop)
            let folder = try TemporaryFolder()
            let records = Records(store: house.store) { house.clock.now }
            let elsewhere = try await records.elsewhere(
                of: Person(email: "MAJA@example.com"),
                besides: []
            )
            // Somebody decides on one of them before it is written.
            let decided = try #require(elsewhere.heldMails.first { $0.subject == "Avgjort" })
            let id = try #require(UUIDv7(decided.id))
            try await house.store.write { transaction throws(DeskError) in
                try transaction.erase(PersonTrace(.heldMail, id, on: nil))
            }
            var written = try RecordFolder(at: folder.path("extract"), from: records)
            let added = try await written.add(elsewhere)
            #expect(added.heldMails == elsewhere.heldMails.filter { $0 != decided })
            try written.add(added.readable, as: "extract.txt")
            #expect(try await written.finish(.extract, by: "operator:eva", signer: nil) == 0)

            func text(_ name: String) throws -> String {
                try String(contentsOfFile: folder.path("extract/\(name)"), encoding: .utf8)
            }
            let sha256 = try #require(added.heldMails.first).sha256
            #expect(try text("mails/\(sha256).eml").contains("Runt"))
            #expect(try text("extract.txt").contains("Ett varv"))
            let json = try text("elsewhere.json")
            #expect(json.contains("\"held_mails\":[{") && !json.contains("Avgjort"))
            let sums = try text("SHA256SUMS")
            for name in ["elsewhere.json", "mails/\(sha256).eml", "extract.txt"] {
                #expect(sums.contains("  \(name)\n"), "\(name)")
            }
            let reads = try await house.desk.reads(ReadQuery(), as: .rut).entries.map(\.record)
            #expect(reads.map(\.what) == [.extract] && reads.first?.staff == "operator:eva")
        }
    }
}
