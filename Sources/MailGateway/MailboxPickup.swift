public import Desk
import Foundation
public import Logging
public import MailProtocols
public import Metrics
public import NIOPosix
public import ServiceLifecycle
import Synchronization

/// What an operator decides about a mailbox that mail is taken out of.
///
/// - Configuration keys:
///   - `mail.pickup.url` (string, optional): `imaps://HOST:PORT`, or `imap://` with STARTTLS.
///   - `mail.pickup.username` (string), `mail.pickup.password` (secret) or `mail.pickup.token-file`
///     (path): a password, or a file with an OAuth 2.0 access token that something else keeps fresh.
///   - `mail.pickup.folder` (string, default `INBOX`): where mail comes in.
///   - `mail.pickup.done-folder` (string, default `Helpdesk`): where it goes once it is on disk.
///   - `mail.pickup.refused-folder` (string, default `Helpdesk-refused`): where it goes when it is
///     longer than a mail may be.
///   - `mail.pickup.ca-file` (path, optional).
///   - `mail.pickup.interval-seconds` (int, default 30, 5…3 600).
public struct PickupSettings: Sendable {
    /// A secret, or where it is read anew each time.
    public enum Secret: Sendable {
        case password(String)
        case tokenFile(path: String)
    }

    /// `imaps://` or `imap://`.
    public var url: String
    /// Whom to log in as.
    public var username: String
    /// What proves it.
    public var secret: Secret
    /// Where mail comes in.
    public var folder = "INBOX"
    /// Where it goes once it is on disk.
    public var doneFolder = "Helpdesk"
    /// Where it goes when it can never be taken.
    public var refusedFolder = "Helpdesk-refused"
    /// PEM file of the authorities that are trusted; nil for the system's.
    public var caFile: String?
    /// How long after one look the next follows, in seconds.
    public var interval = 30

    /// Names what has no default.
    public init(url: String, username: String, secret: Secret) {
        self.url = url
        self.username = username
        self.secret = secret
    }
}

/// Takes mail out of a mailbox and brings it to the desk, for cities whose mail stands elsewhere.
///
/// A mail is moved once it is on disk. Whatever dies in between, it is taken again and known again.
public final class MailboxPickup: Service {
    private let settings: PickupSettings
    private let address: MailAddress
    private let bytesMax: Int
    private let desk: Desk
    private let reader: MailReader
    private let threads: NIOThreadPool
    private let logger: Logger
    private let meters: IntakeMeters
    private let looks: MailboxMeters
    private let status: PickupStatus
    private let unfetched = Mutex(UnfetchedMail())

    /// Messages taken in one look.
    private static let roundMessages = 20

