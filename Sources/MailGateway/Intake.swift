import Cryptography
public import Desk
public import Logging
public import MailProtocols
public import Metrics

/// Brings one message to the desk and answers for each of its recipients.
public struct Intake: Sendable {
    private let desk: Desk
    private let address: MailAddress
    private let reader: MailReader
    private let logger: Logger
    private let meters: IntakeMeters

    /// Delivers to `desk` what `reader` makes of a message; `metrics` is told what became of each.
    public init(
        desk: Desk,
        address: MailAddress,
        reader: MailReader,
        logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) {
        self.desk = desk
        self.address = address
        self.reader = reader
        self.logger = logger
        meters = IntakeMeters(metrics)
    }

    /// One verdict per recipient, in order.
    ///
    /// Positive means: on disk.
    public func take(_ message: [UInt8], for envelope: LMTPEnvelope) async -> [LMTPReply] {
        let start = ContinuousClock.now
        defer { meters.answer(since: start) }
        let tokens = envelope.recipients.map(token)
        let proofs = tokens.map { $0.map(desk.proves) ?? false }
        let mail: ReceivedMail
        do throws(DeskError) {
            // Only a mail that came to an address of one of our letters can be a report in plain words.
            let proving = tokens.indices.first { proofs[$0] }
            mail = try await reader.read(
                RawMail(
                    bytes: message,
                    reversePath: envelope.reversePath,
                    replyToken: proving.flatMap { tokens[$0] }
                )
            )
        } catch {
            // The threads are gone: the house is going down.
            return envelope.recipients.map { _ in .shuttingDown }
        }
        var verdicts = [LMTPReply?](repeating: nil, count: envelope.recipients.count)
        // A recipient that proves a ticket decides where the mail goes; the others are the same
        // mail once more.
        let order =
            tokens.indices.filter { proofs[$0] } + tokens.indices.filter { !proofs[$0] }
        for index in order {
            var addressed = mail
            addressed.replyToken = tokens[index]
            // Who a mail is from and what it is about takes as long as its words are many.
            verdicts[index] = await withTaskExecutorPreference(reader.executor) {
                await deliver(addressed)
            }
        }
        return verdicts.map { $0 ?? .tryLater }
    }

    private func token(_ recipient: String) -> String? {
        guard case .own(let token) = address.read(recipient) else { return nil }
        return token
    }

    private func deliver(_ mail: ReceivedMail) async -> LMTPReply {
        do throws(DeskError) {
            let receipt = try await desk.receive(mail)
            logger.info(
                "mail taken in",
                metadata: [
                    "ticket": "\(receipt.ticket.rawValue)",
                    "effect": "\(receipt.effect.rawValue)",
                ]
            )
            meters.take(receipt.effect)
            return .accepted
        } catch {
            logger.error("mail not taken in", metadata: ["error": "\(error.logged)"])
            meters.refuse(error.reply)
            return error.reply
        }
    }
}

extension DeskError {
    /// The reply for one recipient: class 4 asks the sender to retry, class 5 forbids it.
    ///
    /// Source: RFC 5321 §4.2.1, RFC 3463 §2. The text never names internals; the log does.
    var reply: LMTPReply {
        switch self {
        case .unavailable, .tooOften: .tryLater
        case .overLimit: .tooLarge
        case .notFound, .notPermitted, .invalid, .wrongState, .changedMeanwhile, .keyReused,
            .noSwitchboard:
            .refused
        }
    }
}
