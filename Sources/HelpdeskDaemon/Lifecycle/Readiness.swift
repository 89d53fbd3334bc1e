import Logging
import ServiceLifecycle
import Synchronization

/// Waits until every door listens, then says so, and after that that the program is alive.
struct Readiness: Service {
    let doors: OpenDoors
    /// Looks how the store is, for so long at most.
    let probe: @Sendable (Duration) async -> Void
    let onReady: @Sendable () async -> Void
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            await doors.allOpen()
            // The wait ends as well when a door cannot open and all is stopped.
            guard !Task.isCancelled else { return }
            Systemd.ready()
            logger.notice("ready")
            await onReady()
            try await beat()
        }
        Systemd.stopping()
    }

    /// The watchdog is fed also where the store cannot serve or does not answer: a program that hangs
    /// is restarted, but to restart one whose disk is full or whose database is away helps nobody.
    private func beat() async throws {
        let interval = Systemd.watchdogInterval.map { $0 / 3 } ?? .seconds(3_600)
        while true {
            // Together with the pause never so long that the watchdog starves.
            await probe(min(interval, StoreProbe.answerTimeMax))
            Systemd.alive()
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }
}

/// Counts the doors that do not listen yet.
final class OpenDoors: Sendable {
    private let closed: Mutex<Int>
    private let signal: AsyncStream<Void>
    private let sender: AsyncStream<Void>.Continuation

    init(count: Int) {
        closed = Mutex(count)
        (signal, sender) = AsyncStream.makeStream()
    }

    func open() {
        let remaining = closed.withLock { closed in
            closed -= 1
            return closed
        }
        if remaining == 0 { sender.finish() }
    }

    func allOpen() async {
        for await _ in signal {}
    }
}
