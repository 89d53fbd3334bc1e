import Desk
import Foundation
import Storage

extension Doctor {
    /// An fsync that takes longer makes every mail wait for it.
    static let syncTimeMax = Duration.milliseconds(50)
    /// A log that has grown so far is not folded into the file any more: something keeps reading.
    static let walBytesMax: Int64 = 268_435_456

    /// The file or the server, what is in it, its disk.
    func store() -> [Finding] {
        switch configuration.store {
        case .sqlite(let path): file(at: path)
        case .postgresql(let address): server(at: address)
        }
    }

    private func file(at path: String) -> [Finding] {
        guard FileManager.default.fileExists(atPath: path) else {
            return [emptyPlace(path)]
        }
        do throws(BackupError) {
            let found = try StoreExamination(of: path, at: now())
            let file = [contents(found, path), closed(path), disk(found), privacy(path)]
            return file.compactMap(\.self)
                + log(found) + letters(found.outbox) + quarantine(found.quarantine)
                + seals(found.unsealed) + [syncing(path)]
        } catch {
            if let closed = closed(path) { return [closed] }
            let remedy =
                switch error {
                case .newer: "install the program that wrote it"
                case .notAStore: "set store.url to the store's own file"
                case .damaged: "stop the daemon and helpdeskd restore the newest backup"
                case .notThere, .exists, .inUse, .noRoom, .failed:
                    "see that the user helpdesk can read and write it and its folder"
                }
            return [.unavailable("\(error)", remedy)]
        }
    }

    /// Asked once the store was looked at: what SQLite makes beside it belongs to the file's owner.
    private func closed(_ path: String) -> Finding? {
        ClosedFiles(of: path).map { .unavailable("\($0)", "as root: \($0.remedy)") }
    }

    private func emptyPlace(_ path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0 else {
            return .misconfigured(
                "there is no store \(path), and its folder cannot be written to",
                "make the folder and give it to the user helpdesk, or set store.url"
            )
        }
        return .well("there is no store \(path) yet; the first start makes it")
    }

    private func contents(_ found: StoreExamination, _ path: String) -> Finding {
        let tickets = found.survey.rows["tickets"] ?? 0
        let detail = "\(path): version \(found.survey.version), \(tickets) tickets, no damage"
        guard found.isOlder else { return .well(detail) }
        return .advice(
            "\(detail); it is brought up to date at the next start",
            "make a backup before that: there is no way back"
        )
    }

    private func privacy(_ path: String) -> Finding? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let modes = [Self.mode(of: path), Self.mode(of: folder)].compactMap(\.self)
        guard modes.allSatisfy({ $0 & 0o007 != 0 }) else { return nil }
        return .advice(
            "every user of this machine can read what citizens wrote in \(path)",
            "chmod 0700 \(folder)"
        )
    }

    private func disk(_ found: StoreExamination) -> Finding {
        let limit = configuration.health.diskFreeBytesMin
        let detail = "\(found.freeBytes / 1_048_576) MiB are free on the store's disk"
        guard found.freeBytes >= limit else {
            return .unavailable(
                "\(detail), less than health.disk-free-bytes-min: /readyz says unavailable",
                "make room; mail waits in the mail server meanwhile"
            )
        }
        guard found.freeBytes >= limit * 4 else {
            return .advice("\(detail), not far from health.disk-free-bytes-min", "make room soon")
        }
        return .well(detail)
    }

    private func log(_ found: StoreExamination) -> [Finding] {
        guard found.walBytes > Self.walBytesMax else { return [] }
        return [
            .advice(
                "the write-ahead log has grown to \(found.walBytes / 1_048_576) MiB",
                "something reads for a very long time; restarting the daemon folds it in"
            )
        ]
    }

    /// Whether letters leave in time.
    func letters(_ outbox: OutboxFigures?) -> [Finding] {
        guard let outbox else { return [] }
        let age = Int(outbox.oldestAge(at: now()))
        let detail = "\(outbox.due) letters are due, \(outbox.deferred) are tried again later"
        guard age > configuration.health.letterAgeSecondsMax else { return [.well(detail)] }
        return [
            .unavailable(
                "\(detail), and the oldest has waited for \(age) seconds",
                "see that the daemon runs; helpdeskd mail outbox says what the mail server said"
            )
        ]
    }

    /// Whether somebody decides on what is held before it is thrown away.
    func quarantine(_ found: QuarantineFigures?) -> [Finding] {
        guard let found, found.held > 0 else { return [] }
        let days = Int(found.oldestAge(at: now()) / Self.day)
        let kept = Int(configuration.quarantineTime / Self.day)
        let detail = "\(found.held) mails are held in quarantine, the oldest for \(days) days"
        guard days * 2 >= kept else { return [.well(detail)] }
        return [
            .advice(
                "\(detail) of the \(kept) after which it is thrown away",
                "have somebody decide on them: helpdesk quarantine list shows them"
            )
        ]
    }

    private static let day: TimeInterval = 24 * 3_600

    private func syncing(_ path: String) -> Finding {
        let time: Duration
        do throws(BackupError) {
            time = try StoreExamination.syncTime(beside: path)
        } catch {
            // What is there was found well all the same, and is said beside this.
            return .unavailable(
                "\(error)",
                "make room where the disk is full, or let the user helpdesk write in its folder"
            )
        }
        let milliseconds = time / .milliseconds(1)
        let shown = milliseconds.formatted(.number.precision(.fractionLength(2)))
        guard time > Self.syncTimeMax else {
            return .well("the disk takes \(shown) ms to make a write durable")
        }
        return .advice(
            "the disk takes \(shown) ms to make a write durable: every mail waits so long",
            "put the store on a faster disk"
        )
    }

    /// Whether there is a backup, and how old it is.
    func backup() -> [Finding] {
        let isFile = if case .sqlite = configuration.store { true } else { false }
        guard let folder = configuration.backup.folder else {
            return [
                .advice(
                    "backup.directory is not set: no backup is looked for",
                    "set it and systemctl enable --now helpdesk-backup.timer"
                )
            ]
        }
        guard let newest = folder.newest(by: now()) else {
            if let later = folder.newest(by: .distantFuture) {
                return [
                    .unavailable(
                        "\(later.path) is dated later than now: how old it is nobody knows",
                        "see that the clock is right, and helpdeskd backup makes another"
                    )
                ]
            }
            guard isFile else {
                return [
                    .advice(
                        "there is no backup in \(folder.path)",
                        "see that pg_basebackup and the log are kept elsewhere; else systemctl "
                            + "enable --now helpdesk-backup.timer"
                    )
                ]
            }
            return [
                .unavailable(
                    "there is no backup in \(folder.path)",
                    "helpdeskd backup makes one; systemctl enable --now helpdesk-backup.timer"
                )
            ]
        }
        let hours = Int(now().timeIntervalSince(newest.finishedAt) / 3_600)
        let detail = "the newest, \(newest.path), is \(hours) hours old"
        guard hours <= configuration.backup.ageHoursMax else {
            return [
                .unavailable(
                    "\(detail), more than backup.age-hours-max",
                    "journalctl -u helpdesk-backup says why"
                )
            ]
        }
        return [.well(detail)]
    }
}
