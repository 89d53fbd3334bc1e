import Desk
import Testing

@testable import Switchboard

@Suite("A citizen's call")
struct HandoffCallTests {
    private func talking(
        _ target: TestExchange.Manner = .rings,
        refers: Bool = false
    ) throws -> TestExchange {
        var settings = TelephonySettings(peer: "pbx")
        settings.refers = refers
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .answers), ("bo", .rings), ("bygglov", target)],
            settings: settings
        )
        try exchange.citizenCalls()
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bo"]?.leg == nil)
        #expect(exchange.takeNotices() == [.answered(clerk: 0)])
        return exchange
    }

    private func ends(_ exchange: inout TestExchange) {
        exchange.pass(.seconds(120))
        #expect(exchange.legsCount == 0)
        #expect(exchange.call == nil)
        #expect(exchange.telephony.parties.isEmpty)
    }

    @Test(
        "rings every clerk and is the first one's who answers; it ends with either",
        arguments: [
            "citizen", "asa",
        ]
    )
    func answered(first: String) throws {
        var exchange = try talking()
        exchange.putDown(first)
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.takeNotices() == [.over(.answered)])
        ends(&exchange)
    }

    @Test("that no clerk takes is given back to the telephone system")
    func nobody() throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .refuses(603)), ("bo", .refuses(480)),
        ])
        try exchange.citizenCalls()
        #expect(exchange.phones["citizen"]?.leg == nil)
        #expect(exchange.takeNotices() == [.over(.refused)])
        ends(&exchange)
    }

    @Test("goes to whoever it is handed off to, and the clerk is free")
    func blind() throws {
        var exchange = try talking()
        let done1 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done1)
        #expect(exchange.speak("citizen", "asa"))
        exchange.pickUp("bygglov")
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.phones["bygglov"]?.context == "31303432;encoding=hex")
        #expect(
            exchange.takeNotices() == [
                .handoff(.dialling, status: nil), .handoff(.ringing, status: 180),
                .handoff(.answered, status: 200), .handoff(.joining, status: nil),
                .handoff(.completed, status: nil),
            ]
        )
        exchange.hold("bygglov", true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.hold("bygglov", false)
        #expect(exchange.speak("citizen", "bygglov"))
        // One session for the citizen's telephone, each change its next version.
        let origins = exchange.origins["citizen"]?.map { $0.split(separator: " ") } ?? []
        #expect(Set(origins.map { $0[1] }).count == 1)
        #expect(origins.map { $0[2] } == ["1", "2", "3", "4"])
        exchange.putDown("bygglov")
        ends(&exchange)
    }

    @Test(
        "stays with the clerk when the target does not take it",
        arguments: [
            (486, Handoff.State.busy), (403, .rejected), (480, .noAnswer), (404, .unreachable),
            (603, .rejected), (600, .busy),
        ]
    )
    func refused(status: Int, state: Handoff.State) throws {
        var exchange = try talking(.refuses(status))
        let done2 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done2)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.takeNotices().last == .handoff(state, status: status))
        exchange.phones["bygglov"]?.manner = .answers
        let done3 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done3)
        #expect(exchange.speak("citizen", "bygglov"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("stays with the clerk when the target lets it ring")
    func noAnswer() throws {
        var exchange = try talking()
        let done4 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done4)
        exchange.pass(.seconds(200))
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bygglov"]?.leg == nil)
        #expect(exchange.takeNotices().last == .handoff(.noAnswer, status: 487))
    }

    @Test("stays with the clerk who takes the hand-off back", arguments: [nil, "bygglov"])
    func givenUp(answering: String?) throws {
        var exchange = try talking()
        let done5 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done5)
        let done6 = exchange.giveUp(answering: answering)
        #expect(done6)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bygglov"]?.leg == nil)
        #expect(exchange.takeNotices().last == .handoff(.cancelled, status: 487))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("is handed off once at a time")
    func twice() throws {
        var exchange = try talking()
        let done7 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done7)
        let done8 = try exchange.handOff(to: "bo", as: .blind)
        #expect(!done8)
        let done9 = try exchange.handOff(to: "bo", as: .attended)
        #expect(!done9)
    }

    @Test(
        "whose caller hangs up while it rings is over everywhere",
        arguments: Handoff.Mode.allCases
    )
    func callerGone(mode: Handoff.Mode) throws {
        var exchange = try talking()
        let done10 = try exchange.handOff(to: "bygglov", as: mode)
        #expect(done10)
        exchange.putDown("citizen")
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(
            exchange.takeNotices().suffix(3) == [
                .handoff(.callerGone, status: nil), .lost(.handoffAbandoned), .over(.answered),
            ]
        )
        ends(&exchange)
    }

    @Test("goes on to the target when the clerk hangs up meanwhile")
    func clerkGone() throws {
        var exchange = try talking()
        let done11 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done11)
        exchange.putDown("asa")
        #expect(exchange.phones["citizen"]?.leg != nil)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("citizen", "bygglov"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("rings back when the clerk hangs up and the target is busy")
    func clerkGoneAndBusy() throws {
        var exchange = try talking()
        let done12 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done12)
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["asa"]?.rings == 2)
        #expect(
            exchange.takeNotices().suffix(2) == [
                .handoff(.busy, status: 486), .answered(clerk: 0),
            ]
        )
    }

    @Test("is to be called back when nobody at all is left")
    func callBack() throws {
        var exchange = try talking()
        let done13 = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(done13)
        for name in ["asa", "bo"] { exchange.phones[name]?.manner = .refuses(603) }
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.takeNotices().suffix(2) == [.lost(.nobodyLeft), .over(.answered)])
        ends(&exchange)
    }

    @Test(
        "whose telephone says yes to calling the target, and no more, stays with the clerk",
        arguments: [
            (nil, Handoff.State.noAnswer), (486, .busy), (200, .completed),
        ]
    )
    func referred(told: Int?, state: Handoff.State) throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.tellReferral("citizen", status: 180)
        #expect(exchange.stage == .referring)
        if let told { exchange.tellReferral("citizen", status: told) }
        exchange.pass(.seconds(44))
        #expect(exchange.stage == (told == nil ? .referring : told == 486 ? .talking : nil))
        exchange.pass(.seconds(2))
        #expect(exchange.speak("citizen", "asa") == (state != .completed))
        let states = exchange.takeNotices().compactMap { notice -> Handoff.State? in
            guard case .handoff(let state, _) = notice else { return nil }
            return state
        }
        #expect(states.last == state)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    /// The citizen's telephone was told to call the target, and nobody waits for it any more.
    private func referredLate(byClerk: Bool) throws -> TestExchange {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        if byClerk {
            let isGivenUp = exchange.giveUp()
            #expect(isGivenUp)
        } else {
            exchange.pass(.seconds(46))
        }
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        // The clerk is told at once how it ended, whatever may still come of it.
        #expect(
            exchange.takeNotices() == [
                .handoff(.dialling, status: nil),
                .handoff(byClerk ? .cancelled : .noAnswer, status: nil),
            ]
        )
        return exchange
    }

    private static let referred = CallNotice.over(.answered, cause: "referred")

    @Test(
        "whose telephone gets through late is the target's, and nobody is rung",
        arguments: [(true, 1), (false, 1), (false, 300)]
    )
    func lateReferral(byClerk: Bool, seconds: Int) throws {
        var exchange = try referredLate(byClerk: byClerk)
        exchange.pass(.seconds(seconds))
        exchange.tellReferral("citizen", status: 200)
        #expect(exchange.takeNotices() == [Self.referred])
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        ends(&exchange)
    }

    @Test(
        "whose telephone does not get through late stays with the clerk, and is handed off again",
        arguments: [(false, nil), (false, 486), (true, nil), (true, 486)]
    )
    func lateRefusal(byClerk: Bool, status: Int?) throws {
        var exchange = try referredLate(byClerk: byClerk)
        if let status { exchange.tellReferral("citizen", status: status) }
        #expect(exchange.takeNotices() == [])
        #expect(exchange.speak("citizen", "asa"))
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("asa", "bygglov"))
    }

    @Test("whose telephone gets through late is the target's, though it is handed off again")
    func lateReferralMeanwhile() throws {
        var exchange = try referredLate(byClerk: false)
        let isHanded = try exchange.handOff(to: "bo", as: .attended)
        #expect(isHanded)
        exchange.pickUp("bo")
        #expect(exchange.speak("asa", "bo"))
        _ = exchange.takeNotices()
        exchange.tellReferral("citizen", status: 200)
        #expect(exchange.takeNotices() == [.handoff(.cancelled, status: nil), Self.referred])
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        ends(&exchange)
    }

    @Test("whose telephone gets through to a former target stays with the one they were given to")
    func lateReferralAfterwards() throws {
        var exchange = try referredLate(byClerk: false)
        let isHanded = try exchange.handOff(to: "bo", as: .attended)
        #expect(isHanded)
        exchange.pickUp("bo")
        let isCompleted = exchange.complete()
        #expect(isCompleted)
        exchange.tellReferral("citizen", status: 200)
        #expect(exchange.speak("citizen", "bo"))
        exchange.putDown("bo")
        ends(&exchange)
    }

    @Test(
        "ends with either goodbye, though the telephone may still get through",
        arguments: ["citizen", "asa"],
        [true, false]
    )
    func goodbyeWhileLate(first: String, byClerk: Bool) throws {
        var exchange = try referredLate(byClerk: byClerk)
        exchange.phones["asa"]?.manner = .rings
        exchange.putDown(first)
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.takeNotices() == [.over(.answered)])
        ends(&exchange)
    }

    @Test("ends with a clerk who says goodbye while the citizen's hold passes")
    func goodbyeWhileHeld() throws {
        var exchange = try referredLate(byClerk: false)
        exchange.slow = ["asa"]
        exchange.hold("citizen", true)
        exchange.putDown("asa")
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.takeNotices() == [.over(.answered)])
        ends(&exchange)
    }

    @Test(
        "rings clerks when its own left before the telephone got through, and stops when it does",
        arguments: [false, true]
    )
    func clerkGoneAndReferred(isTaken: Bool) throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.phones["asa"]?.manner = .rings
        exchange.pass(.seconds(10))
        exchange.putDown("asa")
        exchange.pass(.seconds(51))
        #expect(exchange.stage == .returning)
        #expect(exchange.phones["asa"]?.leg != nil)
        if isTaken {
            exchange.pickUp("asa")
            #expect(exchange.speak("citizen", "asa"))
        }
        _ = exchange.takeNotices()
        exchange.tellReferral("citizen", status: 200)
        #expect(exchange.takeNotices() == [Self.referred])
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        ends(&exchange)
    }

    @Test("is owed a call who gives up before anybody came back, wherever the telephone got to")
    func goneWhileNobodyCame() throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.phones["asa"]?.manner = .rings
        exchange.putDown("asa")
        exchange.pass(.seconds(46))
        #expect(exchange.takeNotices().last == .handoff(.noAnswer, status: nil))
        exchange.putDown("citizen")
        #expect(exchange.takeNotices() == [.lost(.nobodyLeft), .over(.answered)])
        ends(&exchange)
    }

    @Test("whose telephone gets through after a restart rings nobody")
    func referralAndRestart() throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.vanish("asa")
        let restored = try exchange.restart()
        #expect(restored == 1)
        try exchange.setDuty(["bo"])
        exchange.pass(.seconds(15))
        #expect(exchange.phones["bo"]?.leg != nil)
        _ = exchange.takeNotices()
        exchange.tellReferral("citizen", status: 200)
        #expect(exchange.phones["bo"]?.leg == nil)
        #expect(exchange.takeNotices() == [Self.referred])
    }

    @Test(
        "is the clerk's after a restart when a referral was given up before it",
        arguments: [true, false]
    )
    func lateReferralAndRestart(isThrough: Bool) throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.pass(.seconds(46))
        let restored = try exchange.restart()
        #expect(restored == 1)
        #expect(exchange.stage == .talking)
        try exchange.setDuty(["asa", "bo"])
        if isThrough {
            exchange.tellReferral("citizen", status: 200)
        } else {
            exchange.putDown("asa")
        }
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.takeNotices() == [isThrough ? Self.referred : .over(.answered)])
        exchange.pass(.seconds(120))
        #expect(exchange.legsCount == 0)
    }

    @Test("is the clerk's again when the target hangs up while somebody is told of it")
    func goneWhileJoining() throws {
        for (slow, mode) in [("citizen", Handoff.Mode.blind), ("asa", .attended)] {
            var exchange = try talking()
            exchange.slow = [slow]
            let isHanded = try exchange.handOff(to: "bygglov", as: mode)
            #expect(isHanded)
            exchange.pickUp("bygglov")
            exchange.putDown("bygglov")
            exchange.slow = []
            exchange.answerOffer(slow)
            #expect(exchange.speak("citizen", "asa"), "\(mode)")
            #expect(exchange.stage == .talking)
            #expect(exchange.takeNotices().last == .handoff(.joinFailed, status: nil))
            exchange.putDown("citizen")
            ends(&exchange)
        }
    }

    @Test("is the clerk's again though both were still to answer when the target hung up")
    func goneWhileBothAreAsked() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        exchange.slow = ["citizen", "asa"]
        let isCompleted = exchange.complete()
        #expect(isCompleted)
        exchange.putDown("bygglov")
        exchange.slow = []
        // What the citizen answers is the target's offer, not the clerk's.
        exchange.answerOffer("citizen")
        exchange.answerOffer("asa")
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("is handed off on, whatever the target of before has yet to say")
    func formerTarget() throws {
        var exchange = try talking()
        // It has yet to say anything at all.
        exchange.deaf = ["bygglov"]
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        let isGivenUp = exchange.giveUp()
        #expect(isGivenUp)
        #expect(exchange.speak("citizen", "asa"))
        let isHandedOn = try exchange.handOff(to: "bo", as: .blind)
        #expect(isHandedOn)
        exchange.pass(.seconds(40))
        #expect(exchange.stage == .dialling)
        exchange.pickUp("bo")
        #expect(exchange.speak("citizen", "bo"))
    }

    @Test("is not handed off to nobody, wherever it is")
    func noTarget() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        _ = exchange.takeNotices()
        try exchange.attend()
        #expect(exchange.takeNotices() == [.handoff(.unreachable, status: nil)])
        #expect(exchange.stage == .dialling)
    }

    @Test("waits while clerk and target speak, and goes to the target")
    func attended() throws {
        var exchange = try talking()
        let done14 = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(done14)
        #expect(exchange.phones["citizen"]?.hears == nil)
        let done15 = exchange.complete()
        #expect(!done15)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("asa", "bygglov"))
        #expect(exchange.stage == .consulting)
        let done16 = exchange.complete()
        #expect(done16)
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.takeNotices().last == .handoff(.completed, status: nil))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("waits while clerk and target speak, and comes back", arguments: [true, false])
    func attendedReturn(byClerk: Bool) throws {
        var exchange = try talking()
        let done17 = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(done17)
        exchange.pickUp("bygglov")
        if byClerk {
            let isGivenUp = exchange.giveUp()
            #expect(isGivenUp)
        } else {
            exchange.putDown("bygglov")
        }
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        let state: Handoff.State = byClerk ? .cancelled : .joinFailed
        #expect(exchange.takeNotices().last == .handoff(state, status: nil))
        exchange.putDown("asa")
        ends(&exchange)
    }

    @Test("comes back from hold when the target is busy for the clerk")
    func attendedBusy() throws {
        var exchange = try talking(.refuses(486))
        let done18 = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(done18)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.takeNotices().last == .handoff(.busy, status: 486))
    }

    @Test("waits anew when the clerk is lost on the way back, however long ago it began")
    func lostOnTheWayBack() throws {
        var exchange = try talking()
        exchange.pass(.seconds(600))
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.phones["asa"]?.manner = .rings
        exchange.vanish("asa")
        exchange.putDown("bygglov", status: 486)
        exchange.pass(.seconds(2))
        #expect(exchange.stage == .returning)
        exchange.pickUp("asa")
        #expect(exchange.speak("citizen", "asa"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("goes to the target when the clerk simply hangs up after speaking")
    func attendedHangUp() throws {
        var exchange = try talking()
        let done19 = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(done19)
        exchange.pickUp("bygglov")
        exchange.putDown("asa")
        #expect(exchange.speak("citizen", "bygglov"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("goes to the target though the clerk hangs up before it has answered")
    func attendedAlone() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.putDown("asa")
        #expect(exchange.phones["bygglov"]?.leg != nil)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.takeNotices().last == .handoff(.completed, status: nil))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("goes to the target though the clerk hangs up before the citizen is on hold")
    func attendedAloneAtOnce() throws {
        var exchange = try talking()
        exchange.slow = ["citizen"]
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        #expect(exchange.stage == .holding)
        exchange.putDown("asa")
        exchange.slow = []
        exchange.answerOffer("citizen")
        exchange.pickUp("bygglov")
        #expect(exchange.speak("citizen", "bygglov"))
        exchange.putDown("bygglov")
        ends(&exchange)
    }

    @Test("rings back from hold when the clerk hangs up and the target is busy")
    func attendedAloneAndBusy() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.takeNotices().contains(.handoff(.busy, status: 486)))
        #expect(exchange.speak("citizen", "asa"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test(
        "that nobody here takes again goes where overflows go, and is owed a call when that fails",
        arguments: [TestExchange.Manner.answers, .refuses(486), .answersBare]
    )
    func overflowAfterwards(manner: TestExchange.Manner) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bygglov", .rings), ("vaxel", manner),
        ])
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        try exchange.citizenCalls()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        try exchange.setDuty([], overflow: ["vaxel"])
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        if manner == .answers {
            #expect(exchange.speak("citizen", "vaxel"))
            let origins = exchange.origins["citizen"]?.map { $0.split(separator: " ")[1] } ?? []
            #expect(Set(origins).count == 1)
            exchange.putDown("vaxel")
            #expect(exchange.takeNotices().suffix(2) == [.overflowed, .over(.overflowed)])
        } else {
            #expect(exchange.takeNotices().suffix(2) == [.lost(.nobodyLeft), .over(.answered)])
        }
        ends(&exchange)
    }

    @Test("is owed a call when it cannot be joined where overflows go, and goes there no more")
    func overflowUnjoined() throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("vaxel", .answers), ("bygglov", .rings),
        ])
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        try exchange.citizenCalls()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.stubborn = ["citizen"]
        try exchange.setDuty([], overflow: ["vaxel"])
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.phones["vaxel"]?.rings == 1)
        #expect(exchange.takeNotices().contains(.lost(.nobodyLeft)))
        ends(&exchange)
    }

    @Test(
        "waits on for a clerk when the desk is left or killed while they overflow after a hand-off",
        arguments: [true, false]
    )
    func overflowAndRestart(isLeft: Bool) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bygglov", .rings), ("vaxel", .rings),
        ])
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        try exchange.citizenCalls()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        try exchange.setDuty([], overflow: ["vaxel"])
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.stage == .overflowing)
        if isLeft {
            exchange.leave()
            #expect(exchange.phones["vaxel"]?.leg == nil)
        }
        let restored = try exchange.restart()
        #expect(restored == 1)
        #expect(exchange.stage == .returning)
        try exchange.setDuty(["asa"])
        exchange.pass(.seconds(5))
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["vaxel"]?.leg == nil)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test(
        "is told of to a target as before a restart: who vouched for whom, and what is hidden",
        arguments: [true, false]
    )
    func restartAndIdentity(isRestarted: Bool) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings), ("bygglov", .answers),
        ])
        let identity = "<sip:+46701740605@192.0.2.20>"
        try exchange.citizenCalls(
            saying: ["P-Asserted-Identity": identity, "Privacy": "id;user"]
        )
        if isRestarted {
            let restored = try exchange.restart()
            #expect(restored == 1)
        }
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        #expect(exchange.phones["bygglov"]?.identities == [identity])
        #expect(exchange.phones["bygglov"]?.privacy == "id;user")
    }

    @Test(
        "is the clerk's again at once when the target's system says nothing",
        arguments: [true, false]
    )
    func silent(isGivenUp: Bool) throws {
        var exchange = try talking()
        exchange.deaf = ["bygglov"]
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        if isGivenUp {
            exchange.pass(.seconds(3))
            let isTaken = exchange.giveUp()
            #expect(isTaken)
            #expect(exchange.takeNotices().last == .handoff(.cancelled, status: 487))
        } else {
            exchange.pass(.seconds(45))
            #expect(exchange.takeNotices().last == .handoff(.unreachable, status: 408))
        }
        #expect(exchange.stage == .talking)
        let isHandedOn = try exchange.handOff(to: "bo", as: .blind)
        #expect(isHandedOn)
        exchange.pickUp("bo")
        #expect(exchange.speak("citizen", "bo"))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("is held and resumed by the clerk")
    func hold() throws {
        var exchange = try talking()
        exchange.hold("asa", true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.hold("asa", false)
        #expect(exchange.speak("citizen", "asa"))
    }

    @Test(
        "goes on when the daemon is killed, and ends for both with either",
        arguments: ["citizen", "asa"]
    )
    func restart(first: String) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings), ("bygglov", .answers),
        ])
        try exchange.citizenCalls()
        let restored = try exchange.restart()
        #expect(restored == 1)
        // Each is asked whether it is still there, and is.
        exchange.pass(.seconds(60))
        #expect(exchange.speak("citizen", "asa"))
        exchange.hold("asa", true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.hold("asa", false)
        #expect(exchange.speak("citizen", "asa"))
        let versions = exchange.origins["citizen"]?.compactMap { line in
            Int(line.split(separator: " ")[2])
        }
        #expect(versions == versions?.sorted())
        exchange.putDown(first)
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.takeNotices().last == .over(.answered))
        ends(&exchange)
    }

    @Test(
        "is handed off after a restart as before, and goes on after another",
        arguments: [("bygglov", "citizen"), ("citizen", "bygglov")]
    )
    func restartAndHandOff(first: String, other: String) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings), ("bygglov", .answers),
        ])
        try exchange.citizenCalls()
        var restored = try exchange.restart()
        #expect(restored == 1)
        let isBegun = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isBegun)
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.phones["asa"]?.leg == nil)
        restored = try exchange.restart()
        #expect(restored == 1)
        exchange.putDown(first)
        #expect(exchange.phones[other]?.leg == nil)
        ends(&exchange)
    }

    @Test(
        "that ended while the daemon was away is ended for whoever is left",
        arguments: [
            "citizen", "asa",
        ]
    )
    func endedMeanwhile(first: String) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings),
        ])
        try exchange.citizenCalls()
        exchange.vanish(first)
        let restored = try exchange.restart()
        #expect(restored == 1)
        exchange.pass(.seconds(60))
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        ends(&exchange)
    }

    @Test("is the clerk's again after a restart while clerk and target spoke")
    func restartWhileHeld() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .attended)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("asa", "bygglov"))
        let restored = try exchange.restart()
        #expect(restored == 1)
        #expect(exchange.phones["bygglov"]?.leg != nil)
        try exchange.setDuty(["asa", "bo"])
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        // Whom nobody speaks with any more is told.
        #expect(exchange.phones["bygglov"]?.leg == nil)
        // Each change that a telephone is told is a later version of its session (RFC 3264 §8).
        for name in ["citizen", "asa"] {
            let told = exchange.origins[name]?.compactMap { Int($0.split(separator: " ")[2]) } ?? []
            #expect(zip(told, told.dropFirst()).allSatisfy(<), "\(name): \(told)")
        }
        exchange.pass(.seconds(60))
        #expect(exchange.speak("citizen", "asa"))
        exchange.putDown("citizen")
        exchange.pass(.seconds(120))
        #expect(exchange.legsCount == 0)
    }

    @Test(
        "waits for a clerk after a restart in a hand-off when its own is gone",
        arguments: Handoff.Mode.allCases
    )
    func restartWithoutClerk(mode: Handoff.Mode) throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: mode)
        #expect(isHanded)
        exchange.vanish("asa")
        let restored = try exchange.restart()
        #expect(restored == 1)
        try exchange.setDuty(["bo"])
        exchange.pass(.seconds(15))
        #expect(exchange.stage == .returning)
        exchange.pickUp("bo")
        #expect(exchange.speak("citizen", "bo"))
        #expect(exchange.takeNotices().last == .answered(clerk: 1))
    }

    @Test("waits on after a restart while clerks were rung again", arguments: [true, false])
    func restartWhileReturning(isPatient: Bool) throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.phones["asa"]?.manner = .rings
        exchange.putDown("asa")
        exchange.putDown("bygglov", status: 486)
        #expect(exchange.stage == .returning)
        if !isPatient { exchange.vanish("citizen") }
        let restored = try exchange.restart()
        #expect(restored == 1)
        // Nobody is sent away before it is known who is there.
        exchange.pass(.seconds(1))
        #expect(exchange.stage == .returning)
        if isPatient {
            try exchange.setDuty(["asa", "bo"])
            exchange.pickUp("asa")
            #expect(exchange.speak("citizen", "asa"))
        } else {
            exchange.pass(.seconds(15))
            #expect(exchange.takeNotices() == [.lost(.nobodyLeft), .over(.answered)])
        }
    }

    @Test("is the clerk's again when the desk is left meanwhile", arguments: Handoff.Mode.allCases)
    func leaving(mode: Handoff.Mode) throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: mode)
        #expect(isHanded)
        if mode == .attended { exchange.pickUp("bygglov") }
        exchange.leave()
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bygglov"]?.leg == nil)
        #expect(!exchange.isSettling)
        let restored = try exchange.restart()
        #expect(restored == 1)
        exchange.pass(.seconds(60))
        #expect(exchange.speak("citizen", "asa"))
    }

    @Test(
        "leaves nobody with silence when the desk is left while they are joined",
        arguments: [
            ("asa", "asa"), ("bygglov", "bygglov"), ("citizen", "bygglov"),
        ]
    )
    func leavingWhileJoining(slow: String, partner: String) throws {
        for isInTime in [true, false] {
            var exchange = try talking()
            exchange.slow = [slow]
            let isHanded = try exchange.handOff(
                to: "bygglov",
                as: slow == "citizen" ? .blind : .attended
            )
            #expect(isHanded)
            exchange.pickUp("bygglov")
            if slow == "bygglov" {
                let isCompleted = exchange.complete()
                #expect(isCompleted)
            }
            exchange.leave()
            #expect(exchange.isSettling)
            #expect(exchange.phones["bygglov"]?.leg != nil)
            exchange.slow = []
            if isInTime { exchange.answerOffer(slow) }
            exchange.finishLeaving()
            guard isInTime else {
                #expect(exchange.phones["bygglov"]?.leg == nil)
                // Nobody is waited for any more but who was slow.
                #expect(exchange.isSettling == (slow != "bygglov"))
                let restored = try exchange.restart()
                #expect(restored == 1)
                let isBack = slow == "bygglov"
                #expect(exchange.stage == (isBack ? .talking : .comingBack(.clerk(0))))
                continue
            }
            #expect(exchange.speak("citizen", partner), "\(slow)")
            #expect((exchange.phones["bygglov"]?.leg != nil) == (partner == "bygglov"))
            #expect(!exchange.isSettling)
        }
    }

    @Test(
        "is the clerk's when a slow telephone answers after the target was let go",
        arguments: ["asa", "bygglov", "citizen"]
    )
    func leavingTooSlow(slow: String) throws {
        var exchange = try talking()
        exchange.slow = [slow]
        let mode: Handoff.Mode = slow == "citizen" ? .blind : .attended
        let isHanded = try exchange.handOff(to: "bygglov", as: mode)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        if slow == "bygglov" {
            let isCompleted = exchange.complete()
            #expect(isCompleted)
        }
        exchange.leave()
        exchange.finishLeaving()
        #expect(exchange.takeNotices().last == .handoff(.joinFailed, status: nil))
        exchange.slow = []
        exchange.answerOffer(slow)
        #expect(exchange.phones["bygglov"]?.leg == nil)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        #expect(exchange.takeNotices() == [])
        #expect(!exchange.isSettling)
    }

    @Test("stays with the clerk when the target answers and says nothing of its media")
    func bareTarget() throws {
        var exchange = try talking(.answersBare)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.takeNotices().last == .handoff(.unreachable, status: 488))
        #expect(exchange.phones["bygglov"]?.leg == nil)
    }

    @Test("is handed off with the media that were agreed on, not with what was refused since")
    func refusedMedia() throws {
        var exchange = try talking()
        exchange.stubborn = ["asa"]
        exchange.move("citizen", to: 9_999)
        #expect(exchange.refusals["citizen"] == [488])
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        #expect(exchange.speak("citizen", "bygglov"))
    }

    @Test(
        "goes on as it is for a telephone that asks what it would be offered, and changes nothing",
        arguments: ["citizen", "asa", "bygglov"]
    )
    func askedForOffer(name: String) throws {
        var exchange = try talking(.answers)
        if name == "bygglov" {
            let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
            #expect(isHanded)
        }
        let other = name == "citizen" ? "asa" : "citizen"
        let heard = exchange.origins[other]
        let before = exchange.origins[name]?.last
        exchange.ask(name)
        // The session that it was told before, and no new version of it.
        #expect(exchange.origins[name]?.last == before)
        #expect(exchange.refusals.isEmpty)
        #expect(exchange.speak(name, other))
        #expect(exchange.origins[other] == heard)
        #expect(exchange.stage == (name == "bygglov" ? .joined : .talking))
        let restored = try exchange.restart()
        #expect(restored == 1)
        exchange.pass(.seconds(60))
        #expect(exchange.speak(name, other))
        exchange.putDown(other)
        ends(&exchange)
    }

    @Test("tells the other of what a telephone agrees to that asked what it would be offered")
    func agreedAnew() throws {
        var exchange = try talking()
        exchange.ask("citizen", port: 9_999)
        #expect(exchange.phones["asa"]?.hears == 9_999)
        #expect(exchange.phones["citizen"]?.hears == exchange.phones["asa"]?.port)
        // As a telephone system that transfers the citizen: whoever is there now is handed off.
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        #expect(exchange.stage == .joined)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("is held and resumed by a telephone that asks what it would be offered")
    func heldByAsking() throws {
        var exchange = try talking()
        exchange.hold("asa", true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        // Whom another holds is told so again, and does not end it.
        exchange.ask("citizen")
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.hold("asa", false)
        #expect(exchange.speak("citizen", "asa"))
        exchange.ask("asa", isHeld: true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.ask("asa")
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
    }

    @Test(
        "is joined though a telephone is about to offer something itself, however often",
        arguments: [("citizen", Handoff.Mode.blind), ("asa", .attended), ("bygglov", .attended)]
    )
    func glare(name: String, mode: Handoff.Mode) throws {
        var exchange = try talking()
        exchange.hold("asa", true)
        let isHanded = try exchange.handOff(to: "bygglov", as: mode)
        #expect(isHanded)
        exchange.glaring = [name: 3]
        exchange.pickUp("bygglov")
        exchange.pass(.seconds(15))
        if mode == .attended {
            #expect(exchange.speak("asa", "bygglov"))
            let isCompleted = exchange.complete()
            #expect(isCompleted)
            exchange.pass(.seconds(15))
        }
        #expect(exchange.glaring == [name: 0])
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.takeNotices().last == .handoff(.completed, status: nil))
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test(
        "rings nobody any more after a kill of the daemon, and who answers is hung up on",
        arguments: [nil, false, true]
    )
    func restartWhileRinging(answersBefore: Bool?) throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        #expect(exchange.phones["bygglov"]?.leg != nil)
        if answersBefore == true {
            // The answer meets nobody, and is repeated.
            exchange.isAway = true
            exchange.pickUp("bygglov")
            exchange.isAway = false
        }
        let restored = try exchange.restart()
        #expect(restored == 1)
        #expect(exchange.phones["bygglov"]?.leg != nil)
        try exchange.setDuty(["asa", "bo"], answering: answersBefore == false ? "bygglov" : nil)
        exchange.pass(.seconds(5))
        #expect(exchange.phones["bygglov"]?.leg == nil)
        #expect(exchange.speak("citizen", "asa"))
        exchange.pass(.seconds(60))
        exchange.putDown("citizen")
        exchange.pass(.seconds(120))
        #expect(exchange.legsCount == 0)
    }

    @Test(
        "is owed a call who leaves in silence while their telephone calls the target",
        arguments: [true, false]
    )
    func goneInSilence(isClerkThere: Bool) throws {
        var exchange = try talking(refers: true)
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        if !isClerkThere { exchange.putDown("asa") }
        exchange.pass(.seconds(20))
        _ = exchange.takeNotices()
        exchange.putDown("citizen")
        // A clerk who is there sees it.
        let owed: [CallNotice] = isClerkThere ? [] : [.lost(.handoffAbandoned)]
        #expect(
            exchange.takeNotices() == [.handoff(.unknown, status: nil)] + owed + [.over(.answered)]
        )
        ends(&exchange)
    }

    @Test("is no lost one that was handed off and ends while a hold passes")
    func goodbyeWhileHoldPasses() throws {
        var exchange = try talking()
        let isHanded = try exchange.handOff(to: "bygglov", as: .blind)
        #expect(isHanded)
        exchange.pickUp("bygglov")
        _ = exchange.takeNotices()
        exchange.slow = ["bygglov"]
        exchange.hold("citizen", true)
        exchange.putDown("citizen")
        #expect(exchange.takeNotices() == [.over(.answered)])
        ends(&exchange)
    }

    @Test("goes on after a restart though the clerk's telephone left the configuration")
    func restartWithoutTelephone() throws {
        var exchange = try TestExchange([("citizen", .answers), ("asa", .answers), ("bo", .rings)])
        try exchange.citizenCalls()
        let restored = try exchange.restart(without: "asa")
        #expect(restored == 1)
        try exchange.setDuty(["bo"])
        exchange.pass(.seconds(60))
        #expect(exchange.speak("citizen", "asa"))
        exchange.putDown("asa")
        #expect(exchange.phones["citizen"]?.leg == nil)
    }
}
