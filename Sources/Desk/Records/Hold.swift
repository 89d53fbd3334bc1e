public import Foundation

/// That a ticket must be kept (bevarandebeslut): neither its age nor a citizen's wish erases it.
public struct Hold: Sendable, Equatable {
    /// Who decided.
    public var staff: String
    /// One line, such as the number of the decision.
    public var reason: String
    /// When.
    public var at: Date

    /// Names every member.
    public init(staff: String, reason: String, at: Date) {
        (self.staff, self.reason, self.at) = (staff, reason, at)
    }

    /// - Throws: ``DeskError/invalid(_:)`` for a reason that is none, or not one short line.
    static func check(_ reason: String) throws(DeskError) {
        var checks = FieldChecks()
        checks.filledLine(reason, "/reason", limit: DeskSettings.wordCharactersMax)
        try checks.finish()
    }
}
