import ArgumentParser
import Desk
import Foundation
import Storage

/// `helpdeskd privacy …`: what a citizen has a right to.
struct PrivacyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Show a citizen what is kept of them, let them go, keep what must be kept.",
        subcommands: [Extract.self, Erase.self, HoldTicket.self, Release.self]
    )

    /// `helpdeskd privacy extract`.
    struct Extract: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "extract",
            abstract: "Write everything that is kept of a citizen (GDPR art. 15).",
            discussion: """
                The folder holds extract.txt to read, the same as JSON, and the original mails and \
                files; also messages on others' tickets, calls, and mail that was held back. Notes \
                among staff are in it: look through it before it is handed out.
                """
        )

        @OptionGroup var file: ConfigurationOption
        @OptionGroup var citizen: CitizenOption
        @OptionGroup var language: RecordLanguageOption

        @Argument(help: "The folder to write; it must not be there yet.")
        var folder: String

        func run() async throws {
            let audit = try await file.read { AuditSettings(&$0) }
            try await file.withStore(mayCreate: false) { store in
                let records = Records(store: store)
                let numbers = try await records.tickets(of: citizen.person)
                let elsewhere = try await records.elsewhere(
                    of: citizen.person,
                    besides: numbers
                )
                guard !numbers.isEmpty || !elsewhere.isEmpty else {
                    Terminal.sayError("nothing is kept of this person")
                    throw ExitCode(SystemExit.notThere)
                }
                let words = language.words
                var written = try RecordFolder(at: folder, from: records, in: words)
                var text = ""
                for number in numbers { text += words.readable(try await written.add(number)) }
                let added = try await written.add(elsewhere)
                text += words.readable(added)
                try written.add(text, as: "extract.txt")
                let count = try await written.finish(
                    .extract,
                    by: Operator.name,
                    signer: audit.signer
                )
                Terminal.say(
                    count == 1 ? "\(folder): 1 ticket" : "\(folder): \(count) tickets"
                )
                if !added.isEmpty {
                    Terminal.say(
                        "beside them \(added.count) messages, calls, held mails and addresses"
                    )
                }
            }
        }
    }

    /// `helpdeskd privacy erase`.
    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase",
            abstract: "Take a citizen out of the records (GDPR art. 17).",
            discussion: """
                Words, names, addresses, files and mails go, in the index and the outbox too; what \
                happened when and how it ended stays for the figures, and the chain of records \
                stays provable. Tickets that are held, or still worked on, are left and named. \
                Backups forget the person when the last one from before is gone. Broken off, give \
                the same command again.
                """
        )

        @OptionGroup var file: ConfigurationOption
        @OptionGroup var citizen: CitizenOption

        @Flag(name: .long, help: "Say what would happen and change nothing.")
        var dryRun = false

        func run() async throws {
            try await file.withStore(mayCreate: false) { store in
                let report = try await Records(store: store).erase(
                    citizen.person,
                    by: .staff(id: Operator.name, name: Operator.name),
                    isDryRun: dryRun
                )
                Terminal.say(report.words(isDryRun: dryRun))
                if !dryRun { try await store.forgetErased() }
                guard report.active.isEmpty else { throw ExitCode(SystemExit.tryAgain) }
            }
        }
    }

    /// `helpdeskd privacy hold N`.
    struct HoldTicket: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Keep a ticket from being erased."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The ticket's number.")
        var ticket: Int64

        @Option(name: .long, help: "One line, such as the number of the decision.")
        var reason: String

        func run() async throws {
            try await file.hold(ticket, for: reason)
            Terminal.say("ticket #\(ticket) is held")
        }
    }

    /// `helpdeskd privacy release N`.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Let a ticket be erased again."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The ticket's number.")
        var ticket: Int64

        func run() async throws {
            try await file.hold(ticket, for: nil)
            Terminal.say("ticket #\(ticket) is held no longer")
        }
    }
}

/// `--email ADDRESS` and `--phone NUMBER`.
struct CitizenOption: ParsableArguments {
    @Option(name: .long, help: "The citizen's address, as on their tickets; without case.")
    var email: String?

    @Option(name: .long, help: "The citizen's telephone number, as on their tickets.")
    var phone: String?

    var person: Person { Person(email: email, phone: phone) }

    func validate() throws {
        if person.isNobody { throw ValidationError("Name the citizen by --email or --phone.") }
    }
}

