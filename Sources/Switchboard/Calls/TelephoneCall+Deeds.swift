import Desk

extension TelephoneCall {
    /// Takes what a telephone did.
    mutating func receive(_ deed: Deed, of party: Party) -> [Order] {
        if case .answered(let body) = deed { note(body, of: party) }
        if case .reoffered(let body) = deed { note(body, of: party) }
        if case .offered(let body) = deed { return offered(body, by: party) }
        if case .agreed(let body) = deed { return agreed(body, by: party) }
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
    ///
    /// Who asks what it would be offered is told what holds (RFC 3261 §14.2): telephone systems keep
    /// calls alive so, and transfer them.
    private mutating func offered(_ body: [UInt8], by party: Party) -> [Order] {
        let session = SessionDescription(body)
        guard session != nil || body.isEmpty else {
            return [.answerOffer(party, status: 488, [])]
        }
        let pair: [Party] =
            stage == .joined ? [.citizen, .target] : [.citizen] + [clerkParty].compactMap { $0 }
        guard stage == .talking || stage == .joined, pair.contains(party),
            let other = pair.first(where: { $0 != party })
        else { return [.answerOffer(party, status: 491, [])] }
        wasJoined = stage == .joined
        guard let session else {
            stage = .proposing(to: party, of: other)
            // The other only answers a hold of the party's own, which must be able to end it.
            let body =
                sessions[party]?.holds ?? false
                ? told(party, of: other) : told(party, of: other, as: \.self)
            return [.answerOffer(party, status: 200, body)]
        }
        formerSession = sessions[party]
        return pass(session, from: party, to: other)
    }

    private mutating func pass(
        _ session: SessionDescription,
        from party: Party,
        to other: Party
    ) -> [Order] {
        sessions[party] = session
        stage = .passing(from: party, to: other)
        return [.reoffer(other, told(other, of: party, as: \.self))]
    }

    /// Who asked what it would be offered has agreed; the other is told where that is news.
    private mutating func agreed(_ body: [UInt8], by party: Party) -> [Order] {
        guard case .proposing(party, let other) = stage else { return [] }
        stage = wasJoined ? .joined : .talking
        let session = SessionDescription(body)
        guard let former = sessions[party] else { return begin(with: session, of: party, other) }
        guard let session, session.content != former.content else { return [] }
        formerSession = nil
        return pass(session, from: party, to: other)
    }

    /// Who called without an offer has answered that of whoever took the call, and both hear each other.
    ///
    /// Whoever does not even then say where they are can be heard by nobody, and is owed a call.
    private mutating func begin(
        with session: SessionDescription?,
        of caller: Party,
        _ other: Party
    ) -> [Order] {
        guard let session else {
            return [.end(other, status: 480), .tell(.lost(.nobodyLeft))] + hangUp()
        }
        sessions[caller] = session
        return [.acknowledge(other, told(other, of: caller, as: \.self))]
    }

    /// Answers the citizen's call with the media of whoever took it.
    private mutating func take(for other: Party, isJoined: Bool) -> Order {
        stage = isJoined ? .joined : .talking
        hasSpoken = true
        guard sessions[.citizen] == nil else {
            return .answer(.citizen, told(.citizen, of: other))
        }
        wasJoined = isJoined
        stage = .proposing(to: .citizen, of: other)
        return .answer(.citizen, told(.citizen, of: other, as: \.self))
    }

    private mutating func passed(_ deed: Deed, from: Party, to: Party) -> [Order] {
        stage = wasJoined ? .joined : .talking
        switch deed {
        case .reoffered:
            guard formerSession == nil else {
                return [.answerOffer(from, status: 200, told(from, of: to, as: \.self))]
            }
            // Whoever was told the other's media before it had them is told once more if they differ.
            guard let session = sessions[to], origins[from]?.isNews(session) == true else {
                return []
            }
            return [.reoffer(from, told(from, of: to, as: \.self))]
        case .reofferRefused(let status):
            // What was agreed on cannot be taken back; the other keeps what it has.
            guard let formerSession else { return [] }
            // What the other side did not agree to is no session of theirs.
            sessions[from] = formerSession
            return [.answerOffer(from, status: status, [])]
        case .progressed, .answered, .refused, .ended, .offered, .agreed, .referred: return []
        }
    }

    private mutating func citizen(_ deed: Deed) -> [Order] {
        switch (deed, stage) {
        case (.ended, .referring): return citizenTaken()
        case (.ended, _): return citizenGone()
        case (.referred(let status), _): return referred(status)
        case (.reoffered, .passing(let from, .citizen)),
            (.reofferRefused, .passing(let from, .citizen)):
            return passed(deed, from: from, to: .citizen)
        case (.reoffered, .holding), (.reofferRefused, .holding):
            guard !isGivenUp else { return fail(.cancelled, status: nil) }
            // A telephone that will not be held is simply not heard by the target; without the clerk
            // the target is the citizen's own.
            stage = .dialling
            return [.call(.target, told(.target, of: clerkParty ?? .citizen))]
        case (.reoffered, .joining): return joined()
        case (.reofferRefused(let status), .joining):
            return [.end(.target, status: 487)] + fail(.joinFailed, status: status)
        case (.reoffered, .comingBack(.citizen)), (.reofferRefused, .comingBack(.citizen)):
            stage = .talking
            return []
        case (.progressed, _), (.answered, _), (.refused, _), (.offered, _), (.agreed, _),
            (.reoffered, _), (.reofferRefused, _):
            return []
        }
    }

    /// The citizen's telephone tells how its own call to the target goes, in time or late.
    private mutating func referred(_ status: Int) -> [Order] {
        switch status {
        case ..<180: return []
        case ..<200:
            return stage == .referring ? [.tell(.handoff(.ringing, status: status))] : []
        case ..<300: return gotThrough(status)
        default:
            isReferred = false
            guard stage == .referring else { return [] }
            return fail(Self.state(of: status), status: status)
        }
    }

    /// The citizen has the target by a call of their own: everybody else is let go, whoever rings
    /// for them or is called in the next hand-off too.
    ///
    /// A hand-off that was given up stays as it ended; the call's cause says where the citizen went.
    private mutating func gotThrough(_ status: Int) -> [Order] {
        guard isReferred, stage != .over else { return [] }
        var told: [Order] = []
        if stage == .referring {
            told = [
                .tell(.handoff(.answered, status: status)),
                .tell(.handoff(.completed, status: nil)),
            ]
        } else if mode != nil {
            told = [.end(.target, status: 487), .tell(.handoff(.cancelled, status: nil))]
        }
        return told + [.end(.citizen, status: 480)] + release()
            + [.tell(.over(.answered, cause: Self.referredCause))]
    }

    /// Why a call ended whose citizen was referred and got through.
    private static let referredCause = "referred"

    /// The citizen's telephone left while it called the target, and did not say how that went.
    ///
    /// Whoever had a clerk is the clerk's to ask; without one they are owed a call, for they may have
    /// given up in silence.
    private mutating func citizenTaken() -> [Order] {
        let lost: [Order] = clerk == nil ? [.tell(.lost(.handoffAbandoned))] : []
        return [.tell(.handoff(.unknown, status: nil))] + lost + release()
            + [.tell(.over(.answered))]
    }

    /// The call is over for the clerk, and for those who are rung.
    private mutating func release() -> [Order] {
        stage = .over
        return stopRinging(ringing) + (clerkParty.map { [.end($0, status: 480)] } ?? [])
    }

    private mutating func joined() -> [Order] {
        stage = .joined
        mode = nil
        // Whom the clerk had referred them to before is nobody's matter any more.
        isReferred = false
        let release: [Order] = clerkParty.map { [.end($0, status: 480)] } ?? []
        clerk = nil
        return [.tell(.handoff(.completed, status: nil))] + release
    }

    private mutating func citizenGone() -> [Order] {
        guard stage != .over else { return [] }
        var orders: [Order] = ringing.sorted().map { .end(.clerk($0), status: 487) }
        if let clerk = clerkParty { orders.append(.end(clerk, status: 480)) }
        // Whoever is there in the clerk's place, by a hand-off, an overflow or from before a restart.
        orders.append(.end(.target, status: 487))
        if mode != nil, stage != .joined {
            orders.append(.tell(.handoff(.callerGone, status: nil)))
            orders.append(.tell(.lost(.handoffAbandoned)))
        } else if hasSpoken, [.returning, .overflowing, .joining].contains(stage) {
            orders.append(.tell(.lost(.nobodyLeft)))
        }
        stage = .over
        return orders + [.tell(.over(hasSpoken ? outcome : .abandoned))]
    }

    private mutating func clerk(_ index: Int, _ deed: Deed) -> [Order] {
        switch (deed, stage) {
        case (.progressed(let status, _), .seeking):
            // What one clerk's telephone plays would bind the citizen's to it (RFC 3261 §13.2.1).
            return [.ring(.citizen, status: status == 183 ? 180 : status, [])]
        case (.answered, .seeking), (.answered, .returning): return clerkAnswered(index)
        case (.answered, _): return [.end(.clerk(index), status: 480)]
        case (.refused, .seeking), (.refused, .returning):
            ringing.remove(index)
            return []
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
            stage = .comingBack(.citizen)
            return [.reoffer(.citizen, told(.citizen, of: .clerk(index)))]
        case (.progressed, _), (.refused, _), (.offered, _), (.agreed, _), (.reoffered, _),
            (.reofferRefused, _), (.referred, _):
            return []
        }
    }

    private mutating func clerkAnswered(_ index: Int) -> [Order] {
        ringing.remove(index)
        let others: [Order] = ringing.sorted().map { .end(.clerk($0), status: 487) }
        ringing = []
        clerk = index
        let first: Order
        if stage == .returning {
            stage = .comingBack(.citizen)
            first = .reoffer(.citizen, told(.citizen, of: .clerk(index)))
        } else {
            first = take(for: .clerk(index), isJoined: false)
        }
        return [first] + others + [.tell(.answered(clerk: index))]
    }

    /// The clerk hung up: a hand-off on its way goes on without.
    private mutating func clerkGone() -> [Order] {
        clerk = nil
        switch stage {
        case .referring, .dialling, .holding, .offering, .joining: return []
        case .consulting, .introducing: return join()
        case .comingBack: return waitAgain()
        case .talking, .passing, .proposing: return hangUp()
        case .seeking, .overflowing, .returning, .joined, .over: return []
        }
    }

    /// Whoever the citizen spoke with is gone.
    private mutating func hangUp() -> [Order] {
        stage = .over
        return [.end(.citizen, status: 480), .tell(.over(outcome))]
    }

    /// What is said of a call in which somebody spoke.
    private var outcome: Call.Outcome { isOverflow ? .overflowed : .answered }

    private mutating func target(_ deed: Deed) -> [Order] {
        if case .progressed = deed { hasTargetRung = true }
        switch (deed, stage) {
        case (.progressed(let status, _), .dialling):
            return [180, 183].contains(status) ? [.tell(.handoff(.ringing, status: status))] : []
        case (.progressed(let status, let body), .overflowing):
            // Only an answer may offer what a caller has left to us to offer (RFC 3261 §13.2.1).
            guard !body.isEmpty, sessions[.citizen] != nil, !hasSpoken else {
                return [.ring(.citizen, status: min(status, 182), [])]
            }
            note(body, of: .target)
            hasEarlyMedia = true
            return [.ring(.citizen, status: 183, told(.citizen, of: .target, as: \.self))]
        case (.answered, .overflowing): return overflowAnswered()
        case (.refused(let status), .overflowing):
            return nextTarget(after: status, .citizen) ?? giveBack(status: 480)
        case (.answered, .dialling): return targetAnswered()
        case (.answered, _): return [.end(.target, status: 480)]
        case (.refused(let status), .dialling):
            let state = isGivenUp ? .cancelled : Self.state(of: status, hasRung: hasTargetRung)
            let asker = mode == .attended ? clerkParty ?? .citizen : .citizen
            if [.busy, .noAnswer, .unreachable].contains(state),
                let next = nextTarget(after: status, asker)
            {
                return [.tell(.handoff(.dialling, status: status))] + next
            }
            return fail(state, status: status)
        case (.reoffered, .offering):
            stage = .joining
            return [.reoffer(.citizen, told(.citizen, of: .target))]
        case (.reofferRefused(let status), .offering):
            return [.end(.target, status: 487)] + fail(.joinFailed, status: status)
        case (.ended, .introducing), (.ended, .consulting), (.ended, .offering), (.ended, .joining):
            return fail(.joinFailed, status: nil)
        case (.ended, .joined): return hangUp()
        case (.ended, .passing) where wasJoined, (.ended, .proposing) where wasJoined:
            return hangUp()
        case (.reoffered, .passing(let from, .target)),
            (.reofferRefused, .passing(let from, .target)):
            return passed(deed, from: from, to: .target)
        case (.progressed, _), (.refused, _), (.ended, _), (.offered, _), (.agreed, _),
            (.reoffered, _), (.reofferRefused, _), (.referred, _):
            return []
        }
    }

    /// Calls the next target; nil when there is none.
    private mutating func nextTarget(after status: Int, _ asker: Party) -> [Order]? {
        guard attempt + 1 < attempts else { return nil }
        attempt += 1
        hasTargetRung = false
        sessions[.target] = nil
        origins[.target] = nil
        return newBranch() + [.call(.target, told(.target, of: asker))]
    }

    /// What the last target played bound the citizen's telephone to it (RFC 3261 §13.2.1): the next
    /// one speaks as a branch of its own.
    private mutating func newBranch() -> [Order] {
        guard hasEarlyMedia else { return [] }
        hasEarlyMedia = false
        origins[.citizen] = nil
        return [.branch(.citizen)]
    }

    private mutating func overflowAnswered() -> [Order] {
        isOverflow = true
        guard hasSpoken else { return [take(for: .target, isJoined: true), .tell(.overflowed)] }
        stage = .joining
        return [.tell(.overflowed), .reoffer(.citizen, told(.citizen, of: .target))]
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
    mutating func fail(_ state: Handoff.State, status: Int?) -> [Order] {
        let wasHeld = mode == .attended
        let wasTold = stage == .joining
        mode = nil
        sessions[.target] = nil
        origins[.target] = nil
        let notice: [Order] = [.tell(.handoff(state, status: status))]
        guard let clerk = clerkParty else { return notice + waitAgain() }
        if wasTold, !wasHeld {
            // The citizen's telephone may have taken the target's media already.
            stage = .comingBack(.citizen)
            return notice + [.reoffer(.citizen, told(.citizen, of: clerk))]
        }
        guard wasHeld else {
            stage = .talking
            return notice
        }
        stage = .comingBack(clerk)
        return notice + [.reoffer(clerk, told(clerk, of: .citizen))]
    }

    /// How a call's status reads as the outcome of a hand-off; whoever never said a word of it was not
    /// reached, however long it was waited for.
    static func state(of status: Int, hasRung: Bool = true) -> Handoff.State {
        switch status {
        case 486, 600: .busy
        case 408 where !hasRung, 487 where !hasRung: .unreachable
        case 408, 480, 487: .noAnswer
        case 403, 603: .rejected
        default: .unreachable
        }
    }
}
