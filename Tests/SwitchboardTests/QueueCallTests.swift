import Desk
import SIPProtocol
import Testing

@testable import Switchboard

@Suite("Citizens who wait")
struct QueueCallTests {
    private func settings(
        _ change: (inout TelephonySettings) -> Void = { _ in }
    ) -> TelephonySettings {
        var settings = TelephonySettings(peer: "pbx")
        change(&settings)
        return settings
    }

    @Test("are given back at once when nobody is on duty")
    func nobody() throws {
        var exchange = try TestExchange([("citizen", .answers), ("asa", .answers)], clerks: [])
        try exchange.citizenCalls()
        #expect(exchange.takeNotices() == [.over(.refused)])
        try exchange.setDuty(["asa"])
        try exchange.citizenCalls()
        #expect(exchange.speak("citizen", "asa"))
    }

    @Test("wait for a clerk who is free, and are served as they came")
    func inOrder() throws {
        var exchange = try TestExchange(
            [
                ("citizen", .answers), ("second", .answers), ("third", .answers),
                ("asa", .answers),
            ],
            clerks: ["asa"]
        )
        try exchange.citizenCalls()
        try exchange.citizenCalls("second")
        try exchange.citizenCalls("third")
        #expect(exchange.telephony.waitingCount == 2)
        #expect(!exchange.speak("second", "asa"))
        exchange.putDown("citizen")
        #expect(exchange.speak("second", "asa"))
        exchange.putDown("asa")
        #expect(exchange.speak("third", "asa"))
        #expect(exchange.telephony.waitingCount == 0)
    }

    @Test("overflow when more wait than may", arguments: [0, 1, 2])
    func full(queueMax: Int) throws {
        var exchange = try TestExchange(
            [
                ("citizen", .answers), ("second", .answers), ("third", .answers),
                ("asa", .answers), ("vaxel", .answers),
            ],
            clerks: ["asa"],
            settings: settings { $0.queueMax = queueMax }
        )
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        for name in ["citizen", "second", "third"] { try exchange.citizenCalls(name) }
        #expect(exchange.telephony.waitingCount == min(queueMax, 2))
        #expect(exchange.speak("third", "vaxel") == (queueMax < 2))
    }

