import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("A store from before citizens could ask to be called back")
struct AskedCallBackStepTests {
    @Sendable
    private static func content(_ id: (Int) -> String) -> String {
        """
        INSERT INTO calls (id, external_id, source, direction, state, started_at)
            VALUES (\(id(1)), 'c1', 'events', 'in', 'ended', 1);
        INSERT INTO call_backs (id, call, number, number_key, reason, created_at, done_at, done_by)
            VALUES (\(id(2)), \(id(1)), '+46701740605', '46701740605', 'abandoned', 2, NULL, NULL),
                (\(id(3)), \(id(1)), '+46701740606', '46701740606', 'nobody_left', 3, 4, 'ada');
        """
    }

    @Test("keeps who is owed a call", arguments: StoreKind.available)
    func kept(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let step = (SQLiteSchema.askedCallBacks, PostgreSQLSchema.askedCallBacks)
        try await location.writeStore(before: step, Self.content)
        let store = try await location.open()
        try await store.write { transaction throws(DeskError) in
            let open = try transaction.openCallBacks(after: nil, limit: 9)
            #expect(open.map(\.number) == ["+46701740605"])
            #expect(open.first?.reason == .abandoned && open.first?.call != nil)
            let number = try transaction.insert(Ticket.plain())
            let asked = CallBack(
                id: UUIDv7(at: Date(timeIntervalSince1970: 1_793_606_400)),
                call: nil,
                number: "+46701740607",
                ticket: number,
                reason: .asked,
                createdAt: Date(timeIntervalSince1970: 1_793_606_400),
                notBefore: Date(timeIntervalSince1970: 1_793_606_500)
            )
            try transaction.insert(asked)
            #expect(try transaction.openCallBack(to: asked.number) == asked)
        }
        try await store.close()
    }
}
