import Synchronization

/// In which order the servers are asked, and who asks one that failed.
///
/// The first of the configuration that has not failed lately comes first, so that after a failure
/// the work goes back where it belongs. A server that failed rests; when its rest is over one caller
/// tries it, and the others go on elsewhere meanwhile: a server that hangs costs one caller one
/// timeout. While all of them rest, each is tried by one caller at a time and everybody else is told
/// at once that nobody can say.
final class ServerRota: Sendable {
    private struct Server {
        var restsUntil: ContinuousClock.Instant?
        /// How many ask it now: who began before it failed may end after others began.
        var callers = 0

        var isFree: Bool { restsUntil == nil || callers == 0 }
    }

    private let rest: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let servers: Mutex<[Server]>

    init(
        count: Int,
        rest: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        precondition(count > 0, "nobody to ask")
        self.rest = rest
        self.now = now
        servers = Mutex(Array(repeating: Server(), count: count))
    }

    /// The next server to ask, of those not asked yet; nil when there is none.
    ///
    /// - Returns: its index; whoever gets one must say what came of it by ``note(_:isUp:)``.
    func next(after asked: Set<Int>) -> Int? {
        let moment = now()
        return servers.withLock { servers in
            let free = servers.enumerated().filter { index, server in
                !asked.contains(index) && server.isFree
            }
            let due = free.first { $0.element.restsUntil.map { $0 <= moment } ?? true }
            let isAnyWell = servers.contains { $0.restsUntil == nil }
            // While another server is well, one that rests is left in peace.
            let chosen = due?.offset ?? (isAnyWell ? nil : free.first?.offset)
            guard let chosen else { return nil }
            servers[chosen].callers += 1
            return chosen
        }
    }

    /// Ends what ``next(after:)`` began.
    func note(_ index: Int, isUp: Bool) {
        let until = now() + rest
        servers.withLock { servers in
            precondition(servers[index].callers > 0, "said once of what was asked once")
            servers[index].callers -= 1
            servers[index].restsUntil = isUp ? nil : until
        }
    }
}
