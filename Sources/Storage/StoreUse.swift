/// What a store is opened for, which says who else may have it.
public enum StoreUse: Sendable {
    /// To look or to change something beside whoever serves.
    case visiting
    /// To serve from it, as daemons do.
    ///
    /// `listeningAt` is where PostgreSQL's `LISTEN` is heard; nil is the store's own address. Where
    /// a pooler stands between there must be one, for with transaction pooling nobody would hear
    /// what other daemons do, nor would anybody learn of it.
    case serving(listeningAt: String? = nil)
    /// To copy it, while nobody serves from it, or all the same.
    case beingCopied(althoughServed: Bool = false)
    /// To copy another one into it, or to go on with a copy that has not ended; to anybody else such
    /// a store is closed.
    case takingCopy
}

extension StoreUse {
    /// Where PostgreSQL's `LISTEN` is heard, when that is elsewhere.
    var listeningAddress: String? {
        guard case .serving(let address) = self else { return nil }
        return address
    }

    /// True when no daemon may have the store meanwhile.
    var isAlone: Bool {
        guard case .beingCopied(althoughServed: false) = self else { return false }
        return true
    }
}
