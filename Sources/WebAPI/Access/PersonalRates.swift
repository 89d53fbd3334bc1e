import HTTPTypes
import Hummingbird
import Synchronization

/// How many requests one person, or one token, makes in a minute.
///
/// A script that asks without pause is told when to go on, before it takes the desk from others.
final class PersonalRates: Sendable {
    /// One minute of one person.
    private struct Window {
        var ends: ContinuousClock.Instant
        var requests = 0
    }

    /// What is left of somebody's minute.
    struct Allowance: Equatable {
        /// Requests still free; below zero the request is one too many.
        var remaining: Int
        /// Whole seconds until the next minute begins, at least 1.
        var seconds: Int

        /// True for a request that is one too many.
        var isUsedUp: Bool { remaining < 0 }
    }

    private struct Windows {
        var people: [String: Window] = [:]
        /// That of everybody for whom there is no room; one for all, so that there is a bound.
        var others: Window?
        var sweptAt: ContinuousClock.Instant?

        /// Forgets windows that have ended; at most once in a while, for it looks at every one.
        mutating func sweep(at moment: ContinuousClock.Instant) {
            if let sweptAt, sweptAt + PersonalRates.sweepInterval > moment { return }
            sweptAt = moment
            people = people.filter { $0.value.ends > moment }
        }

        /// The window that somebody is counted in now, a fresh one where theirs has ended, and whether
        /// it is theirs alone.
        func current(
            of person: String,
            at moment: ContinuousClock.Instant
        ) -> (window: Window, isApart: Bool) {
            let known = people[person]
            let isApart = known != nil || people.count < PersonalRates.peopleMax
            if let window = isApart ? known : others, window.ends > moment {
                return (window, isApart)
            }
            return (Window(ends: moment + PersonalRates.window), isApart)
        }
    }

    static let window: Duration = .seconds(60)
    static let peopleMax = 4_096
    private static let sweepInterval: Duration = .seconds(1)

    let requestsMax: Int
    private let windows = Mutex(Windows())

    init(requestsMax: Int) {
        precondition(requestsMax > 0, "a door that lets nothing in")
        self.requestsMax = requestsMax
    }

    func take(_ person: String, at moment: ContinuousClock.Instant) -> Allowance {
        windows.withLock { windows in
            if windows.people.count >= Self.peopleMax { windows.sweep(at: moment) }
            let found = windows.current(of: person, at: moment)
            var window = found.window
            window.requests = min(window.requests, requestsMax) + 1
            if found.isApart { windows.people[person] = window } else { windows.others = window }
            return allowance(in: window, at: moment)
        }
    }

    /// What is left of somebody's minute, of which nothing is taken.
    func allowance(of person: String, at moment: ContinuousClock.Instant) -> Allowance {
        let window = windows.withLock { $0.current(of: person, at: moment).window }
        return allowance(in: window, at: moment)
    }

    private func allowance(in window: Window, at moment: ContinuousClock.Instant) -> Allowance {
        let left = moment.duration(to: window.ends).components
        return Allowance(
            remaining: requestsMax - window.requests,
            seconds: max(1, Int(left.seconds) + (left.attoseconds > 0 ? 1 : 0))
        )
    }

    /// The two fields of draft-ietf-httpapi-ratelimit-headers-11 §3 and §4.
    func write(_ allowance: Allowance, to headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"person\";q=\(requestsMax);w=60"
        headers[.rateLimit] =
            "\"person\";r=\(max(0, allowance.remaining));t=\(allowance.seconds)"
    }
}

extension HTTPField.Name {
    static let rateLimit = Self(known: "RateLimit")
    static let rateLimitPolicy = Self(known: "RateLimit-Policy")
}

extension Problem {
    /// This person asked too often within a minute.
    static func tooOften(_ allowance: PersonalRates.Allowance, of rates: PersonalRates) -> Problem {
        var problem = Problem(
            .tooManyRequests,
            "too-often",
            "Too many of your requests in a minute",
            detail: "Nothing was changed.",
            headers: [.retryAfter: String(allowance.seconds)]
        )
        rates.write(allowance, to: &problem.headers)
        return problem
    }

    /// Too many wrong passwords; the same for a user who exists and for one who does not.
    static func tooManySignIns(retryAfter: Int) -> Problem {
        Problem(
            .tooManyRequests,
            "too-many-sign-ins",
            "Too many attempts to log in",
            detail: "There were too many wrong passwords; nobody looked at this one.",
            headers: [.retryAfter: String(retryAfter)]
        )
    }
}
