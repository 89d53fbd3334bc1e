import Desk
import Testing

@testable import Switchboard

/// As some telephone systems call, whoever answers makes the offer (RFC 3261 §13.2.1).
@Suite("A citizen's call without an offer")
struct OfferlessCallTests {
    private func called(
        _ clerk: TestExchange.Manner = .answers,
        slow: Set<String> = []
    ) throws -> TestExchange {
        var exchange = try TestExchange([
            ("citizen", .answers), ("asa", clerk), ("bo", .rings), ("bygglov", .rings),
        ])
        exchange.slow = slow
        try exchange.citizenCalls(offers: false)
        return exchange
    }

    private func ends(_ exchange: inout TestExchange) {
        exchange.pass(.seconds(120))
        #expect(exchange.phones.values.allSatisfy { $0.leg == nil })
        #expect(exchange.legsCount == 0)
        #expect(exchange.call == nil)
    }

    @Test(
        "is the clerk's who answers, is held and resumed, and ends",
        arguments: ["citizen", "asa"]
    )
    func answered(first: String) throws {
        var exchange = try called()
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.stage == .talking)
        #expect(exchange.takeNotices() == [.answered(clerk: 0)])
        exchange.hold("asa", true)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.hold("asa", false)
        #expect(exchange.speak("citizen", "asa"))
        exchange.putDown(first)
        #expect(exchange.takeNotices() == [.over(.answered)])
        ends(&exchange)
    }

    @Test("is handed off, and goes on after a restart", arguments: Handoff.Mode.allCases)
    func handedOff(mode: Handoff.Mode) throws {
        var exchange = try called()
        let restored = try exchange.restart()
        #expect(restored == 1)
        let isBegun = try exchange.handOff(to: "bygglov", as: mode)
        #expect(isBegun)
        exchange.pickUp("bygglov")
        if mode == .attended {
            #expect(exchange.speak("asa", "bygglov"))
            let isCompleted = exchange.complete()
            #expect(isCompleted)
        }
        #expect(exchange.speak("citizen", "bygglov"))
        #expect(exchange.phones["asa"]?.leg == nil)
        let origins = exchange.origins["citizen"]?.map { $0.split(separator: " ")[1] } ?? []
        #expect(Set(origins).count == 1)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("overflows to whoever answers, and hears nothing before", arguments: [false, true])
    func overflows(plays: Bool) throws {
        var exchange = try TestExchange([
            ("citizen", .answers), ("vaxel", plays ? .plays : .rings),
        ])
        try exchange.setDuty([], overflow: ["vaxel"])
        try exchange.citizenCalls(offers: false)
        #expect(exchange.phones["citizen"]?.hears == nil)
        exchange.pickUp("vaxel")
        #expect(exchange.speak("citizen", "vaxel"))
        #expect(exchange.stage == .joined)
        exchange.putDown("vaxel")
        #expect(exchange.takeNotices() == [.overflowed, .over(.overflowed)])
        ends(&exchange)
    }

    @Test(
        "ends with whoever hangs up before the caller has said where it is",
        arguments: ["citizen", "asa"]
    )
    func goneMeanwhile(first: String) throws {
        var exchange = try called(slow: ["citizen"])
        #expect(exchange.phones["citizen"]?.hears == exchange.phones["asa"]?.port)
        #expect(exchange.phones["asa"]?.hears == nil)
        exchange.putDown(first)
        exchange.answerOffer("citizen")
        // A caller that hangs up so says by its ACK that nobody can be heard there.
        let owed: [CallNotice] = first == "citizen" ? [.lost(.nobodyLeft)] : []
        #expect(exchange.takeNotices() == [.answered(clerk: 0)] + owed + [.over(.answered)])
        ends(&exchange)
    }

    @Test("is the first clerk's though another answers before the caller has said where it is")
    func secondAnswer() throws {
        var exchange = try called(.rings, slow: ["citizen"])
        exchange.pickUp("asa")
        exchange.pickUp("bo")
        exchange.answerOffer("citizen")
        #expect(exchange.speak("citizen", "asa"))
        #expect(exchange.phones["bo"]?.leg == nil)
        exchange.putDown("citizen")
        ends(&exchange)
    }

    @Test("is owed a call when it never says where it is to be heard")
    func unheard() throws {
        var exchange = try TestExchange([("citizen", .answers), ("asa", .answers)])
        exchange.agreeing["citizen"] = []
        try exchange.citizenCalls(offers: false)
        #expect(
            exchange.takeNotices() == [
                .answered(clerk: 0), .lost(.nobodyLeft), .over(.answered),
            ]
        )
        ends(&exchange)
    }

    @Test("is given back when whoever answers offers nothing either")
    func answeredBare() throws {
        var exchange = try TestExchange(
            [("citizen", .answers), ("asa", .answersBare)],
            clerks: ["asa"]
        )
        try exchange.citizenCalls(offers: false)
        #expect(exchange.takeNotices() == [.over(.refused)])
        ends(&exchange)
    }
}
