import Desk
import DeskTesting
import Foundation
import Storage

/// What clerks look at, in stores of every size: a ticket, its messages and history, lists with
/// each filter and with every two, searches.
struct ReadPart: Sendable {
    let scale: Scale
    let stores: FilledStores

    /// One kind of reading; `place` is another each time.
    private struct Reading {
        var name: String
        var aim = "nearly flat"
        var body: @Sendable (any DeskReading, _ place: Int) throws(DeskError) -> Int
    }

    func run() async throws {
        var sheet = Sheet(
            "reads: in the store, one after the other",
            columns: ["what", "store", "tickets", "times", "p50", "p99", "longest", "found", "aim"]
        )
        let readings = Self.single + Self.lists + Self.searches
        var opened: [Opened] = []
        for kind in stores.databases.kinds {
            for count in scale.tickets {
                let store = try await stores.location(kind, count).open()
                opened.append(Opened(kind: kind, count: count, store: store))
            }
        }
        for reading in readings {
            for store in opened { try await measure(reading, store, &sheet) }
        }
        for one in opened { try await one.store.close() }
        sheet.print()
    }

    /// A store that is read.
    private struct Opened {
        var kind: StoreKind
        var count: Int
        var store: any DurableStore
    }

    private func measure(
        _ reading: Reading,
        _ opened: Opened,
        _ sheet: inout Sheet
    ) async throws {
        let (store, count) = (opened.store, opened.count)
        var random = SeededRandom(seed: 7)
        var times: [Duration] = []
        var found = 0
        for _ in 0..<scale.reads {
            let place = Int(random.next() % UInt64(count)) + 1
            let start = ContinuousClock.now
            found += try await store.read { (reads) throws(DeskError) in
                try reading.body(reads, place)
            }
            times.append(ContinuousClock.now - start)
        }
        let latencies = Latencies(times)
        sheet.add(
            reading.name,
            opened.kind.name,
            Figure.count(Double(count)),
            "\(times.count)",
            Figure.time(latencies.percentile(0.5)),
            Figure.time(latencies.percentile(0.99)),
            Figure.time(latencies.percentile(1)),
            Figure.count(Double(found) / Double(max(1, times.count))),
            count == scale.tickets.last ? reading.aim : ""
        )
    }

    private static let single = [
        Reading(name: "ticket") { (reads, place) throws(DeskError) in
            Int(try reads.ticket(number(place)).contacts)
        },
        Reading(name: "messages") { (reads, place) throws(DeskError) in
            try reads.messages(of: number(place), after: nil, limit: 25).count
        },
        Reading(name: "history") { (reads, place) throws(DeskError) in
            try reads.history(of: number(place), after: nil, limit: 25).count
        },
    ]

    private typealias Filter = (
        field: String, name: String, set: @Sendable (inout TicketQuery, _ place: Int) -> Void
    )

    private static let filters: [Filter] = [
        ("state", "state new", { query, _ in query.state = .new }),
        ("state", "state closed", { query, _ in query.state = .closed }),
        ("queue", "queue", { $0.queue = TicketSeries.queues[$1 % TicketSeries.queues.count] }),
        (
            "assignee", "assignee",
            { $0.assignee = TicketSeries.clerks[$1 % TicketSeries.clerks.count] }
        ),
        ("kind", "kind", { $0.kind = TicketKind.allCases[$1 % TicketKind.allCases.count] }),
        (
            "category", "category",
            { $0.category = TicketCategory.allCases[$1 % TicketCategory.allCases.count] }
        ),
        ("citizen", "citizen", { $0.citizen = TicketSeries.citizen($1) }),
        ("overdue", "overdue", { query, _ in query.isOverdue = true }),
        ("overdue", "in time", { query, _ in query.isOverdue = false }),
    ]

    private static var lists: [Reading] {
        var lists = [
            list("list of all") { _, _ in },
            list("list from somewhere") { $0.after = number($1) },
        ]
        for (place, one) in filters.enumerated() {
            lists.append(list("list: \(one.name)", one.set))
            for other in filters[(place + 1)...] where one.field != other.field {
                lists.append(
                    list("list: \(one.name), \(other.name)") {
                        one.set(&$0, $1)
                        other.set(&$0, $1)
                    }
                )
            }
        }
        return lists
    }

    private static var searches: [Reading] {
        let common = TicketSeries.commonWord
        let rare = TicketSeries.rareWord
        let words = [
            ("common word", common), ("rare word", rare), ("two common words", "jag \(common)"),
            ("rare and common", "\(rare) \(common)"), ("unfinished word", "banki"),
            ("word that is nowhere", "xyzzyq"),
        ]
        var searches = words.map { name, words in
            list("search: \(name)", aim: "≤ 50 ms") { query, _ in query.text = words }
        }
        for filter in filters {
            searches.append(
                list("search: common, \(filter.name)", aim: "≤ 50 ms") {
                    $0.text = common
                    filter.set(&$0, $1)
                }
            )
        }
        return searches
    }

    private static func list(
        _ name: String,
        aim: String = "nearly flat",
        _ set: @escaping @Sendable (inout TicketQuery, _ place: Int) -> Void
    ) -> Reading {
        Reading(name: name, aim: aim) { (reads, place) throws(DeskError) in
            var query = TicketQuery()
            set(&query, place)
            return try reads.tickets(query).tickets.count
        }
    }

    private static func number(_ place: Int) -> TicketNumber {
        TicketNumber(rawValue: Int64(place))
    }
}
