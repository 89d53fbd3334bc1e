import Cryptography
import Desk
import Directory
import Foundation
import Hummingbird
import KnowledgeBase
import Logging
import MailGateway
import NIOCore
import NIOPosix
import PrometheusMetrics
import ServiceLifecycle
import Storage
import Switchboard
import Synchronization
import UnixSignals
import WebAPI

/// The one place where the parts are put together.
struct Daemon: Sendable {
    let configuration: DaemonConfiguration
    let logger: Logger
    let level: JournalLog.SharedLevel
    /// Where a reload reads the log level from; nil when there is no file.
    var configurationPath: String?
    /// What the parts count, for whoever fetches it.
    let metrics = MetricRegistry(MetricCatalogue.all)

    /// Where the doors came to listen.
    struct Addresses: Sendable {
        var http: SocketAddress?
        var lmtp: SocketAddress?
    }

    /// Serves until SIGTERM or SIGINT, then finishes accepted work.
    ///
    /// A visitor is let in once everything listens, and the house closes when they leave.
    func run(visitor: (@Sendable (Addresses) async throws -> Void)? = nil) async throws {
        let store = try await openStore()
        let threads = Threads()
        do {
            var quiet = logger
            // Below info the group writes out every service with all that is in it, keys and hashes.
            quiet.logLevel = max(.info, logger.logLevel)
            var settings = ServiceGroupConfiguration(
                services: try await assemble(store, threads, visitor),
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
            // What hangs must not keep systemd waiting until it kills (TimeoutStopSec=90). The courier
            // loses its patience sooner, so that the telephones can say goodbye.
            settings.maximumGracefulShutdownDuration = .seconds(60)
            let group = ServiceGroup(configuration: settings)
            try await group.run()
        } catch {
            await threads.shutDown()
            try await store.close()
            throw error
        }
        await threads.shutDown()
        try await store.close()
        logger.notice("stopped")
    }

    /// Pause before a store that could not be reached is tried again.
    private static let storePause: Duration = .seconds(2)

    /// Opens the store, and waits for one whose server is away for as long as that takes: a database
    /// that starts after the desk, or is being mended, must not need somebody to start the desk too.
    ///
    /// systemd is not asked for more time meanwhile: a misspelt host or a wrong certificate looks the
    /// same from here, and whoever started the desk must be told that it is not up. systemd starts it
    /// anew then, and the waiting goes on.
    ///
    /// Nobody traps SIGTERM yet, which ends the program at once; nothing was begun.
    private func openStore() async throws -> any DurableStore {
        let (location, listening) = (configuration.store, configuration.storeListening)
        let trouble = KnownTrouble()
        while true {
            if let cause = await location.obstacle(listeningAt: listening) {
                if trouble.changes(to: cause) {
                    logger.error(
                        "the store cannot be reached; it is tried until it can",
                        metadata: ["cause": "\(cause)"]
                    )
                    Systemd.waiting(for: "the store: \(cause)")
                }
                try await Task.sleep(for: Self.storePause)
                continue
            }
            if trouble.changes(to: nil) { logger.notice("the store can be reached") }
            // Bringing a large store up to date takes long.
            let extending = Systemd.extendStart()
            defer { extending.cancel() }
            do {
                return try await location.open(
                    for: .serving(listeningAt: listening),
                    metrics: metrics
                )
            } catch {
                // Its server may have gone between being asked and being used.
                guard await location.obstacle(listeningAt: listening) != nil else {
                    throw UnusableStore(location: location, cause: SystemExit.cause(of: error))
                }
            }
        }
    }

    /// Started in this order, stopped in reverse: the doors close first.
    private func assemble(
        _ store: any DurableStore,
        _ threads: Threads,
        _ visitor: (@Sendable (Addresses) async throws -> Void)?
    ) async throws -> [ServiceGroupConfiguration.ServiceConfiguration] {
        let library = Library(
            try KnowledgeBase.load(
                from: configuration.knowledgeBasePath,
                facts: configuration.cityFacts,
                logger: logger
            )
        )
        let ldap = try ldapDirectory(threads)
        let staff = try staffDirectories(ldap, threads)
        let sync = DirectorySyncStatus()
        let switchboard = configuration.switchboard?.port()
        let reader = MailReader(settings: configuration.mail, threads: threads.reading)
        let proof = TicketProof(keys: try await store.proofKeys())
        let desk = Desk(
            store: store,
            library: library,
            directory: MeasuredDirectory(staff, metrics: metrics),
            switchboard: switchboard,
            proof: proof,
            reader: reader,
            settings: configuration.desk,
            metrics: metrics
        )
        let learner = learner(store, library, desk, threads)
        // Before the doors open: the first question too is answered by all that was learnt.
        await learner.learn(unless: nil)
        let sip = switchboard as? SIPSwitchboard
        let observation = observation(of: store, ldap, sync, sip?.trunk)
        let doors = OpenDoors(count: sip == nil ? 2 : 3)
        let certificates = try certificateFiles()
        let addresses = AddressBook()
        let feed = EventFeed(configuration.http.events)
        let (announcements, announce) = AsyncStream<Addresses>.makeStream()
        var services: [any Service] = [
            observation.probe,
            observation.sight,
            Housekeeping(
                store: store,
                quarantineTime: configuration.quarantineTime,
                logger: logger
            ),
            KeptMemory(),
            ProofKeyWatch(store: store, proof: proof, logger: logger),
            AlarmClock(desk: desk, logger: logger),
            learner,
            try recordKeeping(desk, store, feed),
            directorySync(desk, staff, sync),
            try courier(store, threads),
            LetterRounds(desk: desk, logger: logger),
            IncidentRounds(desk: desk, logger: logger),
            lmtpDoor(desk, reader) { address in
                addresses.update { $0.lmtp = address }
                doors.open()
            },
            try httpDoor(desk, feed, observation, certificates) { channel in
                let address = channel.localAddress
                addresses.update { $0.http = address }
                doors.open()
            },
            webhookCourier(store, threads),
            EventWatch(feed: feed),
            Reload {
                await reload(library, threads)
                certificates?.reload(isAsked: true)
            },
            Readiness(
                doors: doors,
                probe: { _ = await observation.probe.ask(within: $0) },
                onReady: { announce.yield(addresses.current) },
                logger: logger
            ),
        ]
        if let sip {
            let telephones = SwitchboardService(
                switchboard: sip,
                desk: desk,
                logger: logger,
                metrics: metrics,
                onListening: { doors.open() }
            )
            // Before the doors by which clerks ask for something, so that it is left after them.
            services.insert(telephones, at: 1)
        }
        if let certificates { services.append(CertificateWatch(files: certificates)) }
        if let pickup = configuration.pickup {
            services.append(
                MailboxPickup(
                    pickup,
                    mail: configuration.mail,
                    desk: desk,
                    reader: reader,
                    threads: threads.retrieval,
                    logger: logger,
                    status: observation.pickup ?? PickupStatus(),
                    metrics: metrics
                )
            )
        }
        if let listener = store.listener {
            services.append(
                Ear(listener: listener, logger: logger) { change in
                    desk.heed(change)
                    switch change {
                    case .eventsSealed, .unknown: feed.wake()
                    case .sessionEnded, .evidenceChanged: break
                    }
                }
            )
        }
        var all = services.map { service in
            // One that fails, as a door whose port is taken, ends the others as a stop does: what they
            // say when they are cancelled hides what it was.
            ServiceGroupConfiguration.ServiceConfiguration(
                service: service,
                failureTerminationBehavior: .gracefullyShutdownGroup
            )
        }
        if let visitor {
            all.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: Visit(announcements: announcements, visitor: visitor),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            )
        }
        return all
    }

