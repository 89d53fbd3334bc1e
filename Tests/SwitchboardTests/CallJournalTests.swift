import Desk
import Foundation
import Logging
import Synchronization
import Testing

@testable import Switchboard

@Suite("What calls did")
struct CallJournalTests {
    /// A store that some facts are poison to, and that is away for a while.
    private final class PoorStore: Sendable {
        let written = Mutex<[CallReport]>([])
        let writesUntilUp: Mutex<Int>
        let poison: Set<UUIDv7>

        init(poison: Set<UUIDv7>, writesUntilUp: Int = 0) {
            self.poison = poison
            self.writesUntilUp = Mutex(writesUntilUp)
        }

        func write(_ reports: [CallReport]) throws(DeskError) {
            let isUp = writesUntilUp.withLock { left in
                left -= 1
                return left < 0
            }
            guard isUp, !reports.contains(where: { poison.contains($0.call) }) else {
                throw .unavailable(cause: "the database said no")
            }
            written.withLock { $0 += reports }
        }
    }

    private static func report(_ call: UUIDv7, _ text: String) -> CallReport {
        CallReport(call: call, at: Date(timeIntervalSince1970: 0), fact: .kept(text))
    }

    private static func calls(_ count: Int) -> [UUIDv7] {
        (0..<count).map { _ in UUIDv7(at: Date(timeIntervalSince1970: 1_793_606_400)) }
    }

    /// Writes everything down, and returns it.
    private func drained(_ reports: [CallReport], _ store: PoorStore) async -> [CallReport] {
        let journal = CallJournal(logger: Logger(label: "test"), firstPause: .microseconds(10)) {
            (reports) throws(DeskError) in try store.write(reports)
        }
        for report in reports { journal.add(report) }
        await journal.drain()
        return store.written.withLock { $0 }
    }

    @Test("is written down though some of it never can be", .timeLimit(.minutes(1)))
    func poison() async {
        let calls = Self.calls(6)
        // Those that never can be written come first, twice in a row and once in between.
        let poison = [calls[0], calls[1], calls[3]]
        let facts = calls.map { poison.contains($0) ? ["a"] : ["a", "b", "c"] }
        let reports = zip(calls, facts).flatMap { call, facts in
            facts.map { Self.report(call, $0) }
        }
        let written = await drained(reports, PoorStore(poison: Set(poison)))
        for (call, facts) in zip(calls, facts) where !poison.contains(call) {
            #expect(written.filter { $0.call == call } == facts.map { Self.report(call, $0) })
        }
        #expect(written.count == 9)
    }

    @Test("is all written down, and in its order, when the store was away", .timeLimit(.minutes(1)))
    func outage() async {
        let calls = Self.calls(300)
        let reports = calls.map { Self.report($0, "a") } + calls.map { Self.report($0, "b") }
        let written = await drained(reports, PoorStore(poison: [], writesUntilUp: 40))
        #expect(Set(written) == Set(reports) && written.count == reports.count)
        for call in calls {
            #expect(written.filter { $0.call == call }.map(\.fact) == [.kept("a"), .kept("b")])
        }
    }

    @Test(
        "is told in a line of bounded length",
        arguments: [
            ("+46701740605", "+46701740605"), ("bell-\u{7}-bell", "bell-\u{FFFD}-bell"),
            ("a\r\nb\u{2028}c\u{85}", "a\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}"),
            (String(repeating: "å", count: 201), String(repeating: "å", count: 200)),
        ]
    )
    func told(text: String, kept: String) {
        #expect(text.told == kept)
        #expect("null-\u{0}-null".told == "null-\u{FFFD}-null")
        // What looks like one letter may be of any length.
        let letter = "e" + String(repeating: "\u{301}", count: 9_999)
        #expect(letter.told.utf8.count < 800)
    }
}
