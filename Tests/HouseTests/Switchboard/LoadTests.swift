import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("are set up 200 at once, and each is written down")
    func manyAtOnce() async throws {
        // Nobody is on duty, so that all go to who takes what is too much.
        try await SwitchboardHouse.run(["overflow: vaxel"]) { house in
            let vaxel = try ScriptedPhone("vaxel", at: house.exchange, status: 200)
            let folder = try TemporaryFolder("callers")
            let callers = try LoopbackProcess(
                "/bin/sh",
                [
                    "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.path,
                    SIPScenario.program, "-sf",
                    try folder.write(SIPScenario.caller, to: "caller.xml"), "-s", Exchange.number,
                    "-i", "127.0.0.1",
                    "-p", "\(try freePort())", "-m", "200", "-r", "40", "-l", "200",
                    "-trace_rtt", "-rtt_freq", "1", "-timeout", "40", "-nostdin",
                    house.exchange.address,
                ],
                logPath: folder.path("sipp.log")
            )
            #expect(callers.waitUntilEnded(within: .seconds(50)) == 0, "\(callers.log.suffix(900))")
            _ = vaxel
            try await house.call("the last call is over") { $0.state == "ended" }
            var calls: [CallBody] = []
            var cursor = ""
            repeat {
                let page = try await house.anna.get("/v1/calls?limit=100\(cursor)")
                    .decoded(as: Page<CallBody>.self)
                calls += page.items
                cursor = page.next.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(calls.count == 200)
            #expect(calls.allSatisfy { $0.outcome == "overflowed" })
            let times = try SIPScenario.setUpTimes(in: folder)
            try #require(times.count == 200)
            print("set-up of 200 calls at once: p50 \(times[100]) ms, p99 \(times[197]) ms")
        }
    }

    @Test("go over TCP as over UDP")
    func overTCP() async throws {
        // A connection comes from whatever address the system gives it.
        try await SwitchboardHouse.run(
            ["  sources: [127.0.0.1]"],
            exchange: Exchange.Manner(transport: "tcp")
        ) { house in
            let citizen = try await house.citizen()
            let anna = try await house.phone("anna", answers: true)
            let target = try await house.phone("bygglov", answers: true)
            try await house.goOnDuty(house.anna)
            let call = try await house.talk(citizen, anna)
            let ended = try await house.outcome(call, to: "bygglov")
            #expect(ended.state == "completed")
            try target.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try target.waitFor("CALL_CLOSED")
            #expect(try house.datagramPorts() == [])
        }
    }

    @Test("are handed off by the citizen's telephone where the operator says so")
    func byReferral() async throws {
        try await SwitchboardHouse.run(["  transfer: refer"]) { house in
            let citizen = try await house.citizen()
            let anna = try await house.phone("anna", answers: true)
            let target = try await house.phone("bygglov")
            try await house.goOnDuty(house.anna)
            let call = try await house.talk(citizen, anna)
            let busy = try await house.outcome(call, to: "bygglov") { _ in
                try target.waitFor("CALL_INCOMING")
                try target.putDown()
            }
            #expect(busy.state == "busy")
            #expect(anna.isTalking)
            try target.waitFor("CALL_CLOSED")
            target.forget()
            let ended = try await house.outcome(call, to: "bygglov") { handoff in
                try target.waitFor("CALL_INCOMING")
                try await house.wish("cancelled", of: handoff)
            }
            #expect(ended.state == "cancelled")
            #expect(anna.isTalking)
            // Nothing calls the citizen's telephone back: the target answers all the same.
            try target.pickUp()
            try anna.waitFor("CALL_CLOSED")
            try target.waitFor("CALL_ESTABLISHED")
            #expect(target.isTalking)
            let over = try await house.call("the call is over") { $0.state == "ended" }
            #expect(over.cause == "referred")
            #expect(try await house.handoff(ended.id, "has ended") { _ in true } == ended)
            let owed = try await house.anna.get("/v1/callbacks")
                .decoded(as: Page<CallBackBody>.self).items
            #expect(owed.isEmpty)
        }
    }
}
