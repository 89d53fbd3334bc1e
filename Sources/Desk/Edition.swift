import Cryptography
import Foundation

/// Which wording of a thing somebody has seen: another one as soon as anybody has changed what people
/// may change of it, and the same while only the desk counts on.
public struct Edition: Sendable, Equatable {
    /// Hexadecimal digits.
    public let text: String

    /// As somebody has named it.
    public init(_ text: String) { self.text = text }

    init(of parts: [String?]) {
        // With their lengths, or the same words divided otherwise would look the same.
        let words = parts.map { part in part.map { "\($0.utf8.count) \($0)" } ?? "-" }
        text = Digest(of: Array(words.joined(separator: " ").utf8)).hexadecimal
    }

    /// - Throws: ``DeskError/changedMeanwhile`` for one that is not what was seen; nil was not looked at.
    func check(_ seen: Edition?) throws(DeskError) {
        if let seen, seen != self { throw .changedMeanwhile }
    }
}

extension Incident {
    /// Its title, its notice and where it stands.
    public var edition: Edition {
        Edition(of: [title, notice?.swedish, notice?.english, state.rawValue])
    }
}

extension Maintenance {
    /// When, what, and what receipts say.
    public var edition: Edition {
        let moments = [startsAt, endsAt, cancelledAt].map { $0?.timeIntervalSince1970.description }
        return Edition(of: moments + [notice.swedish, notice.english] + services)
    }
}

extension Webhook {
    /// Where and what it is told.
    public var edition: Edition {
        Edition(of: [url, String(tellsSubject), "\(kinds.count)"] + kinds.map(\.rawValue) + queues)
    }
}
