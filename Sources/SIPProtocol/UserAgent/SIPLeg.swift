/// Our end of one call: an INVITE, its dialogs, and what waits for an answer in it.
struct SIPLeg: Sendable {
    enum Phase: Sendable, Hashable {
        /// We asked, and have no final answer.
        case calling
        /// We took our INVITE back, and have no final answer.
        case cancelling
        /// We were asked, and gave no final answer.
        case ringing
        /// There is a dialog.
        case talking
        /// Over; what remains is to say so to the peer.
        case over
    }

    let id: SIPLegID
    let peer: String
    var phase: Phase
    /// Of a call that was taken back before its peer had said a word: its end was told already.
    var isToldOver = false
    /// The INVITE that began it, as it was sent last or received.
    var invite: SIPRequest
    var transaction: SIPTransactionKey
    /// Ours in this call.
    var localTag: String
    /// Dialogs of branches that were given up (RFC 3261 §12.1): still ours, and never answered.
    var formerDialogs: [SIPDialogID] = []
    /// One for each branch of a fork that answered provisionally, by its tag.
    var early: [String: SIPDialog] = [:]
    /// What each of them said of its session before the answer, which need not say it again
    /// (RFC 3262 §5).
    var earlySessions: [String: [UInt8]] = [:]
    var dialog: SIPDialog?
    /// The session that we sent last, for a refresh by INVITE.
    var localBody: [UInt8]
    /// The session that the peer sent last; the same once more is only a refresh.
    var remoteBody: [UInt8] = []
    /// The way back of the peer's latest request.
    var path: SIPPath?
    /// The RSeq that we gave last.
    var lastReliable: UInt32 = 0
    /// True for a call that we made: the Call-ID is ours.
    var isOutgoing: Bool { invite.envelope.from.tag == localTag }

    /// The ACK of the 2xx that came last, for when the 2xx comes again.
    var acknowledgement: (number: UInt32, request: SIPRequest)?
    /// A 2xx to an INVITE without an offer: its number waits for our answer.
    var unanswered: UInt32?
    /// Our 2xx, until its ACK comes (RFC 3261 §13.3.1.4).
    var accepted: Accepted?
    /// Our reliable provisional response, until its PRACK comes (RFC 3262 §3).
    var reliable: Reliable?
    /// The RSeq seen last in each early dialog.
    var seenReliable: [String: UInt32] = [:]
    /// An answer that waits for the PRACK of what was sent before (RFC 3262 §3).
    var heldAnswer: [UInt8]?

    /// Our request for another session: nil while it waits for its turn after a 491.
    var reoffer: Reoffer?
    /// That request's.
    var reofferTransaction: SIPTransactionKey?
    /// The peer's request for another session, until the application answers.
    var offer: SIPTransactionKey?
    /// The CSeq of our last REFER: what is told of it may be named by it (RFC 3515 §2.4.6).
    var referralNumber: UInt32?
    var session: SIPSessionTimer?
    /// When we stop waiting for an answer to the call.
    var ringEnd: Duration?

    struct Accepted: Sendable {
        var response: SIPResponse
        var path: SIPPath
        var repetition: SIPRepetition
        var end: Duration
        /// True when it offers a session: its ACK has the peer's answer (RFC 3261 §13.2.1).
        var isOffer: Bool
    }

    struct Reliable: Sendable {
        var response: SIPResponse
        var number: UInt32
        var repetition: SIPRepetition
        var end: Duration
    }

    struct Reoffer: Sendable {
        var body: [UInt8]
        /// The session timer's own, of which the application knows nothing.
        var isRefresh: Bool
        /// When it is asked again after a 491; nil while it is being asked.
        var due: Duration?
        /// What is offered in its place once it was answered.
        var next: [UInt8]?
    }

    /// When ``SIPUserAgent`` has something to do for this leg.
    var due: Duration? {
        [
            accepted?.repetition.due, accepted?.end, reliable?.repetition.due, reliable?.end,
            reoffer?.due, session?.due, ringEnd,
        ].compactMap { $0 }.min()
    }
}

/// Who keeps a session alive and until when (RFC 4028).
struct SIPSessionTimer: Sendable, Hashable {
    var interval: Duration
    var isOurs: Bool
    /// When we refresh, or when we give up on the peer's refresh.
    var due: Duration

    /// Begins, or begins again, at `now`.
    init(interval: Duration, isOurs: Bool, at now: Duration) {
        self.interval = interval
        self.isOurs = isOurs
        let spare = min(.seconds(32), interval / 3)
        due = now + (isOurs ? interval / 2 : interval - spare)
    }

    /// Reads the Session-Expires of a 2xx to our request.
    init?(_ fields: SIPFields, askedByUs: Bool, at now: Duration) {
        guard let value = fields["Session-Expires"],
            let seconds = fields.seconds("Session-Expires"),
            seconds > 0
        else { return nil }
        var scanner = SIPScanner(value)
        _ = scanner.digits()
        let refresher = scanner.parameters()?.value("refresher").map(SIPText.lowercased)
        let isOurs = (refresher != "uas") == askedByUs
        self.init(interval: .seconds(seconds), isOurs: isOurs, at: now)
    }
}
