import Desk
import Directory
import MailGateway
import NIOCore
import Storage
import Switchboard
import WebAPI

// Each part as the configuration wants it.

extension Daemon {
    func recordKeeping(
        _ desk: Desk,
        _ store: any DurableStore,
        _ feed: EventFeed
    ) throws -> RecordKeeping {
        RecordKeeping(
            desk: desk,
            store: store,
            feed: feed,
            heads: try configuration.headFolder(),
            settings: configuration.audit,
            logger: logger
        )
    }

    func ldapDirectory(_ threads: Threads) throws -> LDAPStaffDirectory? {
        try configuration.directory.map {
            try LDAPStaffDirectory($0, pool: threads.directory, logger: logger, metrics: metrics)
        }
    }

    func staffDirectories(
        _ ldap: LDAPStaffDirectory?,
        _ threads: Threads
    ) throws -> StaffDirectories {
        let file = try configuration.staffFile.map {
            try StaffFile(path: $0, pool: threads.directory, logger: logger)
        }
        return StaffDirectories(directory: ldap, file: file, logger: logger)
    }

    func directorySync(
        _ desk: Desk,
        _ staff: StaffDirectories,
        _ status: DirectorySyncStatus
    ) -> DirectorySync {
        DirectorySync(
            desk: desk,
            lookup: staff,
            settings: configuration.directorySync,
            status: status,
            logger: logger,
            metrics: metrics
        )
    }

    func courier(_ store: any DurableStore, _ threads: Threads) throws -> OutboxCourier {
        let carrier: any MailCarrier =
            switch configuration.outgoing {
            case .submission(let submission): submission
            case .folder(let path): try MailFolder(path: path)
            }
        return OutboxCourier(
            outbox: Outbox(
                store: store,
                clocks: configuration.desk.clocks,
                patience: configuration.patience,
                metrics: metrics
            ),
            composer: LetterComposer(
                address: configuration.mail.address,
                name: configuration.mail.name
            ),
            carrier: carrier,
            threads: threads.submission,
            logger: logger,
            metrics: metrics
        )
    }

    func lmtpDoor(
        _ desk: Desk,
        _ reader: MailReader,
        onListening: @escaping @Sendable (SocketAddress?) async -> Void
    ) -> NamedDoor<LMTPDoor> {
        let door = LMTPDoor(
            listen: configuration.lmtp,
            settings: configuration.mail,
            intake: Intake(
                desk: desk,
                address: configuration.mail.address,
                reader: reader,
                logger: logger,
                metrics: metrics
            ),
            logger: logger,
            metrics: metrics,
            onListening: onListening
        )
        let address =
            switch configuration.lmtp {
            case .tcp(let host, let port): "\(host):\(port)"
            case .unix(let path): path
            }
        return NamedDoor(base: door, key: "lmtp.listen", address: address)
    }

    func learner(
        _ store: any DurableStore,
        _ library: Library,
        _ desk: Desk,
        _ threads: Threads
    ) -> Learner {
        Learner(
            store: store,
            library: library,
            signal: desk.learning,
            settings: configuration.learner,
            isEnabled: configuration.desk.learning.isEnabled,
            thread: threads.learning,
            meters: LearningMeters(metrics),
            logger: logger
        )
    }

    func observation(
        of store: any DurableStore,
        _ ldap: LDAPStaffDirectory?,
        _ sync: DirectorySyncStatus,
        _ trunk: TrunkStatus?
    ) -> Observation {
        Observation(
            store: store,
            probe: StoreProbe(logger: logger) { () throws(DeskError) in try await store.probe() },
            sight: SharedTry { await StoreSight(of: store) },
            ldap: ldap,
            sync: sync,
            trunk: trunk,
            pickup: configuration.pickup.map { _ in PickupStatus() },
            configuration: configuration,
            metrics: metrics,
            logger: logger
        )
    }
}
