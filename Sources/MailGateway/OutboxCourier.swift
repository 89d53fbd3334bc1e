public import Desk
import Foundation
public import Logging
public import MailProtocols
public import Metrics
public import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Who takes a finished mail to where it leaves the house.
public protocol MailCarrier: Sendable {
    /// How long one handing over may take.
    var timeMax: Duration { get }

    /// Hands the mail over; it blocks, so it is called on threads that may.
    ///
    /// Failures go to `reversePath`; nil asks for none. What takes longer than a second asks
    /// `isEnding` about so often, and breaks off when that is true: nobody waits for it any longer.
    func carry(
        _ message: [UInt8],
        from reversePath: String?,
        to recipient: String,
        until isEnding: @escaping @Sendable () -> Bool
    ) throws(SubmissionError)
}

extension SMTPSubmission: MailCarrier {
    /// Submits it to the mail server.
    public func carry(
        _ message: [UInt8],
        from reversePath: String?,
        to recipient: String,
        until isEnding: @escaping @Sendable () -> Bool
    ) throws(SubmissionError) {
        try submit(message, from: reversePath, to: [recipient], until: isEnding)
    }
}

/// Carries letters from the outbox to the mail server.
///
/// Each thread is a place for one letter, and no more are claimed than places are free: one that the
/// mail server is silent about keeps its own place and nobody else's.
public struct OutboxCourier: Service {
    private let outbox: Outbox
    private let composer: LetterComposer
    private let carrier: any MailCarrier
    private let threads: NIOThreadPool
    private let logger: Logger
    private let meters: CourierMeters
    private let obstacle = KnownObstacle()

    /// How long the outbox is left alone when nothing was due.
    private static let restTime: Duration = .seconds(1)
    /// What a letter is ours for beyond the handing over: to be written as a mail, and settled.
    private static let leaseMargin: Duration = .seconds(120)
    /// How long what is on its way is waited for once the house shuts down.
    ///
    /// The house as a whole is given a minute, and whoever is told after the courier needs some of it.
    var patience: Duration = .seconds(50)

    /// Carries what `composer` writes; submission blocks and runs on `threads`, which nothing else
    /// uses.
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

    /// What the courier waits for.
    private enum Occasion {
        case letterCarried
        case rested
        case shutdown
        case outOfPatience
    }

    /// Carries until the house shuts down.
    ///
    /// A letter on its way is finished first, unless that takes too long or the house cannot wait any
    /// longer: then it is broken off, and goes again later.
    public func run() async throws {
        await withTaskGroup(of: Occasion.self) { group in
            group.addTask {
                // A house that is cancelled shuts down, too.
                try? await gracefulShutdown()
                return .shutdown
            }
            var places = placesMax
            var (isResting, isEnding) = (false, false)
            while !isEnding || places < placesMax {
                if !isEnding, !Task.isCancelled, !isResting, places > 0 {
                    let window = await claim(atMost: places)
                    places -= window.count
                    for entry in window {
                        group.addTask {
                            await carry(entry)
                            return .letterCarried
                        }
                    }
                    isResting = places > 0
                    if isResting { group.addTask { await after(Self.restTime, .rested) } }
                }
                switch await group.next() {
                case .letterCarried: places += 1
                case .rested: isResting = false
                case .shutdown:
                    isEnding = true
                    group.addTask { await after(patience, .outOfPatience) }
                case .outOfPatience: group.cancelAll()
                case nil: preconditionFailure("whoever waits for nothing has ended")
                }
            }
            group.cancelAll()
        }
    }

    /// Carries what is due now, as much as there are places for, and returns how many letters that
    /// were; for tests, which have no second to rest.
    @discardableResult
    func carryOneRound() async throws(DeskError) -> Int {
        let window = try await outbox.claim(atMost: placesMax, lease: lease)
        await withDiscardingTaskGroup { group in
            for entry in window { group.addTask { await carry(entry) } }
        }
        return window.count
    }

    /// Letters carried at the same time: one that waited for a thread would use up its lease.
    private var placesMax: Int { threads.numberOfThreads }

    /// Longer than any submission may take: whoever else claimed it would send it twice.
    var lease: TimeInterval {
        TimeInterval((carrier.timeMax + Self.leaseMargin).components.seconds)
    }

    private func claim(atMost count: Int) async -> [OutboxEntry] {
        do throws(DeskError) {
            return try await outbox.claim(atMost: count, lease: lease)
        } catch {
            // The store is away for a while: the letters wait, the house stands.
            logger.error("outbox round ended", metadata: ["error": "\(error.logged)"])
            return []
        }
    }

    private func after(_ time: Duration, _ occasion: Occasion) async -> Occasion {
        // A cancelled sleep only means that nobody has to wait any longer.
        try? await Task.sleep(for: time)
        return occasion
    }

    private func carry(_ entry: OutboxEntry) async {
        let result = await handOver(entry.letter)
        tell(of: result)
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

    /// Says once that the mail server is away, and why, and once that it is back: each letter that waits
    /// would say so else at each of its tries.
    private func tell(of result: Outbox.Result) {
        var cause: String?
        if case .unreached(let detail) = result {
            // Broken off by us.
            if detail == SMTPSubmission.ending { return }
            cause = detail
        }
        let former = obstacle.replace(with: cause)
        if let cause, former != cause {
            logger.warning(
                "the mail server cannot be reached; letters wait and are tried until it can",
                metadata: ["cause": "\(cause)"]
            )
        } else if cause == nil, former != nil {
            logger.notice("the mail server can be reached")
        }
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
        let isEnding = Atomic(false)
        do {
            return try await withTaskCancellationHandler {
                try await threads.runIfActive {
                    do throws(SubmissionError) {
                        try carrier.carry(mail, from: reversePath, to: letter.toAddress) {
                            isEnding.load(ordering: .relaxed)
                        }
                        return .taken
                    } catch {
                        return error.result
                    }
                }
            } onCancel: {
                isEnding.store(true, ordering: .relaxed)
            }
        } catch {
            return .unreached(detail: SMTPSubmission.ending)
        }
    }
}

/// Why no letter reaches the mail server; nil while they do.
private final class KnownObstacle: Sendable {
    private let held = Mutex<String?>(nil)

    /// Remembers the cause, and returns the one before.
    func replace(with cause: String?) -> String? {
        held.withLock { known in
            defer { known = cause }
            return known
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
