/// Which of many things is due first; one time a thing.
struct SIPDeadlines<Key: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        let due: Duration
        let key: Key
    }

    /// A binary heap; an entry that `current` no longer agrees with is skipped when it comes up.
    private var heap: [Entry] = []
    private var current: [Key: Duration] = [:]

    /// The earliest time; nil when nothing is waited for.
    var earliest: Duration? { heap.first?.due }

    /// Sets, moves or takes back a thing's time.
    mutating func set(_ key: Key, _ due: Duration?) {
        guard current[key] != due else { return }
        current[key] = due
        if let due { push(Entry(due: due, key: key)) }
        dropOutdated()
        // Times that were moved linger in the heap: rebuilt before they outnumber the living.
        if heap.count > 64, heap.count > current.count * 4 { rebuild() }
    }

    /// Takes out one thing whose time has come.
    mutating func popDue(at now: Duration) -> Key? {
        guard let first = heap.first, first.due <= now else { return nil }
        pop()
        current[first.key] = nil
        dropOutdated()
        return first.key
    }

    private mutating func dropOutdated() {
        while let first = heap.first, current[first.key] != first.due { pop() }
    }

    private mutating func rebuild() {
        heap = current.map { Entry(due: $1, key: $0) }.sorted { $0.due < $1.due }
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place].due < heap[(place - 1) / 2].due {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func pop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].due < heap[$1].due }),
                heap[least].due < heap[place].due
            else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
