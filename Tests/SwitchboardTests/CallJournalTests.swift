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
        /// How often it is too slow for what it calls poison; nil is always.
        let refusals: Mutex<Int?>

        init(poison: Set<UUIDv7>, refusals: Int? = nil, writesUntilUp: Int = 0) {
            self.poison = poison
            self.refusals = Mutex(refusals)
            self.writesUntilUp = Mutex(writesUntilUp)
        }

        private func refuses(_ reports: [CallReport]) -> Bool {
            guard reports.contains(where: { poison.contains($0.call) }) else { return false }
            return refusals.withLock { left in
                guard let times = left else { return true }
                left = times - 1
                return times > 0
            }
        }

        func write(_ reports: [CallReport]) throws(DeskError) {
            let isUp = writesUntilUp.withLock { left in
                left -= 1
                return left < 0
            }
            guard isUp, !refuses(reports) else {
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
        let facts = calls.map { poison.contains($0) ? ["a"] : (0..<8).map(String.init) }
        let reports = zip(calls, facts).flatMap { call, facts in
            facts.map { Self.report(call, $0) }
        }
        let written = await drained(reports, PoorStore(poison: Set(poison)))
        for (call, facts) in zip(calls, facts) where !poison.contains(call) {
            #expect(written.filter { $0.call == call } == facts.map { Self.report(call, $0) })
        }
        #expect(written.count == 24)
    }

    @Test(
        "is not given up before the store wrote five others, and not it after each",
        .timeLimit(.minutes(1)),
        arguments: [(14, true), (15, false)]
    )
    func slowStore(refusals: Int, isKept: Bool) async {
        // Three times in a batch, twice alone, and then before and after each of five others.
        let calls = Self.calls(7)
        let reports = calls.map { Self.report($0, "a") }
        let store = PoorStore(poison: [calls[0]], refusals: refusals)
        let written = await drained(reports, store)
        #expect(written.contains(reports[0]) == isKept)
        #expect(Set(written).isSuperset(of: reports.dropFirst()))
        #expect(written.count == (isKept ? 7 : 6))
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
