public import Desk
public import Foundation
public import Logging
public import Metrics
import SIPProtocol
public import ServiceLifecycle

/// Takes calls, and carries out what the store says is to be done with them.
public struct SwitchboardService: Service {
    private let switchboard: SIPSwitchboard
    private let desk: Desk
    private let logger: Logger
    private let meters: SwitchboardMeters
    private let onListening: @Sendable () -> Void
    private let now: @Sendable () -> Date

    /// How often the store is looked into when nobody rings: for what other daemons wrote.
    private static let roundInterval = Duration.seconds(1)
    /// How often the peer is asked whether it lives.
    private static let probeInterval = Duration.seconds(30)
    /// How long telephones are waited for that are told that we leave.
    private static let leavingMax = Duration.seconds(2)
    /// How long those are waited for who are ended because the first wait was not enough.
    private static let partingMax = Duration.milliseconds(500)
    /// How often it is looked whether all have answered meanwhile.
    private static let leavingLook = Duration.milliseconds(20)

    /// Puts it together.
    public init(
        switchboard: SIPSwitchboard,
        desk: Desk,
        logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> Date = { Date() },
        onListening: @escaping @Sendable () -> Void = {}
    ) {
        self.switchboard = switchboard
        self.desk = desk
        self.logger = logger
        self.now = now
        self.onListening = onListening
        meters = SwitchboardMeters(metrics)
    }

    private var settings: SIPSwitchboardSettings { switchboard.settings }

    /// Serves until the house is left; calls that are on then go on without us, and whoever waits or
    /// rings is told.
    public func run() async throws {
        let journal = CallJournal(logger: logger) {
            [desk, carrier = settings.name] (reports) throws(DeskError) in
            try await desk.note(reports, from: carrier)
        }
        let (endpoint, kept) = try await open(
            journal,
            kept: desk.keptCalls(of: settings.name)
        )
        if !kept.isEmpty { logger.notice("calls go on", metadata: ["calls": "\(kept.count)"]) }
        let lost = try await desk.forgetCalls(of: settings.name, but: kept)
        if lost.handoffs > 0 || lost.calls > 0 {
            logger.warning(
                "calls were lost sight of",
                metadata: ["calls": "\(lost.calls)", "handoffs": "\(lost.handoffs)"]
            )
        }
        onListening()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await journal.run() }
                group.addTask { await rounds(endpoint, journal) }
                group.addTask { await every(Self.roundInterval) { switchboard.wake() } }
                group.addTask { await follow(endpoint) }
            }
        }
        await leave(endpoint)
        await endpoint.close()
        await journal.drain()
    }

    /// Lets go of whoever would wait for us in vain, as long as ``leavingMax`` and ``partingMax``
    /// allow.
    private func leave(_ endpoint: SIPEndpoint<Telephony>) async {
        do {
            try await endpoint.act { telephony, agent, now in telephony.leave(&agent, at: now) }
            try await settle(endpoint, within: Self.leavingMax)
            try await endpoint.act { telephony, agent, now in
                telephony.finishLeaving(&agent, at: now)
            }
            try await settle(endpoint, within: Self.partingMax)
        } catch {
            // Cancelled, or the loop has ended: there is no time to hear the answers.
        }
    }

    private func settle(
        _ endpoint: SIPEndpoint<Telephony>,
        within limit: Duration
    ) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end,
            try await endpoint.act({ _, agent, _ in agent.isSettling })
        {
            try await Task.sleep(for: Self.leavingLook)
        }
    }

    /// Opens the sockets; calls that were kept are known before the first word is heard.
    private func open(
        _ journal: CallJournal,
        kept: [UUIDv7: String]
    ) async throws -> (endpoint: SIPEndpoint<Telephony>, restored: Set<UUIDv7>) {
        let now = now
        let telephones = settings.telephones
        let telephony = Telephony(
            settings.telephony,
            clock: now,
            mayTakeCall: { !journal.isFull },
            onReport: { journal.add($0) },
            onTrunk: { [meters, logger, trunk = switchboard.trunk] in
                meters.show($0)
                trunk.note($0, logger)
            }
        )
        let (endpoint, restored) = try await SIPEndpoint.open(
            settings.userAgent,
            certificates: settings.certificates,
            application: telephony
        ) { telephony, agent, now in
            telephony.restore(kept, telephones: { telephones[$0] }, &agent, at: now)
        }
        return (endpoint, restored)
    }

    /// Finds the telephone system, registers there, and watches whether it lives and where.
    private func follow(_ endpoint: SIPEndpoint<Telephony>) async {
        let peer = settings.telephony.peer
        let finder = PeerFinder(settings, switchboard.trunk, logger)
        let first = await finder.find(endpoint, peer)
        // An endpoint that is closing has nobody left to register at.
        if let registration = settings.registration {
            _ = try? await endpoint.act { _, agent, now in
                agent.register(
                    registration.address,
                    at: peer,
                    for: registration.interval,
                    at: now
                )
            }
        }
        let watched = settings.watched
        if !watched.isEmpty {
            _ = try? await endpoint.act { [settings] telephony, agent, now in
                telephony.watch(watched, for: settings.watchInterval, &agent, at: now)
            }
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await every(Self.probeInterval) { await probe(endpoint) } }
            if let first { group.addTask { await finder.run(endpoint, peer, after: first) } }
        }
        await finder.close()
    }

    private func every(
        _ interval: Duration,
        _ body: @Sendable () async -> Void
    ) async {
        while true {
            await body()
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }

    private func probe(_ endpoint: SIPEndpoint<Telephony>) async {
        let peer = settings.telephony.peer
        // An endpoint that is closing has nobody left to ask.
        try? await endpoint.act { _, agent, now in agent.probe(peer, at: now) }
    }

    private func rounds(_ endpoint: SIPEndpoint<Telephony>, _ journal: CallJournal) async {
        for await _ in switchboard.bell.sounds {
            do {
                try await carryOneRound(endpoint, journal)
            } catch let error as DeskError {
                logger.error("no look into the store", metadata: ["error": "\(error.logged)"])
            } catch {
                // The endpoint is closing.
                return
            }
        }
    }

    /// Does what the store says: who is on duty, which hand-offs begin, what is wished of them.
    private func carryOneRound(
        _ endpoint: SIPEndpoint<Telephony>,
        _ journal: CallJournal
    ) async throws {
        let work = try await desk.switchboardWork(of: settings.name)
        let moment = now()
        let telephones = work.duty.compactMap { duty in
            // As the configuration has it today, whatever it had when they went on duty.
            settings.telephones[duty.staff].map { ClerkTelephone(staff: duty.staff, uri: $0) }
        }
        let overflow = switchboard.overflowTargets(at: moment)
        let handoffs = work.handoffs.map { handoff in
            Telephony.Handing(handoff, to: switchboard.targets(of: handoff, at: moment))
        }
        let figures = try await endpoint.act { telephony, agent, now in
            telephony.setDuty(telephones, overflow: overflow, &agent, at: now)
            telephony.attend(to: handoffs, &agent, at: now)
            return (telephony.waitingCount, telephony.callsCount)
        }
        meters.show(waiting: figures.0, calls: figures.1, onDuty: telephones.count)
    }
}

