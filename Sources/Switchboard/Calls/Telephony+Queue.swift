import Desk
public import SIPProtocol

extension Telephony {
    /// Somebody who takes calls, or did.
    struct Clerk: Sendable {
        var telephone: ClerkTelephone
        var isOnDuty: Bool
        /// Since when the telephone is free.
        var idleSince: Duration
    }

    /// How a citizen waits.
    struct Wait: Sendable {
        var since: Duration
        /// Clerks who would not, or did not answer.
        var tried: Set<Int> = []
        /// Clerks whose telephones were in use, and when they are asked again.
        var busy: [Int: Duration] = [:]
        /// When whoever is rung has rung long enough; nil where all are rung at once.
        var clerkRingEnd: Duration?
        /// When the citizen is told again that nothing is forgotten.
        var reminder: Duration?

        init(since: Duration) { self.since = since }
    }

    /// How often a citizen's telephone system hears that the call still waits: a proxy gives up
    /// after three silent minutes (RFC 3261 §16.8).
    private static let reminderInterval = Duration.seconds(60)

    /// Says who is on duty, and where calls go that nobody takes.
    public mutating func setDuty(
        _ telephones: [ClerkTelephone],
        overflow: [HandoffTarget],
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        self.overflow = overflow
        for index in roster.indices where !telephones.contains(roster[index].telephone) {
            roster[index].isOnDuty = false
        }
        for telephone in telephones {
            let place = place(of: telephone, at: now)
            if !roster[place].isOnDuty { roster[place].idleSince = now }
            roster[place].isOnDuty = true
        }
        knowsDuty = true
        bringBack(&agent, at: now)
        // Who rings on and is not there keeps the citizen from everybody else.
        let gone = Set(roster.indices.filter { !roster[$0].isOnDuty })
        for (id, line) in lines where !line.call.ringing.isDisjoint(with: gone) {
            stopRinging(gone, for: id, &agent, at: now)
        }
        dispatch(&agent, at: now)
    }

    /// A clerk's own place in the roster, given at the first sight of them.
    mutating func place(of telephone: ClerkTelephone, at now: Duration) -> Int {
        if let known = roster.firstIndex(where: { $0.telephone == telephone }) { return known }
        roster.append(Clerk(telephone: telephone, isOnDuty: false, idleSince: now))
        return roster.count - 1
    }

    /// How many citizens wait.
    public var waitingCount: Int { lines.values.count { $0.call.isWaiting } }

    /// Calls that have not ended.
    public var callsCount: Int { lines.count }

    // MARK: Time

    /// When ``tick(_:at:)`` wants to be called.
    public var due: Duration? { lines.values.compactMap(due).min() }

    private func due(_ line: Line) -> Duration? {
        let waiting: [Duration?] =
            line.call.isWaiting
            ? [line.wait.since + settings.waitMax, line.wait.clerkRingEnd, line.wait.reminder]
                + Array(line.wait.busy.values)
            : []
        return (waiting + [line.targetRingEnd]).compactMap { $0 }.min()
    }

    /// Lets everything happen whose time has come.
    public mutating func tick(_ agent: inout SIPUserAgent, at now: Duration) {
        for (id, line) in lines where due(line).map({ $0 <= now }) ?? false {
            if let end = line.targetRingEnd, end <= now {
                lines[id]?.targetRingEnd = nil
                stopTarget(id, &agent, at: now)
            }
            guard line.call.isWaiting else { continue }
            // Who was busy is asked again by what follows.
            lines[id]?.wait.busy = line.wait.busy.filter { $0.value > now }
            if line.wait.since + settings.waitMax <= now {
                sendOn(id, &agent, at: now)
            } else if let end = line.wait.clerkRingEnd, end <= now {
                lines[id]?.wait.tried.formUnion(line.call.ringing)
                stopRinging(line.call.ringing, for: id, &agent, at: now)
            } else if let reminder = line.wait.reminder, reminder <= now {
                remind(id, &agent, at: now)
            }
        }
        dispatch(&agent, at: now)
    }

    /// Whoever is called in the clerks' place, or as a target, has rung long enough.
    private mutating func stopTarget(
        _ id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        if let leg = leg(.target, id) {
            agent.end(leg, status: 487, at: now)
        } else if lines[id]?.call.stage == .referring,
            let orders = lines[id]?.call.fail(.noAnswer, status: nil)
        {
            carryOut(orders, of: id, &agent, at: now)
            keep(id, agent)
        }
    }

    private mutating func stopRinging(
        _ clerks: Set<Int>,
        for id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let orders = lines[id]?.call.stopRinging(clerks) else { return }
        if lines[id]?.call.ringing.isEmpty == true { lines[id]?.wait.clerkRingEnd = nil }
        carryOut(orders, of: id, &agent, at: now)
    }

