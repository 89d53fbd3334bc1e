import Desk

/// What the writes that share a transaction make findable: it goes into the index when all of them
/// have run.
///
/// At every savepoint, and at every statement that SQLite may have to take back by itself, FTS5 writes
/// what it has as a piece of index of its own, which has to be merged with the others later.
final class WordsToIndex {
    private struct Entry {
        let rowID: Int64
        let words: String
    }

    private var entries: [Entry] = []
    /// Of these many the writes have succeeded.
    private var keptCount = 0
    /// These many are in the index already, by the write that runs.
    private var writtenCount = 0

    /// Takes words of the write that runs.
    func add(_ words: String, rowID: Int64) {
        entries.append(Entry(rowID: rowID, words: words))
    }

    /// The write that ran stays.
    func keep() {
        entries.removeFirst(writtenCount)
        writtenCount = 0
        keptCount = entries.count
    }

    /// The write that ran was rolled back, and with it what it wrote into the index.
    func drop() {
        entries.removeSubrange(keptCount...)
        writtenCount = 0
    }

    /// Puts everything into the index: at the end, or before somebody looks into it.
    func write(_ session: SQLiteSession) throws(DeskError) {
        for entry in entries[writtenCount...] {
            try session.index(entry.words, rowID: entry.rowID)
        }
        writtenCount = entries.count
    }
}
