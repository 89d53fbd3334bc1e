import ArgumentParser
import Cryptography
import Desk
import DeskAPI
import Foundation
import MailGateway
import Storage

/// `helpdeskd audit …`: the chain of records, and who saw what.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove the records, and show who saw what.",
        subcommands: [Verify.self, Sign.self, Reads.self]
    )

    /// `helpdeskd audit verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract:
                "Read the whole chain and name each row that was changed, removed or inserted.",
            discussion: """
                Every seal and every row that it holds is read and digested anew, and compared with \
                the heads signed so far (audit.heads, or --heads for copies kept elsewhere). The \
                chain holds who did and read what, and no words: a message that somebody rewrote in \
                the database itself is not found so. The daemon may serve meanwhile. It ends with 65 \
                when anything is wrong, and else with 66 when the heads cannot be read.
                """
        )

        @OptionGroup var file: ConfigurationOption

        @Option(name: .long, help: "The folder of signed heads; else audit.heads.")
        var heads: String?

        func run() async throws {
            let configuration = try await file.read()
            let folder = try configuration.headFolder(at: heads)
            // Where they cannot be read the chain is examined all the same.
            let heads = Result { try folder?.heads() ?? [] }
            let signed = (try? heads.get()) ?? []
            try await file.withStore(mayCreate: false) { store in
                let report = try await store.examineChain(against: signed)
                for fault in report.faults { Terminal.say("\(fault)") }
                let head = report.head.map {
                    "head: seal \($0.seal) of \($0.at.formatted(.iso8601)), "
                        + $0.digest.hexadecimal
                }
                Terminal.say(head ?? "nothing is sealed yet")
                Terminal.say(
                    "\(report.seals) seals, \(report.rows) rows, \(report.unsealed) wait for a seal, "
                        + "\(signed.count) signed heads, \(report.faultCount) faults"
                )
                if signed.isEmpty, report.head != nil {
                    Terminal.sayError(
                        "no signed head was compared: that the end of the chain was cut off would "
                            + "not be seen; see audit.heads"
                    )
                }
                if case .failure(let trouble) = heads {
                    Terminal.sayError(
                        "the signed heads cannot be read, and nothing was compared with them: "
                            + "\(SystemExit.words(for: trouble))"
                    )
                }
                guard report.faultCount == 0 else { throw ExitCode(SystemExit.badData) }
                guard case .success = heads else { throw ExitCode(SystemExit.notThere) }
                guard let folder, signed.isEmpty, let beganAt = report.beganAt else { return }
                let minutes = configuration.audit.headMinutes
                guard Date().timeIntervalSince(beganAt) > Double(minutes * 60) else { return }
                Terminal.sayError(
                    "there is no signed head in \(folder.path), and the chain began at "
                        + "\(beganAt.formatted(.iso8601)): nothing was compared"
                )
                throw ExitCode(SystemExit.badData)
            }
        }
    }

    /// `helpdeskd audit sign`.
    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Print the signed head of the chain, for keeping elsewhere.",
            discussion: """
                openssl cms -verify -binary -inform PEM -purpose any -CAfile CERTIFICATE proves it.
                """
        )

        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let configuration = try await file.read()
            guard let signer = configuration.audit.signer else {
                Terminal.sayError("audit.certificate and audit.key are not set")
                throw ExitCode(SystemExit.configuration)
            }
            try await file.withStore(mayCreate: false) { store in
                _ = try await store.seal(at: Date())
                guard let head = try await store.chainHead() else {
                    Terminal.sayError("nothing is recorded yet")
                    throw ExitCode(SystemExit.notThere)
                }
                let signed = try HeadFolder.signed(
                    head,
                    of: configuration.mail.address.description,
                    by: signer
                )
                try FileHandle.standardOutput.write(contentsOf: Data(signed))
            }
        }
    }

    /// `helpdeskd audit reads`.
    struct Reads: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reads",
            abstract: "Show who saw what, newest first."
        )

        @OptionGroup var file: ConfigurationOption

        @Option(name: .long, help: "Only of this ticket.")
        var ticket: Int64?

        @Option(name: .long, help: "Only by this user.")
        var staff: String?

        @Option(name: .long, help: "At most so many.")
        var limit = 100

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 at least.") }
        }

        func run() async throws {
            try await file.withStore(mayCreate: false) { store in
                var query = ReadQuery(limit: limit)
                query.ticket = ticket.map(TicketNumber.init(rawValue:))
                query.staff = staff
                let wanted = query
                let found = try await store.read { reading throws(DeskError) in
                    try reading.reads(wanted)
                }
                try await Records(store: store).recordLook(at: query.ticket, by: Operator.name)
                let words = SwedishOutput.reads(for: ProcessInfo.processInfo.environment)
                for entry in found { Terminal.print(Self.line(entry.record, in: words)) }
            }
        }

        private static func line(_ record: ReadRecord, in words: Translation) -> String {
            let ticket = record.ticket.map { "  #\($0.rawValue)" } ?? ""
            let times = record.times > 1 ? "  " + words.text("\(record.times) times") : ""
            let what = words.text(record.what.rawValue)
            let details = record.details.sorted { $0.key < $1.key }
                .map { "  \($0.key) \($0.value)" }.joined()
            return "\(record.at.formatted(.iso8601))  \(record.staff)  \(what)"
                + ticket + details + times
        }
    }
}

/// Who gives commands on this machine.
enum Operator {
    /// As it stands in the records: `operator:` and who logged in, before any sudo.
    static var name: String {
        "operator:\(ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName())"
    }
}

extension DaemonConfiguration {
    /// The folder of signed heads; nil when none is set.
    func headFolder(at place: String? = nil) throws -> HeadFolder? {
        guard let path = place ?? audit.heads else { return nil }
        guard let signer = audit.signer else {
            Terminal.sayError("heads are proved with audit.certificate, which is not set")
            throw ExitCode(SystemExit.configuration)
        }
        return HeadFolder(path: path, signer: signer, desk: mail.address.description)
    }
}
