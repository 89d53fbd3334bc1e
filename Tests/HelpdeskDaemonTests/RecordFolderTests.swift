import Desk
import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("A folder of records")
struct RecordFolderTests {
    @Test("is read in the language asked for, without the names of fields")
    func languages() async throws {
        try await withDesk { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let records = Records(store: house.store) { house.clock.now }
            try await house.desk.hold(number, for: "dnr 12", as: .adam)
            let file = try await records.file(of: number)
            let swedish = RecordWords(.swedish).readable(file)
            let english = RecordWords(.english).readable(file)
            for (text, words) in [
                (swedish, ["ÄRENDE 1", "medborgarens namn: Maja Lind", "läge: nytt", "HISTORIK"]),
                (swedish, ["Maja Lind  skrev", "beslutade att bevara  skäl: dnr 12"]),
                (english, ["TICKET 1", "citizen's name: Maja Lind", "state: new", "HISTORY"]),
                (english, ["Maja Lind  wrote", "decided to keep it  reason: dnr 12"]),
            ] {
                for word in words { #expect(text.contains(word), "\(word) in \(text)") }
            }
            for text in [swedish, english] { #expect(!text.contains("_")) }
            let names = file.facts.keys + file.history.flatMap(\.details.keys)
            #expect(names.filter { RecordWords.names[$0] == nil } == [])
            #expect(RecordWords(.english).explanation.contains("one ticket"))
            #expect(RecordWords(.swedish).explanation.contains("ett ärende per rad"))
            let locales = [("sv_SE.UTF-8", "sv"), ("en_GB", "en"), ("C", "sv"), ("", "sv")]
            for (locale, language) in locales {
                #expect(RecordLanguage.preferred(["LANG": locale]).rawValue == language)
            }
        }
    }

    @Test("has a word for each kind of event and each fixed value of a ticket")
    func words() {
        let kinds = TicketEvent.Kind.allCases.map(\.rawValue)
        #expect(kinds.filter { RecordWords.events[$0] == nil } == [])
        for (key, values) in [
            ("state", TicketState.allCases.map(\.rawValue)),
            ("kind", TicketKind.allCases.map(\.rawValue)),
            ("channel", TicketChannel.allCases.map(\.rawValue)),
        ] {
            #expect(values.filter { RecordWords.values[key]?[$0] == nil } == [], "\(key)")
        }
    }

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
            var written = try RecordFolder(
                at: folder.path("extract"),
                from: records,
                in: .init(.swedish)
            )
            let added = try await written.add(elsewhere)
            #expect(added.heldMails == elsewhere.heldMails.filter { $0 != decided })
            try written.add(RecordWords(.swedish).readable(added), as: "extract.txt")
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