/// `helpdeskd retention`.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Erase what has served its time (gallring), by retention.KIND-days.",
        discussion: """
            A ticket goes as by privacy erase, and with it the calls and call-backs of its person \
            that are over and hang on no other; those that are not over go when they are, or after \
            30 days. Of calls without a ticket the numbers go after retention.call-days. What that \
            person wrote on others' tickets stays, and so does mail that was held back. The daemon \
            takes the words out of the index, within a week; until then nobody finds anything by \
            them. Broken off, or past --limit, give the same command again. Write the archive first, \
            where one is kept.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Flag(name: .long, help: "Say what would happen and change nothing.")
    var dryRun = false

    @Option(name: .long, help: "Tickets that the person is taken out of, at most.")
    var limit = 100_000

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 at least.") }
    }

    func run() async throws {
        let settings = try await file.read { RetentionSettings(&$0) }
        guard !settings.days.isEmpty || settings.callDays > 0 else {
            Terminal.say("no retention.KIND-days is set, and call-days is 0: everything is kept")
            return
        }
        try await file.withStore(mayCreate: false) { store in
            let records = Records(store: store)
            let reports = try await records.eraseAged(
                settings.ages,
                by: .system,
                isDryRun: dryRun,
                limit: limit
            )
            for (kind, report) in reports.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let days = settings.days[kind] ?? 0
                Terminal.say(
                    "\(kind.rawValue), \(days) days: \(report.words(isDryRun: dryRun))"
                )
            }
            guard let age = settings.callAge else { return }
            let count = try await records.eraseCalls(olderThan: age, isDryRun: dryRun)
            let days = settings.callDays
            Terminal.say(
                dryRun
                    ? "calls, \(days) days: \(count) would be erased"
                    : "calls, \(days) days: \(count) erased"
            )
        }
    }
}

/// `helpdeskd archive FOLDER`.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Write resolved tickets with their mails for an archive (e-arkiv), signed.",
        discussion: """
            The folder explains itself in README.txt. With audit.certificate and audit.key it is \
            signed, and openssl cms -verify and sha256sum -c prove all of it.
            """
    )

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var language: RecordLanguageOption

    @Argument(help: "The folder to write; it must not be there yet.")
    var folder: String

    @Option(name: .long, help: "Resolved on this day or later, as 2026-01-31 in UTC.")
    var from: String?

    @Option(name: .long, help: "Resolved before this day.")
    var to: String?

    func validate() throws { _ = try span() }

    func run() async throws {
        let audit = try await file.read { AuditSettings(&$0) }
        let span = try span()
        try await file.withStore(mayCreate: false) { store in
            let records = Records(store: store)
            var written = try RecordFolder(at: folder, from: records, in: language.words)
            var last: TicketNumber?
            while true {
                let numbers = try await records.tickets(resolvedIn: span, after: last)
                for number in numbers { _ = try await written.add(number) }
                guard let newest = numbers.last else { break }
                last = newest
            }
            let count = try await written.finish(
                .archive,
                by: Operator.name,
                signer: audit.signer
            )
            let signed = audit.signer == nil ? "not signed" : "signed"
            Terminal.say(
                count == 1
                    ? "\(folder): 1 ticket, \(signed)" : "\(folder): \(count) tickets, \(signed)"
            )
        }
    }

    private func span() throws -> Range<Date> {
        let start = try Self.day(from) ?? Date(timeIntervalSince1970: 0)
        let end = try Self.day(to) ?? Date()
        guard start <= end else { throw ValidationError("--from must not be after --to.") }
        return start..<end
    }

    private static func day(_ text: String?) throws -> Date? {
        guard let text else { return nil }
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let day = try? style.parse(text) else {
            throw ValidationError("«\(text)» is no day like 2026-01-31.")
        }
        return day
    }
}

extension ErasureReport {
    func words(isDryRun: Bool) -> String {
        let verb = isDryRun ? "would be erased" : "erased"
        var text = erased.count == 1 ? "1 ticket \(verb)" : "\(erased.count) tickets \(verb)"
        if messagesElsewhere > 0 {
            text +=
                messagesElsewhere == 1
                ? ", and 1 message on others' tickets"
                : ", and \(messagesElsewhere) messages on others' tickets"
        }
        if calls > 0 { text += "; calls without a ticket of theirs: \(calls)" }
        if callBacks > 0 { text += "; call-backs: \(callBacks)" }
        if heldMails > 0 { text += "; held mails: \(heldMails)" }
        if addresses > 0 { text += "; places with their address on others' tickets: \(addresses)" }
        if !unfinished.isEmpty {
            text += "; calls and call-backs that stay until they are over: \(unfinished.count)"
        }
        if !held.isEmpty { text += "; held: \(Self.list(held))" }
        if !active.isEmpty { text += "; still worked on: \(Self.list(active))" }
        return text
    }

    private static func list(_ numbers: [TicketNumber]) -> String {
        let shown = numbers.prefix(20).map { "#\($0.rawValue)" }.joined(separator: " ")
        return numbers.count > 20 ? "\(shown) and \(numbers.count - 20) more" : shown
    }
}

extension ConfigurationOption {
    /// Keeps a ticket from being erased, or lets it be again where there is no reason.
    fileprivate func hold(_ ticket: Int64, for reason: String?) async throws {
        try await withStore(mayCreate: false) { store in
            do throws(DeskError) {
                try await Records(store: store).hold(
                    TicketNumber(rawValue: ticket),
                    for: reason,
                    by: Operator.name
                )
            } catch .notFound {
                Terminal.sayError("there is no ticket #\(ticket)")
                throw ExitCode(SystemExit.notThere)
            }
        }
    }
}
