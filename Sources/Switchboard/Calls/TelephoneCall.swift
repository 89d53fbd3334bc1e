public import Desk

/// What the desk must know of a call.
public enum CallNotice: Sendable, Hashable {
    /// This one of the clerks who were rung has the citizen.
    case answered(clerk: Int)
    /// A hand-off came a step further; the SIP status is the target's.
    case handoff(Handoff.State, status: Int?)
    /// Nobody at the desk took it; a destination that overflows are sent to did.
    case overflowed
    /// Whoever had the citizen is gone: clerks are rung again, as if the call came now.
    case waitsAgain
    /// The citizen was lost and must be called back.
    case lost(CallBack.Reason)
    /// The last telephone was put down, for a reason that nothing else tells where there is one.
    case over(Call.Outcome, cause: String? = nil)
}

/// A citizen's call, from its first ring until the last telephone is put down.
///
/// A value: what a telephone did goes in, what the telephones are to do comes out. The citizen stays
/// with the clerk until whoever is called has answered, so that busy, no answer and refusal cost
/// nothing (RFC 3725).
struct TelephoneCall: Sendable {
    /// Whose telephone.
    enum Party: Sendable, Hashable {
        case citizen
        /// The place in the list of those who are rung.
        case clerk(Int)
        case target
    }

    /// What a telephone did.
    enum Deed: Sendable, Hashable {
        case progressed(status: Int, [UInt8])
        case answered([UInt8])
        case refused(status: Int)
        case ended
        /// It wants other media: hold, resume, another codec; empty when it asks what it would be
        /// offered.
        case offered([UInt8])
        /// It has answered what it was offered when it asked.
        case agreed([UInt8])
        case reoffered([UInt8])
        case reofferRefused(status: Int)
        /// How its own call to the target goes, which it was referred to.
        case referred(status: Int)
    }

    /// What is to be done.
    enum Order: Sendable, Hashable {
        case call(Party, [UInt8])
        case ring(Party, status: Int, [UInt8])
        /// What it is told from now on comes from another telephone, with media of its own.
        case branch(Party)
        case answer(Party, [UInt8])
        /// Tell it what became of its offer, which it made when it answered a call without one.
        case acknowledge(Party, [UInt8])
        case reoffer(Party, [UInt8])
        case answerOffer(Party, status: Int, [UInt8])
        /// Let it call the target by itself (RFC 3515).
        case refer(Party)
        case end(Party, status: Int)
        case tell(CallNotice)
    }

    enum Stage: Sendable, Hashable {
        /// Clerks are rung, or the citizen waits for one; it hears it ring.
        case seeking
        /// A destination that overflows are sent to is rung in the clerks' place.
        case overflowing
        /// Citizen and clerk.
        case talking
        /// A hold or a resume passes from one to the other.
        case passing(from: Party, to: Party)
        /// One asked what it would be offered, in the call or by calling, and was told the other's media;
        /// its answer will pass to the other.
        case proposing(to: Party, of: Party)
        /// The target is rung.
        case dialling
        /// The citizen is put on hold, then the target is rung.
        case holding
        /// The target has answered the clerk, who is told its media.
        case introducing
        /// Clerk and target; the citizen waits.
        case consulting
        /// The citizen's telephone calls the target by itself.
        case referring
        /// The target is told the citizen's media.
        case offering
        /// The citizen is told the target's media.
        case joining
        /// Whoever is told the other's media again: the clerk first, then the citizen.
        case comingBack(Party)
        /// The clerk is gone and the target did not want: clerks are rung again.
        case returning
        /// Citizen and target.
        case joined
        case over
    }

    var stage = Stage.seeking
    /// How the hand-off is done; nil while there is none.
    var mode: Handoff.Mode?
    /// The clerks who are being rung.
    var ringing: Set<Int> = []
    /// The clerk who has the citizen.
    var clerk: Int?
    /// Which of the targets is being called, and how many there are: who does not take the call
    /// sends it on to the next.
    var attempt = 0
    var attempts = 1
    /// What each telephone said last of its media.
    var sessions: [Party: SessionDescription] = [:]
    var origins: [Party: SessionOrigin] = [:]
    private var lastOrigin: UInt64
    /// The clerk asked to take the hand-off back while something was on its way.
    var isGivenUp = false
    /// The citizen's telephone was referred, and has not said how that went: nothing calls a REFER
    /// back (RFC 3515), so it may get through when the hand-off has long ended.
    var isReferred = false
    /// Nobody at the desk took the call.
    var isOverflow = false
    /// Somebody has spoken with the citizen, who must not be sent away unheard any more.
    var hasSpoken = false
    /// The call went where overflows go, once: nobody there took it, or took it for long.
    private var hasOverflowed = false
    /// Whoever is called as the target has said a word of it.
    var hasTargetRung = false
    /// The citizen hears what the target plays before it answers.
    var hasEarlyMedia = false
    /// Whose hold it is that passes: the target's, or the clerk's.
    var wasJoined = false
    /// What the asking side had agreed to, to go back to if the other refuses; nil when no answer is
    /// awaited.
    var formerSession: SessionDescription?

    /// A call has come in and waits for ``ring(_:)``.
    ///
    /// - Parameters:
    ///   - offer: the citizen's media; empty where the telephone system leaves it to whoever answers to
    ///     offer theirs (RFC 3261 §13.2.1).
    ///   - origin: a number that no other call has, for the sessions' ids.
    init?(offer: [UInt8], origin: UInt64) {
        let session = SessionDescription(offer)
        guard session != nil || offer.isEmpty else { return nil }
        sessions[.citizen] = session
        lastOrigin = origin
    }

    /// True while the citizen waits for a clerk.
    var isWaiting: Bool { stage == .seeking || stage == .returning }

