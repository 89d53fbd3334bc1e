import Cryptography
import Foundation

/// What a link in a letter is good for; signed, so that only who got the letter has it.
struct LetterLink: Equatable {
    /// What following it says.
    enum Purpose: String, CaseIterable {
        /// The article solved it.
        case solved = "y"
        /// It did not.
        case unsolved = "n"
        /// How it was.
        case survey = "g"

        var kind: Inquiry.Kind {
            switch self {
            case .solved, .unsolved: .solution
            case .survey: .satisfaction
            }
        }
    }

    var purpose: Purpose
    var ticket: TicketNumber
    /// The letter that it stands in.
    var letter: UUIDv7
    /// To the hour.
    var expiresAt: Date

    /// The end of the link's address: `‹key›-y-1042-‹letter›-‹hour›-‹signature›`.
    func token(by proof: TicketProof) -> String {
        let hour = Int64((expiresAt.timeIntervalSince1970 / 3_600).rounded(.up))
        let letter = Base32.encode(letter.bytes)
        return proof.sealed("\(purpose.rawValue)-\(ticket.rawValue)-\(letter)-\(hour)")
    }

    /// Reads a link of ours; nil for any other, and for one whose time is over.
    init?(_ token: Substring, by proof: TicketProof, at moment: Date) {
        guard token.utf8.count <= Self.bytesMax, let text = proof.opened(token) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, let purpose = Purpose(rawValue: String(parts[0])),
            let number = Int64(parts[1]),
            let letter = Base32.decode(parts[2]).flatMap(UUIDv7.init(bytes:)),
            let hour = Int64(parts[3])
        else { return nil }
        expiresAt = Date(timeIntervalSince1970: Double(hour) * 3_600)
        guard expiresAt > moment else { return nil }
        self.purpose = purpose
        ticket = TicketNumber(rawValue: number)
        self.letter = letter
    }

    init(_ purpose: Purpose, ticket: TicketNumber, letter: UUIDv7, expiresAt: Date) {
        self.purpose = purpose
        self.ticket = ticket
        self.letter = letter
        self.expiresAt = expiresAt
    }

    private static let bytesMax = 200
}
