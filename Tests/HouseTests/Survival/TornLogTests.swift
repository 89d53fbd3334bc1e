import DeskTesting
import Foundation
import Testing

@Suite("A store whose log is torn")
struct TornLogTests {
    /// Every so many frames' ends are tried: a few with every change, all of them beside long kills.
    private static let stride =
        ProcessInfo.processInfo.environment["HELPDESK_KILLS"] == nil ? 11 : 1

    /// SQLite's file format, §4.1: a header, then frames of a header and a page each.
    private static let headerBytes = 32
    private static let frameBytes = 24 + 4_096

    @Test("has all that came before the tear, whole, and nothing of what came after")
    func torn() async throws {
        try await withSurvivor { house in
            let names = ["a", "b", "c", "d"]
            for name in names { #expect(try await house.deliver(mail(name)) == [250]) }
            house.kill()
            let log = [UInt8](try Data(contentsOf: URL(filePath: house.storePath + "-wal")))
            let frames = (log.count - Self.headerBytes) / Self.frameBytes
            try #require(frames > 40)
            var counts: [Int] = []
            for frame in Swift.stride(from: 0, through: frames, by: Self.stride) {
                let end = Self.headerBytes + frame * Self.frameBytes
                for place in [end - 3, end, end + 5] where place <= log.count {
                    let cut = Array(log.prefix(place))
                    let spoilt = cut + log.dropFirst(place).prefix(4_000).map { ~$0 }
                    let mails = try Self.mails(of: house, log: cut)
                    #expect(try Self.mails(of: house, log: spoilt) == mails)
                    counts.append(mails)
                }
            }
            #expect(counts == counts.sorted(), "a longer log has no less in it")
            #expect(counts.first == 0)
            #expect(try Self.mails(of: house, log: log) == names.count)
            // The program itself, on a log torn in the middle of the last mail.
            let shorter = Data(log.prefix(log.count - Self.frameBytes / 2))
            try shorter.write(to: URL(filePath: house.storePath + "-wal"))
            #expect(try house.start())
            #expect(try await house.deliver(mail("d")) == [250])
            try expect(names, in: house)
        }
    }

    /// How many mails a store with this log has; it must be whole.
    private static func mails(of house: SurvivalHouse, log: [UInt8]) throws -> Int {
        let folder = try TemporaryFolder("torn")
        let copy = folder.path("helpdesk.sqlite")
        try FileManager.default.copyItem(atPath: house.storePath, toPath: copy)
        try Data(log).write(to: URL(filePath: copy + "-wal"))
        let audit = try StoreAudit(of: copy)
        #expect(audit.faults == [])
        #expect(audit.mails.count == audit.tickets.count)
        return audit.mails.count
    }
}
