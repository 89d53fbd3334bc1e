import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("wait for a clerk who is free, who came first first")
    func queue() async throws {
        try await SwitchboardHouse.run { house in
            let anna = try await house.phone("anna", answers: true)
            let (first, second) = (try await house.citizen(), try await house.phone("+46701740606"))
            try await house.goOnDuty(house.anna)
            _ = try await house.talk(first, anna)
            try second.dial(house.exchange.support)
            try await house.call("the second waits") { $0.state == "waiting" }
            #expect(!second.isTalking)
            let shown = try StaffTerminal(house.house)
            #expect(try shown.logIn("anna", password: "annas lösenord").exitCode == 0)
            let listed = try shown.run("calls", "--state", "waiting", "--json")
            #expect(try listed.decoded(as: Page<CallBody>.self).items.count == 1)
            try first.putDown()
            try second.waitFor("CALL_ESTABLISHED")
            try await house.call("the second is answered") {
                $0.state == "talking" && $0.from == "+46701740606"
            }
            house.house.keepSecret("701740606")
            try second.putDown()
            try anna.waitFor("CALL_CLOSED", times: 2)
        }
    }

    @Test("ring one clerk after the other where the operator says so")
    func longestIdle() async throws {
        try await SwitchboardHouse.run(["ringing: longest-idle", "clerk-ring-seconds: 3"]) {
            house in
            let (anna, bengt) = (try await house.phone("anna"), try await house.phone("bengt"))
            let citizen = try await house.citizen()
            try await house.goOnDuty(house.anna)
            try await eventually("anna is on duty") {
                try await house.anna.get("/v1/duty").decoded(as: Page<DutyBody>.self).items.count
                    == 1
            }
            try await Task.sleep(for: .milliseconds(50))
            try await house.goOnDuty(house.bengt)
            try citizen.dial(house.exchange.support)
            try anna.waitFor("CALL_INCOMING")
            #expect(bengt.events.contains("CALL_INCOMING") == false)
            try bengt.waitFor("CALL_INCOMING")
            try anna.waitFor("CALL_CLOSED")
            try bengt.pickUp()
            try await house.call("bengt has it") { $0.clerk == "bengt" }
            try citizen.putDown()
            try bengt.waitFor("CALL_CLOSED")
        }
    }

    @Test("overflow to a destination when the queue is full, or they have waited too long")
    func overflow() async throws {
        let more = ["queue-calls-max: 0", "overflow: vaxel"]
        try await SwitchboardHouse.run(more) { house in
            let anna = try await house.phone("anna", answers: true)
            let vaxel = try await house.phone("vaxel", answers: true)
            let (first, second) = (try await house.citizen(), try await house.phone("+46701740606"))
            house.house.keepSecret("701740606")
            try await house.goOnDuty(house.anna)
            _ = try await house.talk(first, anna)
            try second.dial(house.exchange.support)
            try vaxel.waitFor("CALL_ESTABLISHED")
            try second.waitFor("CALL_ESTABLISHED")
            let call = try await house.call("it has overflowed") { $0.destination == "vaxel" }
            #expect(call.clerk == nil)
            try vaxel.putDown()
            try second.waitFor("CALL_CLOSED")
            try await house.call("it is over") { $0.outcome == "overflowed" }
        }
    }

    @Test("hear each destination that plays something before it answers, or does not")
    func earlyMedia() async throws {
        try await SwitchboardHouse.run(["overflow: parkering"]) { house in
            let citizen = try await house.citizen()
            let full = try ScriptedPhone("parkering", at: house.exchange, status: 486, plays: true)
            let vaxel = try ScriptedPhone("vaxel", at: house.exchange, status: 200, plays: true)
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_PROGRESS", times: 2)
            try citizen.waitFor("CALL_ESTABLISHED")
            let call = try await house.call("it has overflowed") { $0.destination == "vaxel" }
            #expect(call.state == "talking")
            #expect(full.messages.contains("486 Refused"))
            try citizen.putDown()
            try await eventually("the destination is told") { vaxel.messages.contains("BYE sip:") }
        }
    }

    @Test("show who calls, and what about, on the receiver's screen, and nothing else of them")
    func screen() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let screen = try ScriptedPhone("bygglov", at: house.exchange, status: 200)
            let form = TicketForm(
                subject: "Fråga om bygglov",
                body: "Vill bygga ett uterum.",
                channel: "phone",
                citizen: CitizenForm(name: "Ulla Ek", phone: "070-174 06 05")
            )
            house.house.keepSecret("uterum", "Ulla Ek")
            _ = try await house.anna.post("/v1/tickets", form)
            let call = try await house.talk(citizen, anna)
            let ended = try await house.outcome(call, to: "bygglov")
            #expect(ended.state == "completed")
            try await eventually("the receiver speaks") { screen.messages.contains("ACK sip:") }
            let invite = try #require(
                screen.messages.components(separatedBy: "INVITE sip:").dropFirst().first
            )
            let fields = invite.components(separatedBy: .newlines)
            func field(_ name: String) -> String? {
                fields.first { $0.hasPrefix("\(name): ") }
                    .map { $0.dropFirst(name.count + 2).trimmingCharacters(in: .whitespaces) }
            }
            let caller = "+46701740605@\(house.exchange.address)"
            #expect(field("P-Asserted-Identity") == "<sip:\(caller)>")
            let context = "\(call.ticket ?? 0) https://desk.example.org/h/\(ended.id)"
            let hexadecimal = context.utf8.map { String(format: "%02x", $0) }.joined()
            #expect(field("User-to-User") == "\(hexadecimal);encoding=hex")
            let shown = screen.messages.lowercased()
            for word in ["ulla", "ek>", "uterum", "fråga", "anna"] {
                #expect(!shown.contains(word), "\(word)")
            }
            try citizen.putDown()
            try await eventually("the receiver is told") { screen.messages.contains("BYE sip:") }
        }
    }

    @Test("that nobody takes ring the telephones by themselves, and so while the daemon is away")
    func away() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, anna) = (try await house.citizen(), try await house.phone("anna"))
            // Nobody is on duty.
            try citizen.dial(house.exchange.support)
            try anna.waitFor("CALL_INCOMING")
            try anna.pickUp()
            try citizen.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
            let call = try await house.call("the desk gave it back") { $0.state == "ended" }
            #expect(call.outcome == "refused")

            try house.house.kill()
            for phone in [citizen, anna] { phone.forget() }
            try citizen.dial(house.exchange.support)
            try anna.waitFor("CALL_INCOMING")
            try anna.pickUp()
            try citizen.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }

    @Test("are given back at once when the daemon is stopped while they wait, and nobody rings on")
    func stoppedWhileWaiting() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, anna) = (try await house.citizen(), try await house.phone("anna"))
            try await house.goOnDuty(house.anna)
            try citizen.dial(house.exchange.support)
            try anna.waitFor("CALL_INCOMING")
            try house.house.stop()
            // Taken back by the desk, then rung by the telephone system itself.
            try anna.waitFor("CALL_CLOSED", within: .seconds(2))
            try anna.waitFor("CALL_INCOMING", times: 2, within: .seconds(2))
            try anna.pickUp()
            try citizen.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED", times: 2)
            try await house.house.start()
            let call = try await house.call("it is over") { $0.state == "ended" }
            #expect(call.outcome == "refused")
        }
    }

    @Test("are owed a call when the daemon is killed while they wait")
    func killedWhileWaiting() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, anna) = (try await house.citizen(), try await house.phone("anna"))
            try await house.goOnDuty(house.anna)
            try citizen.dial(house.exchange.support)
            try anna.waitFor("CALL_INCOMING")
            try await house.call("it waits") { $0.state == "waiting" }
            try house.house.kill()
            try citizen.putDown()
            try await house.house.start()
            let owed = try await house.anna.get("/v1/callbacks")
                .decoded(as: Page<CallBackBody>.self).items
            #expect(owed.map(\.number) == ["+46701740605"])
            #expect(owed.map(\.reason) == ["abandoned"])
        }
    }

    @Test("join the open ticket of the same number, and show who calls")
    func knownCaller() async throws {
        try await SwitchboardHouse.run { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let form = TicketForm(
                subject: "Fråga om bygglov",
                body: "Vill bygga ett uterum.",
                channel: "phone",
                citizen: CitizenForm(name: "Ulla Ek", phone: "070-174 06 05")
            )
            house.house.keepSecret("uterum", "Ulla Ek")
            let opened = try await house.anna.post("/v1/tickets", form)
            let number = try opened.decoded(as: TicketBody.self).number
            let call = try await house.talk(citizen, anna)
            #expect(call.ticket == number)
            #expect(call.caller.name == "Ulla Ek")
            #expect(call.caller.openTickets.map(\.number) == [number])
            #expect(try await house.anna.ticket(number).contacts == 2)
            let terminal = try StaffTerminal(house.house)
            #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
            let screen = try terminal.run("calls", "show", call.id)
            #expect(screen.text.contains("Ulla Ek"))
            #expect(screen.text.contains("Fråga om bygglov"))
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }
}
