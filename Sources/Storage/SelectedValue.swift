import Desk

/// A value that one selection finds, and whose row it is read from.
protocol SelectedValue {
    /// What stands in front of `WHERE`.
    static var selection: SQL { get }

    /// Reads the columns of ``selection``, in their order.
    init(_ row: any SQLRow) throws(DeskError)
}

extension SQLSession {
    /// All that pass a condition, behind which an order and a limit may stand.
    func all<Value: SelectedValue>(where condition: SQL) throws(DeskError) -> [Value] {
        try all("\(Value.selection) WHERE \(condition)", Value.init(_:))
    }

    func first<Value: SelectedValue>(where condition: SQL) throws(DeskError) -> Value? {
        try first("\(Value.selection) WHERE \(condition)", Value.init(_:))
    }

    /// The one that must be there.
    ///
    /// - Throws: ``DeskError/notFound``.
    func one<Value: SelectedValue>(where condition: SQL) throws(DeskError) -> Value {
        guard let found: Value = try first(where: condition) else { throw .notFound }
        return found
    }
}
