import Foundation

/// Something in a list that a clerk names.
protocol Identified: Codable, Sendable {
    var id: String { get }
    /// The ticket that it is about, where that is enough to name it.
    var ticketNumber: Int64? { get }
}

extension Clerk {
    /// The id of one thing of a list, of which the beginning or the end was typed, or its ticket's
    /// number.
    ///
    /// What is a whole id already, or fits nothing, is left as it is for the desk to judge.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` when several things fit.
    func whole<Item: Identified>(
        _ typed: Identifier,
        in list: DeskRequest,
        of type: Item.Type
    ) async throws(CommandFailure) -> String {
        guard UUID(uuidString: typed.value) == nil else { return typed.value }
        let all = try await all(of: list, as: Item.self)
        let number = TicketNumber(argument: typed.value)?.value
        var fitting = all.filter { number != nil && $0.ticketNumber == number }
        if fitting.isEmpty {
            let part = typed.value.lowercased()
            fitting = all.filter { $0.id.hasPrefix(part) || $0.id.hasSuffix(part) }
        }
        guard fitting.count > 1 else { return fitting.first?.id ?? typed.value }
        let ids = fitting.map(\.id).prefix(Self.shownMax).joined(separator: ", ")
        throw .badInput(
            Phrase(
                "Flera passar på \(typed.value): \(ids). Skriv mer av id:t; slutet skiljer dem åt.",
                "Several fit \(typed.value): \(ids). Write more of the id; the end tells them apart."
            )
        )
    }

    private static let shownMax = 5
}