    /// Brings what it finds to `desk`, and tells `status` how it goes; IMAP blocks and runs on
    /// `threads`.
    public init(
        _ settings: PickupSettings,
        mail: MailGatewaySettings,
        desk: Desk,
        reader: MailReader,
        threads: NIOThreadPool,
        logger: Logger,
        status: PickupStatus = PickupStatus(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) {
        self.settings = settings
        address = mail.address
        bytesMax = mail.limits.messageBytesMax
        self.desk = desk
        self.reader = reader
        self.threads = threads
        self.logger = logger
        self.status = status
        meters = IntakeMeters(metrics)
        looks = MailboxMeters(metrics)
    }

    /// Looks until the house shuts down; a mail that is being taken is finished first.
    public func run() async throws {
        await Rounds(interval: .seconds(settings.interval)).run {
            let isFull = try await takeOneRound() == Self.roundMessages
            note(nil)
            return isFull
        } failed: { error in
            note(error)
        }
    }

    /// Writes down how a look ended, nil for well; what goes on the same is not told every time.
    func note(_ error: (any Error)?) {
        // The server is away for a while or says no, or the desk is: the mail waits there.
        let detail = error.map { error in
            (error as? IMAPMailbox.Failure)?.detail ?? (error as? DeskError)?.logged
                ?? "\(type(of: error))"
        }
        looks.look(succeeded: detail == nil)
        guard status.changes(to: detail) else { return }
        if let detail {
            logger.error("mailbox not read", metadata: ["error": "\(detail)"])
        } else {
            logger.notice("the mailbox is read again")
        }
    }

    /// Takes what waits now and returns how many messages that were.
    ///
    /// What was taken is moved, also when the connection fails at a later one.
    @discardableResult
    public func takeOneRound() async throws -> Int {
        let mailbox = try settings.mailbox()
        let limit = Self.roundMessages + unfetched.withLock { $0.count }
        let waiting = try await threads.runIfActive { try mailbox.waiting(atMost: limit) }
        let names = unfetched.withLock { $0.due(among: waiting, at: .now) }
        let round = await take(names.prefix(Self.roundMessages), from: mailbox)
        try await threads.runIfActive { [settings] in
            for (moved, folder) in [
                (round.taken, settings.doneFolder), (round.refused, settings.refusedFolder),
            ] where !moved.isEmpty {
                try mailbox.makeFolder(folder)
                try mailbox.move(moved, to: folder)
            }
        }
        if let failure = round.failure { throw failure }
        // What has to wait would be found again at once.
        return round.taken.count + round.refused.count
    }

    /// What became of the messages of one look.
    private struct Round {
        var taken: [IMAPMailbox.MessageName] = []
        var refused: [IMAPMailbox.MessageName] = []
        /// What ended it early.
        var failure: (any Error)?
    }

    private enum Outcome {
        case taken
        case refused
        case later
    }

    private func take(
        _ names: ArraySlice<IMAPMailbox.MessageName>,
        from mailbox: IMAPMailbox
    ) async -> Round {
        var round = Round()
        do {
            for name in names {
                switch try await take(name, from: mailbox) {
                case .taken: round.taken.append(name)
                case .refused: round.refused.append(name)
                case .later: break
                }
            }
        } catch {
            round.failure = error
        }
        return round
    }

    private func take(
        _ name: IMAPMailbox.MessageName,
        from mailbox: IMAPMailbox
    ) async throws -> Outcome {
        let found: [UInt8]?
        do {
            found = try await threads.runIfActive { [bytesMax] in
                try mailbox.message(name, bytesMax: bytesMax)
            }
        } catch let failure as IMAPMailbox.Failure {
            // The others go first the next time, whatever it was.
            unfetched.withLock { $0.note(name, at: .now) }
            guard failure.isOfMessage else { throw failure }
            logger.warning(
                "mail not fetched",
                metadata: ["uid": "\(name.uid)", "error": "\(failure.detail)"]
            )
            return .later
        }
        guard let bytes = found else {
            logger.error("mail is longer than it may be", metadata: ["uid": "\(name.uid)"])
            return .refused
        }
        do throws(DeskError) {
            let receipt = try await desk.receive(
                reader.read(PickedUpMail.raw(bytes, to: address, proves: desk.proves))
            )
            meters.take(receipt.effect)
            logger.info(
                "mail picked up",
                metadata: [
                    "ticket": "\(receipt.ticket.rawValue)",
                    "effect": "\(receipt.effect.rawValue)",
                ]
            )
            return .taken
        } catch {
            meters.refuse(error.reply)
            logger.error("mail not taken in", metadata: ["error": "\(error.logged)"])
            guard error.isTemporary else { return .refused }
            // It may be the desk or the mail: the round ends, and the others go first the next time.
            unfetched.withLock { $0.postpone(name, at: .now) }
            throw error
        }
    }
}

extension PickupSettings {
    /// The mailbox, with its secret as it is now: a token lives an hour, and something else renews
    /// it.
    ///
    /// - Throws: ``MailProtocols/IMAPMailbox/Failure``: there is no token. Temporary: yes.
    public func mailbox() throws(IMAPMailbox.Failure) -> IMAPMailbox {
        let proof: IMAPMailbox.Secret
        switch secret {
        case .password(let password): proof = .password(password)
        case .tokenFile(let path):
            guard let octets = FileManager.default.contents(atPath: path) else {
                throw IMAPMailbox.Failure(detail: "the token file \(path) cannot be read")
            }
            let text = String(decoding: octets, as: UTF8.self)
            proof = .token(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return IMAPMailbox(
            url: url,
            username: username,
            secret: proof,
            folder: folder,
            caFile: caFile
        )
    }
}

/// What the envelope said of a mail that lies in a mailbox: servers write it into the header.
enum PickedUpMail {
    /// The mail with its envelope; `proves` says of a token whether it proves a ticket.
    static func raw(
        _ bytes: [UInt8],
        to address: MailAddress,
        proves: (String) -> Bool
    ) -> RawMail {
        // A mail whose header cannot be read has no envelope that could be.
        let headers = (try? IncomingMail.header(of: bytes)) ?? []
        let path = headers.first { $0.isNamed("return-path") }?.written.trimmed
        let isNull = path == "<>"
        let usable = path.map(withoutAngles).flatMap {
            $0.utf8.count <= Mailbox.addressBytesMax ? $0 : nil
        }
        let tokens = tokens(in: headers, to: address)
        return RawMail(
            bytes: bytes,
            reversePath: isNull ? nil : usable ?? "unknown@invalid",
            replyToken: tokens.first(where: proves) ?? tokens.first
        )
    }

    /// What follows the `+` wherever the mail came to, the first ``tokensMax``; a token proves itself,
    /// whoever wrote it there.
    private static func tokens(in headers: [MailHeader], to address: MailAddress) -> [String] {
        let names: Set = ["delivered-to", "x-original-to", "envelope-to", "to", "cc"]
        var tokens: [String] = []
        for header in headers where names.contains(header.name.lowercased()) {
            for word in header.written.split(whereSeparator: { " ,;<>\t".contains($0) }) {
                guard case .own(let token?) = address.read(String(word)) else { continue }
                tokens.append(token)
                if tokens.count == tokensMax { return tokens }
            }
        }
        return tokens
    }

    private static let tokensMax = 100

    private static func withoutAngles(_ path: String) -> String {
        path.hasPrefix("<") && path.hasSuffix(">") ? String(path.dropFirst().dropLast()) : path
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
