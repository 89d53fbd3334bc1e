import DeskTesting
import Foundation
import Storage

/// Mails into the store beside the same mails into Postfix's smtp-sink, which keeps nothing, and
/// into Dovecot, which writes each to a file of its own and reads nothing of it.
struct MailPart: Sendable {
    let scale: Scale

    func run() async throws {
        let folder = try TemporaryFolder("benchmark")
        let letters = Letters(seed: 1)
        let disk = try DiskRate(in: folder.path, for: .seconds(1))
        // Receipts go there; without it they would be tried again and again.
        let letterBox = MailSink.isInstalled ? try MailSink() : nil
        defer { letterBox?.process.stop() }
        let house = try House(
            in: folder,
            store: .sqlite(path: folder.path("helpdesk.sqlite")),
            submission: letterBox?.port
        )
        defer { house.process.stop() }
        let idle = try await house.memory(after: .seconds(1))
        var sheet = Sheet(
            "mail: \(Letters.size / 1_024) KB mails by LMTP",
            columns: [
                "what", "mails/s", "p50", "p99", "server CPU", "CPU each", "client CPU",
                "of the sink",
                "of Dovecot", "aim",
            ]
        )
        var first = 1
        var taken = 0
        for sessions in [1, 10] {
            let name = sessions == 1 ? "1 session" : "\(sessions) sessions"
            let sinkRate = try await besideSink(folder, letters, sessions, name, &sheet)
            let dovecotRate = try await besideDovecot(letters, sessions, name, &sheet)
            let load = MailLoad(
                port: house.lmtp,
                sessions: sessions,
                duration: scale.load,
                lettersMax: scale.mailsMax
            )
            let watch = try ProcessorWatch([house.process.pid, getpid()])
            let figures = try await load.run(letters, from: first)
            first += scale.mailsMax
            taken += figures.count
            sheet.add(
                "helpdeskd, \(name)",
                Figure.count(figures.rate),
                Figure.time(figures.p50),
                Figure.time(figures.p99),
                Figure.share(try watch.share(of: house.process.pid), of: 1),
                Figure.time(
                    try watch.used(by: house.process.pid) / Double(max(1, figures.count))
                ),
                Figure.share(try watch.share(of: getpid()), of: 1),
                Figure.share(figures.rate, of: sinkRate),
                Figure.share(figures.rate, of: dovecotRate),
                "≥ 60 % of the sink, 1,000 % of Dovecot"
            )
        }
        sheet.add("disk, append + fdatasync", Figure.count(disk.appending))
        sheet.add("disk, in place + fdatasync", Figure.count(disk.inPlace))
        sheet.print()
        let loaded = try await house.memory()
        Terminal.say(
            "  memory: \(Figure.memory(idle.resident)) before, "
                + "\(Figure.memory(loaded.resident)) after (aim: < 80 MB idle)"
        )
        if taken < scale.mailsKept {
            let rest = MailLoad(
                port: house.lmtp,
                sessions: 10,
                duration: .seconds(600),
                lettersMax: scale.mailsKept - taken
            )
            taken += try await rest.run(letters, from: first).count
        }
        house.process.stop()
        try sayDisk(folder.path("helpdesk.sqlite"), mails: taken, letters)
        try await measureLargeMails(in: folder)
    }

    /// The same load into Dovecot's maildir; its rate.
    private func besideDovecot(
        _ letters: Letters,
        _ sessions: Int,
        _ name: String,
        _ sheet: inout Sheet
    ) async throws -> Double {
        let server = DovecotServer.takesMail ? try DovecotServer() : nil
        guard let server, let port = server.lmtp else {
            Terminal.note("Dovecot's LMTP is not there (package dovecot-lmtpd)")
            return 0
        }
        defer { server.stop() }
        let load = MailLoad(
            port: port,
            sessions: sessions,
            duration: scale.load,
            lettersMax: scale.mailsMax
        )
        let figures = try await load.run(letters, from: 1)
        sheet.add(
            "Dovecot, \(name)",
            Figure.count(figures.rate),
            Figure.time(figures.p50),
            Figure.time(figures.p99)
        )
        return figures.rate
    }

    /// Memory while mails as large as they may be come in one after the other.
    private func measureLargeMails(in folder: TemporaryFolder) async throws {
        let house = try House(in: folder, store: .sqlite(path: folder.path("large.sqlite")))
        defer { house.process.stop() }
        let letters = Letters(seed: 2, fileBytes: 18 << 20)
        var sheet = Sheet(
            "mail: \(Figure.memory(letters.letter(0).count)) mails through one session",
            columns: ["after", "memory", "peak"]
        )
        var next = 1_000_000_000
        for count in [1, 4, 15] {
            let load = MailLoad(
                port: house.lmtp,
                sessions: 1,
                duration: .seconds(600),
                lettersMax: count
            )
            _ = try await load.run(letters, from: next)
            next += count
            let memory = try await house.memory(after: .seconds(1))
            sheet.add(
                "\(next - 1_000_000_000) mails",
                Figure.memory(memory.resident),
                Figure.memory(memory.peak)
            )
        }
        sheet.print()
    }

    /// What the store takes for a mail, once the daemon has put its log away.
    private func sayDisk(_ path: String, mails: Int, _ letters: Letters) throws {
        let sizes = (1...100).map { letters.letter($0).count }
        let mail = Double(sizes.reduce(0, +)) / Double(sizes.count)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let file = (attributes[.size] as? Int).map(Double.init) ?? 0
        let more = file / Double(max(1, mails)) - mail
        Terminal.say(
            "  disk, seen at \(Figure.count(Double(mails))): "
                + "\(Figure.memory(Int(10_000 * (mail + more)))) for 10,000 mails of "
                + "\(Figure.memory(Int(10_000 * mail))): \(Figure.memory(Int(10_000 * more))) over "
                + "the mail itself (aim: ≤ 25 MB)"
        )
    }

    /// The same load into the sink; its rate.
    private func besideSink(
        _ folder: TemporaryFolder,
        _ letters: Letters,
        _ sessions: Int,
        _ name: String,
        _ sheet: inout Sheet
    ) async throws -> Double {
        guard MailSink.isInstalled else {
            Terminal.note("\(MailSink.program) is not there (package postfix)")
            return 0
        }
        let sink = try MailSink(speakingLMTP: true)
        defer { sink.process.stop() }
        let load = MailLoad(
            port: sink.port,
            sessions: sessions,
            duration: scale.load,
            lettersMax: scale.mailsMax
        )
        let watch = try ProcessorWatch([sink.process.pid, getpid()])
        let figures = try await load.run(letters, from: 1)
        sheet.add(
            "smtp-sink, \(name)",
            Figure.count(figures.rate),
            Figure.time(figures.p50),
            Figure.time(figures.p99),
            Figure.share(try watch.share(of: sink.process.pid), of: 1),
            Figure.time(try watch.used(by: sink.process.pid) / Double(max(1, figures.count))),
            Figure.share(try watch.share(of: getpid()), of: 1)
        )
        return figures.rate
    }
}
