import Desk

/// What both databases can do inside a transaction; where they differ, the difference has a name.
protocol SQLSession {
    /// Runs a statement and returns how many rows it wrote.
    @discardableResult
    func execute(_ statement: SQL) throws(DeskError) -> Int

    /// Hands each row to `body` until there are none left or `body` returns false.
    func each(
        _ query: SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError)

    /// Makes words findable under a ticket.
    ///
    /// `ordinal` is the place of the text in its ticket, 0...``searchOrdinalMax``.
    func makeFindable(
        _ text: String,
        ticket: Int64,
        ordinal: Int64
    ) throws(DeskError)

    /// Hands over the tickets below `before` whose texts hold every word, each once and newest
    /// first, until there are none left or `body` returns false.
    func eachTicketFound(
        by text: String,
        before: Int64?,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError)
}

/// How many texts of one ticket are findable; later ones are kept and shown all the same.
let searchOrdinalMax: Int64 = 1 << 20 - 1

/// One row of an answer, read by position.
protocol SQLRow {
    func isNull(_ index: Int) -> Bool
    func integer(_ index: Int) -> Int64
    func text(_ index: Int) -> String
    func blob(_ index: Int) -> [UInt8]
}

extension SQLSession {
    func first<Value>(
        _ query: SQL,
        _ read: (any SQLRow) throws(DeskError) -> Value
    ) throws(DeskError) -> Value? {
        var found: Value?
        try each(query) { (row) throws(DeskError) in
            found = try read(row)
            return false
        }
        return found
    }

    func all<Value>(
        _ query: SQL,
        _ read: (any SQLRow) throws(DeskError) -> Value
    ) throws(DeskError) -> [Value] {
        var found: [Value] = []
        try each(query) { (row) throws(DeskError) in
            found.append(try read(row))
            return true
        }
        return found
    }
}