/// What the switchboard shows of itself.
struct SwitchboardMeters: Sendable {
    private let waiting: Meter
    private let calls: Meter
    private let onDuty: Meter
    private let isPeerUp: Meter
    private let unwatched: Counter
    private let unreadable: Counter
    private let metrics: any MetricsFactory

    init(_ metrics: any MetricsFactory) {
        waiting = Meter(label: "helpdesk_calls_waiting", factory: metrics)
        calls = Meter(label: "helpdesk_calls_under_way", factory: metrics)
        onDuty = Meter(label: "helpdesk_clerks_on_duty", factory: metrics)
        isPeerUp = Meter(label: "helpdesk_sip_peer_up", factory: metrics)
        let watches = "helpdesk_sip_watch_failures_total"
        unwatched = Counter(label: watches, dimensions: [("reason", "refused")], factory: metrics)
        unreadable = Counter(
            label: watches,
            dimensions: [("reason", "unreadable")],
            factory: metrics
        )
        self.metrics = metrics
    }

    func show(waiting: Int, calls: Int, onDuty: Int) {
        self.waiting.set(waiting)
        self.calls.set(calls)
        self.onDuty.set(onDuty)
    }

    func show(_ notice: TrunkNotice) {
        switch notice {
        case .probed(let status): isPeerUp.set(status == nil ? 0 : 1)
        case .registered(let isThere, _):
            // Where nothing is registered, a zero would look like a registration that was lost.
            Meter(label: "helpdesk_sip_registered", factory: metrics).set(isThere ? 1 : 0)
        case .unwatched: unwatched.increment()
        case .unreadable: unreadable.increment()
        case .unreachable: return
        }
    }
}
