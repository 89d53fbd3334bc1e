import Synchronization

/// What all clients together may occupy: how many there are, and how much they are sending.
final class MemoryBudget: Sendable {
    private let bytesMax: Int
    private let connectionsMax: Int
    private let bytes = Atomic<Int>(0)
    private let connections = Atomic<Int>(0)

    init(bytesMax: Int, connectionsMax: Int) {
        self.bytesMax = bytesMax
        self.connectionsMax = connectionsMax
    }

    func letIn() -> Bool {
        let count = connections.add(1, ordering: .relaxed).newValue
        guard count > connectionsMax else { return true }
        connections.subtract(1, ordering: .relaxed)
        return false
    }

    func letOut() { connections.subtract(1, ordering: .relaxed) }

    /// Moves one client's share from `old` to `new`; false when there is no room for more.
    func move(from old: Int, to new: Int) -> Bool {
        let total = bytes.add(new - old, ordering: .relaxed).newValue
        guard new > old, total > bytesMax else { return true }
        bytes.subtract(new - old, ordering: .relaxed)
        return false
    }
}
