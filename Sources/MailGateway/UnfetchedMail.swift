import MailProtocols

/// The messages of a mailbox that could not be fetched or taken in, and when each is tried again.
///
/// A message that the server never gives, or that the desk cannot keep, would otherwise stand before
/// all that came after it.
struct UnfetchedMail {
    private struct Pause {
        var failures: Int
        var end: ContinuousClock.Instant
    }

    private var pauses: [IMAPMailbox.MessageName: Pause] = [:]

    static let pauseMin = Duration.seconds(60)
    static let pauseMax = Duration.seconds(3_600)

    /// How many messages it knows.
    var count: Int { pauses.count }

    /// Those of the messages that may be tried now, the ones that failed before last; forgets what
    /// waits no more.
    mutating func due(
        among waiting: [IMAPMailbox.MessageName],
        at now: ContinuousClock.Instant
    ) -> [IMAPMailbox.MessageName] {
        let known = Set(waiting)
        pauses = pauses.filter { known.contains($0.key) }
        let fresh = waiting.filter { pauses[$0] == nil }
        return fresh + waiting.filter { pauses[$0].map { $0.end <= now } ?? false }
    }

    /// Notes a failure that may be the desk's and not the message's: the pause stays the shortest,
    /// however often.
    mutating func postpone(_ name: IMAPMailbox.MessageName, at now: ContinuousClock.Instant) {
        let failures = pauses[name]?.failures ?? 0
        pauses[name] = Pause(failures: failures, end: now + Self.pauseMin)
    }

    /// Notes a failure: after each one the pause is twice as long, up to an hour.
    mutating func note(_ name: IMAPMailbox.MessageName, at now: ContinuousClock.Instant) {
        let failures = (pauses[name]?.failures ?? 0) + 1
        let pause = min(Self.pauseMin * (1 << min(failures - 1, 10)), Self.pauseMax)
        pauses[name] = Pause(failures: failures, end: now + pause)
    }
}
