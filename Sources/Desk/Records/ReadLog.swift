import Foundation
import Synchronization

/// What was read and is not written yet.
///
/// Reading must not wait for the disk, so what anybody may see who works here is collected and
/// written together, once a second: a daemon that is killed forgets the last second of it, and one
/// that is asked to end forgets nothing. What is secret is not collected: that is written before it
/// is shown. The same person looking again at the same thing within that second makes one record.
final class ReadLog: Sendable {
    /// Most records that wait; with so many, whoever reads next waits for the disk.
    static let waitingMax = 10_000
    /// Most records that are written at once.
    private static let batchMax = 500

    private struct Key: Hashable {
        var staff: String
        var what: ReadRecord.What
        var ticket: TicketNumber?
        var details: [String: String]

        init(_ record: ReadRecord) {
            (staff, what) = (record.staff, record.what)
            (ticket, details) = (record.ticket, record.details)
        }
    }

    private let waiting = Mutex<[Key: ReadRecord]>([:])

    var count: Int { waiting.withLock { $0.count } }

    /// Takes note; false when there are too many, and then nothing was noted.
    func note(_ record: ReadRecord) -> Bool {
        let key = Key(record)
        return waiting.withLock { waiting in
            if waiting[key]?.join(record) != nil { return true }
            guard waiting.count < Self.waitingMax else { return false }
            waiting[key] = record
            return true
        }
    }

    /// Writes what waits; what could not be written waits on.
    func write(to store: any DeskStore) async throws(DeskError) {
        let taken = waiting.withLock { waiting in
            defer { waiting.removeAll(keepingCapacity: true) }
            return waiting.values.sorted { $0.at < $1.at }
        }
        var rest = taken[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batchMax))
            do throws(DeskError) {
                try await store.write { transaction throws(DeskError) in
                    for record in batch { try transaction.record(record) }
                }
            } catch {
                waiting.withLock { waiting in
                    for record in rest {
                        let key = Key(record)
                        if waiting[key]?.join(record) == nil { waiting[key] = record }
                    }
                }
                throw error
            }
            rest = rest.dropFirst(batch.count)
        }
    }
}

extension ReadRecord {
    /// Makes one record of two of the same.
    fileprivate mutating func join(_ other: ReadRecord) {
        at = min(at, other.at)
        until = max(until, other.until)
        times += other.times
    }
}
