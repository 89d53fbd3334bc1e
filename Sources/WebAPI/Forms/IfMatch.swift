import Desk
import HTTPTypes
import Hummingbird

/// The version of a ticket as HTTP says it: a strong entity tag (RFC 9110 §8.8.3).
struct TicketTag: Equatable, CustomStringConvertible {
    var number: TicketNumber
    var revision: Int64

    init(_ ticket: Ticket) {
        number = ticket.number
        revision = ticket.revision
    }

    private init(number: TicketNumber, revision: Int64) {
        self.number = number
        self.revision = revision
    }

    var description: String { "\"\(number.rawValue)-\(revision)\"" }

    /// The revision a caller has seen, from `If-Match` (RFC 9110 §13.1.1).
    ///
    /// Several tags, or `*`, would allow a change by somebody who has not seen the ticket as it is:
    /// exactly one tag is taken.
    static func seen(
        of number: TicketNumber,
        in request: Request
    ) throws(Problem) -> Int64 {
        guard let header = request.headers[.ifMatch] else { throw .preconditionRequired }
        let prefix = "\"\(number.rawValue)-"
        guard header.hasPrefix(prefix), header.hasSuffix("\""),
            let revision = Int64(header.dropFirst(prefix.count).dropLast())
        else { throw .changedMeanwhile }
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
