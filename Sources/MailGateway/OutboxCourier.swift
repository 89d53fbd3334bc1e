public import Desk
import Foundation
public import Logging
public import MailProtocols
public import Metrics
public import NIOPosix
public import ServiceLifecycle

/// Who takes a finished mail to where it leaves the house.
public protocol MailCarrier: Sendable {
    /// How long one handing over may take.
    var timeMax: Duration { get }

    /// Hands the mail over; it blocks, so it is called on threads that may.
    ///
    /// Failures go to `reversePath`; nil asks for none.
    func carry(
        _ message: [UInt8],
        from reversePath: String?,
        to recipient: String
    ) throws(SubmissionError)
}

extension SMTPSubmission: MailCarrier {
    /// Submits it to the mail server.
    public func carry(
        _ message: [UInt8],
        from reversePath: String?,
        to recipient: String
    ) throws(SubmissionError) {
        try submit(message, from: reversePath, to: [recipient])
    }
}

/// Carries letters from the outbox to the mail server.
public struct OutboxCourier: Service {
    private let outbox: Outbox
    private let composer: LetterComposer
    private let carrier: any MailCarrier
    private let threads: NIOThreadPool
    private let logger: Logger
    private let meters: CourierMeters

    /// How often the outbox is looked at.
    private static let roundInterval: Duration = .seconds(1)
    /// Letters carried at the same time.
    private static let windowLetters = 8
    /// How long a letter is ours at least.
    private static let leaseMin = Duration.seconds(600)
    /// A letter may wait for a thread behind another one.
    private static let turnsMax = 2

    /// Carries what `composer` writes; submission blocks and runs on `threads`.
    public init(
        outbox: Outbox,
        composer: LetterComposer,
        carrier: any MailCarrier,
        threads: NIOThreadPool,
        logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) {
        self.outbox = outbox
        self.composer = composer
        self.carrier = carrier
        self.threads = threads
        self.logger = logger
        meters = CourierMeters(metrics)
    }

    /// Carries until the house shuts down; a letter on its way is finished first.
    public func run() async throws {
        await Rounds(interval: Self.roundInterval).run {
            try await carryOneRound() == Self.windowLetters
        } failed: { error in
            // The store is away for a while: the letters wait, the house stands.
            let detail = (error as? DeskError)?.logged ?? "\(type(of: error))"
            logger.error("outbox round ended", metadata: ["error": "\(detail)"])
        }
    }

    /// Carries what is due now and returns how many letters that were.
    @discardableResult
    public func carryOneRound() async throws(DeskError) -> Int {
        let window = try await outbox.claim(atMost: Self.windowLetters, lease: lease)
        await withDiscardingTaskGroup { group in
            for entry in window { group.addTask { await carry(entry) } }
        }
        return window.count
    }

    /// Longer than any submission may take: whoever else claimed it would send it twice.
    var lease: TimeInterval {
        let longest = max(carrier.timeMax * Self.turnsMax, Self.leaseMin)
        return TimeInterval(longest.components.seconds)
    }

    private func carry(_ entry: OutboxEntry) async {
        let result = await handOver(entry.letter)
        do throws(DeskError) {
            try await outbox.settle(entry, as: result)
        } catch {
            // The lease runs out and the letter goes again, under the same Message-ID.
            logger.error(
                "letter not settled",
                metadata: ["letter": "\(entry.id)", "error": "\(error.logged)"]
            )
            return
        }
        logger.info(
            "letter carried",
            metadata: [
                "letter": "\(entry.id)", "ticket": "\(entry.ticket.rawValue)",
                "result": "\(result.name)",
            ]
        )
    }

    private func handOver(_ letter: Letter) async -> Outbox.Result {
        let start = ContinuousClock.now
        defer { meters.handOver(since: start) }
        let mail: [UInt8]
        do throws(MIMEError) {
            mail = try composer.compose(letter)
        } catch {
            return error.result
        }
        // A report that it did not arrive finds its ticket by the same token as an answer.
        let reversePath =
            letter.isAutomatic ? nil : composer.address.extended(by: letter.replyToken)
        do {
            return try await threads.runIfActive {
                do throws(SubmissionError) {
                    try carrier.carry(mail, from: reversePath, to: letter.toAddress)
                    return .taken
                } catch {
                    return error.result
                }
            }
        } catch {
            return .unreached(detail: "the house is shutting down")
        }
    }
}

extension SubmissionError {
    /// A refusal for good ends the letter; everything else is tried again.
    fileprivate var result: Outbox.Result {
        switch self {
        case .temporary(_, let detail, _):
            isUnreached ? .unreached(detail: detail) : .deferred(detail: detail)
        case .permanent(_, let detail): .refused(detail: detail)
        }
    }
}

extension MIMEError {
    /// What cannot be said in a mail never can; that memory is short is no fault of the letter's.
    var result: Outbox.Result {
        switch self {
        case .failed: .deferred(detail: "the letter could not be written as a mail this time")
        case .badAddress(let header):
            .refused(detail: "its \(header) is no address that mail can go to")
        case .unsafeHeader(let name):
            .refused(detail: "its \(name) holds what no header of a mail can carry")
        case .empty: .refused(detail: "there is nothing in the letter")
        case .tooComplex: .refused(detail: "the letter is too complex for a mail")
        }
    }
}

extension Outbox.Result {
    fileprivate var name: String {
        switch self {
        case .taken: "taken"
        case .deferred: "deferred"
        case .unreached: "unreached"
        case .refused: "refused"
        }
    }
}
