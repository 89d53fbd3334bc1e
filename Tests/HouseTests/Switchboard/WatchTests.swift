import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("that do not pass the desk show up in the caller log when it watches the telephone")
    func watched() async throws {
        let tables = try TemporaryFolder("tables")
        for name in ["version", "presentity", "active_watchers", "watchers", "pua", "xcap"] {
            let table = "/usr/share/kamailio/dbtext/kamailio/\(name)"
            try tables.write(String(contentsOfFile: table, encoding: .utf8), to: name)
        }
        let manner = Exchange.Manner(
            defines: ["DESK_WATCHES"],
            values: ["DESK_TABLES": tables.path]
        )
        try await SwitchboardHouse.run(["  watch: [anna]"], exchange: manner) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            // Straight to her, past the desk.
            try citizen.dial("sip:anna@\(house.exchange.address)")
            try citizen.waitFor("CALL_ESTABLISHED")
            let call = try await house.call("the desk hears of it") { $0.state == "talking" }
            #expect(call.source == "events")
            #expect(call.direction == "in")
            #expect(call.from == "+46701740605")
            #expect(call.to == "anna")
            #expect(call.clerk == "anna")
            #expect(call.ticket != nil)
            try citizen.putDown()
            try await house.call("it is over") { $0.state == "ended" && $0.outcome == "answered" }

            // One that passes the desk is told once, by the desk itself.
            try anna.waitFor("CALL_CLOSED")
            for phone in [citizen, anna] { phone.forget() }
            let own = try await house.talk(citizen, anna)
            #expect(own.source == "switchboard")
            try citizen.putDown()
            try await house.call("it is over too") { $0.state == "ended" && $0.id == own.id }
            let page = try await house.anna.get("/v1/calls").decoded(as: Page<CallBody>.self)
            #expect(page.items.map(\.source) == ["switchboard", "events"])
            #expect(try await house.metric("helpdesk_sip_watch_failures_total") == nil)
        }
    }

    @Test("are taken as ever from a telephone system that tells of nobody's")
    func unwatched() async throws {
        try await SwitchboardHouse.run(["  watch: [anna]"]) { house in
            try await eventually("the desk is refused") {
                house.house.log.contains("does not tell of a line's calls")
            }
            let (citizen, anna) = try await house.citizenAndClerk()
            _ = try await house.talk(citizen, anna)
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
            let failures = try await house.metric(
                "helpdesk_sip_watch_failures_total",
                ["reason": "refused"]
            )
            #expect((failures ?? 0) >= 1)
        }
    }
}
