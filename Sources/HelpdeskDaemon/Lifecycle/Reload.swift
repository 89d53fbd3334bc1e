import Logging
import ServiceLifecycle
import UnixSignals

/// On SIGHUP reads the knowledge base and the log level anew; the rest needs a restart.
struct Reload: Service {
    let reload: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                Systemd.reloading()
                await reload()
                Systemd.ready()
            }
        }
    }
}
