import Logging
import SIPProtocol
import Synchronization

/// How it stands with the telephone system, for whoever looks after the desk.
///
/// Calls come and go by it alone: what is wrong with it must be seen before citizens say so.
public final class TrunkStatus: Sendable {
    private struct Seen: Sendable {
        /// nil until it was asked for the first time.
        var isUp: Bool?
        var registration: (isThere: Bool, status: Int?)?
        /// What was said last of a connection.
        var trouble: String?
        /// What was said last of each line that is not told of.
        var unwatched: [String: Int?] = [:]
        /// Names that lead nowhere.
        var missing: [SIPLocationFailure] = []
        var servers: [SIPServer] = []
    }

    private let seen = Mutex(Seen())

    init() {}

    /// What is wrong, in words for an operator; nil when nothing is.
    public var trouble: String? {
        seen.withLock { seen in
            if let missing = seen.missing.first { return "\(missing)" }
            if seen.isUp == false {
                let reason = seen.trouble.map { ": \($0)" } ?? ""
                return "the telephone system does not answer\(reason)"
            }
            guard let registration = seen.registration, !registration.isThere else { return nil }
            return "not registered at the telephone system: \(Self.words(registration.status))"
        }
    }

    /// Takes a notice; what is new in it is logged, what is the same again is not.
    func note(_ notice: TrunkNotice, _ logger: Logger) {
        switch notice {
        case .unreachable(let place, let reason):
            let text = "\(place.prefix { $0 != ":" }): \(reason)"
            let isNews = seen.withLock { seen in
                defer { seen.trouble = text }
                return seen.trouble != text
            }
            guard isNews else { return }
            logger.warning(
                "no connection with the telephone system",
                metadata: ["place": "\(place)", "reason": "\(reason)"]
            )
        case .unwatched(let line, let status):
            let before = seen.withLock { $0.unwatched.updateValue(status, forKey: line) }
            guard before != .some(status) else { return }
            logger.warning(
                "the telephone system does not tell of a line's calls",
                metadata: ["line": "\(line)", "status": "\(Self.words(status))"]
            )
        case .unreadable: logger.warning("what the telephone system tells of calls cannot be read")
        case .probed(let status): noteProbe(isUp: status != nil, logger)
        case .registered(let isThere, let status):
            let before = seen.withLock { seen in
                defer { seen.registration = (isThere, status) }
                return seen.registration
            }
            guard before?.isThere != isThere || before?.status != status else { return }
            if isThere {
                if before?.isThere != true { logger.notice("registered at the telephone system") }
            } else {
                logger.error(
                    "not registered at the telephone system",
                    metadata: ["status": "\(Self.words(status))"]
                )
            }
        }
    }

    /// Takes where the names of the telephone system led.
    func note(_ missing: [SIPLocationFailure], _ servers: [SIPServer], _ logger: Logger) {
        let before = seen.withLock { seen in
            defer {
                seen.missing = missing
                if !servers.isEmpty { seen.servers = servers }
            }
            return (missing: seen.missing, servers: seen.servers)
        }
        if missing != before.missing {
            for failure in missing {
                logger.error("the telephone system is not found", metadata: ["why": "\(failure)"])
            }
        }
        if !servers.isEmpty, servers != before.servers {
            let places = servers.map { "\($0.hop)" }.joined(separator: " ")
            logger.notice("the telephone system is found", metadata: ["places": "\(places)"])
        }
    }

    private func noteProbe(isUp: Bool, _ logger: Logger) {
        let wasUp = seen.withLock { seen in
            defer {
                seen.isUp = isUp
                if isUp { seen.trouble = nil }
            }
            return seen.isUp
        }
        if !isUp, wasUp != false {
            logger.warning("the telephone system does not answer")
        } else if isUp, wasUp == false {
            logger.notice("the telephone system answers again")
        }
    }

    private static func words(_ status: Int?) -> String {
        switch status {
        case nil: "no answer"
        case let status? where [401, 403, 407].contains(status):
            "\(status), see switchboard.sip.username and password"
        case let status?: "\(status)"
        }
    }
}
