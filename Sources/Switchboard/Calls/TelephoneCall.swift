public import Desk

/// What the desk must know of a call.
public enum CallNotice: Sendable, Hashable {
    /// This one of the clerks who were rung has the citizen.
    case answered(clerk: Int)
    /// A hand-off came a step further; the SIP status is the target's.
    case handoff(Handoff.State, status: Int?)
    /// Nobody could be reached any more: the citizen must be called back.
    case callBack
    /// The last telephone was put down.
    case over
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
        case progressed(status: Int)
        case answered([UInt8])
        case refused(status: Int)
        case ended
        /// It wants other media: hold, resume, another codec.
        case offered([UInt8])
        case reoffered([UInt8])
        case reofferRefused(status: Int)
    }

    /// What is to be done.
    enum Order: Sendable, Hashable {
        case call(Party, [UInt8])
        case ring(Party, status: Int)
        case answer(Party, [UInt8])
        case reoffer(Party, [UInt8])
        case answerOffer(Party, status: Int, [UInt8])
        case end(Party, status: Int)
        case tell(CallNotice)
    }

    enum Stage: Sendable, Hashable {
        /// The clerks are rung; the citizen hears it ring.
        case seeking
        /// Citizen and clerk.
        case talking
        /// A hold or a resume passes from one to the other.
        case passing(from: Party, to: Party)
        /// The target is rung.
        case dialling
        /// The citizen is put on hold, then the target is rung.
        case holding
        /// The target has answered the clerk, who is told its media.
        case introducing
        /// Clerk and target; the citizen waits.
        case consulting
        /// The target is told the citizen's media.
        case offering
        /// The citizen is told the target's media.
        case joining
        /// The clerk is told the citizen's media again, then the citizen the clerk's.
        case comingBack(Party)
        /// The clerk is gone and the target did not want: the clerks are rung again.
        case returning
        /// Citizen and target.
        case joined
        case over
    }

    var stage = Stage.seeking
    /// How the hand-off is done; nil while there is none.
    var mode: Handoff.Mode?
    /// Those who are being rung.
    var ringing: Set<Int>
    private let clerks: Int
    var clerk: Int?
    /// What each telephone said last of its media.
    var sessions: [Party: SessionDescription] = [:]
    var origins: [Party: SessionOrigin] = [:]
    private var lastOrigin: UInt64
    /// The clerk asked to take the hand-off back while something was on its way.
    var isGivenUp = false
    /// Whose hold it is that passes: the target's, or the clerk's.
    var wasJoined = false

    /// A call has come in; ``begin()`` rings the clerks.
    ///
    /// - Parameters:
    ///   - offer: the citizen's media.
    ///   - clerks: how many are rung, 1...
    ///   - origin: a number that no other call has, for the sessions' ids.
    init?(offer: [UInt8], clerks: Int, origin: UInt64) {
        precondition(clerks > 0, "somebody is rung")
        guard let session = SessionDescription(offer) else { return nil }
        sessions[.citizen] = session
        self.clerks = clerks
        ringing = Set(0..<clerks)
        lastOrigin = origin
    }

    /// Rings every clerk.
    mutating func begin() -> [Order] { ringClerks() }

    mutating func ringClerks() -> [Order] {
        ringing = Set(0..<clerks)
        return (0..<clerks).map { .call(.clerk($0), told(.clerk($0), of: .citizen)) }
    }

    /// One party's media as another is to see it.
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
    mutating func handOff(_ mode: Handoff.Mode) -> [Order]? {
        guard stage == .talking, self.mode == nil, let clerk = clerkParty else { return nil }
        self.mode = mode
        isGivenUp = false
        switch mode {
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
        case .consulting:
            return [.end(.target, status: 487)] + fail(.cancelled, status: nil)
        case .seeking, .talking, .passing, .holding, .introducing, .offering, .joining,
            .comingBack, .returning, .joined, .over:
            return nil
        }
    }

    mutating func join() -> [Order] {
        stage = .offering
        return [
            .tell(.handoff(.joining, status: nil)), .reoffer(.target, told(.target, of: .citizen)),
        ]
    }
}