    private func reload(_ library: Library, _ threads: Threads) async {
        do {
            // Both are read before either is put in force: all or nothing.
            let knowledgeBase = try KnowledgeBase.load(
                from: configuration.knowledgeBasePath,
                facts: configuration.cityFacts,
                logger: logger
            )
            // A folder that is being checked out, or was not mounted, must not leave the desk without.
            guard !knowledgeBase.articles.isEmpty || library.current.articles.isEmpty else {
                throw KnowledgeBaseFolderError.empty(configuration.knowledgeBasePath)
            }
            if let configurationPath {
                level.level = try await DaemonConfiguration.read(path: configurationPath).logLevel
            }
            try await threads.learning.runIfActive { library.replace(with: knowledgeBase) }
            logger.notice("reloaded", metadata: ["level": "\(level.level)"])
        } catch {
            logger.error("not reloaded, all goes on as before", metadata: ["error": "\(error)"])
        }
    }
}

/// There is a store, and nothing can be done with it.
private struct UnusableStore: Error, CustomStringConvertible {
    let location: StoreLocation
    let cause: String

    var description: String { "the store \(location) cannot be used: \(cause)" }
}

/// Somebody who uses the house from inside its own program: the demo.
private struct Visit: Service {
    let announcements: AsyncStream<Daemon.Addresses>
    let visitor: @Sendable (Daemon.Addresses) async throws -> Void

    func run() async throws {
        for await addresses in announcements { return try await visitor(addresses) }
    }
}

/// Collects the addresses the doors report from their own tasks.
private final class AddressBook: Sendable {
    private let held = Mutex(Daemon.Addresses())

    var current: Daemon.Addresses { held.withLock { $0 } }

    func update(_ change: (inout Daemon.Addresses) -> Void) {
        held.withLock { addresses in
            var changed = addresses
            change(&changed)
            addresses = changed
        }
    }
}
