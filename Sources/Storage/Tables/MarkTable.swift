import Desk

/// The table `marks`: what is to be known of the store itself.
struct MarkTable {
    let session: any SQLSession

    enum Mark: String {
        /// A copy into this store has begun and not ended: it must not be served from.
        case unfinishedCopy = "unfinished-copy"
        /// The index of words remembers what was erased: ``ErasedWords``.
        case erasedWords = "erased-words"
    }

    func find(_ mark: Mark) throws(DeskError) -> String? {
        try session.first("SELECT value FROM marks WHERE name = \(mark)") { $0.text(0) }
    }

    func set(_ mark: Mark, to value: String) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO marks (name, value) VALUES (\(mark), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """
        )
    }

    func remove(_ mark: Mark) throws(DeskError) {
        try session.execute("DELETE FROM marks WHERE name = \(mark)")
    }
}
