import Cryptography
import Foundation
import Synchronization

/// Sessions seen in the last seconds, so that not every request asks the store.
///
/// One ended here ends at once, and one ended by another daemon as soon as the store tells. An entry
/// lives ``lifetime`` at most: that is how long a session ended elsewhere may go on when it cannot.
final class SessionCache: Sendable {
    static let lifetime: TimeInterval = 5
    static let sessionsMax = 4_096

    private struct Entry {
        var session: Session
        var until: Date
    }

    private struct State {
        var entries: [Digest: Entry] = [:]
        var epoch = 0
    }

    private let state = Mutex(State())

    /// Changes whenever a session is forgotten.
    var epoch: Int { state.withLock { $0.epoch } }

    func session(_ token: Digest, at moment: Date) -> Session? {
        state.withLock { state in
            guard let entry = state.entries[token], entry.until > moment else { return nil }
            return entry.session
        }
    }

    /// Keeps what was read from the store, unless a session was ended since: it may be this one.
    func keep(_ session: Session, for token: Digest, at moment: Date, ifStill epoch: Int) {
        state.withLock { state in
            guard state.epoch == epoch else { return }
            if state.entries.count >= Self.sessionsMax {
                state.entries.removeAll(keepingCapacity: true)
            }
            state.entries[token] = Entry(session: session, until: moment + Self.lifetime)
        }
    }

    func forget(_ token: Digest) {
        state.withLock { state in
            state.entries.removeValue(forKey: token)
            state.epoch += 1
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.entries.removeAll(keepingCapacity: true)
            state.epoch += 1
        }
    }
}
