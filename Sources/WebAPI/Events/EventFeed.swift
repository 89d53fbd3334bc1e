import HTTPTypes
import Synchronization

/// The bounds of streams of events.
///
/// - Configuration keys:
///   - `http.events.streams-max` (int, default 200, 1…10 000): streams open at a time.
///   - `http.events.streams-per-person-max` (int, default 5, 1…1 000): those of one person.
///   - `http.events.heartbeat-seconds` (int, seconds, default 15, 1…3 600): how often a stream with
///     nothing to tell says that it is alive.
///   - `http.events.kept-hours` (int, hours, default 168, 1…8 760): how long after an event a
///     listener can still go on from it.
public struct EventSettings: Sendable {
    /// Streams open at a time.
    public var streamsMax: Int
    /// Those of one person.
    public var streamsPerPersonMax: Int
    /// Seconds of silence before a sign of life.
    public var heartbeatSeconds: Int
    /// Hours within which a listener can go on.
    public var keptHours: Int

    /// Names every setting, with its default.
    public init(
        streamsMax: Int = 200,
        streamsPerPersonMax: Int = 5,
        heartbeatSeconds: Int = 15,
        keptHours: Int = 168
    ) {
        (self.streamsMax, self.streamsPerPersonMax) = (streamsMax, streamsPerPersonMax)
        (self.heartbeatSeconds, self.keptHours) = (heartbeatSeconds, keptHours)
    }
}

/// Wakes whoever listens when something was sealed, by whichever daemon.
///
/// Nothing waits here: each listener reads the log at their own pace, so that a slow one costs no
/// memory and keeps nobody waiting.
public final class EventFeed: Sendable {
    /// What a listener is woken for.
    enum Signal {
        case news
        /// Nothing, but the caller should hear that the desk is there.
        case heartbeat
    }

    private struct Listener {
        var person: String
        var continuation: AsyncStream<Signal>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var lastID = 0
        var isClosed = false
    }

    /// The bounds.
    public let settings: EventSettings
    private let state = Mutex(State())

    /// - Parameter settings: the bounds.
    public init(_ settings: EventSettings = EventSettings()) { self.settings = settings }

    /// Streams that are open.
    public var count: Int { state.withLock { $0.listeners.count } }

    /// Something was sealed: whoever listens reads on.
    public func wake() { signal(.news) }

    /// It is time for a sign of life; whoever missed something reads on at the latest now.
    public func beat() { signal(.heartbeat) }

    private func signal(_ signal: Signal) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.continuation.yield(signal) }
    }

    /// Ends every stream and opens none any more.
    public func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.continuation.finish() }
    }

    /// Takes a place among the listeners; it is given up with the subscription.
    ///
    /// - Throws: 429 when the person has too many, 503 when all have.
    func subscribe(_ person: String) throws(Problem) -> EventSubscription {
        let (signals, continuation) = AsyncStream<Signal>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let result = state.withLock { state -> Result<Int, Problem> in
            guard !state.isClosed, state.listeners.count < settings.streamsMax else {
                return .failure(.overloaded)
            }
            let own = state.listeners.values.count { $0.person == person }
            guard own < settings.streamsPerPersonMax else {
                return .failure(.tooManyStreams(settings.streamsPerPersonMax))
            }
            state.lastID += 1
            state.listeners[state.lastID] = Listener(person: person, continuation: continuation)
            return .success(state.lastID)
        }
        return EventSubscription(id: try result.get(), signals: signals, feed: self)
    }

    fileprivate func leave(_ id: Int) {
        let listener = state.withLock { $0.listeners.removeValue(forKey: id) }
        listener?.continuation.finish()
    }
}

/// One listener's place, which is given up when nobody holds it any more.
final class EventSubscription: Sendable {
    let signals: AsyncStream<EventFeed.Signal>
    private let id: Int
    private let feed: EventFeed

    fileprivate init(id: Int, signals: AsyncStream<EventFeed.Signal>, feed: EventFeed) {
        (self.id, self.signals, self.feed) = (id, signals, feed)
    }

    deinit { feed.leave(id) }
}

extension Problem {
    /// This person listens more often than is allowed.
    static func tooManyStreams(_ max: Int) -> Problem {
        Problem(
            .tooManyRequests,
            "too-many-streams",
            "Too many of your streams at once",
            detail: "Close one of them; \(max) are allowed.",
            headers: [.retryAfter: "5"]
        )
    }

    /// What the caller would go on from is kept no longer, or never was here.
    static let eventsGone = Problem(
        .gone,
        "events-gone",
        "Events are gone",
        detail: "Fetch what you need anew, and listen without Last-Event-ID from then on."
    )
}
