import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("A store from before hand-offs could be listed")
struct HandoffStateStepTests {
    /// Three hand-offs: one rings, one is from before it was written whether they are open, one ended.
    @Sendable
    private static func content(_ id: (Int) -> String) -> String {
        let destination = #"{"id":"bygglov","kind":"unit","name":"Bygglov","topics":[]}"#
        return """
            INSERT INTO tickets (
                revision, subject, state, kind, category, priority, channel, queue, language,
                citizen_verified, symptom, created_at, updated_at, contacts, suggestions)
            VALUES (
                1, 'Annat', 'open', 'question', 'other', 'normal', 'email', 'school', 'sv', 0,
                '{"codes":[],"device":null,"e_id":null,"step":null}', 1, 1, 1, '[]');
            INSERT INTO handoffs (id, ticket, destination, mode, requested_by, is_open)
                VALUES (\(id(1)), 1, '\(destination)', 'blind', 'ada', 1),
                    (\(id(2)), 1, '\(destination)', 'blind', 'ada', 0),
                    (\(id(3)), 1, '\(destination)', 'blind', 'ada', 0);
            INSERT INTO handoff_steps (handoff, place, state, at)
                VALUES (\(id(1)), 0, 'requested', 1), (\(id(1)), 1, 'ringing', 2),
                    (\(id(2)), 0, 'requested', 1), (\(id(2)), 1, 'dialling', 2),
                    (\(id(3)), 0, 'requested', 1), (\(id(3)), 1, 'busy', 2);
            """
    }

    @Test("lists them by where they stand", arguments: StoreKind.available)
    func listed(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let step = (SQLiteSchema.handoffStates, PostgreSQLSchema.handoffStates)
        try await location.writeStore(before: step, Self.content)
        let store = try await location.open()
        try await store.read { reading throws(DeskError) in
            #expect(try reading.handoffs(HandoffQuery()).map(\.state) == [.dialling, .ringing])
            for (state, count) in [(.ringing, 1), (.busy, 1), (.requested, 0)]
                as [(Handoff.State, Int)]
            {
                var query = HandoffQuery()
                query.selection = .state(state)
                let found = try reading.handoffs(query).map(\.state)
                #expect(found == Array(repeating: state, count: count))
            }
        }
        try await store.close()
    }

    @Test("walks an index for each list, and sorts nothing")
    func plans() async throws {
        try await withDesk { house in
            let plans = try await house.store.read { reading throws(DeskError) -> [String] in
                guard let transaction = reading as? StoreTransaction else { return [] }
                let watched = WatchedSession(real: transaction.session)
                let watching = StoreTransaction(session: watched, now: transaction.now)
                var query = HandoffQuery()
                query.after = UUIDv7(at: transaction.now)
                for selection in HandoffQuery.Selection.allCases {
                    query.selection = selection
                    _ = try watching.handoffs(query)
                }
                return try watched.plans()
            }
            #expect(plans.count { $0.contains("handoffs_open (id<?)") } == 1)
            #expect(plans.count { $0.contains("handoffs_by_state (state=? AND id<?)") } == 16)
            #expect(plans.count == 17)
        }
    }
}
