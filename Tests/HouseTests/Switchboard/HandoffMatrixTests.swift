import DeskAPI
import DeskTesting
import Foundation
import NIOHTTP1
import Testing

extension HouseTests {
    @Suite("Calls through a real telephone system")
    struct SwitchboardTests {
        @Test("ring who is on duty, open a ticket, and are handed off to whoever answers")
        func blind() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov")
                let call = try await house.talk(citizen, anna)
                #expect(call.from == "+46701740605")
                #expect(call.clerk == "anna")
                let ended = try await house.outcome(call, to: "bygglov") { _ in
                    try target.waitFor("CALL_INCOMING")
                    #expect(citizen.isTalking && anna.isTalking)
                    let again = try await house.handOff(call, to: "parkering")
                    #expect(again.status == 409)
                    try target.pickUp()
                }
                #expect(
                    ended.steps.map(\.state) == [
                        "requested", "validated", "dialling", "ringing", "answered", "joining",
                        "completed",
                    ]
                )
                #expect(ended.steps.map(\.sipStatus) == [nil, nil, nil, 180, 200, nil, nil])
                try anna.waitFor("CALL_CLOSED")
                try target.waitFor("CALL_ESTABLISHED")
                #expect(citizen.isTalking && target.isTalking)
                let ticket = try await house.bengt.ticket(try #require(call.ticket))
                #expect(ticket.queue == "bygg")
                #expect(ticket.assignee == nil)
                try target.putDown()
                try citizen.waitFor("CALL_CLOSED")
                let over = try await house.call("the call is over") { $0.state == "ended" }
                #expect(over.outcome == "answered")
                #expect(over.destination == "bygglov")
                // Media flows past the daemon: it hears no datagrams but those of SIP.
                #expect(try house.datagramPorts() == [house.exchange.deskPort])
                #expect(citizen.events.contains("CALL_RTPESTAB"))
            }
        }

        @Test("stay with the clerk when the hand-off comes to nothing, whatever the reason")
        func failures() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov")
                let forbidden = try ScriptedPhone("ingen", at: house.exchange, status: 403)
                let call = try await house.talk(citizen, anna)

                let busy = try await house.outcome(call, to: "bygglov") { _ in
                    try target.waitFor("CALL_INCOMING")
                    try target.putDown()
                }
                #expect(busy.state == "busy")
                #expect(busy.steps.last?.sipStatus == 486)

                let rejected = try await house.outcome(call, to: "ingen")
                #expect(rejected.state == "rejected")
                #expect(rejected.steps.last?.sipStatus == 403)
                _ = forbidden

                target.forget()
                let silent = try await house.outcome(call, to: "bygglov")
                #expect(silent.state == "no_answer")
                try target.waitFor("CALL_CLOSED")

                target.forget()
                let taken = try await house.outcome(call, to: "bygglov") { handoff in
                    try target.waitFor("CALL_INCOMING")
                    // The CANCEL and the answer meet on the way.
                    try target.pickUp()
                    try await house.wish("cancelled", of: handoff)
                }
                #expect(["cancelled", "completed"].contains(taken.state))
                guard taken.state == "cancelled" else { return }

                let closed = try await house.handOff(call, to: "stangt")
                #expect(closed.status == 422)
                #expect(citizen.isTalking && anna.isTalking)
                try anna.putDown()
                try citizen.waitFor("CALL_CLOSED")
            }
        }

        @Test("go on from a destination that is busy to the one it overflows to")
        func chain() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let busy = try ScriptedPhone("parkering", at: house.exchange, status: 486)
                let next = try await house.phone("vaxel", answers: true)
                let call = try await house.talk(citizen, anna)
                let ended = try await house.outcome(call, to: "parkering")
                _ = busy
                #expect(ended.state == "completed")
                #expect(
                    ended.steps.filter { $0.state == "dialling" }.map(\.detail) == [nil, "Växel"]
                )
                try next.putDown()
                try citizen.waitFor("CALL_CLOSED")
            }
        }

        @Test("are owed a call when the citizen hangs up meanwhile")
        func callerGone() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov")
                let call = try await house.talk(citizen, anna)
                let gone = try await house.outcome(call, to: "bygglov") { _ in
                    try target.waitFor("CALL_INCOMING")
                    try citizen.putDown()
                }
                #expect(gone.state == "caller_gone")
                try target.waitFor("CALL_CLOSED")
                try anna.waitFor("CALL_CLOSED")
                let owed = try await house.anna.get("/v1/callbacks")
                    .decoded(as: Page<CallBackBody>.self).items
                #expect(owed.map(\.number) == ["+46701740605"])
                #expect(owed.map(\.reason) == ["handoff_abandoned"])
                let done = try await house.anna.send(
                    .PUT,
                    "/v1/callbacks/\(owed[0].id)/completion",
                    form: [String: String](),
                    headers: [:]
                )
                #expect(done.status == 200)
                let left = try await house.anna.get("/v1/callbacks")
                    .decoded(as: Page<CallBackBody>.self).items
                #expect(left.isEmpty)
            }
        }

        @Test("go on when the clerk hangs up meanwhile, and come back when nobody answers")
        func clerkGone() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov")
                var call = try await house.talk(citizen, anna)
                let busy = try await house.outcome(call, to: "bygglov") { _ in
                    try target.waitFor("CALL_INCOMING")
                    try anna.putDown()
                    try anna.waitFor("CALL_CLOSED")
                    try target.putDown()
                }
                #expect(busy.state == "busy")
                // Rung again, and the citizen was never let go.
                try anna.waitFor("CALL_ESTABLISHED", times: 2)
                #expect(citizen.isTalking)
                call = try await house.call("the clerk is back") { $0.clerk == "anna" }
                try target.waitFor("CALL_CLOSED")
                target.forget()
                let taken = try await house.outcome(call, to: "bygglov") { _ in
                    try target.waitFor("CALL_INCOMING")
                    try anna.putDown()
                    try target.pickUp()
                }
                #expect(taken.state == "completed")
                try target.waitFor("CALL_ESTABLISHED")
                #expect(citizen.isTalking && target.isTalking)
                try citizen.putDown()
                try target.waitFor("CALL_CLOSED")
            }
        }

        @Test("wait while clerk and receiver speak; come back, or go on")
        func attended() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov", answers: true)
                let call = try await house.talk(citizen, anna)
                let back = try await house.outcome(call, to: "bygglov", "attended") { handoff in
                    try target.waitFor("CALL_ESTABLISHED")
                    try await house.wish("cancelled", of: handoff)
                }
                #expect(back.state == "cancelled")
                try target.waitFor("CALL_CLOSED")
                #expect(citizen.isTalking && anna.isTalking)
                target.forget()
                let on = try await house.outcome(call, to: "bygglov", "attended") { handoff in
                    try target.waitFor("CALL_ESTABLISHED")
                    try await house.wish("completed", of: handoff)
                }
                #expect(on.state == "completed")
                try anna.waitFor("CALL_CLOSED")
                #expect(citizen.isTalking && target.isTalking)
                try citizen.putDown()
                try target.waitFor("CALL_CLOSED")
            }
        }

        @Test("are held and resumed by the clerk's telephone")
        func hold() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                _ = try await house.talk(citizen, anna)
                let before = citizen.offersHeard
                try anna.hold()
                try await eventually("the citizen is held") { citizen.offersHeard == before + 1 }
                try anna.resume()
                try await eventually("the citizen is heard") { citizen.offersHeard == before + 2 }
                #expect(citizen.isTalking && anna.isTalking)
                try citizen.putDown()
                try anna.waitFor("CALL_CLOSED")
            }
        }

        /// What a caller does between its call and its goodbye.
        private static let staying = "<pause milliseconds=\"6000\" />"

        /// Calls once, by a scenario of sipp.
        private static func call(
            _ scenario: String,
            at exchange: Exchange,
            in folder: TemporaryFolder
        ) throws -> LoopbackProcess {
            try LoopbackProcess(
                SIPScenario.program,
                [
                    "-sf", try folder.write(scenario, to: "caller.xml"), "-s", Exchange.number,
                    "-i", "127.0.0.1", "-p", "\(try freePort())", "-m", "1", "-timeout", "20",
                    "-nostdin", exchange.address,
                ],
                logPath: folder.path("sipp.log")
            )
        }

        /// What a caller does who is given to another telephone.
        private static let givenOn = """
            <recv request="INVITE" />
            <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            [last_Record-Route:]
            Contact: <sip:caller@[local_ip]:[local_port]>
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=caller 1 2 IN IP4 [local_ip]
            s=-
            c=IN IP4 [local_ip]
            t=0 0
            m=audio [media_port] RTP/AVP 0

            ]]></send>
            <recv request="ACK" />
            <pause milliseconds="2000" />
            """

        @Test("are taken from a telephone system that leaves the offer to us, and handed off")
        func withoutOffer() async throws {
            try await SwitchboardHouse.run { house in
                let anna = try await house.phone("anna", answers: true)
                let target = try await house.phone("bygglov", answers: true)
                try await house.goOnDuty(house.anna)
                let folder = try TemporaryFolder("caller")
                let scenario = SIPScenario.callerWithoutOffer
                    .replacing(Self.staying, with: Self.givenOn)
                let caller = try Self.call(scenario, at: house.exchange, in: folder)
                try anna.waitFor("CALL_ESTABLISHED")
                // Anna's telephone made the offer, and was told the caller's media.
                #expect(anna.offersHeard == 0)
                let call = try await house.call("the call is answered") { $0.state == "talking" }
                let ended = try await house.outcome(call, to: "bygglov") { _ in }
                #expect(ended.state == "completed")
                #expect(target.isTalking)
                try anna.waitFor("CALL_CLOSED")
                try target.waitFor("CALL_CLOSED")
                let status = caller.waitUntilEnded(within: .seconds(20))
                #expect(status == 0, "\(caller.log.suffix(900))")
                let over = try await house.call("the call is over") { $0.state == "ended" }
                #expect(over.outcome == "answered")
            }
        }

        /// What a caller does who asks what it would be offered, and then holds the clerk
        /// (RFC 3261 §14.2).
        private static let asking = """
            <pause milliseconds="1000" />
            <send retrans="500"><![CDATA[
            INVITE [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            [routes]
            From: <sip:caller[call_number]@[remote_ip]:[remote_port]>;tag=[pid]-[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 2 INVITE
            Contact: <sip:caller@[local_ip]:[local_port]>
            Max-Forwards: 70
            Content-Length: 0

            ]]></send>
            <recv response="100" optional="true" />
            <recv response="200">
            <action><ereg regexp="m=audio [0-9]+" search_in="body" check_it="true" assign_to="1" /></action>
            </recv>
            <Reference variables="1" />
            <send><![CDATA[
            ACK [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            [routes]
            From: <sip:caller[call_number]@[remote_ip]:[remote_port]>;tag=[pid]-[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 2 ACK
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=caller 1 2 IN IP4 [local_ip]
            s=-
            c=IN IP4 [local_ip]
            t=0 0
            m=audio [media_port] RTP/AVP 0
            a=sendonly

            ]]></send>
            <pause milliseconds="2000" />
            """

        @Test("offer what holds to a telephone system that asks, and pass its answer on")
        func askedForOffer() async throws {
            try await SwitchboardHouse.run { house in
                let anna = try await house.phone("anna", answers: true)
                try await house.goOnDuty(house.anna)
                let folder = try TemporaryFolder("caller")
                let scenario = SIPScenario.caller
                    .replacing(Self.staying, with: Self.asking)
                    .replacing("CSeq: 2 BYE", with: "CSeq: 3 BYE")
                let caller = try Self.call(scenario, at: house.exchange, in: folder)
                try anna.waitFor("CALL_ESTABLISHED")
                let before = anna.offersHeard
                try await eventually("the clerk is held") { anna.offersHeard == before + 1 }
                try anna.waitFor("CALL_CLOSED")
                let status = caller.waitUntilEnded(within: .seconds(20))
                #expect(status == 0, "\(caller.log.suffix(900))")
            }
        }

        @Test("come back to the clerk after a kill of the daemon while clerk and receiver spoke")
        func killedWhileHeld() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov", answers: true)
                let call = try await house.talk(citizen, anna)
                let heard = anna.offersHeard
                let begun = try await house.handOff(call, to: "bygglov", "attended")
                    .decoded(as: HandoffBody.self)
                try target.waitFor("CALL_ESTABLISHED")
                _ = try await house.handoff(begun.id, "is answered") { $0.state == "answered" }
                try await eventually("the clerk hears the receiver") {
                    anna.offersHeard == heard + 1
                }
                let held = citizen.offersHeard
                try house.house.kill()
                try await house.house.start()
                try await eventually("the clerk hears the citizen") {
                    anna.offersHeard > heard + 1
                }
                try await eventually("the citizen is heard") { citizen.offersHeard > held }
                #expect(citizen.isTalking && anna.isTalking)
                let told = try await house.end(of: begun)
                #expect(told.state == "unknown")
                // The receiver hears nobody any more, and is told.
                try target.waitFor("CALL_CLOSED")
                try citizen.putDown()
                try anna.waitFor("CALL_CLOSED")
            }
        }

        @Test("go on through a kill of the daemon; the hand-off under way is told as unknown")
        func killed() async throws {
            try await SwitchboardHouse.run { house in
                let (citizen, anna) = try await house.citizenAndClerk()
                let target = try await house.phone("bygglov")
                let call = try await house.talk(citizen, anna)
                let begun = try await house.handOff(call, to: "bygglov")
                    .decoded(as: HandoffBody.self)
                try target.waitFor("CALL_INCOMING")
                _ = try await house.handoff(begun.id, "rings") { $0.state == "ringing" }
                try house.house.kill()
                #expect(citizen.isTalking && anna.isTalking)
                try await house.house.start()
                let told = try await house.end(of: begun)
                #expect(told.state == "unknown")
                #expect(citizen.isTalking && anna.isTalking)
                let notes = try await house.anna.messages(try #require(call.ticket))
                #expect(notes.last?.author.kind == "system")
                #expect(target.events.count { $0 == "CALL_INCOMING" } == 1)
                // Who would find nobody rings no longer.
                try target.waitFor("CALL_CLOSED")
                // The call is the daemon's again: hold and hanging up are passed through.
                let before = citizen.offersHeard
                try anna.hold()
                try await eventually("the citizen is held") { citizen.offersHeard > before }
                try citizen.putDown()
                try anna.waitFor("CALL_CLOSED")
                let over = try await house.call("the call is over") { $0.state == "ended" }
                #expect(over.outcome == "answered")
            }
        }
    }
}