    @Test(
        "overflow when they have waited too long, to the first that answers, until either hangs up",
        arguments: [("vaxel", "citizen"), ("citizen", "vaxel")]
    )
    func tooLong(first: String, other: String) throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .rings), ("busy", .refuses(486)), ("vaxel", .answers)],
            clerks: ["asa"],
            settings: settings { $0.waitMax = .seconds(30) }
        )
        try exchange.setDuty(["asa"], overflow: ["busy", "vaxel"])
        try exchange.citizenCalls()
        exchange.pass(.seconds(29))
        #expect(exchange.phones["asa"]?.leg != nil)
        exchange.pass(.seconds(2))
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.speak("citizen", "vaxel"))
        #expect(exchange.takeFacts().contains(.overflowed(destination: "vaxel")))
        exchange.putDown(first)
        #expect(exchange.phones[other]?.leg == nil)
        #expect(exchange.takeNotices() == [.over(.overflowed)])
    }

    @Test("hear what each destination plays before it answers, and speak with the one that does")
    func earlyMedia() throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("kvall", .plays), ("busy", .refuses(486)), ("natt", .plays)],
            clerks: [],
            settings: settings { $0.targetRingLimit = .seconds(10) }
        )
        try exchange.setDuty([], overflow: ["kvall", "busy", "natt"])
        try exchange.citizenCalls()
        #expect(exchange.phones["citizen"]?.hears == exchange.phones["kvall"]?.port)
        exchange.pass(.seconds(11))
        #expect(exchange.phones["citizen"]?.hears == exchange.phones["natt"]?.port)
        exchange.pickUp("natt")
        #expect(exchange.speak("citizen", "natt"))
        // Two branches, each with a session of its own that was told once (RFC 3264 §4).
        let told = exchange.origins["citizen"] ?? []
        #expect(Set(told.compactMap { $0.split(separator: " ").dropFirst().first }).count == 2)
        exchange.putDown("citizen")
        #expect(exchange.takeNotices().last == .over(.overflowed))
        #expect(exchange.legsCount == 0)
    }

    @Test("are given back after all that was played when nobody answers, and may give up before")
    func earlyMediaOfNobody() throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("kvall", .plays), ("natt", .plays)],
            clerks: [],
            settings: settings { $0.targetRingLimit = .seconds(10) }
        )
        try exchange.setDuty([], overflow: ["kvall", "natt"])
        try exchange.citizenCalls()
        exchange.pass(.seconds(21))
        #expect(exchange.phones["citizen"]?.leg == nil)
        #expect(exchange.takeNotices() == [.over(.refused)])
        try exchange.citizenCalls()
        exchange.pass(.seconds(11))
        exchange.putDown("citizen")
        #expect(exchange.phones["natt"]?.leg == nil)
        #expect(exchange.takeNotices() == [.lost(.abandoned), .over(.abandoned)])
        exchange.pass(.seconds(60))
        #expect(exchange.legsCount == 0)
    }

    @Test("are given back when there is nowhere to overflow to, or nobody answers there")
    func nowhere() throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .rings), ("vaxel", .rings)],
            clerks: ["asa"],
            settings: settings {
                $0.waitMax = .seconds(30)
                $0.targetRingLimit = .seconds(10)
            }
        )
        try exchange.citizenCalls()
        exchange.pass(.seconds(31))
        #expect(exchange.takeNotices() == [.over(.refused)])
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        try exchange.citizenCalls()
        exchange.pass(.seconds(42))
        #expect(exchange.takeNotices() == [.over(.refused)])
        #expect(exchange.phones["vaxel"]?.leg == nil)
    }

    @Test("ring whoever has been without a call for longest, then the next")
    func longestIdle() throws {
        var exchange = try TestExchange(
            [
                ("citizen", .answers), ("second", .answers), ("asa", .answers), ("bo", .answers),
            ],
            settings: settings {
                $0.ringing = .longestIdle
                $0.clerkRingLimit = .seconds(10)
            }
        )
        try exchange.citizenCalls()
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bo"]?.rings == 0)
        exchange.pass(.seconds(5))
        exchange.putDown("citizen")
        try exchange.citizenCalls()
        #expect(exchange.speak("citizen", "bo"))
        exchange.pass(.seconds(5))
        exchange.putDown("citizen")
        exchange.phones["asa"]?.manner = .rings
        try exchange.citizenCalls("second")
        #expect(exchange.phones["asa"]?.leg != nil)
        exchange.pass(.seconds(11))
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.speak("second", "bo"))
    }

    @Test(
        "ring a clerk again who was in a call of their own, after a pause",
        arguments: [
            (486, TelephonySettings.Ringing.all), (486, .longestIdle), (600, .all),
        ]
    )
    func busy(status: Int, ringing: TelephonySettings.Ringing) throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .refuses(status)), ("bo", .refuses(603))],
            settings: settings {
                $0.ringing = ringing
                $0.busyPause = .seconds(10)
            }
        )
        try exchange.citizenCalls()
        exchange.pass(.seconds(9))
        #expect(exchange.phones["asa"]?.rings == 1)
        exchange.pass(.seconds(2))
        #expect(exchange.phones["asa"]?.rings == 2)
        exchange.phones["asa"]?.manner = .answers
        exchange.pass(.seconds(10))
        #expect(exchange.speak("citizen", "asa"))
        // Who said no was asked once.
        #expect(exchange.phones["bo"]?.rings == 1)
    }

    @Test("overflow when everybody has said no, or was busy for too long", arguments: [486, 603])
    func declined(status: Int) throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .refuses(status)), ("vaxel", .answers)],
            clerks: ["asa"],
            settings: settings { $0.waitMax = .seconds(30) }
        )
        try exchange.setDuty(["asa"], overflow: ["vaxel"])
        try exchange.citizenCalls()
        #expect(exchange.speak("citizen", "vaxel") == (status == 603))
        exchange.pass(.seconds(31))
        #expect(exchange.speak("citizen", "vaxel"))
    }

    @Test(
        "are owed a call when they hang up, but for those who changed their mind",
        arguments: [
            (4, false), (5, true),
        ]
    )
    func abandoned(seconds: Int, isOwed: Bool) throws {
        var exchange = try TestExchange([("citizen", .answers), ("asa", .rings)], clerks: ["asa"])
        try exchange.citizenCalls()
        exchange.pass(.seconds(seconds))
        exchange.putDown("citizen")
        let wanted: [CallNotice] =
            isOwed ? [.lost(.abandoned), .over(.abandoned)] : [.over(.abandoned)]
        #expect(exchange.takeNotices() == wanted)
        #expect(exchange.phones["asa"]?.leg == nil)
    }

    @Test("are given back when the desk is left, nobody is rung on, and who speaks goes on")
    func leaving() throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("second", .answers), ("third", .answers),
            ("asa", .answers), ("bo", .rings),
        ])
        try exchange.register()
        try exchange.citizenCalls()
        try exchange.citizenCalls("second")
        #expect(exchange.phones["bo"]?.leg != nil)
        #expect(exchange.takeNotices() == [.answered(clerk: 0)])
        exchange.leave()
        #expect(exchange.phones["second"]?.leg == nil)
        #expect(exchange.phones["bo"]?.leg == nil)
        #expect(exchange.takeNotices() == [.over(.refused)])
        #expect(exchange.pauses == ["503 10"])
        #expect(exchange.registrations == ["600", "0"])
        #expect(!exchange.isSettling)
        try exchange.citizenCalls("third")
        try exchange.setDuty(["asa", "bo"])
        #expect(exchange.phones["third"]?.leg == nil)
        #expect(exchange.speak("citizen", "asa"))
    }

    @Test("are watched no longer when the desk is left")
    func leavingWatched() throws {
        var exchange = try TestExchange([("asa", .answers)], clerks: ["asa"])
        try exchange.watch("asa")
        exchange.leave()
        #expect(exchange.subscriptions == ["600", "0"])
        #expect(!exchange.isSettling)
    }

    @Test("are given back when the desk is left while they overflow, and nobody is rung there")
    func leavingWhileOverflowing() throws {
        var exchange = try TestExchange([("citizen", .answers), ("vaxel", .rings)], clerks: [])
        try exchange.setDuty([], overflow: ["vaxel"])
        try exchange.citizenCalls()
        #expect(exchange.phones["vaxel"]?.leg != nil)
        exchange.leave()
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.pauses == ["503 10"])
        #expect(exchange.takeNotices() == [.over(.refused)])
        #expect(exchange.legsCount == 0)
    }

    @Test("are handed off to the next destination when one is busy, rings for ever, or is away")
    func chain() throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings), ("busy", .refuses(486)),
            ("silent", .rings), ("vaxel", .answers),
        ])
        try exchange.citizenCalls()
        let isBegun = try exchange.handOff(to: "busy", "silent", "vaxel", as: .blind)
        #expect(isBegun)
        #expect(exchange.speak("citizen", "asa"))
        exchange.pass(.seconds(46))
        #expect(exchange.speak("citizen", "vaxel"))
        let dialled = exchange.takeFacts().compactMap { fact -> String? in
            guard case .handoff(_, .dialling, _, let detail) = fact else { return nil }
            return detail ?? "first"
        }
        #expect(dialled == ["first", "silent", "vaxel"])
    }

    @Test("are not sent on when a destination says no")
    func rejected() throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", .answers), ("bo", .rings), ("no", .refuses(403)),
            ("vaxel", .answers),
        ])
        try exchange.citizenCalls()
        let isBegun = try exchange.handOff(to: "no", "vaxel", as: .blind)
        #expect(isBegun)
        #expect(exchange.takeNotices().last == .handoff(.rejected, status: 403))
        #expect(exchange.speak("citizen", "asa"))
    }

    @Test(
        "ring nobody any more who went off duty, but the others",
        arguments: TelephonySettings.Ringing.allCases
    )
    func offDuty(ringing: TelephonySettings.Ringing) throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .rings), ("bo", .rings), ("vaxel", .answers)],
            settings: settings { $0.ringing = ringing }
        )
        try exchange.citizenCalls()
        #expect(exchange.phones["asa"]?.leg != nil)
        try exchange.setDuty(["bo"], overflow: ["vaxel"])
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.phones["bo"]?.leg != nil)
        #expect(exchange.telephony.waitingCount == 1)
        // With the last one gone nobody is waited for.
        try exchange.setDuty([], overflow: ["vaxel"])
        #expect(exchange.phones["bo"]?.leg == nil)
        #expect(exchange.speak("citizen", "vaxel"))
    }

    @Test("are not given to a telephone that says nothing of its media, and it is rung once")
    func bareAnswer() throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .answersBare), ("bo", .rings)]
        )
        try exchange.citizenCalls()
        #expect(exchange.phones["asa"]?.leg == nil)
        #expect(exchange.phones["asa"]?.rings == 1)
        #expect(exchange.telephony.waitingCount == 1)
        exchange.pickUp("bo")
        #expect(exchange.speak("citizen", "bo"))
    }
}
