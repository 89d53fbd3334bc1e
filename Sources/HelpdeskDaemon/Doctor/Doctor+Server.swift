import Desk
import Foundation
import Storage

extension Doctor {
    /// A standby that is farther behind loses minutes when it takes over by itself.
    static let standbyLagBytesMax: Int64 = 67_108_864
    /// Log that is kept for nobody fills the disk in the end.
    static let abandonedWALBytesMax: Int64 = 1_073_741_824

    /// The PostgreSQL that keeps the store, and what is in it.
    func server(at address: String) -> [Finding] {
        do throws(DeskError) {
            let found = try ServerExamination(of: address, at: now())
            let place = "\(configuration.store)"
            return [kind(found, place), tables(found, place), room(found), connections(found)]
                + standbys(found) + collation(found) + pooler(found) + letters(found.outbox)
                + quarantine(found.quarantine) + seals(found.unsealed)
        } catch {
            let cause = StoreLocation.withoutSecrets(error.logged)
            return [
                .unavailable(
                    "PostgreSQL does not answer us: \(cause)",
                    "see that PostgreSQL runs, and that store.url, its password and pg_hba.conf fit"
                )
            ]
        }
    }

    private func kind(_ found: ServerExamination, _ place: String) -> Finding {
        let server = found.server
        let detail = "\(place) is in PostgreSQL \(server.version), \(server.encoding)"
        guard server.versionNumber >= 130_000 else {
            return .misconfigured(detail, "13 or later is wanted: bring the server up to date")
        }
        guard server.encoding == "UTF8" else {
            return .misconfigured(detail, "make a database with ENCODING 'UTF8'")
        }
        guard !server.isStandby else {
            return .misconfigured(
                "\(detail), a standby, which cannot be written",
                "name all hosts in store.url with target_session_attrs=read-write, or promote it"
            )
        }
        guard server.survivesPowerCut else {
            return .misconfigured(
                "\(detail), but fsync or full_page_writes is off: a power cut loses mail",
                "set both to on in postgresql.conf"
            )
        }
        return .well("\(detail), which syncs what it is given")
    }

    private func tables(_ found: ServerExamination, _ place: String) -> Finding {
        if found.isNewer {
            return .unavailable(
                "the tables are of version \(found.version), newer than this program's",
                "install the program that wrote them"
            )
        }
        guard found.version > 0 else {
            return .well("there are no tables in \(place) yet; the first start makes them")
        }
        guard !found.isOlder else {
            return .advice(
                "the tables are of version \(found.version); they are brought up to date at the "
                    + "next start",
                "make a backup before that: there is no way back"
            )
        }
        return .well("the tables are of version \(found.version), \(found.tickets ?? 0) tickets")
    }

    private func room(_ found: ServerExamination) -> Finding {
        let taken = "the database takes \(found.bytes / 1_048_576) MiB"
        let detail =
            found.walBytes.map { "\(taken), its write-ahead log \($0 / 1_048_576) MiB" } ?? taken
        guard found.abandonedWALBytes <= Self.abandonedWALBytesMax else {
            return .unavailable(
                "\(detail); \(found.abandonedWALBytes / 1_048_576) MiB of log are kept for a "
                    + "standby that does not fetch it, until the disk is full",
                "bring that standby back, or SELECT pg_drop_replication_slot(…)"
            )
        }
        return .well("\(detail); how much is free on its disk the server's machine says")
    }

    private func connections(_ found: ServerExamination) -> Finding {
        let wanted = ServerExamination.connectionsPerDaemon
        let detail = "\(found.connectionsLeft) connections are left, a daemon has up to \(wanted)"
        guard found.connectionsLeft < wanted, !found.server.isPooled else { return .well(detail) }
        return .advice(
            "\(detail): a daemon that starts now may not get what it needs",
            "raise max_connections, or the limit of the database or the user; or use a pooler"
        )
    }

    private func standbys(_ found: ServerExamination) -> [Finding] {
        if found.waitsForStandbys, !found.standbys.contains(where: \.isSynchronous) {
            return [
                .unavailable(
                    "commits wait for a standby (synchronous_standby_names), and there is none: "
                        + "nothing is taken in",
                    "start the standby, or take its name out until it is mended"
                )
            ]
        }
        return found.standbys.map { standby in
            let manner = standby.isSynchronous ? "commits wait for it" : "commits do not wait"
            let detail =
                "the standby \(standby.name), \(manner), is "
                + "\(standby.lagBytes / 1_048_576) MiB behind"
            guard standby.isStreaming, standby.lagBytes <= Self.standbyLagBytesMax else {
                return .advice(
                    standby.isStreaming ? detail : "\(detail) and does not stream yet",
                    "see to its disk and the network between"
                )
            }
            return .well(detail)
        }
    }

    private func collation(_ found: ServerExamination) -> [Finding] {
        guard let (made, present) = found.collationChange else { return [] }
        return [
            .advice(
                "the indexes were made by version \(made) of the system's order of letters, which "
                    + "is \(present) now: they may not find what is there",
                "stop the daemons; REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION"
            )
        ]
    }

    private func pooler(_ found: ServerExamination) -> [Finding] {
        guard found.server.isPooled else { return [] }
        guard let listening = configuration.storeListening else {
            return [
                .misconfigured(
                    "store.url leads through a pooler, where nobody hears what other daemons do",
                    "set store.listen-url to PostgreSQL's own address, or one that pools sessions"
                )
            ]
        }
        do throws(DeskError) {
            let own = try ServerExamination(of: listening, at: now())
            let way = own.server.isPooled ? "a pooler too" : "PostgreSQL itself"
            return [.well("store.url leads through a pooler, store.listen-url to \(way)")]
        } catch {
            let cause = StoreLocation.withoutSecrets(error.logged)
            return [
                .unavailable(
                    "nothing answers at store.listen-url: \(cause)",
                    "see that it can be reached"
                )
            ]
        }
    }
}
