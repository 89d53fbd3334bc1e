import Desk
import Foundation
import MailProtocols
import Metrics

/// What the mail door counts.
struct MailMeters: Sendable {
    private let connections: Meter
    private let sessions: Counter
    private let turnedAway: Counter
    private let temporaryRefusals: Counter
    private let permanentRefusals: Counter

    init(_ metrics: any MetricsFactory) {
        connections = Meter(label: "helpdesk_lmtp_connections", factory: metrics)
        let session = { (result: String) in
            Counter(
                label: "helpdesk_lmtp_sessions_total",
                dimensions: [("result", result)],
                factory: metrics
            )
        }
        sessions = session("served")
        turnedAway = session("turned_away")
        let refusals = { (kind: String) in
            Counter(
                label: "helpdesk_lmtp_refusals_total",
                dimensions: [("kind", kind)],
                factory: metrics
            )
        }
        temporaryRefusals = refusals("temporary")
        permanentRefusals = refusals("permanent")
    }

    func letIn() {
        sessions.increment()
        connections.increment()
    }

    func letOut() { connections.decrement() }

    func turnAway() { turnedAway.increment() }

    /// Counts what was refused, in whichever part of the conversation.
    func reply(_ reply: LMTPReply) {
        switch reply.code {
        case 400..<500: temporaryRefusals.increment()
        case 500...: permanentRefusals.increment()
        default: break
        }
    }
}

/// What the intake counts: what became of each mail, once for each recipient.
struct IntakeMeters: Sendable {
    private let opened: Counter
    private let appended: Counter
    private let duplicate: Counter
    private let held: Counter
    private let deferred: Counter
    private let refused: Counter
    private let time: Timer

    init(_ metrics: any MetricsFactory) {
        let mails = { (verdict: String) in
            Counter(
                label: "helpdesk_mails_total",
                dimensions: [("verdict", verdict)],
                factory: metrics
            )
        }
        opened = mails("opened")
        appended = mails("appended")
        duplicate = mails("duplicate")
        held = mails("held")
        deferred = mails("deferred")
        refused = mails("refused")
        time = Timer(label: "helpdesk_mail_intake_seconds", factory: metrics)
    }

    func take(_ effect: MailReceipt.Effect) {
        switch effect {
        case .opened: opened.increment()
        case .appended: appended.increment()
        case .duplicate: duplicate.increment()
        case .held: held.increment()
        }
    }

    func refuse(_ reply: LMTPReply) {
        (reply.code < 500 ? deferred : refused).increment()
    }

    /// Notes how long a client waited for the verdicts on one message.
    func answer(since start: ContinuousClock.Instant) {
        time.record(duration: start.duration(to: .now))
    }
}

/// What the courier counts.
struct CourierMeters: Sendable {
    private let time: Timer

    init(_ metrics: any MetricsFactory) {
        time = Timer(label: "helpdesk_outbox_submission_seconds", factory: metrics)
    }

    /// Notes how long the mail server took over one letter.
    func handOver(since start: ContinuousClock.Instant) {
        time.record(duration: start.duration(to: .now))
    }
}

/// What is shown of the looks into a mailbox; nothing where there is none.
struct MailboxMeters: Sendable {
    private let up: Meter
    private let readAt: Meter

    init(_ metrics: any MetricsFactory) {
        up = Meter(label: "helpdesk_mailbox_up", factory: metrics)
        readAt = Meter(label: "helpdesk_mailbox_read_timestamp_seconds", factory: metrics)
    }

    func look(succeeded: Bool) {
        up.set(succeeded ? 1 : 0)
        if succeeded { readAt.set(Date.now.timeIntervalSince1970) }
    }
}