    private mutating func remind(_ id: UUIDv7, _ agent: inout SIPUserAgent, at now: Duration) {
        // Who was answered before waits in a call that needs no reminder; its time passes all the same.
        lines[id]?.wait.reminder = now + Self.reminderInterval
        guard let line = lines[id], line.call.stage == .seeking, let leg = line.legs[.citizen]
        else { return }
        agent.ring(leg, status: line.call.ringing.isEmpty ? 182 : 180, at: now)
    }

    // MARK: Who rings whom

    /// A clerk's telephone did something of which its next call depends.
    ///
    /// Who is busy (486, 600) is so for a while; any other refusal counts as long as the citizen waits.
    mutating func note(
        _ deed: TelephoneCall.Deed,
        of clerk: Int,
        _ id: UUIDv7,
        at now: Duration
    ) {
        guard case .refused(let status) = deed else { return }
        if [486, 600].contains(status) {
            lines[id]?.wait.busy[clerk] = now + settings.busyPause
        } else {
            lines[id]?.wait.tried.insert(clerk)
        }
    }

    /// Rings the telephones of free clerks for those who wait, who came first first; those who were
    /// with a clerk already before all others.
    mutating func dispatch(_ agent: inout SIPUserAgent, at now: Duration) {
        noteIdle(at: now)
        guard !isLeaving else { return }
        let waiting = lines.filter { $0.value.call.isWaiting }.sorted {
            let one = ($0.value.call.stage == .seeking ? 1 : 0, $0.value.place)
            return one < ($1.value.call.stage == .seeking ? 1 : 0, $1.value.place)
        }
        var unrung = 0
        for (id, _) in waiting {
            let isRung = ringClerks(for: id, &agent, at: now)
            guard let line = lines[id], line.call.isWaiting, !isRung else { continue }
            unrung += 1
            if !hasHope(line) || line.call.stage == .seeking && unrung > settings.queueMax {
                unrung -= 1
                sendOn(id, &agent, at: now)
            } else if line.wait.reminder == nil {
                lines[id]?.wait.reminder = now
                remind(id, &agent, at: now)
            }
        }
    }

    /// - Returns: true when somebody is rung for this call.
    private mutating func ringClerks(
        for id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        guard let line = lines[id] else { return false }
        if settings.ringing == .longestIdle, !line.call.ringing.isEmpty { return true }
        var free = freeClerks.filter { clerk in
            !line.wait.tried.contains(clerk) && line.wait.busy[clerk].map { $0 <= now } ?? true
        }
        if settings.ringing == .longestIdle {
            free = free.min { roster[$0].idleSince < roster[$1].idleSince }.map { [$0] } ?? []
            lines[id]?.wait.clerkRingEnd = free.isEmpty ? nil : now + settings.clerkRingLimit
        }
        if !free.isEmpty, let orders = lines[id]?.call.ring(free) {
            if lines[id]?.wait.reminder == nil {
                lines[id]?.wait.reminder = now + Self.reminderInterval
            }
            carryOut(orders, of: id, &agent, at: now)
        }
        return !(lines[id]?.call.ringing.isEmpty ?? true)
    }

    /// Clerks on duty whose telephones neither ring nor are in use, by their places.
    private var freeClerks: [Int] {
        let busy = busyClerks
        return roster.indices.filter { roster[$0].isOnDuty && !busy.contains($0) }
    }

    private var busyClerks: Set<Int> {
        var busy: Set<Int> = []
        for line in lines.values {
            busy.formUnion(line.call.ringing)
            if let clerk = line.call.clerk { busy.insert(clerk) }
        }
        return busy
    }

    private mutating func noteIdle(at now: Duration) {
        let speaking = Set(lines.values.compactMap(\.call.clerk))
        for clerk in self.speaking.subtracting(speaking) { roster[clerk].idleSince = now }
        self.speaking = speaking
    }

    /// True while a clerk is on duty who has not said no to this call, or nobody knows who is.
    private func hasHope(_ line: Line) -> Bool {
        guard knowsDuty else { return true }
        return roster.indices.contains {
            roster[$0].isOnDuty && !line.wait.tried.contains($0)
        }
    }

    /// Nobody here takes the call: it overflows, or the telephone system has it back.
    private mutating func sendOn(_ id: UUIDv7, _ agent: inout SIPUserAgent, at now: Duration) {
        guard let line = lines[id] else { return }
        let orders: [TelephoneCall.Order]?
        if line.call.mayOverflow, !overflow.isEmpty {
            lines[id]?.targets = overflow
            orders = lines[id]?.call.overflow(attempts: overflow.count)
        } else {
            orders = lines[id]?.call.giveBack(status: 480)
        }
        carryOut(orders ?? [], of: id, &agent, at: now)
    }
}
