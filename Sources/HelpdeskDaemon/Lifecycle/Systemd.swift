import CSystemd
import Dispatch
import Glibc

/// What the program tells systemd (sd_notify(3)); outside systemd it tells nobody.
enum Systemd {
    /// How much longer the start may take after each asking: as TimeoutStartSec= of the unit, so that
    /// what follows the long part has as much as it always has.
    private static let startExtension: Duration = .seconds(300)
    private static let startBeat: DispatchTimeInterval = .seconds(60)

    /// Asks for more time, at once and every minute, until what is returned is cancelled.
    ///
    /// On a queue of its own: what takes long, such as bringing a large store up to date, may hold the
    /// thread that it runs on.
    static func extendStart() -> any DispatchSourceTimer {
        let queue = DispatchQueue(label: "helpdesk.start")
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler {
            notify("EXTEND_TIMEOUT_USEC=\(Int(startExtension / .microseconds(1)))")
        }
        timer.schedule(deadline: .now(), repeating: startBeat)
        timer.resume()
        return timer
    }

    /// Says what the start waits for, in one line.
    static func waiting(for what: String) { notify("STATUS=Waiting for \(what)") }

    /// Says that everything listens.
    static func ready() { notify("READY=1\nSTATUS=Serving") }

    /// Says that a reload has begun; ``ready()`` ends it.
    static func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
        notify("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// Says that accepted work is being finished.
    static func stopping() { notify("STOPPING=1\nSTATUS=Finishing accepted work") }

    /// Says that the program is alive.
    static func alive() { notify("WATCHDOG=1") }

    /// How long systemd waits for ``alive()``; nil when it does not.
    static var watchdogInterval: Duration? {
        var microseconds = UInt64(0)
        guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(microseconds))
    }

    private static func notify(_ state: String) {
        // A message that systemd does not get is no reason to stop serving.
        _ = sd_notify(0, state)
    }
}
