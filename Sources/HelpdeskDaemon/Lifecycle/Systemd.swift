import CSystemd
import Glibc

/// What the program tells systemd (sd_notify(3)); outside systemd it tells nobody.
enum Systemd {
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
