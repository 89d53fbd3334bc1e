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

    private(set) var stage = Stage.seeking
    /// How the hand-off is done; nil while there is none.
    private(set) var mode: Handoff.Mode?
    /// Those who are being rung.
    private var ringing: Set<Int>
    private let clerks: Int
    private var clerk: Int?
    /// What each telephone said last of its media.
    private var sessions: [Party: SessionDescription] = [:]
    private var origins: [Party: SessionOrigin] = [:]
    private var lastOrigin: UInt64
    /// The clerk asked to take the hand-off back while something was on its way.
    private var isGivenUp = false

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

    private mutating func ringClerks() -> [Order] {
        ringing = Set(0..<clerks)
        return (0..<clerks).map { .call(.clerk($0), told(.clerk($0), of: .citizen)) }
    }

    /// One party's media as another is to see it.
    private mutating func told(
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

    private var clerkParty: Party? { clerk.map { .clerk($0) } }

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

    private mutating func join() -> [Order] {
        stage = .offering
        return [
            .tell(.handoff(.joining, status: nil)), .reoffer(.target, told(.target, of: .citizen)),
        ]
    }

    // MARK: What the telephones do

    /// Takes what a telephone did.
    mutating func receive(_ deed: Deed, of party: Party) -> [Order] {
        if case .answered(let body) = deed { note(body, of: party) }
        if case .reoffered(let body) = deed { note(body, of: party) }
        if case .offered(let body) = deed { return offered(body, by: party) }
        return switch party {
        case .citizen: citizen(deed)
        case .clerk(let index): clerk(index, deed)
        case .target: target(deed)
        }
    }

    private mutating func note(_ body: [UInt8], of party: Party) {
        if let session = SessionDescription(body) { sessions[party] = session }
    }

    /// Hold and resume are passed through; while a hand-off moves, they wait (491).
    private mutating func offered(_ body: [UInt8], by party: Party) -> [Order] {
        let pair: [Party] =
            stage == .joined ? [.citizen, .target] : [.citizen] + [clerkParty].compactMap { $0 }
        guard stage == .talking || stage == .joined, pair.contains(party), !body.isEmpty,
            let session = SessionDescription(body), let other = pair.first(where: { $0 != party })
        else { return [.answerOffer(party, status: 491, [])] }
        sessions[party] = session
        wasJoined = stage == .joined
        stage = .passing(from: party, to: other)
        return [.reoffer(other, told(other, of: party, as: \.self))]
    }

    private var wasJoined = false

    private mutating func passed(_ deed: Deed, from: Party, to: Party) -> [Order] {
        stage = wasJoined ? .joined : .talking
        switch deed {
        case .reoffered: return [.answerOffer(from, status: 200, told(from, of: to, as: \.self))]
        case .reofferRefused(let status): return [.answerOffer(from, status: status, [])]
        case .progressed, .answered, .refused, .ended, .offered: return []
        }
    }

    private mutating func citizen(_ deed: Deed) -> [Order] {
        switch (deed, stage) {
        case (.ended, _): return citizenGone()
        case (.reoffered, .passing(let from, .citizen)),
            (.reofferRefused, .passing(let from, .citizen)):
            return passed(deed, from: from, to: .citizen)
        case (.reoffered, .holding), (.reofferRefused, .holding):
            // A telephone that will not be held is simply not heard by the target.
            stage = .dialling
            guard let clerk = clerkParty else { return fail(.cancelled, status: nil) }
            return [.call(.target, told(.target, of: clerk))]
        case (.reoffered, .joining): return joined()
        case (.reofferRefused(let status), .joining):
            return [.end(.target, status: 487)] + fail(.joinFailed, status: status)
        case (.reoffered, .comingBack), (.reofferRefused, .comingBack):
            stage = .talking
            return []
        case (.progressed, _), (.answered, _), (.refused, _), (.offered, _), (.reoffered, _),
            (.reofferRefused, _):
            return []
        }
    }

    private mutating func joined() -> [Order] {
        stage = .joined
        let release: [Order] = clerkParty.map { [.end($0, status: 480)] } ?? []
        clerk = nil
        return [.tell(.handoff(.completed, status: nil))] + release
    }

    private mutating func citizenGone() -> [Order] {
        guard stage != .over else { return [] }
        var orders: [Order] = ringing.sorted().map { .end(.clerk($0), status: 487) }
        if let clerk = clerkParty { orders.append(.end(clerk, status: 480)) }
        if mode != nil { orders.append(.end(.target, status: 487)) }
        if mode != nil, stage != .joined {
            orders.append(.tell(.handoff(.callerGone, status: nil)))
        }
        stage = .over
        return orders + [.tell(.over)]
    }

    private mutating func clerk(_ index: Int, _ deed: Deed) -> [Order] {
        switch (deed, stage) {
        case (.progressed(let status), .seeking): return [.ring(.citizen, status: status)]
        case (.answered, .seeking), (.answered, .returning): return clerkAnswered(index)
        case (.answered, _): return [.end(.clerk(index), status: 480)]
        case (.refused, .seeking), (.refused, .returning):
            ringing.remove(index)
            return ringing.isEmpty ? nobodyAnswered() : []
        case (.ended, _):
            return clerk == index ? clerkGone() : []
        case (.reoffered, .passing(let from, let to)),
            (.reofferRefused, .passing(let from, let to)):
            return to == .clerk(index) ? passed(deed, from: from, to: to) : []
        case (.reoffered, .introducing):
            stage = .consulting
            return []
        case (.reofferRefused(let status), .introducing):
            return [.end(.target, status: 487)] + fail(.joinFailed, status: status)
        case (.reoffered, .comingBack(.clerk(index))),
            (.reofferRefused, .comingBack(.clerk(index))):
            return [.reoffer(.citizen, told(.citizen, of: .clerk(index)))]
        case (.progressed, _), (.refused, _), (.offered, _), (.reoffered, _), (.reofferRefused, _):
            return []
        }
    }

    private mutating func clerkAnswered(_ index: Int) -> [Order] {
        ringing.remove(index)
        let others: [Order] = ringing.sorted().map { .end(.clerk($0), status: 487) }
        ringing = []
        clerk = index
        let body = told(.citizen, of: .clerk(index))
        let isReturn = stage == .returning
        stage = isReturn ? .comingBack(.citizen) : .talking
        let first: Order = isReturn ? .reoffer(.citizen, body) : .answer(.citizen, body)
        return [first] + others + [.tell(.answered(clerk: index))]
    }

    private mutating func nobodyAnswered() -> [Order] {
        let wasAnswered = stage == .returning
        stage = .over
        let notice: [Order] = wasAnswered ? [.tell(.callBack)] : []
        return [.end(.citizen, status: 480)] + notice + [.tell(.over)]
    }

    /// The clerk hung up: a hand-off on its way goes on without.
    private mutating func clerkGone() -> [Order] {
        clerk = nil
        switch stage {
        case .dialling, .offering, .joining:
            return mode == .attended && stage == .dialling ? returnAfterHold() : []
        case .consulting: return join()
        case .introducing: return join()
        case .holding, .comingBack: return returnAfterHold()
        case .passing(let from, let to) where from == .citizen || to == .citizen:
            stage = .over
            return [.end(.citizen, status: 480), .tell(.over)]
        case .talking, .passing:
            stage = .over
            return [.end(.citizen, status: 480), .tell(.over)]
        case .seeking, .returning, .joined, .over: return []
        }
    }

    /// The citizen is on hold and nobody is there: the clerks are rung again.
    private mutating func returnAfterHold() -> [Order] {
        let target: [Order] = stage == .dialling ? [.end(.target, status: 487)] : []
        mode = nil
        stage = .returning
        return target + [.tell(.handoff(.cancelled, status: nil))] + ringClerks()
    }

    private mutating func target(_ deed: Deed) -> [Order] {
        switch (deed, stage) {
        case (.progressed(let status), .dialling):
            return status == 180 ? [.tell(.handoff(.ringing, status: status))] : []
        case (.answered, .dialling): return targetAnswered()
        case (.answered, _): return [.end(.target, status: 480)]
        case (.refused(let status), .dialling):
            return fail(isGivenUp ? .cancelled : Self.state(of: status), status: status)
        case (.reoffered, .offering):
            stage = .joining
            return [.reoffer(.citizen, told(.citizen, of: .target))]
        case (.reofferRefused(let status), .offering):
            return [.end(.target, status: 487)] + fail(.joinFailed, status: status)
        case (.ended, .introducing), (.ended, .consulting), (.ended, .offering), (.ended, .joining):
            return fail(.joinFailed, status: nil)
        case (.ended, .joined):
            stage = .over
            return [.end(.citizen, status: 480), .tell(.over)]
        case (.ended, .passing) where wasJoined:
            stage = .over
            return [.end(.citizen, status: 480), .tell(.over)]
        case (.reoffered, .passing(let from, .target)),
            (.reofferRefused, .passing(let from, .target)):
            return passed(deed, from: from, to: .target)
        case (.progressed, _), (.refused, _), (.ended, _), (.offered, _), (.reoffered, _),
            (.reofferRefused, _):
            return []
        }
    }

    private mutating func targetAnswered() -> [Order] {
        let answered: [Order] = [.tell(.handoff(.answered, status: 200))]
        if isGivenUp { return [.end(.target, status: 487)] + fail(.cancelled, status: nil) }
        switch mode {
        case .attended:
            guard let clerk = clerkParty else { return answered + join() }
            stage = .introducing
            return answered + [.reoffer(clerk, told(clerk, of: .target))]
        case .blind, nil:
            stage = .joining
            return answered + [
                .tell(.handoff(.joining, status: nil)),
                .reoffer(.citizen, told(.citizen, of: .target)),
            ]
        }
    }

    /// The hand-off came to nothing: the citizen is the clerk's again, or the clerks are rung.
    private mutating func fail(_ state: Handoff.State, status: Int?) -> [Order] {
        let wasHeld = mode == .attended
        mode = nil
        sessions[.target] = nil
        origins[.target] = nil
        let notice: [Order] = [.tell(.handoff(state, status: status))]
        guard let clerk = clerkParty else {
            stage = .returning
            return notice + ringClerks()
        }
        guard wasHeld else {
            stage = .talking
            return notice
        }
        stage = .comingBack(clerk)
        return notice + [.reoffer(clerk, told(clerk, of: .citizen))]
    }

    /// How a call's status reads as the outcome of a hand-off.
    static func state(of status: Int) -> Handoff.State {
        switch status {
        case 486, 600: .busy
        case 408, 480, 487: .noAnswer
        case 403, 603: .rejected
        default: .unreachable
        }
    }
}
