import Desk
import DeskTesting
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Words that wait for the end of a transaction")
struct WordsToIndexTests {
    /// A store of its own and a session on it that collects words, rolled back at the end.
    private func withWords(
        _ body: (SQLiteSession, WordsToIndex) throws -> Void
    ) throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path("helpdesk.sqlite"))
        try store.close()
        let queue = try DatabaseQueue(path: folder.path("helpdesk.sqlite"))
        try queue.writeWithoutTransaction { database in
            let raw = try #require(database.sqliteConnection)
            let connection = SQLiteConnection(borrowing: raw)
            let words = WordsToIndex()
            try connection.run("BEGIN IMMEDIATE")
            try body(SQLiteSession(connection: connection, wordsToIndex: words), words)
            try connection.run("ROLLBACK")
        }
        try queue.close()
    }

    private func found(_ word: String, _ session: SQLiteSession) throws -> [Int64] {
        try session.all(
            "SELECT rowid FROM search WHERE search MATCH \(word) ORDER BY rowid"
        ) { $0.integer(0) }
    }

    @Test("are in the index then, but for those of writes that were rolled back")
    func together() throws {
        try withWords { session, words in
            words.add("alfa", rowID: 1)
            words.keep()
            words.add("alfa", rowID: 2)
            words.drop()
            words.add("alfa", rowID: 3)
            words.keep()
            #expect(try found("alfa", session) == [])
            try words.write(session)
            #expect(try found("alfa", session) == [1, 3])
            try words.write(session)
            #expect(try found("alfa", session) == [1, 3])
        }
    }

    @Test("are there for a write that looks, and stay when it is kept")
    func looking() throws {
        try withWords { session, words in
            words.add("alfa", rowID: 1)
            words.keep()
            words.add("alfa", rowID: 2)
            try words.write(session)
            #expect(try found("alfa", session) == [1, 2])
            words.add("alfa", rowID: 3)
            words.keep()
            try words.write(session)
            #expect(try found("alfa", session) == [1, 2, 3])
        }
    }

    @Test("of others come back when a write that looked is rolled back")
    func rolledBack() throws {
        try withWords { session, words in
            words.add("alfa", rowID: 1)
            words.keep()
            try session.connection.run("SAVEPOINT one")
            words.add("alfa", rowID: 2)
            try words.write(session)
            try session.connection.run("ROLLBACK TO one")
            words.drop()
            try session.connection.run("RELEASE one")
            #expect(try found("alfa", session) == [])
            try words.write(session)
            #expect(try found("alfa", session) == [1])
        }
    }
}