    /// True while somebody has answered who was called for a hand-off, and does not have the citizen.
    var hasTargetAside: Bool {
        switch stage {
        case .introducing, .consulting, .offering, .joining: true
        case .seeking, .overflowing, .talking, .passing, .proposing, .dialling, .holding,
            .referring, .comingBack, .returning, .joined, .over:
            false
        }
    }

    /// Rings more clerks.
    mutating func ring(_ clerks: [Int]) -> [Order] {
        precondition(isWaiting, "the citizen waits for a clerk")
        return clerks.filter { ringing.insert($0).inserted }.map { clerk in
            origins[.clerk(clerk)] = nil
            return .call(.clerk(clerk), told(.clerk(clerk), of: .citizen))
        }
    }

    /// Rings some of them no longer.
    mutating func stopRinging(_ clerks: Set<Int>) -> [Order] {
        let stopped = ringing.intersection(clerks)
        ringing.subtract(stopped)
        return stopped.sorted().map { .end(.clerk($0), status: 487) }
    }

    /// True while a citizen who waits can be sent where overflows go.
    var mayOverflow: Bool { isWaiting && !hasOverflowed }

    /// Rings the first of some targets in the clerks' place.
    mutating func overflow(attempts: Int) -> [Order] {
        precondition(mayOverflow, "the citizen waits for a clerk")
        let orders = stopRinging(ringing)
        stage = .overflowing
        hasOverflowed = true
        attempt = 0
        self.attempts = attempts
        return orders + [.call(.target, told(.target, of: .citizen))]
    }

    /// Nobody takes the citizen: back to the telephone system, or to be called back.
    mutating func giveBack(status: Int) -> [Order] {
        precondition(isWaiting || stage == .overflowing, "nobody has answered")
        let orders = stopRinging(ringing)
        stage = .over
        let lost: [Order] = hasSpoken ? [.tell(.lost(.nobodyLeft))] : []
        return orders + [.end(.citizen, status: status)] + lost
            + [.tell(.over(hasSpoken ? .answered : .refused))]
    }

    /// The daemon is left: whoever waits is the telephone system's again, nobody is rung any more,
    /// and a citizen on hold gets the clerk back, as far as there is time for it.
    ///
    /// Who speaks goes on without us, and so does a citizen whose own telephone calls the target. Who
    /// is just being joined may still be: it is asked again when something came of it.
    mutating func leave() -> [Order] {
        switch stage {
        case .seeking: giveBack(status: 503)
        case .overflowing: [.end(.target, status: 487)] + stopOverflowing()
        case .returning: stopRinging(ringing)
        case .dialling, .holding, .consulting: giveUp() ?? []
        case .talking, .passing, .proposing, .introducing, .referring, .offering, .joining,
            .comingBack, .joined, .over:
            []
        }
    }

    /// Whoever was spoken with waits on, for the next start.
    private mutating func stopOverflowing() -> [Order] {
        guard hasSpoken else { return giveBack(status: 503) }
        stage = .returning
        return []
    }

    /// One party's media as another is to see it; empty while they are not known.
    mutating func told(
        _ party: Party,
        of other: Party,
        as shape: KeyPath<SessionDescription, SessionDescription> = \.active
    ) -> [UInt8] {
        guard let session = sessions[other] else { return [] }
        if origins[party] == nil {
            lastOrigin += 1
            origins[party] = SessionOrigin(id: lastOrigin)
        }
        return origins[party]?.next(session[keyPath: shape]) ?? []
    }

    var clerkParty: Party? { clerk.map { .clerk($0) } }

    // MARK: The hand-off, as the clerk asks for it

    /// Begins a hand-off.
    ///
    /// - Returns: nil when there is nobody to hand off, or a hand-off already.
    mutating func handOff(
        _ mode: Handoff.Mode,
        attempts: Int = 1,
        byReferral: Bool = false
    ) -> [Order]? {
        guard stage == .talking, self.mode == nil, let clerk = clerkParty else { return nil }
        self.mode = mode
        isGivenUp = false
        attempt = 0
        self.attempts = attempts
        hasTargetRung = false
        switch mode {
        case .blind where byReferral:
            stage = .referring
            isReferred = true
            return [.tell(.handoff(.dialling, status: nil)), .refer(.citizen)]
        case .blind:
            stage = .dialling
            return [
                .tell(.handoff(.dialling, status: nil)),
                .call(.target, told(.target, of: .citizen)),
            ]
        case .attended:
            stage = .holding
            let hold = told(.citizen, of: clerk, as: \.held)
            return [.tell(.handoff(.dialling, status: nil)), .reoffer(.citizen, hold)]
        }
    }

    /// The clerk, who has spoken with the target, leaves the citizen to it.
    mutating func complete() -> [Order]? {
        guard stage == .consulting else { return nil }
        return join()
    }

    /// The clerk takes the citizen back.
    mutating func giveUp() -> [Order]? {
        guard mode != nil else { return nil }
        switch stage {
        case .dialling:
            isGivenUp = true
            return [.end(.target, status: 487)]
        case .holding:
            isGivenUp = true
            return []
        case .consulting:
            return [.end(.target, status: 487)] + fail(.cancelled, status: nil)
        case .referring: return fail(.cancelled, status: nil)
        case .seeking, .overflowing, .talking, .passing, .proposing, .introducing, .offering,
            .joining, .comingBack, .returning, .joined, .over:
            return nil
        }
    }

    /// Nobody has the citizen: clerks are rung.
    mutating func waitAgain() -> [Order] {
        stage = .returning
        return [.tell(.waitsAgain)]
    }

    mutating func join() -> [Order] {
        stage = .offering
        return [
            .tell(.handoff(.joining, status: nil)), .reoffer(.target, told(.target, of: .citizen)),
        ]
    }
}
