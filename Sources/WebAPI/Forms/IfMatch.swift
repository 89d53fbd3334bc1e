import Desk
import Foundation
import HTTPTypes
import Hummingbird

/// The version of a ticket as HTTP says it: a strong entity tag (RFC 9110 §8.8.3).
///
/// A ticket becomes overdue by the clock, before anybody writes that down: it looks another then.
struct TicketTag: Equatable, CustomStringConvertible {
    var number: TicketNumber
    var revision: Int64
    var isOverdue: Bool

    /// What stands in it beside the revision.
    private static let overdue = "-overdue"

    init(_ ticket: Ticket, at moment: Date) {
        number = ticket.number
        revision = ticket.revision
        isOverdue = ticket.isOverdue(at: moment)
    }

    var description: String {
        "\"\(number.rawValue)-\(revision)\(isOverdue ? Self.overdue : "")\""
    }

    /// The revision a caller has seen, from `If-Match` (RFC 9110 §13.1.1).
    ///
    /// Several tags, or `*`, would allow a change by somebody who has not seen the ticket as it is:
    /// exactly one tag is taken. Whether it was overdue then does not matter: nobody changed that.
    static func seen(
        of number: TicketNumber,
        in request: Request
    ) throws(Problem) -> Int64 {
        guard let header = request.headers[.ifMatch] else { throw .preconditionRequired }
        guard header.hasPrefix("\""), header.hasSuffix("\""), !header.contains(",") else {
            throw .oneVersionNeeded
        }
        let prefix = "\"\(number.rawValue)-"
        var version = header.dropFirst(prefix.count).dropLast()
        if version.hasSuffix(overdue) { version = version.dropLast(overdue.count) }
        guard header.hasPrefix(prefix), let revision = Int64(version) else {
            throw .changedMeanwhile
        }
        return revision
    }

    /// True when the caller has this version already (`If-None-Match`, RFC 9110 §13.1.2).
    func isKnown(to request: Request) -> Bool {
        guard let header = request.headers[.ifNoneMatch] else { return false }
        // The comparison is the weak one here: a proxy may have weakened the tag on its way.
        return header.split(separator: ",").contains { part in
            let tag = part.split(whereSeparator: \.isWhitespace).first ?? ""
            return tag == "*" || tag == description || tag == "W/\(description)"
        }
    }
}
