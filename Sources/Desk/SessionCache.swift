import Cryptography
import Foundation
import Synchronization

/// Sessions seen in the last seconds, so that not every request asks the store.
///
/// An entry lives ``lifetime`` at most: that is how long a session ended elsewhere may go on here.
/// One ended here ends at once.
final class SessionCache: Sendable {
    static let lifetime: TimeInterval = 5
    static let sessionsMax = 4_096

    private struct Entry {
        var session: Session
        var until: Date
    }

    private let entries = Mutex<[Digest: Entry]>([:])

    func session(_ token: Digest, at moment: Date) -> Session? {
        entries.withLock { entries in
            guard let entry = entries[token], entry.until > moment else { return nil }
            return entry.session
        }
    }

    func keep(_ session: Session, for token: Digest, at moment: Date) {
        entries.withLock { entries in
            if entries.count >= Self.sessionsMax { entries.removeAll(keepingCapacity: true) }
            entries[token] = Entry(session: session, until: moment + Self.lifetime)
        }
    }

    func forget(_ token: Digest) {
        entries.withLock { _ = $0.removeValue(forKey: token) }
    }
}
